"""The first page of monitoring, the availability of a site, outages, and how often checks are right."""

from datetime import date

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.monitoring.check_words import check_words
from kaoping.web.monitoring.dashboard import (
    all_availability,
    availability_chart,
    changes_chart,
    expiring_columns,
    kept,
    latest_runs,
    needs_today,
    open_findings,
    site_states,
)
from kaoping.web.monitoring.finding_queries import DECIDABLE, sites_within
from kaoping.web.monitoring.models import AvailabilityDay, Finding, Outage
from kaoping.web.monitoring.outage_tables import OutageFilters, OutageTable
from kaoping.web.pages.access import page, row_of
from kaoping.web.pages.charts import Chart
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.registry.queries import sites_for

P = Permission
MOST_OUTAGES = 50


@page(P.VIEW_FINDINGS)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show how things stand: what waits, sites, findings, columns about to expire, availability, coverage."""
    scope, now = scope_of(request.user, P.VIEW_FINDINGS), timezone.now()
    today = timezone.localdate(now)
    context = {
        "needs": needs_today(request, now),
        "sites": site_states(request),
        "findings": kept("open", scope, today, lambda: open_findings(scope)),
        "changes": kept("changes", scope, today, lambda: changes_chart(scope, today)),
        "expiring": expiring_columns(scope),
        "availability": kept("availability", scope, today, lambda: _all_sites(scope, today)),
        "runs": latest_runs(request),
    }
    return render(request, "monitoring/dashboard.html", context)


def _all_sites(scope: Scope, today: date) -> Chart:
    return availability_chart(all_availability(scope), _("近30日不能访问的比例（全部网站）"), today)


@page(P.VIEW_FINDINGS)
def availability(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the availability of one site: days as a chart, and its outages."""
    site = row_of(sites_for(request, P.VIEW_FINDINGS), pk)
    today = timezone.localdate()
    days = AvailabilityDay.objects.filter(site=site)
    context = {
        "site": site,
        "chart": availability_chart(days, _("近30日不能访问的比例"), today),
        "days": days[:30],
        "outages": [
            (one, OutageTable.words.get(one.outcome, one.outcome)) for one in site.outages.all()[:MOST_OUTAGES]
        ],
    }
    return render(request, "monitoring/availability.html", context)


@page(P.VIEW_FINDINGS)
def outages(request: HttpRequest) -> HttpResponseBase:
    """List the outages of home pages."""
    scope = scope_of(request.user, P.VIEW_FINDINGS)
    rows = Outage.objects.select_related("site__unit")
    listing = Listing(
        _("网站中断"),
        OutageTable,
        OutageFilters,
        _("没有记录到中断。可用性监测由管理员在部署时开启。"),
    )
    return show_list(request, listing, rows if scope.everywhere else rows.filter(site__in=sites_within(scope)))


@page(P.VIEW_FINDINGS)
def checks(request: HttpRequest) -> HttpResponse:
    """Show every check with its published accuracy, and how many open findings it has within reach."""
    scope = scope_of(request.user, P.VIEW_FINDINGS)
    found = kept("checks", scope, timezone.localdate(), lambda: _open_by_check(scope))
    told = [(name, words, found.get(name, 0)) for name, words in check_words().items()]
    told.sort(key=lambda each: (-each[2], each[1].title))
    return render(request, "monitoring/checks.html", {"checks": told})


def _open_by_check(scope: Scope) -> dict[str, int]:
    rows = Finding.objects.filter(state=Finding.State.OPEN, outcome__in=DECIDABLE).order_by()
    rows = rows if scope.everywhere else rows.filter(site__in=sites_within(scope))
    return dict(rows.values_list("check_id").annotate(n=Count("pk")))
