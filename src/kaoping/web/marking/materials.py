"""Materials of units: which indicators take them, until when, and who sees them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from kaoping.measures.questions import concerns, node_scopes
from kaoping.schemes.pieces import names_in
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.cycles.days import days_of
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.roster import roster_unit
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.marking.models import Mark, Material
from kaoping.workflow.cycle import State


def indicators_of(participant: Participant) -> Mapping[str, str]:
    """Return the leaf indicators that concern a unit: id → title with its full marks' words."""
    scheme, unit = scheme_of(participant.cycle), roster_unit(participant)
    scopes = node_scopes(scheme)
    leaves = (node for node in scheme.nodes() if not node.children)
    return {node.id: node.title for node in leaves if concerns((scopes[node.id],), unit)}


def due_day(cycle: Cycle) -> date | None:
    """Return the last day for materials; None where the cycle has not set one."""
    return days_of(cycle)["report_due"].day


def own_participants(user: User) -> "QuerySet[Participant]":
    """Return the places of somebody's units in cycles that were announced."""
    scope = scope_of(user, Permission.SUBMIT_MATERIALS)
    rows = Participant.objects.select_related("unit", "cycle__body", "cycle__scheme").defer("cycle__scheme__data")
    hidden = (State.DRAFT.value, State.CANCELLED.value)
    return rows.filter(unit__in=scope.units, exempt=False).exclude(cycle__state__in=hidden)


def materials_within(scope: Scope) -> "QuerySet[Material]":
    """Return the materials of cycles whose body lies within the scope."""
    rows = Material.objects.select_related("participant__unit", "participant__cycle__body", "submitted_by")
    return scope.regions(rows, "participant__cycle__body")


def materials_for(mark: Mark) -> "QuerySet[Material]":
    """Return what a unit handed in for the indicators that a question counts in, and was not returned."""
    names = [
        node.id
        for node in scheme_of(mark.cycle).nodes()
        if node.id == mark.question or mark.question in names_in((node.rule, node.zero_if, node.full_if))
    ]
    rows = Material.objects.filter(participant=mark.participant_id, state=Material.State.SUBMITTED)
    return rows.filter(indicator__in=names)
