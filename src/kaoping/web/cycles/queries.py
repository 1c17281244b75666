"""Which cycles a person sees, and what hangs on them."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.registry.models import Unit
from kaoping.workflow.cycle import State


def cycles_within(scope: Scope) -> "QuerySet[Cycle]":
    """Return the cycles whose assessing body lies within the scope."""
    return scope.regions(_cycles(), "body")


def cycles_for(request: HttpRequest, permission: Permission = Permission.VIEW_CYCLES) -> "QuerySet[Cycle]":
    """Return the cycles that the person of a request may see; with another permission, those of their own bodies."""
    if permission != Permission.VIEW_CYCLES:
        return cycles_within(scope_of(request.user, permission))
    return cycles_seen_by(request.user)  # type: ignore[arg-type]  # pages are for people who are signed in


def cycles_seen_by(user: User) -> "QuerySet[Cycle]":
    """Return what somebody may see: cycles of bodies within reach, and announced ones that units within reach are in.

    Drafts are for those who make, approve or audit them.
    """
    scope, drafts = scope_of(user, Permission.VIEW_CYCLES), scope_of(user, Permission.VIEW_DRAFT_CYCLES)
    if drafts.everywhere:
        return _cycles()
    taking_part = scope.units_of(Participant.objects.filter(cycle=OuterRef("pk")), "unit")
    own = cycles_within(drafts).values("pk")
    announced = cycles_within(scope).values("pk")
    return _cycles().filter(Q(pk__in=own) | (_KNOWN & (Q(pk__in=announced) | Exists(taking_part))))


_KNOWN = ~Q(state=State.DRAFT.value) & ~(Q(state=State.CANCELLED.value) & ~Q(steps__step="announce"))
"""Announced, be it cancelled since."""


def units_of_body(cycle: Cycle) -> "QuerySet[Unit]":
    """Return the units that a cycle may assess: those on the books of the body's region and below it."""
    return Unit.objects.select_related("region").filter(region__path__startswith=cycle.body.path)


def placements(cycle: Cycle) -> "list[tuple[str, str, int, int]]":
    """Return (group, class, how many take part, how many are exempt), in no particular order."""
    rows = cycle.participants.order_by().values_list("group", "category")
    counted = rows.annotate(taking=Count("pk", filter=Q(exempt=False)), exempted=Count("pk", filter=Q(exempt=True)))
    return list(counted)


def _cycles() -> "QuerySet[Cycle]":
    return Cycle.objects.select_related("body", "scheme", "parent").defer("scheme__data")
