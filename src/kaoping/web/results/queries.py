"""Which scores a person sees: the assessing body all of its cycles, a unit its own once results were fed back."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.results.models import Feedback
from kaoping.workflow.cycle import State

SCORED = tuple(state.value for state in (State.MONITORING, State.EVALUATION, State.FEEDBACK))
"""While marks and findings change, by appeals too; what was approved is kept in versions."""

OPEN_TO_UNITS = tuple(state.value for state in (State.MONITORING, State.EVALUATION))
"""While units may look at preliminary scores, where their cycle says so."""


def cycles_scored(request: HttpRequest) -> "QuerySet[Cycle]":
    """Return the announced cycles of bodies within reach."""
    scope = scope_of(request.user, Permission.VIEW_SCORES)
    return cycles_within(scope).exclude(state__in=(State.DRAFT.value, State.CANCELLED.value))


def participants_seen_by(user: User) -> "QuerySet[Participant]":
    """Return the units in cycles whose scores somebody may open."""
    scope = scope_of(user, Permission.VIEW_SCORES)
    rows = Participant.objects.select_related("unit", "cycle__body", "cycle__scheme").defer("cycle__scheme__data")
    if scope.everywhere:
        return rows
    of_body = scope.regions(rows, "cycle__body").values("pk")
    told = Exists(Feedback.objects.filter(participant=OuterRef("pk")))
    open_ = Q(cycle__shows_scores=True, cycle__state__in=OPEN_TO_UNITS)
    return rows.filter(Q(pk__in=of_body) | Q(told | open_, unit__in=scope.units))
