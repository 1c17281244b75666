"""Which findings a person sees, and what of them waits for somebody."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.monitoring.models import Finding, Reply, Waiver
from kaoping.web.registry.models import Site

DECIDABLE = (Finding.Outcome.FAIL, Finding.Outcome.SUSPECTED, Finding.Outcome.MANUAL)
"""What people may decide about; what could not be measured never costs a mark."""

ASKED = (Finding.Outcome.SUSPECTED, Finding.Outcome.MANUAL)
"""What waits for a person before it counts."""


def findings_within(scope: Scope) -> "QuerySet[Finding]":
    """Return the findings on sites of units within the scope."""
    return scope.units_of(Finding.objects.select_related("site__unit__region"), "site__unit")


def findings_for(request: HttpRequest, permission: Permission = Permission.VIEW_FINDINGS) -> "QuerySet[Finding]":
    """Return the findings that the person of a request may see, or do something with."""
    return findings_within(scope_of(request.user, permission))


def alike(
    rows: "QuerySet[Finding]", one: Finding, standings: Collection[str] = (Finding.Standing.NONE,)
) -> "QuerySet[Finding]":
    """Keep what the same check says on other sites about the same thing: the same link, or the same words.

    Those that stand as one of `standings` are meant: undecided ones, unless told otherwise.
    """
    target, same = one.values.get("target"), Q(pk__in=())
    if isinstance(target, str) and target:
        same = Q(values__target=target)
    elif one.snippet:
        same = Q(snippet=one.snippet)
    found = rows.filter(check_id=one.check_id, state=Finding.State.OPEN, standing__in=standings)
    return found.filter(same, outcome__in=DECIDABLE).exclude(site=one.site_id)


def sites_within(scope: Scope) -> "QuerySet[Site]":
    """Return the sites within the scope, for use in a condition."""
    return scope.units_of(Site.objects.order_by(), "unit")


def undecided(rows: "QuerySet[Finding]") -> "QuerySet[Finding]":
    """Keep what is there still and waits for a person to confirm or dismiss it."""
    return rows.filter(state=Finding.State.OPEN, outcome__in=ASKED, standing=Finding.Standing.NONE)


def with_open_replies(rows: "QuerySet[Finding]") -> "QuerySet[Finding]":
    """Keep those to which a unit replied and the assessing body has not answered yet."""
    return rows.filter(pk__in=Reply.objects.filter(state=Reply.State.OPEN).order_by().values("finding"))


def with_asked_waivers(rows: "QuerySet[Finding]") -> "QuerySet[Finding]":
    """Keep those for which a waiver is asked and not answered yet."""
    return rows.filter(pk__in=Waiver.objects.filter(state=Waiver.State.ASKED).order_by().values("finding"))


def unanswered(rows: "QuerySet[Finding]") -> "QuerySet[Finding]":
    """Keep the open faults to which the unit has not replied."""
    open_ones = rows.filter(state=Finding.State.OPEN, standing__in=("", "confirm", "uphold"))
    return open_ones.filter(outcome__in=DECIDABLE).exclude(pk__in=Reply.objects.order_by().values("finding"))
