"""The list of runs, the page of one with its live progress, one site of a run, and ordering a run."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.reports.reasons import reason_text
from kaoping.reports.wording import fault_name
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.monitoring.actions.order_run import Order, order_run
from kaoping.web.monitoring.actions.resume_run import resume_run
from kaoping.web.monitoring.actions.stop_run import stop_run
from kaoping.web.monitoring.check_words import check_title
from kaoping.web.monitoring.daily_root import last_published
from kaoping.web.monitoring.liveness import STALE
from kaoping.web.monitoring.models import Run, RunSite
from kaoping.web.monitoring.run_filters import OrderFilters, RunFilters, RunSiteFilters
from kaoping.web.monitoring.run_forms import OrderForm
from kaoping.web.monitoring.run_queries import (
    ACTIVE,
    Stand,
    run_sites_for,
    runs_for,
    sites_to_order,
    stand_of,
    time_left,
)
from kaoping.web.monitoring.run_tables import OrderTable, RunSiteTable, RunTable
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list

P = Permission
LIVE = 3
"""Runs under way that the list of runs shows at the top."""

_SITE = RunSite.State


@page(P.VIEW_FINDINGS)
def runs(request: HttpRequest) -> HttpResponseBase:
    """List the runs within reach; those under way stand at the top with their progress."""
    rows = runs_for(request)
    orders = bool(scope_of(request.user, P.RUN_INSPECTIONS))
    under_way = rows.filter(state__in=ACTIVE).order_by("due_at", "pk")[:LIVE]
    listing = Listing(
        _("巡查"),
        RunTable,
        RunFilters,
        _("还没有巡查。请在“巡查计划”中建立计划，或点“立即巡查”。"),
        (
            (_("立即巡查"), reverse("monitoring:order"), True),
            (_("巡查计划"), reverse("monitoring:patrols"), False),
        )
        if orders
        else (),
        template="monitoring/runs.html",
        more={"live": [_progress(request, run) for run in under_way], "daily_root": last_published()},
    )
    return show_list(request, listing, rows)


@page(P.VIEW_FINDINGS)
def run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one run: its progress, what was covered and what was not, and the table of its sites."""
    row = row_of(runs_for(request), pk)
    orders = runs_for(request, P.RUN_INSPECTIONS).filter(pk=pk).exists()
    listing = Listing(
        row.name,
        RunSiteTable,
        RunSiteFilters,
        _("这次巡查没有您负责范围内的网站。"),
        ((_("全部巡查"), reverse("monitoring:runs"), False),),
        template="monitoring/run.html",
        more={"run": row, "progress": _progress(request, row), "orders": orders},
    )
    return show_list(request, listing, run_sites_for(request).filter(run=row))


@page(P.VIEW_FINDINGS)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a run is now: what its page asks for every few seconds."""
    return render(request, "monitoring/progress.html", {"live": _progress(request, row_of(runs_for(request), pk))})


@page(P.VIEW_FINDINGS)
def run_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one site of a run: what was covered, why pages were left out, which checks could not be measured."""
    row = row_of(run_sites_for(request).defer(None), pk)
    events = row.run.events.filter(finding__site=row.site_id).select_related("finding")[:MOST_EVENTS]
    context = {
        "row": row,
        "skipped": [(reason_text(one["reason"]), one["count"]) for one in row.coverage.get("skipped", ())],
        "stopped": reason_text(row.stopped_because) if row.stopped_because else "",
        "browser": _browser(row),
        "unmeasured": _checks(row, "not_measured"),
        "inapplicable": _checks(row, "not_applicable"),
        "events": [(event, check_title(event.finding.check_id)) for event in events],
        "earlier": RunSite.objects.filter(site=row.site_id).exclude(pk=pk).select_related("run").order_by("-run")[:10],
    }
    return render(request, "monitoring/run_site.html", context)


MOST_EVENTS = 200


