"""What a unit could still gain, indicator by indicator: each is tried, none is reckoned from amounts of rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from kaoping.analysis.case import Case
from kaoping.analysis.changed_scheme import removable
from kaoping.analysis.changes import Change, Fix, FullPoints, Remove
from kaoping.analysis.contributions import TermKind, contributions, merit
from kaoping.analysis.trial import try_changes
from kaoping.model.measure_table import MeasureColumn, MeasureTable, unfixed
from kaoping.model.roster import Roster
from kaoping.schemes.model import Benchmark
from kaoping.schemes.pieces import pieces
from kaoping.scoring.results import Results, UnitResult
from kaoping.scoring.trace import ScoreNode


@dataclass(frozen=True, slots=True)
class Gain:
    """What one indicator, or a veto that acts, would bring to a unit's total.

    `lost` are points that are certainly lost (None for a veto). `full` is what the total gains if it costs nothing,
    `fixed` if its findings are put right (None where it has none, or they are not at hand). Where the total is open,
    gains are those of its terms, as if no veto, ceiling or floor acted. `rank` is the rank with full points (None where
    the unit has none).
    """

    indicator: str
    title: str
    path: tuple[str, ...]
    lost: Decimal | None
    full: Decimal
    fixed: Decimal | None
    findings: tuple[str, ...]
    rank: int | None


def gains(case: Case, results: Results, unit: str) -> tuple[Gain, ...]:
    """Return what each indicator that costs the unit points would bring, the most first.

    `results` are those of the case. Findings can be tried where the case has inputs. Raises InputError for a unit that
    was not scored.
    """
    now = results.unit(unit)
    trier = _Trier(case, results, now)
    found = [trier.gain(leaf, path, lost) for leaf, path, lost in losing(results, unit)]
    titles = removable(case.scheme)
    found += (trier.veto(one, titles[one]) for one in now.vetoes if one in titles)
    return tuple(sorted(found, key=lambda one: (-max(one.full, one.fixed or one.full), one.indicator)))


def rank_among(results: Results, now: UnitResult, after: UnitResult) -> int | None:
    """Return the rank that a unit would have with another result while all others keep theirs."""
    if after.total is None or after.failed:
        return None
    rate = results.workings.scheme.rank_by == "rate"
    sign = merit(results)

    def standing(one: UnitResult) -> Decimal:
        return sign * ((one.rate if rate and one.rate is not None else one.total) or Decimal(0))

    own = standing(after)
    others = (one for one in results.groups[now.group] if one.unit != now.unit and one.rank is not None)
    return 1 + sum(1 for one in others if not one.failed and standing(one) > own)


Losing = tuple[ScoreNode, tuple[str, ...], Decimal]


def losing(results: Results, unit: str) -> Iterator[Losing]:
    """Yield the leaves that cost a unit points, or may by findings: each with what is above it and what it has lost.

    Bonuses that were not earned are no loss.
    """
    deducts = merit(results) < 0
    for top in results.trace(unit).children:
        yield from _losing(top, (), "deducts" if deducts else "")


def lost_points(node: ScoreNode, how: str = "") -> Decimal:
    """Return the points that a leaf has certainly lost; `how` is penalty or bonus within one, deducts where a scheme
    counts what is taken away."""
    if not node.applicable or how == "bonus":
        return Decimal(0)
    best = node.points if node.points is not None else node.low if how == "deducts" else node.high
    if best is None:
        return Decimal(0)
    if how == "deducts":
        return max(best, Decimal(0))
    if how == "penalty" or node.of is None:
        return max(-best, Decimal(0))
    return max(node.of - best, Decimal(0))


class _Trier:
    """Tries one indicator after another, with no more units than what comes out depends on."""

    def __init__(self, case: Case, results: Results, now: UnitResult) -> None:
        self.case = case if _compares(case) else alone(case, now.unit)
        self.results, self.now = results, now
        self.sign = merit(results)
        self.deducts = self.sign < 0

    def gain(self, leaf: ScoreNode, path: tuple[str, ...], lost: Decimal) -> Gain:
        keys = (*leaf.findings, *leaf.pending)
        full = self._after((FullPoints(self.now.unit, leaf.id),))
        fixed = None
        if keys and self.case.inputs is not None:
            fixed = self._gained(self._after([Fix(key) for key in keys]))
        rank = rank_among(self.results, self.now, full.unit(self.now.unit))
        return Gain(leaf.id, leaf.title, path, lost, self._gained(full), fixed, keys, rank)

    def veto(self, name: str, title: str) -> Gain:
        after = self._after((Remove(name),))
        rank = rank_among(self.results, self.now, after.unit(self.now.unit))
        return Gain(name, title, (), None, self._gained(after), None, (), rank)

    def _after(self, changes: Sequence[Change]) -> Results:
        return try_changes(self.case, changes).after

    def _gained(self, after: Results) -> Decimal:
        total = after.unit(self.now.unit).total
        if self.now.total is not None and total is not None:
            return self.sign * (total - self.now.total)
        return self.sign * unfixed(self._terms(after) - self._terms(self._before))

    def _terms(self, results: Results) -> int:
        """Return what the unit has without vetoes, ceilings, floors and rounding, at the least."""
        row = results.workings.rows[self.now.unit]
        terms = (one for one in contributions(results) if one.kind not in (TermKind.VETO, TermKind.LIMIT))
        return sum(int(one.low[row]) for one in terms)

    @cached_property
    def _before(self) -> Results:
        return self.case.results()


def alone(case: Case, unit: str) -> Case:
    """Return the case of one unit without the others; its total is the same where nothing is measured by the best."""
    members = tuple(one for one in case.roster.units if one.id == unit)
    row = list(case.table.units).index(unit)
    columns = {key: _only(column, row) for key, column in case.table.columns.items()}
    cells = {place: cell for place, cell in case.table.cells.items() if place[0] == unit}
    inputs = case.inputs
    if inputs is not None:
        sites = {*(site for one in members for site in one.sites), *inputs.below.get(unit, ())}
        drawn = {site for draw in inputs.draws if draw.unit == unit for site in draw.sites}
        kept = {site: looks for site, looks in inputs.inspections.items() if site in sites | drawn}
        inputs = replace(inputs, inspections=kept)
    return replace(
        case, roster=Roster(members), table=MeasureTable(case.table.as_of, (unit,), columns, cells), inputs=inputs
    )


def _only(column: MeasureColumn, row: int) -> MeasureColumn:
    one = slice(row, row + 1)
    return MeasureColumn(column.value[one], column.low[one], column.high[one], column.state[one])


def _compares(case: Case) -> bool:
    """Tell whether anything is measured by the best of several units (标杆法)."""
    return any(isinstance(one, Benchmark) for node in case.scheme.nodes() for one in pieces(node))


def _losing(node: ScoreNode, path: tuple[str, ...], how: str) -> Iterator[Losing]:
    if node.kind == "adjustment" and not how:
        how = node.rule  # bonus or penalty
    if node.children:
        for child in node.children:
            yield from _losing(child, (*path, node.title), how)
        return
    lost = lost_points(node, how)
    if node.applicable and how != "bonus" and (lost > 0 or node.findings or node.pending):
        yield node, path, lost
