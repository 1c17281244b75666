"""Which people somebody may see and look after: those whose every role lies within reach."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.scope import Scope, any_of


def memberships_within(scope: Scope) -> "QuerySet[Membership]":
    """Return the roles that hold only within the scope."""
    rows = Membership.objects.select_related("region", "unit", "user")
    if scope.everywhere:
        return rows
    inside = [Q(region__path__startswith=path) | Q(unit__region__path__startswith=path) for path in scope.paths]
    inside.append(Q(unit__in=scope.units))
    return rows.filter(any_of(inside))


def people_within(scope: Scope) -> "QuerySet[User]":
    """Return the people all of whose roles lie within the scope, and those who have none yet.

    Somebody with a role beyond it (a system administrator, an office above) is out of reach.
    """
    people = User.objects.all()
    if scope.everywhere:
        return people
    beyond = Membership.objects.filter(user=OuterRef("pk")).exclude(pk__in=memberships_within(scope).values("pk"))
    return people.filter(~Exists(beyond))
