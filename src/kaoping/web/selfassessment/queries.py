"""Which reports a person sees, and what they hold."""

from django.db.models import Exists, OuterRef, QuerySet

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.cycles.models import Participant
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.selfassessment.models import Call, Report, Section
from kaoping.workflow.cycle import State


def own_places(user: User, permission: Permission = Permission.WRITE_REPORTS) -> "QuerySet[Participant]":
    """Return the places of somebody's units in announced cycles that ask for a report."""
    scope = scope_of(user, permission)
    rows = Participant.objects.select_related("unit", "cycle__body", "cycle__scheme", "cycle__report_call")
    hidden = (State.DRAFT.value, State.CANCELLED.value)
    rows = rows.defer("cycle__scheme__data").filter(unit__in=scope.units, exempt=False)
    return rows.exclude(cycle__state__in=hidden).filter(Exists(Call.objects.filter(cycle=OuterRef("cycle"))))


def places_asked(call: Call) -> "QuerySet[Participant]":
    """Return everybody who is asked by a call, with their report."""
    rows = Participant.objects.filter(cycle=call.cycle_id, exempt=False)
    return rows.select_related("unit", "self_report", "cycle").defer("cycle__scheme").order_by("unit__code")


def full_reports() -> "QuerySet[Report]":
    """Return reports with what pages and the log say about them."""
    return Report.objects.select_related(
        "participant__unit__region", "participant__cycle__body", "participant__cycle__scheme",
        "participant__cycle__report_call",
    ).defer("participant__cycle__scheme__data")  # fmt: skip


def reports_within(scope: Scope) -> "QuerySet[Report]":
    """Return the reports of cycles whose body lies within the scope."""
    return scope.regions(full_reports(), "participant__cycle__body")


def calls_within(scope: Scope) -> "QuerySet[Call]":
    """Return the calls of cycles whose body lies within the scope."""
    return Call.objects.select_related("cycle__body", "cycle__scheme").defer("cycle__scheme__data").filter(
        cycle__in=cycles_within(scope).values("pk")
    )  # fmt: skip


def sections_within(scope: Scope) -> "QuerySet[Section]":
    """Return the sections that those calls ask for."""
    return Section.objects.select_related("call__cycle__body").filter(call__in=calls_within(scope).values("pk"))
