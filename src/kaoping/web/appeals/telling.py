"""Who is told what about an appeal."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Act
from kaoping.web.appeals.models import Appeal
from kaoping.web.appeals.notice_kinds import (
    APPEAL_DECIDED,
    APPEAL_DUE_SOON,
    APPEAL_FILED,
    APPEAL_GIVEN,
    APPEAL_OVERDUE,
    APPEAL_WITHDRAWN,
    RESULT_CORRECTED,
)
from kaoping.web.notices.kinds import NoticeKind
from kaoping.web.notices.recipients import Recipients, people_of_region, people_of_units, these
from kaoping.web.registry.models import Unit
from kaoping.worktime import show_moment

TO_DO = (APPEAL_FILED, APPEAL_GIVEN, APPEAL_DUE_SOON, APPEAL_OVERDUE)
"""What nobody has to do any more once an appeal is answered or withdrawn."""


def tell_filed(act: Act, appeal: Appeal) -> None:
    """Tell the assessing body."""
    _tell(act, APPEAL_FILED, _office(appeal), appeal, at=appeal.filed_at)


def tell_given(act: Act, appeal: Appeal, at: datetime) -> None:
    """Tell the officer; the body has given it away."""
    if appeal.officer is not None:
        key = f"{appeal.pk}:{appeal.officer_id}"
        _tell(act, APPEAL_GIVEN, these(appeal.officer), appeal, at=at, key=key)
    act.settle(APPEAL_FILED, str(appeal.pk), at)


def tell_due_soon(act: Act, appeal: Appeal, share: float, at: datetime) -> int:
    """Tell the officer, or the body while there is none, how much of the time is used up."""
    to = these(appeal.officer) if appeal.officer else _office(appeal)
    key, said = f"{appeal.pk}:{share}", f"{share:.0%}"
    return _tell(act, APPEAL_DUE_SOON, to, appeal, at=at, key=key, share=said)


def tell_overdue(act: Act, appeal: Appeal, at: datetime) -> int:
    """Tell the officer, the body and its approver, and the body above."""
    body = appeal.participant.cycle.body
    to = people_of_region(body) | people_of_region(body, (Role.APPROVER,))
    if appeal.officer is not None:
        to |= these(appeal.officer)
    if body.parent is not None:
        to |= people_of_region(body.parent)
    return _tell(act, APPEAL_OVERDUE, to, appeal, at=at)


def tell_decided(act: Act, appeal: Appeal, at: datetime) -> None:
    """Tell the unit, who filed it, and the units whose results are corrected along with it."""
    to = people_of_units([appeal.participant.unit]) | these(appeal.filed_by)
    _tell(act, APPEAL_DECIDED, to, appeal, at=at, outcome=appeal.get_outcome_display())
    others = Unit.objects.filter(pk__in=appeal.rulings.filter(elsewhere=True).values("participant__unit"))
    if others.exists():
        cycle = appeal.participant.cycle.name
        link = reverse("results:cycles")
        act.tell(RESULT_CORRECTED, people_of_units(others), key=str(appeal.pk), link=link, at=at, cycle=cycle)
    _settle(act, appeal, at)


def tell_withdrawn(act: Act, appeal: Appeal, at: datetime) -> None:
    """Tell the body, and the officer it was given to."""
    to = _office(appeal) if appeal.officer is None else these(appeal.officer)
    _tell(act, APPEAL_WITHDRAWN, to, appeal, at=at)
    _settle(act, appeal, at)


def _office(appeal: Appeal) -> Recipients:
    return people_of_region(appeal.participant.cycle.body)


def _settle(act: Act, appeal: Appeal, at: datetime) -> None:
    keys = (str(appeal.pk), f"{appeal.pk}:{appeal.officer_id}", f"{appeal.pk}:0.5", f"{appeal.pk}:0.8")
    for kind in TO_DO:
        for key in keys:
            act.settle(kind, key, at)


def _tell(
    act: Act, kind: NoticeKind, to: Recipients, appeal: Appeal, *, at: datetime, key: str = "", **more: object
) -> int:
    values = {"unit": appeal.participant.unit.name, "item": appeal.title.split(" › ")[-1], **more}
    due = appeal.due_at or timezone.now()
    link = reverse("appeals:appeal", kwargs={"pk": appeal.pk})
    return act.tell(kind, to, key=key or str(appeal.pk), link=link, at=at, due=show_moment(due), **values)
