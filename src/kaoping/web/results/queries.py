"""Which scores a person sees: the assessing body all of its cycles, a unit its own once results were fed back."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.results.models import UnitScore
from kaoping.workflow.cycle import LINE, State, has_passed

SCORED = tuple(state.value for state in (State.MONITORING, State.EVALUATION, State.FEEDBACK))
"""While marks and findings change, by appeals too; what was approved is kept in versions."""

FED_BACK = tuple(state.value for state in LINE if has_passed(state, State.FEEDBACK))


def cycles_scored(request: HttpRequest) -> "QuerySet[Cycle]":
    """Return the announced cycles of bodies within reach."""
    scope = scope_of(request.user, Permission.VIEW_SCORES)
    return cycles_within(scope).exclude(state__in=(State.DRAFT.value, State.CANCELLED.value))


def scores_seen_by(user: User) -> "QuerySet[UnitScore]":
    """Return the scores that somebody may open."""
    scope = scope_of(user, Permission.VIEW_SCORES)
    rows = UnitScore.objects.select_related("participant__unit", "cycle__body", "cycle__scheme").defer(
        "cycle__scheme__data"
    )
    if scope.everywhere:
        return rows
    of_body = scope.regions(rows, "cycle__body").values("pk")
    return rows.filter(Q(pk__in=of_body) | Q(cycle__state__in=FED_BACK, participant__unit__in=scope.units))
