"""What panels of experts come to so far: every expert's mark and the mean that the scheme's rule takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from kaoping.model.measure_table import unfixed
from kaoping.schemes.model import Panel, Scheme, Share
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.marking.asked import questions_of
from kaoping.web.marking.measures import Seat, seats_of
from kaoping.web.marking.models import Mark


@dataclass(frozen=True, slots=True)
class Given:
    """One expert's mark; `left_out` where it is one of the highest or lowest."""

    assessor: str
    value: Decimal | None
    left_out: bool


@dataclass(frozen=True, slots=True)
class Panelled:
    """One unit before one panel: all marks in the order of seats, and the mean of those that count."""

    unit: str
    title: str
    marks: Sequence[Given]
    mean: Decimal | None
    missing: int


def panels_of(cycle: Cycle) -> Sequence[Panelled]:
    """Return every unit before every panel of a cycle."""
    scheme, asked = scheme_of(cycle), questions_of(cycle)
    names = dict(cycle.participants.values_list("unit__code", "unit__name"))
    rows = Mark.objects.filter(cycle=cycle, mode=Mark.Mode.PANEL)
    found = []
    for (unit, question), seats in groupby(seats_of(rows), key=lambda one: (one.unit, one.question)):
        title = asked[question].title if question in asked else question
        found.append(panelled(names.get(unit, unit), title, list(seats), trim_of(scheme, question)))
    return sorted(found, key=lambda one: (one.title, one.unit))


def panelled(unit: str, title: str, seats: Sequence[Seat], trim: int) -> Panelled:
    """Return one unit's panel; nothing is left out where that would leave no mark, as in scoring."""
    known = sorted((seat.value, seat.seat) for seat in seats if seat.value is not None)
    cut = trim if len(known) > 2 * trim else 0
    kept = known[cut : len(known) - cut]
    counted = {seat for _value, seat in kept}
    marks = [
        Given(
            seat.assessor,
            None if seat.value is None else unfixed(seat.value),
            seat.value is not None and seat.seat not in counted,
        )
        for seat in seats
    ]
    mean = None
    if kept:
        whole = sum((unfixed(value) for value, _seat in kept), Decimal(0))
        mean = (whole / len(kept)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Panelled(unit, title, marks, mean, len(seats) - len(known))


def trim_of(scheme: Scheme, question: str) -> int:
    """Return how many of the highest and lowest marks a question's rule leaves out."""
    return next((rule.trim for name, rule in _panels(scheme) if name == question), 0)


def _panels(scheme: Scheme) -> Iterator[tuple[str, Panel]]:
    for node in scheme.nodes():
        if isinstance(node.rule, Panel):
            yield node.id, node.rule
        criteria = node.rule.criteria if isinstance(node.rule, Share) else ()
        yield from ((one.id, one.rule) for one in criteria if isinstance(one.rule, Panel))
