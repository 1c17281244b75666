"""Begin a cycle as another one was: its scheme, units and days, over another period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.cycles.models import Cycle, CycleDay, Participant
from kaoping.web.cycles.queries import cycles_seen_by
from kaoping.web.cycles.rules import hold_cycle, placement_titles
from kaoping.web.cycles.scheme_copies import scheme_of


@dataclass(frozen=True, slots=True)
class Cloned:
    """The new cycle, how many units it took over, and how many were left behind (off the books, or elsewhere now)."""

    cycle: Cycle
    taken: int
    left: int


@action(Permission.MANAGE_CYCLES, "复制考评周期")
def clone_cycle(act: Act, pk: int, fields: Mapping[str, Any]) -> Cloned:
    """Add a draft like the cycle `pk`; `fields` are name, body and period. Raises RefusedError or ValidationError."""
    source = cycles_seen_by(act.actor.user).filter(pk=pk).first() if act.actor.user else None
    if source is None:
        raise OutOfReachError
    cycle = Cycle(kind=source.kind, scheme=source.scheme, **fields)
    hold_cycle(act, cycle)
    act.create(cycle)
    act.note(cycle, cloned=str(source))
    _copy_days(source, cycle)
    taken, left = copy_units(act, source, cycle)
    return Cloned(cycle, taken, left)


def copy_units(act: Act, source: Cycle, cycle: Cycle) -> tuple[int, int]:
    """Take units over that are still on the books of the new cycle's body; a place that is none now stays open."""
    places = placement_titles(scheme_of(cycle))
    rows = source.participants.select_related("unit__region")
    kept = [row for row in rows if row.unit.active and row.unit.region.path.startswith(cycle.body.path)]
    copies = []
    for row in kept:
        fits = (row.group, row.category) in places
        copy = Participant(cycle=cycle, unit=row.unit, tags=row.tags, site_type=row.site_type, exempt=row.exempt)
        copy.group, copy.category = (row.group, row.category) if fits else ("", "")
        copy.exempt_reason = row.exempt_reason
        copies.append(copy)
    act.create_all(copies)
    return len(copies), len(rows) - len(kept)


def _copy_days(source: Cycle, cycle: Cycle) -> None:
    """Take the rules over; days fixed by hand move by as many years as the period does."""
    years = cycle.period_to.year - source.period_to.year
    CycleDay.objects.bulk_create(
        CycleDay(
            cycle=cycle,
            milestone=day.milestone,
            fixed=_moved(day.fixed, years),
            anchor=day.anchor,
            amount=day.amount,
            unit=day.unit,
        )
        for day in source.days.all()
        if day.milestone != "announce"
    )
    CycleDay.objects.create(cycle=cycle, milestone="announce")


def _moved(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
