"""Which appeals a person sees: the assessing body those of its cycles, a unit its own."""

from django.db.models import Q, QuerySet

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.appeals.models import Appeal
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.workflow.appeal import OPEN
from kaoping.workflow.cycle import LINE, State, has_passed

P = Permission
OPEN_STATES = tuple(state.value for state in OPEN)
FED_BACK = tuple(state.value for state in LINE if has_passed(state, State.FEEDBACK))


def appeals_within(scope: Scope) -> "QuerySet[Appeal]":
    """Return the appeals in cycles of bodies within the scope."""
    return scope.regions(_appeals(), "participant__cycle__body")


def appeals_seen_by(user: User) -> "QuerySet[Appeal]":
    """Return the appeals that somebody may open."""
    scope = scope_of(user, P.VIEW_APPEALS)
    if scope.everywhere:
        return _appeals()
    of_body = appeals_within(scope).values("pk")
    return _appeals().filter(Q(pk__in=of_body) | Q(participant__unit__in=scope.units))


def own_appeals(scope: Scope) -> "QuerySet[Appeal]":
    """Return the appeals of single units within the scope."""
    return _appeals().filter(participant__unit__in=scope.units)


def places_of(user: User, permission: Permission = P.FILE_APPEALS) -> "QuerySet[Participant]":
    """Return the places of somebody's own units in cycles whose results were fed back."""
    rows = Participant.objects.select_related("unit__region", "cycle__body", "cycle__scheme")
    rows = rows.defer("cycle__scheme__data").filter(cycle__state__in=FED_BACK, feedback__isnull=False)
    return rows.filter(unit__in=scope_of(user, permission).units).distinct()


def of_cycle(cycle: Cycle) -> "QuerySet[Appeal]":
    """Return the appeals of a cycle."""
    return _appeals().filter(participant__cycle=cycle)


def _appeals() -> "QuerySet[Appeal]":
    rows = Appeal.objects.select_related(
        "participant__unit__region",
        "participant__cycle__body",
        "participant__cycle__scheme",
        "version",
        "finding__site",
        "filed_by",
        "officer",
        "decided_by",
    )
    return rows.defer("participant__cycle__scheme__data")
