"""What a person sees of the duty."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.duty.models import DutyRule, Reading, ReadingProblem

_OPEN = Q(problems__state=ReadingProblem.State.OPEN)


def readings_for(request: HttpRequest, permission: Permission = Permission.VIEW_DUTY) -> "QuerySet[Reading]":
    """Return the readings of units within reach, each with how many problems it found, and how many are open."""
    rows = scope_of(request.user, permission).units_of(Reading.objects.select_related("unit", "written_by"), "unit")
    return rows.annotate(found=Count("problems"), still_open=Count("problems", filter=_OPEN))


def problems_for(request: HttpRequest, permission: Permission = Permission.VIEW_DUTY) -> "QuerySet[ReadingProblem]":
    """Return the problems found by readings of units within reach."""
    rows = ReadingProblem.objects.select_related("reading__unit")
    return scope_of(request.user, permission).units_of(rows, "reading__unit")


def rules_for(request: HttpRequest) -> "QuerySet[DutyRule]":
    """Return the rules of regions that the person looks after."""
    return scope_of(request.user, Permission.MANAGE_DUTY).regions(DutyRule.objects.select_related("region"), "region")
