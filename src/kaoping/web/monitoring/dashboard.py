"""The figures of the first page of monitoring, each in one or two queries, narrowed to a person's reach."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoping.model.canonical import digest
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.monitoring.finding_queries import (
    DECIDABLE,
    findings_within,
    sites_within,
    undecided,
    with_asked_waivers,
    with_open_replies,
)
from kaoping.web.monitoring.models import AvailabilityDay, Finding, Outage, Patrol, Run, RunSite
from kaoping.web.monitoring.run_queries import patrols_for, runs_for
from kaoping.web.pages.charts import Chart, Limit, Series
from kaoping.web.registry.models import Site
from kaoping.web.registry.queries import sites_for
from kaoping.worktime import BEIJING

P = Permission
DAYS, SOON = 30, 10
"""Days that the charts show; how many columns about to expire are named."""

UNAVAILABLE = 5.0
"""Percent of visits that fail above which a site is vetoed (国办秘函〔2019〕19号 单项否决)."""


KEPT = 300
"""Seconds for which figures over hundreds of thousands of rows are kept, instead of reckoned for every look."""

Figure = TypeVar("Figure")


def kept(name: str, scope: Scope, today: date, make: Callable[[], Figure]) -> Figure:
    """Return a figure of a reach, reckoned at most every five minutes."""
    about = [name, today, get_language(), scope.everywhere, list(scope.paths), list(scope.units)]
    key = f"monitoring-{digest(about, 32)}"
    found: Figure | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT)
    return found


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for somebody: what, how many, and where."""

    title: str
    count: int
    url: str


def site_states(request: HttpRequest) -> list[tuple[str, int, str]]:
    """Return how many sites are in each state, and the list of them."""
    counted = dict(sites_for(request).order_by().values_list("state").annotate(n=Count("pk")))
    return [(str(state.label), counted[state], state.value) for state in Site.State if counted.get(state)]


def open_findings(scope: Scope) -> dict[str, int]:
    """Return how many faults are there now: all, those that a veto hangs on, those that points hang on."""
    rows = _within(Finding.objects.filter(state=Finding.State.OPEN, outcome__in=DECIDABLE), scope)
    counted = dict(rows.order_by().values_list("severity").annotate(n=Count("pk")))
    return {"all": sum(counted.values()), "veto": counted.get("veto", 0), "scored": counted.get("scored", 0)}


def changes_chart(scope: Scope, today: date) -> Chart:
    """Return how many findings were new and how many were gone on each of the last days, as runs counted them."""
    first = today - timedelta(days=DAYS - 1)
    rows = _within(RunSite.objects.filter(finished_at__gte=_morning(first)), scope)
    by_day = rows.annotate(on=TruncDate("finished_at", tzinfo=BEIJING)).order_by().values("on")
    told = {row["on"]: row for row in by_day.annotate(new=Sum("new_count"), fixed=Sum("fixed_count"))}
    days = [first + timedelta(days=n) for n in range(DAYS)]
    new, fixed = ([told[day][name] if day in told else None for day in days] for name in ("new", "fixed"))
    labels = [f"{day:%m-%d}" for day in days]
    return Chart(
        "bar", _("近30日问题变化"), labels, [Series(_("新发现"), new), Series(_("已消失"), fixed)], unit=_(" 个")
    )


def availability_chart(rows: "QuerySet[AvailabilityDay]", title: str, today: date) -> Chart:
    """Return the share of visits that failed on each of the last days."""
    first = today - timedelta(days=DAYS - 1)
    by_day = rows.filter(day__gte=first).order_by().values("day").annotate(n=Sum("visits"), bad=Sum("failures"))
    told = {row["day"]: 100 * row["bad"] / row["n"] for row in by_day if row["n"]}
    days = [first + timedelta(days=n) for n in range(DAYS)]
    values = [told.get(day) for day in days]
    labels, limit = [f"{day:%m-%d}" for day in days], Limit(_("单项否决"), UNAVAILABLE)
    return Chart("line", title, labels, [Series(_("不能访问"), values)], unit="%", digits=2, least=0, limit=limit)