@require_POST
@page(P.RUN_INSPECTIONS)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a run."""

    def act() -> str:
        stop_run(actor_of(request), pk)
        return _("正在停止；已经看到的结果会保留。")

    return answered(request, act, reverse("monitoring:run", kwargs={"pk": pk}))


@require_POST
@page(P.RUN_INSPECTIONS)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a run."""

    def act() -> str:
        resume_run(actor_of(request), pk)
        return _("将从停下的地方继续。")

    return answered(request, act, reverse("monitoring:run", kwargs={"pk": pk}))


@page(P.RUN_INSPECTIONS)
def order(request: HttpRequest) -> HttpResponseBase:
    """List the sites that may be inspected now; have those that are chosen inspected."""
    form = OrderForm(request.POST or None, request=request)
    listing = Listing(
        _("立即巡查"),
        OrderTable,
        OrderFilters,
        _("您负责的范围内还没有可巡查的网站。请先登记网站。"),
        ((_("返回巡查"), reverse("monitoring:runs"), False),),
        _("先筛选，再勾选，或选“筛选结果全部”。在改版窗口期、临时下线、筹建中的网站不巡查，会在结果中说明。"),
        Bulk(form, (("order", _("开始巡查")),)),
        folded=frozenset({"unit", "site"}),
    )
    rows = sites_to_order(request)
    if request.method == "POST":
        try:
            return _ordered(request, form, chosen_rows(request, listing, rows))
        except RefusedError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.get_full_path())
    return show_list(request, listing, rows)


def _ordered(request: HttpRequest, form: OrderForm, sites: list[int]) -> HttpResponse:
    if not form.is_valid():
        wrong = "；".join(
            f"{form.fields[name].label}：{'、'.join(map(str, said))}" for name, said in form.errors.items()
        )
        raise RefusedError(wrong)
    name = _("临时巡查（%s 个网站）") % len(sites)
    made = order_run(actor_of(request), Order(sites, name, form.options(), form.cleaned_data["cycle"]))
    messages.success(request, _("巡查已安排，马上开始。"))
    return HttpResponseRedirect(reverse("monitoring:run", kwargs={"pk": made.pk}))


def _progress(request: HttpRequest, row: Run) -> dict[str, Any]:
    """Return how far a run is, in the words of the page."""
    stand = stand_of(run_sites_for(request).filter(run=row))
    now = timezone.now()
    lost = row.state == Run.State.RUNNING and row.alive_at is not None and row.alive_at < now - STALE
    return {
        "run": row,
        "stand": stand,
        "active": row.state in ACTIVE,
        "lost": lost,
        "minutes": time_left(row, stand, now),
        "unbrowsed": _unbrowsed(row, stand),
        "states": [(state.label, stand.states[state]) for state in _SITE if stand.states.get(state)],
        "faults": [(fault_name(fault), count) for fault, count in sorted(stand.faults.items())],
    }


def _browser(row: RunSite) -> dict[str, Any] | None:
    """Return what a browser saw of a site, in words; None where none was sent."""
    told = row.coverage.get("browser")
    if not told:
        return None
    devices = {"desktop": _("电脑"), "phone": _("手机")}
    return {
        "browser": told["browser"],
        "rules": told["rules"],
        "reason": reason_text(told["reason"]) if told["reason"] else "",
        "devices": [(devices.get(name, name), count) for name, count in told["devices"].items()],
        "unseen": [(reason_text(one["reason"]), one["count"]) for one in told["unseen"]],
    }


def _unbrowsed(row: Run, stand: Stand) -> str:
    """Say why no browser was there, where one was to look and has seen nothing."""
    if not row.options.get("browser") or stand.browsed or not stand.through:
        return ""
    told = row.sites.filter(state=_SITE.IMPORTED, browsed=0).values_list("coverage__browser__reason", flat=True)
    return reason_text(next(iter(told[:1]), "") or "") if told else ""


def _checks(row: RunSite, status: str) -> list[tuple[str, str, str]]:
    """Return the checks that ended so: title, why, whose fault."""
    return [
        (check_title(one["check"]), reason_text(one["reason"]), fault_name(one["fault"]) if one["fault"] else "")
        for one in row.checks
        if one["status"] == status
    ]
