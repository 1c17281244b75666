"""What every total is made of: indicators, guards, adjustments, limits and vetoes, which add up to it exactly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kaoping.model.measure_table import SCALE
from kaoping.schemes.model import Adjustment, Node, Part, Scheme
from kaoping.scoring.fixed import FAR, Column, Mask, mul, mul_div
from kaoping.scoring.interval import Interval, clamp, negative, or_nothing
from kaoping.scoring.parts import DEDUCTIONS, Book, Tally
from kaoping.scoring.results import Results


class TermKind(StrEnum):
    """What a term is: the points of a leaf; what a guard of a branch adds or takes; a bonus or penalty after its limit;
    points subtracted from the total; ceilings, floors and rounding; what vetoes take."""

    INDICATOR = "indicator"
    GUARD = "guard"
    ADJUSTMENT = "adjustment"
    SUBTRACT = "subtract"
    LIMIT = "limit"
    VETO = "veto"


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One term of the totals, weighted, for every scored unit (millionths).

    `low` and `high` come from the point lane: they are equal where the term is known. `part` is "" for the whole.
    """

    kind: TermKind
    id: str
    title: str
    part: str
    low: Column
    high: Column

    def known(self) -> Mask:
        """Return where the term has one value."""
        known: Mask = self.low == self.high
        return known


def contributions(results: Results) -> list[Term]:
    """Return the terms of the totals in document order; what comes to nothing for everybody is left out.

    For every unit, the `low` of all terms add up to the least total of the point lane, and the `high` to the greatest.
    """
    work = results.workings
    ends = [_End(work.scheme, work.point, end) for end in ("lo", "hi")]
    low, high = (list(end.terms()) for end in ends)
    found = [
        Term(kind, name, title, part, least, most)
        for (kind, name, title, part, least), (_, _, _, _, most) in zip(low, high, strict=True)
    ]
    return [term for term in found if term.low.any() or term.high.any()]


def merit(results: Results) -> int:
    """Return 1 where more points are better, −1 in a scheme that counts deductions."""
    return -1 if results.workings.scheme.total.combine == DEDUCTIONS else 1


_Row = tuple[TermKind, str, str, str, Column]


class _End:
    """Reads one end of all intervals."""

    def __init__(self, scheme: Scheme, book: Book, end: str) -> None:
        self.scheme, self.book, self.end = scheme, book, end
        self.population = book.frame.population

    def terms(self) -> Iterator[_Row]:
        left = self.of(self.book.whole[0].points)
        for part in self.scheme.parts:
            for row in self._part(part):
                left = left - row[4]
                yield row
        tally = self.book.whole[0]
        for row in (*self._adjustments(self.scheme.adjust, ""), *self._subtracted()):
            left = left - row[4]
            yield row
        vetoed = self.of(tally.points) - self.of(tally.capped)
        yield TermKind.VETO, self.scheme.id, self.scheme.title, "", vetoed
        yield TermKind.LIMIT, self.scheme.id, self.scheme.title, "", left - vetoed

    def of(self, value: Interval) -> Column:
        """Return this end of an interval."""
        column: Column = getattr(value, self.end)
        return np.broadcast_to(column, (len(self.population.units),))

    def _part(self, part: Part) -> Iterator[_Row]:
        tally = self.book.parts[part.id]
        assert tally.weighted is not None
        left = weighted = self.of(tally.weighted)
        counted = 1 if tally.concerned is None else tally.concerned.possible().astype(np.int64)
        weight = self._weight(part) * counted
        rows = [*self._base(part, tally), *self._adjustments(part.adjust, part.id)]
        for kind, name, title, of, column in rows:
            counts = mul(column, weight)
            left = left - counts
            yield kind, name, title, of, counts
        vetoed = weighted - mul(self.of(tally.capped), weight)
        yield TermKind.VETO, part.id, part.title, part.id, vetoed
        yield TermKind.LIMIT, part.id, part.title, part.id, left - vetoed

    def _base(self, part: Part, tally: Tally) -> Iterator[_Row]:
        if part.open is not None:
            yield TermKind.INDICATOR, part.id, part.title, part.id, self.of(tally.base)
        for kind, name, title, of, column in (row for node in part.nodes for row in self._node(node, part.id)):
            yield kind, name, title, of, self._rescaled(column, part, tally)

    def _rescaled(self, column: Column, part: Part, tally: Tally) -> Column:
        """Return points as they count where what does not apply is made up for; rounding goes to the limits."""
        if part.when_not_applicable != "rescale":
            return column
        applies = sum((self.book.nodes[node.id].of.hi for node in part.nodes), np.zeros(1, np.int64))
        return np.where(applies > 0, mul_div(column, tally.nominal, np.maximum(applies, 1)), 0)

    def _node(self, node: Node, part: str) -> Iterator[_Row]:
        points = self.of(self.book.nodes[node.id].points)
        if not node.children:
            yield TermKind.INDICATOR, node.id, node.title, part, points
            return
        for child in node.children:
            points = points - self.of(self.book.nodes[child.id].points)
            yield from self._node(child, part)
        yield TermKind.GUARD, node.id, node.title, part, points

    def _adjustments(self, adjustments: Sequence[Adjustment], part: str) -> Iterator[_Row]:
        for one in adjustments:
            yield TermKind.ADJUSTMENT, one.id, one.title, part, self.of(self.book.adjustments[one.id][0])

    def _subtracted(self) -> Iterator[_Row]:
        measures, frame = self.scheme.measures, self.book.frame
        for name in self.scheme.total.subtract:
            taken = clamp(or_nothing(frame.number_of_measure(name)), 0, FAR)
            added = taken if self.scheme.total.combine == DEDUCTIONS else negative(taken)
            title = measures[name].title if name in measures else name
            yield TermKind.SUBTRACT, name, title, "", self.of(added)

    def _weight(self, part: Part) -> Column:
        if part.weight is None or self.scheme.total.combine != "weighted":
            return np.array([SCALE])
        return self.population.column(part.weight)
