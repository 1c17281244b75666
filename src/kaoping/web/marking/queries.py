"""Which marks a person sees, and how far the work is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.marking.models import Mark
from kaoping.web.marking.rules import full_marks

OPEN, DONE = Q(state=Mark.State.OPEN), Q(state=Mark.State.DONE)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody or something is: how many marks there are, have a result, are locked."""

    title: str
    key: int | str
    total: int
    given: int
    done: int

    @property
    def percent(self) -> int:
        """The share that has a result, rounded down."""
        return 100 * self.given // self.total if self.total else 0


def own_marks(user: User) -> "QuerySet[Mark]":
    """Return what somebody was given to judge: theirs alone, whatever else was said about the same."""
    return full_marks().filter(assessor=user)


def cycles_viewed(request: HttpRequest, permission: Permission = Permission.VIEW_MARKS) -> "QuerySet[Cycle]":
    """Return the cycles of bodies within reach, as those who organise or oversee marking see them."""
    return cycles_within(scope_of(request.user, permission))


def by_assessor(cycle: Cycle) -> Sequence[tuple[Progress, object]]:
    """Return how far each assessor is, with when they last saved."""
    rows = Mark.objects.filter(cycle=cycle).order_by("assessor__username").values("assessor", "assessor__name")
    counted = rows.annotate(**_COUNTS, last=Max("saved_at"))
    return [(_progress(row["assessor__name"], row["assessor"], row), row["last"]) for row in counted]


def by_cycle(user: User) -> Sequence[Progress]:
    """Return how far somebody is in each cycle that they have marks in, the newest first."""
    rows = Mark.objects.filter(assessor=user).order_by("-cycle__period_from", "-cycle").values("cycle", "cycle__name")
    return [_progress(row["cycle__name"], row["cycle"], row) for row in rows.annotate(**_COUNTS)]


def by_cycles(cycles: Iterable[Cycle]) -> dict[int, Progress]:
    """Return how far the marking of each cycle is."""
    rows = Mark.objects.filter(cycle__in=[one.pk for one in cycles]).order_by().values("cycle")
    return {row["cycle"]: _progress("", row["cycle"], row) for row in rows.annotate(**_COUNTS)}


def by_unit(marks: "QuerySet[Mark]") -> Sequence[Progress]:
    """Return how far some marks are for each unit (key: participant)."""
    rows = marks.order_by("participant__unit__code").values("participant", "participant__unit__name")
    return [_progress(row["participant__unit__name"], row["participant"], row) for row in rows.annotate(**_COUNTS)]


def by_question(marks: "QuerySet[Mark]") -> dict[str, Progress]:
    """Return how far some marks are for each question."""
    rows = marks.order_by("question").values("question").annotate(**_COUNTS)
    return {row["question"]: _progress(row["question"], row["question"], row) for row in rows}


_COUNTS = {"total": Count("pk"), "given": Count("pk", filter=~OPEN), "done": Count("pk", filter=DONE)}


def _progress(title: str, key: int | str, row: Any) -> Progress:
    return Progress(title, key, row["total"], row["given"], row["done"])
