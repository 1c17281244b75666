"""The score tree of one unit: every point with its rule, clause, measures and findings, read from the columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kaoping.model.measure_table import unfixed
from kaoping.schemes.model import Adjustment, Node, Open, Part, Scheme, stated
from kaoping.schemes.pieces import names_in
from kaoping.scoring.fixed import Column
from kaoping.scoring.interval import Interval
from kaoping.scoring.notes import Note, adjustment_notes, node_notes, part_notes, whole_notes
from kaoping.scoring.parts import DEDUCTIONS, Book
from kaoping.scoring.readings import MeasureReading, Reader, mark_titles
from kaoping.scoring.results import UnitResult, points_of
from kaoping.scoring.rules.dispatch import rule_name
from kaoping.scoring.scored import Scored, at


@dataclass(frozen=True, slots=True)
class ItemAmount:
    """What one item of a rule took, gave or credited; `text` is the item as written."""

    id: str
    text: str
    clause: str
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreNode:
    """One node of the score tree; `kind` is total, part, adjustment or indicator.

    `points` is None while unknown, `applicable` False where the node does not concern the unit (then 0 of 0). `of` is
    what the points count out of; None where the document states no points. `findings` are the keys that were counted,
    `pending` those that a person has yet to judge.
    """

    id: str
    kind: str
    title: str
    points: Decimal | None
    low: Decimal | None
    high: Decimal | None
    of: Decimal | None
    rule: str
    clause: str
    text: str
    applicable: bool = True
    weight: Decimal | None = None
    weighted: Decimal | None = None
    measures: Mapping[str, MeasureReading] | None = None
    findings: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    items: tuple[ItemAmount, ...] = ()
    notes: tuple[Note, ...] = ()
    children: tuple["ScoreNode", ...] = ()

    def find(self, name: str) -> "ScoreNode":
        """Return the node called `name` in this tree; raises KeyError."""
        if self.id == name:
            return self
        for child in self.children:
            try:
                return child.find(name)
            except KeyError:
                continue
        raise KeyError(name)


def trace_unit(scheme: Scheme, books: tuple[Book, Book], row: int, result: UnitResult) -> ScoreNode:
    """Return the tree of the unit in `row`: the whole, its parts and adjustments, their indicators."""
    tracer = _Tracer(scheme, books, row, result.unit)
    return ScoreNode(
        id=scheme.id,
        kind="total",
        title=scheme.title,
        points=result.total,
        low=result.low,
        high=result.high,
        of=result.of,
        rule=scheme.total.combine,
        clause="",
        text="",
        notes=whole_notes(scheme, books[0], row),
        measures=tracer.readings("total", scheme.vetoes, dict.fromkeys(scheme.total.subtract, "")),
        children=(
            *(node for part in result.parts if (node := tracer.part(part.id, result)) is not None),
            *(tracer.adjustment(one) for one in scheme.adjust),
        ),
    )


class _Tracer:
    """Reads one row of both lanes."""

    def __init__(self, scheme: Scheme, books: tuple[Book, Book], row: int, unit: str) -> None:
        self.scheme, self.row = scheme, row
        self.point, self.range = books
        self.deducts = scheme.total.combine == DEDUCTIONS
        read = self.point.frame.lane.readings
        self.reader = Reader(scheme, read.table, read.names, unit, int(read.rows[row]))

    def part(self, name: str, result: UnitResult) -> ScoreNode | None:
        part = next(part for part in self.scheme.parts if part.id == name)
        found = next(one for one in result.parts if one.id == name)
        return ScoreNode(
            id=part.id,
            kind="part",
            title=part.title,
            points=found.points,
            low=found.low,
            high=found.high,
            of=found.of,
            rule="open" if part.open else "sum",
            clause=part.clause,
            text=part.note,
            weight=found.weight,
            weighted=found.weighted,
            notes=part_notes(part, self.scheme, self.point, self.row),
            measures=self.readings(f"part {part.id}", part.vetoes, self._marks(part)),
            children=(*map(self.node, part.nodes), *map(self.adjustment, part.adjust)),
        )

    def adjustment(self, one: Adjustment) -> ScoreNode:
        point, low, high = self._three(self.point.adjustments[one.id][0], self.range.adjustments[one.id][0])
        most = stated(one.limit)
        limit = None if most is None else unfixed(self._raw(self.point.frame.population.column(most)))
        return ScoreNode(
            id=one.id,
            kind="adjustment",
            title=one.title,
            points=point,
            low=low,
            high=high,
            of=limit,
            rule=one.kind,
            clause=one.clause,
            text="",
            notes=adjustment_notes(one, self.point, self.row),
            measures=self.readings(f"adjust {one.id}", one.entry, {}),
            children=tuple(map(self.node, one.nodes)),
        )

    def node(self, node: Node) -> ScoreNode:
        scored, wide = self.point.nodes[node.id], self.range.nodes[node.id]
        points, low, high = self._three(scored.points, wide.points)
        sources = (node.rule, node.zero_if, node.full_if, node.applies_to, node.except_)
        readings = self.readings(node.id, sources, mark_titles(node))
        return ScoreNode(
            id=node.id,
            kind="indicator",
            title=node.title,
            points=points,
            low=low,
            high=high,
            of=None if self.deducts or _unstated(node) else unfixed(int(scored.of.hi[self.row])),
            rule="sum" if node.children else rule_name(node.rule),
            clause=node.clause,
            text=node.text,
            applicable=self._applies(scored),
            measures=readings,
            findings=_keys(readings, lambda one: one.findings),
            pending=_keys(readings, lambda one: one.pending),
            items=self._items(scored, wide),
            notes=node_notes(node, self.point, self.row),
            children=tuple(map(self.node, node.children)),
        )

    def readings(self, key: str, source: object, marks: Mapping[str, str]) -> dict[str, MeasureReading]:
        """Return what `source` names and the marks; which names those are is worked out once for all units."""
        named = self.point.named
        if key not in named:
            named[key] = tuple(dict.fromkeys((*names_in(source), *marks)))
        return self.reader.readings(named[key], marks)

    def _items(self, scored: Scored, wide: Scored) -> tuple[ItemAmount, ...]:
        if scored.worth is None or wide.worth is None:
            return ()
        found = []
        for one, other in zip(scored.worth.charges, wide.worth.charges, strict=True):
            found.append(ItemAmount(one.id, one.text, one.clause, *self._three(one.amount, other.amount)))
        return tuple(found)

    def _applies(self, scored: Scored) -> bool:
        out = scored.drawn is not None and not bool(scored.drawn[self.row])
        return not out and (scored.never is None or not bool(scored.never[self.row]))

    def _marks(self, part: Part) -> dict[str, str]:
        return {part.id: ""} if part.open else {}

    def _three(self, point: Interval, wide: Interval) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        lo, hi = self._raw(point.lo), self._raw(point.hi)
        return points_of(lo) if lo == hi else None, points_of(self._raw(wide.lo)), points_of(self._raw(wide.hi))

    def _raw(self, column: Column) -> int:
        return at(column, self.row)


def _unstated(node: Node) -> bool:
    """Whether the document states no points: they are left open, or there is no limit."""
    return not node.children and (node.points is None or isinstance(node.points, Open))


def _keys(readings: Mapping[str, MeasureReading], keys: Callable[[MeasureReading], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for reading in readings.values() for key in keys(reading)))
