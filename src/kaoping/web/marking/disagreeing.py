"""Where two assessors differ: the list of it, and how far they agree beyond chance."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from kaoping.analysis.agreement import kappa
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.measures import Seat, seats_of
from kaoping.web.marking.models import Mark

Pair = tuple[Seat, Seat]


def disagreements(cycle: Cycle) -> "QuerySet[Mark]":
    """Return the first seats of what two have judged differently, decided or not."""
    place = {name: OuterRef(name) for name in ("participant", "question", "period")}
    twin = Mark.objects.filter(**place, seat=2, mode=Mark.Mode.DOUBLE).exclude(state=Mark.State.OPEN)
    alike = Q(value=OuterRef("value")) | Q(value__isnull=True, text=OuterRef("text"))
    same = twin.filter(alike, not_applicable=OuterRef("not_applicable"))
    firsts = Mark.objects.filter(cycle=cycle, seat=1, mode=Mark.Mode.DOUBLE).exclude(state=Mark.State.OPEN)
    return firsts.filter(Exists(twin), ~Exists(same))


def with_the_others(marks: "QuerySet[Mark]") -> "QuerySet[Mark]":
    """Add what the second and the third person said (`second_text`, `third_name`…)."""
    place = {name: OuterRef(name) for name in ("participant", "question", "period")}
    found = {}
    for word, seat in (("second", 2), ("third", Mark.THIRD_SEAT)):
        other = Mark.objects.filter(**place, seat=seat).annotate(name=F("assessor__name"))
        for name in ("text", "not_applicable", "note", "state", "name"):
            found[f"{word}_{name}"] = Subquery(other.values(name)[:1])
    return marks.annotate(**found)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two judged alike: pairs, how many are equal, and kappa (None where it is not defined)."""

    pairs: int
    equal: int
    kappa: float | None

    @property
    def percent(self) -> float:
        """The share that is equal."""
        return 100 * self.equal / self.pairs if self.pairs else 0.0


@dataclass(frozen=True, slots=True)
class Agreements:
    """Of a cycle: by question, and by assessor with whoever judged the same."""

    questions: Mapping[str, Agreement]
    assessors: Mapping[str, Agreement]
    pairs: int
    equal: int


def agreements(cycle: Cycle) -> Agreements:
    """Return how far double marks agree; pairs of which one is still open do not count."""
    by_question: dict[str, list[Pair]] = defaultdict(list)
    by_person: dict[str, list[Pair]] = defaultdict(list)
    rows = Mark.objects.filter(cycle=cycle, mode=Mark.Mode.DOUBLE)
    for _key, seats in groupby(seats_of(rows), key=lambda one: (one.unit, one.question, one.period)):
        pair = tuple(seats)
        if len(pair) == 2 and all(one.answer is not None for one in pair):
            by_question[pair[0].question].append((pair[0], pair[1]))
            for one in pair:
                by_person[one.assessor].append((pair[0], pair[1]))
    questions = {name: _agreement(pairs) for name, pairs in by_question.items()}
    people = {
        name: Agreement(len(pairs), sum(1 for first, second in pairs if first.answer == second.answer), None)
        for name, pairs in sorted(by_person.items())
    }
    counted = questions.values()
    return Agreements(questions, people, sum(one.pairs for one in counted), sum(one.equal for one in counted))


def _agreement(pairs: list[Pair]) -> Agreement:
    answers = [(_told(first), _told(second)) for first, second in pairs]
    equal = sum(1 for first, second in answers if first == second)
    return Agreement(len(pairs), equal, kappa(answers))


def _told(seat: Seat) -> float | str:
    """An answer as `kappa` takes it: numbers are near or far from one another, words (不适用, a list) are not."""
    if seat.not_applicable or seat.value is None:
        return "n/a" if seat.not_applicable else seat.text
    return float(seat.value)
