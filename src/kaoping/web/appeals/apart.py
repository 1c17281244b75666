"""Separation of duties: an appeal is decided by somebody who had no part in what it is against."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kaoping.model.errors import KaopingError
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Permission, roles_with
from kaoping.web.actions import RefusedError
from kaoping.web.appeals.items import Item, item_of
from kaoping.web.appeals.models import Appeal
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.models import Mark
from kaoping.web.marking.people import of_assessed_units
from kaoping.web.monitoring.models import Decision


def contested(appeal: Appeal) -> Item | None:
    """Return what an appeal is against, as it stands in the version that was fed back.

    Raises RefusedError where that version can no longer be read.
    """
    try:
        return item_of(appeal.version, appeal.participant.unit.code, appeal.item)
    except KaopingError as error:
        raise RefusedError(str(error)) from error


def keys_of(appeal: Appeal, item: Item | None) -> tuple[str, ...]:
    """Return the findings that an appeal is against: the one it names, else all that were counted."""
    if appeal.finding_key:
        return (appeal.finding_key,)
    return item.findings if item else ()


def who_may_not(appeal: Appeal) -> dict[int, str]:
    """Return who had a part in what an appeal is against (keys of people), with the part in words."""
    item = contested(appeal)
    found: dict[int, str] = {}
    decided = Decision.objects.filter(finding__key__in=keys_of(appeal, item))
    for person in decided.values_list("made_by", flat=True):
        found[person] = _("处理过申诉所涉的问题")
    marks = Mark.objects.filter(participant=appeal.participant_id, question__in=item.questions if item else ())
    for person in marks.exclude(state=Mark.State.OPEN).values_list("assessor", flat=True):
        found[person] = _("评过申诉所涉的指标")
    assessed = of_assessed_units(appeal.participant.cycle).values_list("user", "unit")
    for person, unit in assessed:
        own = unit == appeal.participant.unit_id
        found[person] = _("是申诉单位的人员") if own else _("是本周期参评单位的人员")
    found[appeal.filed_by_id] = _("是申诉人")
    return found


def officers_of(cycle: Cycle, without: Iterable[int] = ()) -> "QuerySet[User]":
    """Return the people who may decide appeals of a cycle, some left out."""
    above = [int(key) for key in cycle.body.path.split("/") if key]
    reaches = Q(region__in=above) | Q(region__isnull=True, unit__isnull=True)
    holding = Membership.objects.filter(reaches, user=OuterRef("pk"), role__in=roles_with(Permission.DECIDE_APPEALS))
    return User.objects.filter(Exists(holding), is_active=True).exclude(pk__in=without).order_by("name", "pk")