def all_availability(scope: Scope) -> "QuerySet[AvailabilityDay]":
    """Return the days of all sites within reach."""
    return _within(AvailabilityDay.objects.all(), scope)


def expiring_columns(scope: Scope) -> list[Finding]:
    """Return the columns that will be stale soonest unless something is published."""
    rows = findings_within(scope).filter(check_id="column-expiring", state=Finding.State.OPEN)
    return list(rows.order_by("values__last_day", "pk")[:SOON])


def latest_runs(request: HttpRequest) -> list[tuple[Run, dict[str, Any]]]:
    """Return the last finished run of each plan, five at most, with how much it covered."""
    done = runs_for(request).filter(state=Run.State.DONE, patrol__isnull=False)
    newest = Patrol.objects.filter(active=True).annotate(last=Max("runs", filter=Q(runs__state=Run.State.DONE)))
    runs = list(done.filter(pk__in=newest.values("last")).order_by("-finished_at")[:5])
    scope = scope_of(request.user, P.VIEW_FINDINGS)
    rows = _within(RunSite.objects.filter(run__in=runs), scope).order_by().values("run")
    figures = rows.annotate(
        sites=Count("pk", filter=~Q(state=RunSite.State.LEFT_OUT)),
        seen=Count("pk", filter=Q(reachable=True)),
        unreached=Count("pk", filter=Q(reachable=False)),
        failed=Count("pk", filter=Q(state=RunSite.State.FAILED)),
        partly=Count("pk", filter=Q(queued__gt=0, reachable=True)),
        page_sum=Sum("pages"),
    )
    told = {row["run"]: row for row in figures}
    return [(run, told[run.pk]) for run in runs if run.pk in told]


def needs_today(request: HttpRequest, now: datetime) -> list[Need]:
    """Return what waits for somebody today, of what the person may do something about."""
    return [need for need in _needs(request, now) if need.count]


def _needs(request: HttpRequest, now: datetime) -> Iterator[Need]:
    decide, approve, run = (
        scope_of(request.user, which) for which in (P.DECIDE_FINDINGS, P.APPROVE_WAIVERS, P.RUN_INSPECTIONS)
    )
    findings = reverse("monitoring:findings")
    if decide:
        rows = findings_within(decide).order_by()
        yield Need(_("疑似问题待确认"), undecided(rows).count(), reverse("monitoring:queue"))
        yield Need(_("单位反馈待答复"), with_open_replies(rows).count(), f"{findings}?waiting=replies")
    if approve:
        yield Need(
            _("豁免申请待审批"),
            with_asked_waivers(findings_within(approve).order_by()).count(),
            f"{findings}?waiting=waivers",
        )
    if run:
        stopped = runs_for(request, P.RUN_INSPECTIONS).filter(
            state__in=(Run.State.FAILED, Run.State.STOPPED), finished_at__gte=now - timedelta(days=7)
        )
        yield Need(
            _("巡查没有做完（7日内）"), stopped.count(), f"{reverse('monitoring:runs')}?state=failed&state=stopped"
        )
        if not patrols_for(request).filter(active=True).exists():
            yield Need(_("还没有启用的巡查计划"), 1, reverse("monitoring:patrols"))
    scope = scope_of(request.user, P.VIEW_FINDINGS)
    down = _within(Outage.objects.filter(ongoing=True), scope)
    yield Need(_("网站正在中断"), down.count(), reverse("monitoring:outages"))
    over = sites_for(request).filter(state__in=(Site.State.REDESIGN, Site.State.OFFLINE), state_until__lt=now.date())
    address = f"{reverse('registry:sites')}?state=redesign&state=offline"
    yield Need(_("改版、临时下线已到期，请核对网站状态"), over.count(), address)


def _within(rows: "QuerySet[Any]", scope: Scope) -> "QuerySet[Any]":
    return rows if scope.everywhere else rows.filter(site__in=sites_within(scope))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)
