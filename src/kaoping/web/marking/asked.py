"""What a cycle asks people about a unit: the questions of its scheme as the marks workbook has them, draws included."""

import functools
from collections.abc import Iterable, Iterator, Mapping

from kaoping.draws.book import DrawBook
from kaoping.measures import Question, questions
from kaoping.model.roster import Roster, RosterUnit
from kaoping.runs.inputs.given_values import ValueReader
from kaoping.runs.inputs.marks_layout import MarkRow, SheetMaker
from kaoping.web.cycles.days import first_counted
from kaoping.web.cycles.drawing import draw_book
from kaoping.web.cycles.models import Cycle, DrawRound, Participant
from kaoping.web.cycles.roster import roster_unit
from kaoping.web.cycles.scheme_copies import scheme_of, scheme_with

Key = tuple[str, str]
"""Question and period."""


def questions_of(cycle: Cycle) -> Mapping[str, Question]:
    """Return every question of the cycle's scheme by its name, in document order."""
    return _questions(cycle.scheme.digest)


def panel_questions(cycle: Cycle) -> frozenset[str]:
    """Return the questions that several experts mark at once (现场评审)."""
    measures = scheme_of(cycle).measures
    return frozenset(name for name, one in questions_of(cycle).items() if one.several and name not in measures)


def rows_of(cycle: Cycle, units: Iterable[RosterUnit]) -> Iterator[MarkRow]:
    """Yield what is asked about units, unit by unit in document order; what was not drawn is left out."""
    return _maker(cycle).rows(units)


def row_for(participant: Participant, question: str, period: str) -> MarkRow | None:
    """Return one thing asked about a participant; None where it is not asked any more (another was drawn since)."""
    asked = rows_of(participant.cycle, (roster_unit(participant),))
    return next((row for row in asked if (row.question.name, row.period) == (question, period)), None)


def reader_for(participant: Participant) -> ValueReader:
    """Return what reads values typed for a participant's questions."""
    return ValueReader(scheme_of(participant.cycle), Roster((roster_unit(participant),)), ("ask",))


def book_of(cycle: Cycle) -> DrawBook:
    """Return what was drawn so far. A round never changes once it is drawn: each state of them is read once."""
    drawn = DrawRound.objects.filter(draw__cycle=cycle, drawn_at__isnull=False).order_by("pk")
    return _book(cycle.pk, tuple(drawn.values_list("pk", "drawn_at"))) if cycle.pk else DrawBook()


def _maker(cycle: Cycle) -> SheetMaker:
    scheme = scheme_of(cycle)
    days = (first_counted(cycle), cycle.period_to)
    return SheetMaker(scheme, tuple(questions_of(cycle).values()), days, book_of(cycle))


@functools.lru_cache(maxsize=32)
def _questions(digest: str) -> Mapping[str, Question]:
    return {one.name: one for one in questions(scheme_with(digest))}


@functools.lru_cache(maxsize=8)
def _book(cycle: int, _rounds: tuple[tuple[int, object], ...]) -> DrawBook:
    return draw_book(Cycle.objects.get(pk=cycle))
