"""Turns the columns of the two lanes into results per unit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from kaoping.model.measure_table import unfixed
from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import Consequence, Conversion, Scheme, Veto, stated
from kaoping.scoring.fixed import Column, Mask, mul_div, round_places
from kaoping.scoring.interval import Interval, Truth
from kaoping.scoring.nodes import Terms
from kaoping.scoring.parts import DEDUCTIONS, NO_SITE, Book, Tally
from kaoping.scoring.population import Population
from kaoping.scoring.ranking import Standing, falling, grade_rows
from kaoping.scoring.results import ApartUnit, Converted, PartResult, Totals, UnitResult, points_of
from kaoping.scoring.trace import ScoreNode, trace_unit

FAILED_GRADE = "不合格"


@dataclass(frozen=True, slots=True, eq=False)
class Workings:
    """Everything that results and traces are read from."""

    scheme: Scheme
    population: Population
    point: Book
    range: Book
    rows: dict[str, int]
    standing: Standing
    terms: Terms

    def groups(self) -> dict[str, tuple[UnitResult, ...]]:
        """Return the units of each group in the order of the scheme: by rank, those without one, then failed ones."""
        build = _Builder(self) if self.population.units else None
        groups: dict[str, list[UnitResult]] = {group: [] for group in self.scheme.groups}
        if build is not None:
            for row, unit in enumerate(self.population.units):
                groups[unit.group].append(build.unit(row, unit))
        return {group: tuple(sorted(members, key=_order)) for group, members in groups.items()}

    def totals(self) -> Totals:
        """Return the totals as columns."""
        point, wide = self.point.whole[0].points, self.range.whole[0].points
        units = tuple(unit.id for unit in self.population.units)
        return Totals(units, point.lo, point.lo == point.hi, wide.lo, wide.hi, self.standing.rank)

    def trace(self, result: UnitResult) -> ScoreNode:
        """Return the score tree of a unit."""
        return trace_unit(self.scheme, (self.point, self.range), self.rows[result.unit], result)


def apart(work: Workings) -> dict[str, tuple[ApartUnit, ...]]:
    """Return the units that stand apart, by group."""
    found: dict[str, list[ApartUnit]] = {}
    for unit, why in work.population.apart:
        reason = "excluded" if why == NO_SITE and work.scheme.no_site == "exclude" else why
        found.setdefault(unit.group, []).append(ApartUnit(unit.id, unit.name, unit.group, reason))
    return {group: tuple(found[group]) for group in work.scheme.groups if group in found}


def _order(result: UnitResult) -> tuple[bool, bool, int, Decimal, str]:
    return (result.failed, result.rank is None, result.rank or 0, -(result.high or Decimal(0)), result.unit)


class _Builder:
    """Reads the columns once as lists, then one unit after the other."""

    def __init__(self, work: Workings) -> None:
        self.work, self.scheme, population = work, work.scheme, work.population
        point, wide = work.point.whole[0], work.range.whole[0]
        standing = work.standing
        self.total = _numbers(point.points, wide.points)
        self.of = _of(point.of, self.scheme)
        self.rate = standing.rate.lo.tolist()
        self.standing = _lists(standing)
        self.grade = grade_rows(self.scheme, population, point.points.lo).tolist()
        self.falling = [self.scheme.grades[index].title for index in falling(self.scheme, population)]
        self.failed = _flags(point.failed, population)
        self.vetoes = _veto_flags(work)
        self.provisional = _provisional(work.point, population).tolist()
        self.parts = [self._part_reader(index) for index in range(len(self.scheme.parts))]
        self.converted = [self._conversion_reader(one) for one in self.scheme.convert]

    def unit(self, row: int, unit: RosterUnit) -> UnitResult:
        points, low, high = self.total(row)
        held = [(one, then) for one, then, certain, _ in self.vetoes if certain[row]]
        undecided = tuple(one for one, _, _, open_ in self.vetoes if open_[row])
        labels, bars = (_named(held, "label"), _named(held, "bar")) if held else ((), ())
        rank, best, worst = (column[row] for column in self.standing)
        of = self.of[row]
        return UnitResult(
            unit=unit.id,
            name=unit.name,
            group=unit.group,
            total=points,
            low=low,
            high=high,
            of=of,
            rate=None if points is None or not of else unfixed(self.rate[row]),
            complete=points is not None and not undecided,
            grade=self._grade(row, points, bars),
            rank=rank or None,
            rank_best=best,
            rank_worst=worst,
            failed=self.failed[row],
            provisional=self.provisional[row],
            vetoes=tuple(one for one, _ in held),
            open_vetoes=undecided,
            labels=labels,
            bars=bars,
            parts=tuple(part for read in self.parts if (part := read(row)) is not None),
            converted=tuple(one for read in self.converted if (one := read(row)) is not None),
        )

    def _grade(self, row: int, points: Decimal | None, bars: Sequence[str]) -> str | None:
        if points is None:
            return None
        if self.failed[row]:
            return FAILED_GRADE
        reached = [title for title in self.falling[self.grade[row] :] if title not in bars]
        return reached[0] if reached else None

    def _part_reader(self, index: int) -> Callable[[int], PartResult | None]:
        part = self.scheme.parts[index]
        point, wide = self.work.point.parts[part.id], self.work.range.parts[part.id]
        read = _numbers(point.points, wide.points)
        of = _of(point.of, self.scheme)
        assert point.weighted is not None
        weighted = _numbers(point.weighted, point.weighted)
        absent = ~point.concerned.possible() if point.concerned is not None else np.zeros(len(of), bool)
        missing = absent.tolist()
        weights = _weights(self.work.population, part.weight, self.scheme)

        def read_part(row: int) -> PartResult | None:
            if missing[row]:
                return None
            points, low, high = read(row)
            return PartResult(part.id, part.title, points, low, high, of[row], weights[row], weighted(row)[0])

        return read_part

    def _conversion_reader(self, one: Conversion) -> Callable[[int], Converted | None]:
        to = stated(one.to)
        tally = self.work.point.parts.get(one.from_)
        concerned = None if tally is None or tally.concerned is None else tally.concerned.possible().tolist()
        if to is None:
            empty = Converted(one.from_, one.title, None, None, None, None)
            return lambda row: empty if concerned is None or concerned[row] else None
        full = self.work.population.column(to)
        sides = [_convert(one.from_, full, book) for book in (self.work.point, self.work.range)]
        read = _numbers(sides[0], sides[1])
        whole = np.broadcast_to(full, sides[0].lo.shape).tolist()

        def read_conversion(row: int) -> Converted | None:
            if concerned is not None and not concerned[row]:
                return None
            return Converted(one.from_, one.title, *read(row), unfixed(whole[row]))

        return read_conversion


# ---- columns as lists --------------------------------------------------------------------------------------------


def _numbers(point: Interval, wide: Interval) -> Callable[[int], tuple[Decimal | None, Decimal | None, Decimal | None]]:
    """Return a reader of (points, low, high) of a row."""
    known = (point.lo == point.hi).tolist()
    lo, low, high = point.lo.tolist(), wide.lo.tolist(), wide.hi.tolist()

    seen: dict[int, Decimal | None] = {}  # totals and parts are rounded: few are distinct

    def shown(value: int) -> Decimal | None:
        if value not in seen:
            seen[value] = points_of(value)
        return seen[value]

    def read(row: int) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        return shown(lo[row]) if known[row] else None, shown(low[row]), shown(high[row])

    return read


def _of(of: Interval, scheme: Scheme) -> list[Decimal | None]:
    if scheme.total.combine == DEDUCTIONS:
        return [None] * len(of.hi)
    return list(_decimals(of.hi))


def _weights(population: Population, weight: object, scheme: Scheme) -> list[Decimal | None]:
    if weight is None or scheme.total.combine != "weighted":
        return [None] * len(population.units)
    column = np.broadcast_to(population.column(weight), (len(population.units),))  # type: ignore[arg-type]
    return list(_decimals(column))


def _decimals(column: Column) -> list[Decimal]:
    distinct = {value: unfixed(value) for value in np.unique(column).tolist()}
    return [distinct[value] for value in column.tolist()]


def _lists(standing: Standing) -> tuple[list[int], list[int], list[int]]:
    return standing.rank.tolist(), standing.best.tolist(), standing.worst.tolist()


def _flags(truth: Truth | None, population: Population) -> list[bool]:
    size = len(population.units)
    certain = np.zeros(size, bool) if truth is None else np.broadcast_to(truth.certain(), (size,))
    return list(certain.tolist())


VetoFlags = tuple[str, tuple[Consequence, ...], list[bool], list[bool]]


def _veto_flags(work: Workings) -> list[VetoFlags]:
    """Return of every veto its id, its consequences, where it holds and where it is undecided."""
    size = len(work.population.units)
    stated: dict[str, Veto] = {one.id: one for part in work.scheme.parts for one in part.vetoes}
    stated |= {one.id: one for one in work.scheme.vetoes}
    tallies: list[tuple[Tally, bool]] = [(work.point.parts[part.id], True) for part in work.scheme.parts]
    found: list[VetoFlags] = []
    for tally, of_part in [*tallies, (work.point.whole[0], False)]:
        for name, held in tally.vetoes:
            then = stated[name].then if name in stated else ()
            if of_part and any(one.kind == "fail" for one in then):
                then = (*then, Consequence("label", FAILED_GRADE))
            certain, open_ = (np.broadcast_to(mask, (size,)).tolist() for mask in (held.certain(), held.open()))
            found.append((name, then, certain, open_))
    return found


def _named(held: Sequence[tuple[str, tuple[Consequence, ...]]], kind: str) -> tuple[str, ...]:
    names = [one.name for _, then in held for one in then if one.kind == kind]
    return tuple(dict.fromkeys(names))


def _provisional(book: Book, population: Population) -> Mask:
    result = np.zeros(len(population.units), bool)
    for scored in book.nodes.values():
        for code, mask in scored.notes:
            if code == "provisional":
                result |= mask & (scored.of.hi > 0)
    return result


def _convert(source: str, to: Column, book: Book) -> Interval:
    if source == "total":
        points, of = book.whole[0].points, book.whole[0].of
    elif source in book.parts:
        points, of = book.parts[source].points, book.parts[source].of
    else:
        points, of = book.nodes[source].points, book.nodes[source].of
    rounding = book.frame.population.scheme.total.round

    def converted(side: Column, out_of: Column) -> Column:
        value = np.where(out_of > 0, mul_div(side, to, np.maximum(out_of, 1)), 0)
        return round_places(value, rounding.places, rounding.mode)

    few = np.where(of.lo > 0, of.lo, of.hi)
    return Interval(
        np.minimum(converted(points.lo, of.hi), converted(points.lo, few)),
        np.maximum(converted(points.hi, of.hi), converted(points.hi, few)),
    )
