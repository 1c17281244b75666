"""What lies between two computings of the same assessment: units, indicators and measures that came out otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from kaoping.schemes.model import AskSource, CheckSource, ImportSource, LedgerSource, ProviderSource
from kaoping.scoring.fixed import Column
from kaoping.scoring.readings import MeasureReading, PeriodReading
from kaoping.scoring.results import Results, UnitResult
from kaoping.scoring.trace import ScoreNode

_SOURCES = {
    AskSource: "ask",
    CheckSource: "check",
    ImportSource: "import",
    LedgerSource: "ledger",
    ProviderSource: "provider",
}


@dataclass(frozen=True, slots=True)
class Points:
    """What somebody has: `points`, or `low` and `high` while they are open; all None where it does not apply."""

    points: Decimal | None
    low: Decimal | None
    high: Decimal | None
    applies: bool = True


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """One measure (in one period) that an indicator reads and that says something else; None: was, or is, not there.

    `gone` are findings that count no more, with the reason why they are left out ("" : they are not there any more);
    `came` are those that count now and did not.
    """

    name: str
    title: str
    kind: str
    source: str  # check, ask, import, ledger, provider; "" for what is marked by hand
    period: str
    before: PeriodReading | None
    after: PeriodReading | None
    gone: Mapping[str, str]
    came: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """One indicator whose points are others, and the measures that made them so.

    Without any, other units' values did: a benchmark, a mean, a best in class.
    """

    id: str
    title: str
    before: Points
    after: Points
    measures: tuple[MeasureChange, ...]

    @property
    def gained(self) -> Decimal | None:
        """By how much the points grew; None while either is open."""
        if self.before.points is None or self.after.points is None:
            return None
        return self.after.points - self.before.points


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One unit in both; None where it has no result in one of them."""

    unit: str
    name: str
    group: str
    before: UnitResult | None
    after: UnitResult | None

    @property
    def result_differs(self) -> bool:
        """Whether total, rank, grade or anything else of the result is another, and not only points within it."""
        return self.before != self.after


@dataclass(frozen=True)
class Between:
    """Two results of one assessment. What has changed in a unit is put together when it is asked for."""

    before: Results
    after: Results

    @cached_property
    def units(self) -> tuple[UnitChange, ...]:
        """The units with any difference, by group in the order of the results after, those gone from them last."""
        told = {one.unit: one for several in self.before.groups.values() for one in several}
        now = {one.unit: one for several in self.after.groups.values() for one in several}
        found = [
            UnitChange(one.unit, one.name, one.group, told.get(one.unit), one)
            for one in now.values()
            if told.get(one.unit) != one or one.unit in self._inside
        ]
        gone = (UnitChange(one.unit, one.name, one.group, one, None) for one in told.values() if one.unit not in now)
        return (*found, *gone)

    @cached_property
    def size(self) -> int:
        """How many units there are in either."""
        return len({*self.before.workings.rows, *self.after.workings.rows})

    def indicators(self, unit: str) -> tuple[IndicatorChange, ...]:
        """Return the indicators of a unit whose points are others, in document order; none where it is in one only."""
        if unit not in self.before.workings.rows or unit not in self.after.workings.rows:
            return ()
        old = {node.id: node for node in _leaves(self.before.trace(unit))}
        return tuple(
            self._indicator(old[node.id], node)
            for node in _leaves(self.after.trace(unit))
            if node.id in old and _points(old[node.id]) != _points(node)
        )

    def _indicator(self, old: ScoreNode, new: ScoreNode) -> IndicatorChange:
        return IndicatorChange(new.id, new.title, _points(old), _points(new), tuple(self._measures(old, new)))

    def _measures(self, old: ScoreNode, new: ScoreNode) -> Iterator[MeasureChange]:
        before, after = old.measures or {}, new.measures or {}
        for name in {**before, **after}:
            yield from self._periods(name, before.get(name), after.get(name))

    def _periods(self, name: str, old: MeasureReading | None, new: MeasureReading | None) -> Iterator[MeasureChange]:
        told, now = ({one.period: one for one in side.periods} if side else {} for side in (old, new))
        stated = self.after.workings.scheme.measures.get(name)
        source = _SOURCES[type(stated.source)] if stated else ""
        either = new or old
        for period in {**told, **now}:
            before, after = told.get(period), now.get(period)
            if before == after or either is None:
                continue
            gone, came = _keys(before, after), _keys(after, before)
            left = dict(after.left_out) if after else {}
            why = {key: left.get(key, "") for key in gone}
            yield MeasureChange(name, either.title, either.kind, source, period, before, after, why, came)

    @cached_property
    def _inside(self) -> frozenset[str]:
        """The units some of whose indicators have other points, found column by column."""
        rows = [
            (unit, row, self.after.workings.rows[unit])
            for unit, row in self.before.workings.rows.items()
            if unit in self.after.workings.rows
        ]
        if not rows:
            return frozenset()
        names, old, new = zip(*rows, strict=True)
        differ = np.zeros(len(names), bool)
        for one, other in self._columns():
            differ |= one[np.array(old, np.intp)] != other[np.array(new, np.intp)]
        return frozenset(names[place] for place in np.flatnonzero(differ))

    def _columns(self) -> Iterator[tuple[Column, Column]]:
        for side in ("point", "range"):
            told, now = getattr(self.before.workings, side), getattr(self.after.workings, side)
            for name in told.nodes.keys() & now.nodes.keys():
                old, new = told.nodes[name].points, now.nodes[name].points
                yield old.lo, new.lo
                yield old.hi, new.hi


def _leaves(node: ScoreNode) -> Iterator[ScoreNode]:
    if not node.children:
        yield node
    for child in node.children:
        yield from _leaves(child)


def _points(node: ScoreNode) -> Points:
    if not node.applicable:
        return Points(None, None, None, applies=False)
    return Points(node.points, node.low, node.high)


def _keys(one: PeriodReading | None, other: PeriodReading | None) -> tuple[str, ...]:
    """The findings counted in one and not in the other."""
    theirs = set(other.findings) if other else set()
    return tuple(key for key in (one.findings if one else ()) if key not in theirs)
