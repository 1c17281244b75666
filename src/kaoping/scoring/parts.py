"""Scores parts: indicators, what does not apply, adjustments, ceiling, rounding, vetoes; and then the whole.

The order is the language's: base → adjustments → ceiling → rounding → vetoes, for a part and again for the whole;
weights come between. Everything is an interval, so that what is still open stays open up to the total.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kaoping.model.measure_table import SCALE
from kaoping.schemes.model import Adjustment, Node, Part, Scheme, Total, Veto
from kaoping.scoring.absence import rescaled
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import FAR, Column, Mask, mul, round_places
from kaoping.scoring.guards import concerns, restricted
from kaoping.scoring.interval import (
    Interval,
    Truth,
    add,
    and_,
    clamp,
    constant,
    decided,
    hull,
    negative,
    or_nothing,
    rising,
)
from kaoping.scoring.nodes import Setting, Terms, score_nodes, sum_of
from kaoping.scoring.open_points import column_of, within_stated
from kaoping.scoring.rules.marks import manual
from kaoping.scoring.rules.worth import Stake
from kaoping.scoring.scored import Scored, sized, tight

DEDUCTIONS = "deductions"
NO_SITE = "no_site"


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What a part, or the whole, came to on its way: `of` and `nominal` as for a node."""

    base: Interval
    of: Interval
    nominal: Column
    adjusted: Interval  # with adjustments, before the ceiling
    capped: Interval  # after ceiling, floor and rounding
    points: Interval  # after vetoes
    vetoes: tuple[tuple[str, Truth], ...] = ()
    failed: Truth | None = None
    concerned: Truth | None = None
    weighted: Interval | None = None
    weighted_of: Interval | None = None
    notes: tuple[tuple[str, Mask], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """Everything one lane came to, by id; traces are read from here."""

    frame: Frame
    nodes: dict[str, Scored] = field(default_factory=dict)
    judged: dict[str, Scored] = field(default_factory=dict)  # leaves as their rules judged them
    parts: dict[str, Tally] = field(default_factory=dict)
    adjustments: dict[str, tuple[Interval, Truth | None]] = field(default_factory=dict)
    whole: list[Tally] = field(default_factory=list)
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what each node reads, for traces

    def points(self, name: str) -> Interval:
        """Return `points("name")`: a part's after its vetoes where they are decided, else its base; or a node's."""
        if name in self.parts:
            return restricted(self.parts[name].points, self.parts[name].concerned)
        if name in self.adjustments:
            return self.adjustments[name][0]
        node = self.nodes[name]
        return Interval(node.points.lo, node.points.hi, node.na, node.never)


def keep_book(scheme: Scheme, frame: Frame, terms: Terms) -> Book:
    """Return every result of one lane."""
    book = Book(frame)
    for part in scheme.parts:
        book.parts[part.id] = _base(part, scheme, book, terms)
    for part in scheme.parts:
        book.parts[part.id] = _finish(part, scheme, book, terms)
    book.whole.append(_whole(scheme, book, terms))
    frame.memory.clear()  # what was in between is not needed any more, and is most of the memory
    return book


# ---- a part ------------------------------------------------------------------------------------------------------


def _base(part: Part, scheme: Scheme, book: Book, terms: Terms) -> Tally:
    """Return a part's indicators added up, before anything acts on the part."""
    frame = book.frame
    concerned = concerns(part.applies_to, part.except_, frame)
    full = column_of(part.points, frame)
    if part.open is not None:
        summed = _open_part(part, full, frame)
    else:
        mode = part.when_not_applicable or "exclude"
        setting = Setting(frame, terms, scheme.total.combine == DEDUCTIONS, mode=mode, concerned=concerned)
        _score_into(book, part.nodes, setting, full)
        summed = sum_of(part.nodes, book.nodes, frame)
        summed = within_stated(part.nodes, book.nodes, summed, full, frame=frame)
        if mode == "rescale":
            points = rescaled(summed.points, summed.of, summed.nominal)
            kept = np.where(summed.of.hi > 0, summed.nominal, 0)
            of = Interval(np.where(summed.of.lo > 0, summed.nominal, 0), kept)
            summed = replace(summed, points=points, of=tight(of))
    points, of = tight(summed.points), tight(summed.of)
    return Tally(points, of, summed.nominal, points, points, points, concerned=concerned, notes=summed.notes)


def _open_part(part: Part, most: Column | None, frame: Frame) -> Scored:
    """A part that the document leaves open reads the mark kept under its id."""
    size = len(frame.population.units)
    full = np.zeros(1, np.int64) if most is None else most
    everyone = np.ones(size, bool)
    stake = Stake(part.id, most, full, False, everyone, everyone)
    assert part.open is not None
    points = sized(or_nothing(manual(part.open, stake, frame).points), size)
    of = np.broadcast_to(full, (size,))
    return Scored(points, Interval(of, of), of)


def _finish(part: Part, scheme: Scheme, book: Book, terms: Terms) -> Tally:
    tally = book.parts[part.id]
    frame = replace(book.frame, base=tally.base, points=book.points, memory={})
    adjusted = _adjust(part.adjust, replace_book(book, frame), terms, tally.concerned)
    ceiling = None if part.ceiling is None else frame.population.column(part.ceiling)
    capped = _rounded(clamp(adjusted, None, ceiling), scheme.total)
    points, vetoes, failed = veto(capped, part.vetoes, frame, tally.concerned)
    weight = _weight(part, scheme, frame, terms)
    weighted, of = (
        rising(lambda x: mul(x, weight), or_nothing(restricted(value, tally.concerned))) for value in (points, tally.of)
    )
    return replace(
        tally,
        adjusted=adjusted,
        capped=capped,
        points=tight(points),
        vetoes=vetoes,
        failed=failed,
        weighted=tight(weighted),
        weighted_of=tight(of),
    )


def _weight(part: Part, scheme: Scheme, frame: Frame, terms: Terms) -> Column:
    if terms.scaling is not None and part.id in terms.scaling.weights:
        return terms.scaling.weights[part.id]
    weighted = part.weight is not None and scheme.total.combine == "weighted"
    return frame.population.column(part.weight) if weighted and part.weight is not None else np.array([SCALE])


def replace_book(book: Book, frame: Frame) -> Book:
    """Return the same book, read through another frame."""
    return replace(book, frame=frame)


# ---- the whole ---------------------------------------------------------------------------------------------------


def _whole(scheme: Scheme, book: Book, terms: Terms) -> Tally:
    zeros = book.frame.population.zeros()
    base, of = Interval(zeros, zeros), Interval(zeros, zeros)
    for part in scheme.parts:
        tally = book.parts[part.id]
        assert tally.weighted is not None
        assert tally.weighted_of is not None
        base, of = add(base, tally.weighted), add(of, tally.weighted_of)
    base = tight(base)
    frame = replace(book.frame, base=base, points=book.points, memory={})
    adjusted = _adjust(scheme.adjust, replace_book(book, frame), terms, None)
    for name in scheme.total.subtract:
        taken = clamp(or_nothing(frame.number_of_measure(name)), 0, FAR)
        adjusted = add(adjusted, taken if scheme.total.combine == DEDUCTIONS else negative(taken))
    total = scheme.total
    ceiling = None if total.ceiling is None else frame.population.column(total.ceiling)
    floor = None if total.floor is None else frame.population.column(total.floor)
    capped = _rounded(clamp(adjusted, floor, ceiling), total)
    points, vetoes, failed = veto(capped, scheme.vetoes, frame, None)
    if scheme.no_site == "fail":
        points, vetoes, failed = _fail_without_site(points, vetoes, failed, frame.population.no_site)
    return Tally(base, of, of.hi, adjusted, capped, tight(points), vetoes, failed)


def _fail_without_site(
    points: Interval, vetoes: tuple[tuple[str, Truth], ...], failed: Truth | None, no_site: Mask
) -> tuple[Interval, tuple[tuple[str, Truth], ...], Truth]:
    held = decided(no_site)
    points = hull(constant(0), points, no_site, ~no_site)
    return points, (*vetoes, (NO_SITE, held)), held if failed is None else _or(failed, held)


def _score_into(book: Book, nodes: tuple[Node, ...], setting: Setting, points: Column | None) -> None:
    found = score_nodes(nodes, setting, points)
    book.judged.update(found.judged)
    book.nodes.update(found.nodes)


# ---- adjustments, rounding, vetoes -------------------------------------------------------------------------------


def _adjust(adjustments: Sequence[Adjustment], book: Book, terms: Terms, concerned: Truth | None) -> Interval:
    """Return the base with its bonuses and penalties, each within its limit and where its entry condition holds."""
    deducting = book.frame.population.scheme.total.combine == DEDUCTIONS
    base = book.frame.base
    assert base is not None
    for adjustment in adjustments:
        penalty = adjustment.kind == "penalty"
        minus = penalty != deducting  # in a scheme that only deducts, a bonus lessens and a penalty adds
        setting = Setting(book.frame, terms, penalty or deducting, minus, concerned=concerned)
        _score_into(book, adjustment.nodes, setting, None)
        points = sum_of(adjustment.nodes, book.nodes, book.frame).points
        limit = column_of(adjustment.limit, book.frame)
        if limit is not None:
            points = clamp(points, -limit, None) if minus else clamp(points, None, limit)
        entered = None if adjustment.entry is None else book.frame.condition(adjustment.entry)
        if entered is not None:
            points = hull(points, constant(0), entered.possible(), ~entered.certain())
        points = tight(points)
        book.adjustments[adjustment.id] = (points, entered)
        base = add(base, points)
    return base


def _rounded(points: Interval, total: Total) -> Interval:
    return tight(rising(lambda x: round_places(x, total.round.places, total.round.mode), points))


def veto(
    points: Interval, vetoes: Sequence[Veto], frame: Frame, concerned: Truth | None
) -> tuple[Interval, tuple[tuple[str, Truth], ...], Truth | None]:
    """Return the points after the vetoes, which veto holds where, and who has failed.

    `fixed` sets the points in the order of the document; `zero` and `fail` come last and win.
    """
    found = [(one, frame.condition(one.condition)) for one in vetoes]
    if concerned is not None:
        found = [(one, and_(held, concerned)) for one, held in found]
    failed: Truth | None = None
    for one, held in found:
        for then in one.then:
            if then.kind == "fixed" and then.value is not None:
                value = frame.population.column(then.value)
                points = hull(Interval(value, value), points, held.possible(), ~held.certain())
    for one, held in found:
        kinds = {then.kind for then in one.then}
        if kinds & {"zero", "fail"}:
            points = hull(constant(0), points, held.possible(), ~held.certain())
        if "fail" in kinds:
            failed = held if failed is None else _or(failed, held)
    return points, tuple((one.id, held) for one, held in found), failed


def _or(a: Truth, b: Truth) -> Truth:
    """Where at least one acts."""
    return Truth(a.possible() | b.possible(), ~(a.certain() | b.certain()))
