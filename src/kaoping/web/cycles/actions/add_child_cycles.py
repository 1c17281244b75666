"""Begin the monthly or quarterly cycles whose results count towards an annual one, all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kaoping.schemes.model import Scheme
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.actions.clone_cycle import copy_units
from kaoping.web.cycles.actions.create_cycle import add_days
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.rules import hold_cycle, reached
from kaoping.web.cycles.scheme_copies import keep_copy

MONTHS = {Cycle.Kind.MONTH.value: 1, Cycle.Kind.QUARTER.value: 3}
"""How many months a child cycle of each kind lasts."""


@dataclass(frozen=True, slots=True)
class Series:
    """Cycles of one kind by one scheme; `file_name` is that of an upload, `feeds` the measure that results give."""

    kind: str
    scheme: Scheme
    file_name: str = ""
    feeds: str = ""


@action(Permission.MANAGE_CYCLES, "建立子周期")
def add_child_cycles(act: Act, pk: int, series: Series) -> list[Cycle]:
    """Add a draft for each month or quarter of the cycle `pk` that has none yet, with the same units.

    Raises RefusedError where all of them are there, or the cycle itself counts towards another.
    """
    parent = reached(act, pk)
    kind, copy = series.kind, keep_copy(act, series.scheme, series.file_name)
    taken = set(parent.children.filter(kind=kind).values_list("period_from", flat=True))
    made = []
    for since, until in periods(parent.period_from, parent.period_to, MONTHS[kind]):
        if since in taken:
            continue
        cycle = Cycle(
            kind=kind, body=parent.body, period_from=since, period_to=until, parent=parent, feeds=series.feeds
        )
        cycle.name, cycle.scheme = child_name(parent, since, kind), copy
        hold_cycle(act, cycle)
        act.create(cycle)
        add_days(cycle)
        copy_units(act, parent, cycle)
        made.append(cycle)
    act.refuse_unless(made, _("这些子周期都已经建立。"))
    return made


def periods(start: date, end: date, months: int) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each span of so many calendar months that lies wholly between two days."""
    since = start if start.day == 1 else _next(start, 1)
    while (since.month - 1) % months:
        since = _next(since, 1)
    while (until := _next(since, months) - timedelta(days=1)) <= end:
        yield since, until
        since = _next(since, months)


def child_name(parent: Cycle, since: date, kind: str) -> str:
    """Return what a child cycle is called: 《…》2026年第1季度."""
    part = _("第%d季度") % ((since.month + 2) // 3) if kind == Cycle.Kind.QUARTER else _("%d月") % since.month
    return f"{parent.name[:80]} {since.year}年{part}"


def _next(day: date, months: int) -> date:
    """The first day of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
