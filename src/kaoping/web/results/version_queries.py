"""Which versions of results a person sees: those of the bodies within reach. Units see their own result, elsewhere."""

from django.db.models import QuerySet
from django.http import HttpRequest

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.results.models import ResultVersion


def versions_for(request: HttpRequest) -> "QuerySet[ResultVersion]":
    """Return the versions of the cycles of bodies within reach."""
    scope = scope_of(request.user, Permission.VIEW_SCORES)
    rows = ResultVersion.objects.select_related("cycle__body", "cycle__scheme", "supersedes")
    return scope.regions(rows.defer("cycle__scheme__data"), "cycle__body")
