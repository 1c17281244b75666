"""Who is told what about a cycle."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Act
from kaoping.web.cycles.models import Cycle, CycleDay
from kaoping.web.cycles.notice_kinds import CYCLE_ANNOUNCED, CYCLE_DAY_CHANGED, CYCLE_STEP
from kaoping.web.notices.recipients import people_of_region, people_of_units
from kaoping.web.registry.models import Unit
from kaoping.workflow.cycle import TITLES, State, Step
from kaoping.workflow.days import Day

OFFICES = (Role.BODY, Role.APPROVER)
INSIDE = frozenset({State.APPROVED, State.FEEDBACK, State.REAPPROVED, State.CLOSED})
"""What this tells the offices alone: of their results units are told when these are fed back to them."""


def tell_of_step(act: Act, cycle: Cycle, step: Step, before: State) -> None:
    """Tell the offices of every step, and the units of those that concern them."""
    offices, units = people_of_region(cycle.body, OFFICES), people_of_units(units_in(cycle))
    if step.id == "announce":
        act.tell(
            CYCLE_ANNOUNCED,
            units | offices,
            key=str(cycle.pk),
            link=_path("cycle-announcement", cycle),
            cycle=cycle.name,
            since=cycle.period_from,
            until=cycle.period_to,
            basis=act.actor.reason,
        )
        return
    known = before is not State.DRAFT and step.after not in INSIDE
    act.tell(
        CYCLE_STEP,
        offices | units if known else offices,
        key=f"{cycle.pk}:{step.id}",
        link=_path("cycle", cycle),
        cycle=cycle.name,
        step=step.title,
        before=TITLES[before],
        after=TITLES[step.after],
    )


def tell_of_day(act: Act, row: CycleDay, found: Day) -> None:
    """Tell everybody in an announced cycle that a day was changed; drafts change all the time."""
    cycle, now = row.cycle, timezone.now()
    if cycle.now is State.DRAFT:
        return
    act.tell(
        CYCLE_DAY_CHANGED,
        people_of_units(units_in(cycle)) | people_of_region(cycle.body, OFFICES),
        key=f"{row.pk}:{now.isoformat()}",  # a day that is changed back is told of, too
        link=_path("cycle-days", cycle),
        at=now,
        cycle=cycle.name,
        milestone=row.get_milestone_display(),
        day=_said(found.day),
        reason=act.actor.reason,
    )


def units_in(cycle: Cycle) -> "QuerySet[Unit]":
    """Return the units of a cycle, exempt ones too: their exemption may be what they want to ask about."""
    return Unit.objects.filter(participations__cycle=cycle)


def _path(name: str, cycle: Cycle) -> str:
    return reverse(f"cycles:{name}", kwargs={"pk": cycle.pk})


def _said(day: date | None) -> str:
    return day.isoformat() if day else _("尚不能确定")
