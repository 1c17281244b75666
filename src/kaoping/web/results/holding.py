"""The measure table of a cycle, held by a process: a changed mark costs its unit's answers and not all of them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kaoping.analysis.case import Case
from kaoping.measures.renewal import renewed
from kaoping.scoring import Results
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.sources import ByUnit, sources
from kaoping.web.results.gathering import case_of, stamp_parts

HELD = 2  # cycles: a province's table takes some hundred megabytes


@dataclass(frozen=True, slots=True)
class Held:
    """A case without the marks it was built from. `base` and `prints` tell what has changed since: all, or which units.

    `stamp` is that of the scoring that was stored with `results`.
    """

    base: str
    prints: Sequence[Mapping[str, str]]
    case: Case
    stamp: str = ""
    results: Results | None = None


_held: dict[int, Held] = {}


def held(cycle: Cycle) -> Held | None:
    """Return what this process holds of a cycle."""
    return _held.get(cycle.pk)


def hold(cycle: Cycle, what: Held) -> None:
    """Hold it until the next computing; of few cycles only."""
    _held.pop(cycle.pk, None)
    _held[cycle.pk] = what
    while len(_held) > HELD:
        del _held[next(iter(_held))]


def current_case(cycle: Cycle, today: date) -> Held:
    """Return a cycle's case as of now: renewed for the units whose marks have changed, else built whole.

    Raises KaopingError as `case_of` does.
    """
    by_unit = [one.by_unit for one in sources() if one.by_unit]
    base, prints = _base(cycle, today), [one.prints(cycle) for one in by_unit]
    before = held(cycle)
    if before is not None and before.base == base:
        case = _renewed(cycle, before, prints, by_unit)
        if case is not None:
            return Held(base, prints, case)
    case = case_of(cycle, today)
    light = replace(case, inputs=replace(case.inputs, marks=(), inspections={})) if case.inputs else case
    return Held(base, prints, light)


def _renewed(cycle: Cycle, before: Held, prints: Sequence[Mapping[str, str]], by_unit: Sequence[ByUnit]) -> Case | None:
    """The case held, renewed for the units whose marks are others; None where it is to be built whole."""
    changed = {
        unit
        for told, now in zip(before.prints, prints, strict=True)
        for unit in {**told, **now}
        if told.get(unit) != now.get(unit)
    }
    case, inputs = before.case, before.case.inputs
    assert inputs is not None  # of a cycle there always are
    units = [unit for unit in case.roster.units if unit.id in changed]
    if not units:
        return case
    marks = tuple(found for one in by_unit for found in one.marks(cycle, changed))
    own = replace(
        inputs,
        marks=marks,
        imports=tuple(found for found in inputs.imports if found.unit in changed),
        providers=tuple(found for found in inputs.providers if found.unit in changed),
    )
    table = renewed(case.table, case.scheme, units, own)
    return None if table is None else replace(case, table=table)


def _base(cycle: Cycle, today: date) -> str:
    """What changes whenever more than single units' marks may be others."""
    stamps = [one.by_unit.rest(cycle) if one.by_unit else one.stamp(cycle) for one in sources()]
    return hashlib.sha256(repr(stamp_parts(cycle, today, stamps)).encode()).hexdigest()
