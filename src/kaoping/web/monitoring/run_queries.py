"""Which runs and plans a person sees, and how far runs are, reckoned in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.monitoring.finding_queries import sites_within
from kaoping.web.monitoring.models import Patrol, Run, RunSite
from kaoping.web.registry.models import Site

ACTIVE = (Run.State.WAITING, Run.State.RUNNING, Run.State.STOPPING)
_S = RunSite.State


def runs_for(request: HttpRequest, permission: Permission = Permission.VIEW_FINDINGS) -> "QuerySet[Run]":
    """Return the runs of bodies within reach, and those of bodies above that have a site within reach.

    With another permission than to look, only the former.
    """
    scope = scope_of(request.user, permission)
    rows = Run.objects.select_related("body", "cycle", "patrol")
    if scope.everywhere:
        return rows
    own = Q(pk__in=scope.regions(Run.objects.order_by(), "body").values("pk"))
    if permission != Permission.VIEW_FINDINGS:
        return rows.filter(own)
    inside = RunSite.objects.filter(run=OuterRef("pk"), site__in=sites_within(scope)).order_by()
    return rows.filter(own | Exists(inside))


def patrols_for(request: HttpRequest) -> "QuerySet[Patrol]":
    """Return the plans of bodies within reach."""
    scope = scope_of(request.user, Permission.RUN_INSPECTIONS)
    return scope.regions(Patrol.objects.select_related("body", "cycle"), "body")


def run_sites_for(request: HttpRequest) -> "QuerySet[RunSite]":
    """Return the sites of runs that are within reach."""
    rows = RunSite.objects.select_related("run", "site__unit__region").defer("coverage", "checks")
    scope = scope_of(request.user, Permission.VIEW_FINDINGS)
    return rows if scope.everywhere else rows.filter(site__in=sites_within(scope))


def sites_to_order(request: HttpRequest) -> "QuerySet[Site]":
    """Return the sites that the person may have inspected."""
    scope: Scope = scope_of(request.user, Permission.RUN_INSPECTIONS)
    gone = (Site.State.MIGRATED, Site.State.CLOSED)
    return scope.units_of(Site.objects.select_related("unit__region").exclude(state__in=gone), "unit")


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a run is, of the sites within reach: sites by state, pages, findings, whose fault what was not seen."""

    states: Mapping[str, int]
    pages: int
    queued: int
    new: int
    fixed: int
    found: int
    unreached: int
    browsed: int
    faults: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many sites are to be inspected."""
        return sum(count for state, count in self.states.items() if state != _S.LEFT_OUT)

    @property
    def through(self) -> int:
        """How many have been, or have failed."""
        return self.states.get(_S.IMPORTED, 0) + self.states.get(_S.FAILED, 0)

    @property
    def share(self) -> int:
        """The same in percent."""
        return 100 * self.through // self.total if self.total else 0


def stand_of(rows: "QuerySet[RunSite]") -> Stand:
    """Return how far the sites of one run are, in one query."""
    grouped = rows.order_by().values_list("state", "fault")
    told = grouped.annotate(
        sites=Count("pk"),
        pages=Sum("pages"),
        queued=Sum("queued"),
        new=Sum("new_count"),
        fixed=Sum("fixed_count"),
        found=Sum("open_count"),
        unreached=Count("pk", filter=Q(reachable=False)),
        browsed=Sum("browsed"),
    )
    states: dict[str, int] = {}
    faults: dict[str, int] = {}
    sums = [0] * 7
    for state, fault, sites, *figures in told:
        states[state] = states.get(state, 0) + sites
        if fault:
            faults[fault] = faults.get(fault, 0) + sites
        sums = [total + (figure or 0) for total, figure in zip(sums, figures, strict=True)]
    pages, queued, new, fixed, found, unreached, browsed = sums
    return Stand(states, pages, queued, new, fixed, found, unreached, browsed, faults)


def time_left(run: Run, stand: Stand, now: datetime | None = None) -> int | None:
    """Return in how many minutes the run may be through, as fast as so far; None where that cannot be told."""
    if run.state != Run.State.RUNNING or run.started_at is None or not stand.through:
        return None
    passed = ((now or timezone.now()) - run.started_at).total_seconds()
    return max(1, round(passed / stand.through * (stand.total - stand.through) / 60))
