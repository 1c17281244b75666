"""The first page, and the one by which other programs see that we are alive."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping import __version__
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import memberships_of, scope_of
from kaoping.web.monitoring.dashboard import needs_today
from kaoping.web.pages.access import open_page, signed_in_page
from kaoping.web.registry.models import MediaAccount, Site, Unit
from kaoping.web.registry.queries import media_for, overdue, sites_for, units_for
from kaoping.web.working_time import profiles

ANNOUNCED = 11  # the month in which the next year's arrangement is published


@signed_in_page
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is to see and to do for this person."""
    context: dict[str, Any] = {"roles": memberships_of(request.user), "gaps": []}  # type: ignore[arg-type]
    if scope_of(request.user, Permission.VIEW_REGISTRY):
        units, sites = units_for(request).filter(active=True), sites_for(request)
        context |= {
            "figures": (
                (_("在册单位"), units.count(), "registry:units", "active=True"),
                (_("运行中的网站"), sites.filter(state=Site.State.RUNNING).count(), "registry:sites", "state=running"),
                (_("改版、下线中的网站"), _paused(sites).count(), "registry:sites", "state=redesign&state=offline"),
                (_("在用新媒体账号"), media_for(request).filter(active=True).count(), "registry:media", "active=True"),
            ),
            "gaps": _gaps(units, sites, media_for(request)),
            "missing_year": _missing_year(timezone.localdate()),
            "no_units": not units.exists(),
            "may_import": bool(scope_of(request.user, Permission.IMPORT_REGISTRY)),
        }
    if scope_of(request.user, Permission.VIEW_FINDINGS):
        context["needs"] = needs_today(request, timezone.now())
    return render(request, "pages/home.html", context)


@open_page
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when pages can be served: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})


def _paused(sites: "QuerySet[Site]") -> "QuerySet[Site]":
    return sites.filter(state__in=(Site.State.REDESIGN, Site.State.OFFLINE))


def _past(sites: "QuerySet[Site]") -> "QuerySet[Site]":
    return sites.filter(state_until__lt=timezone.localdate())


def _missing_year(today: date) -> int | None:
    """Return the year whose working days are not known: this one, or in the last two months the next."""
    years = (today.year, today.year + 1) if today.month >= ANNOUNCED else (today.year,)
    known = profiles().default.calendar.years
    return next((year for year in years if year not in known), None)


def _gaps(
    units: "QuerySet[Unit]", sites: "QuerySet[Site]", media: "QuerySet[MediaAccount]"
) -> list[tuple[str, int, str, str]]:
    """Return what the registry lacks: (what, how many, page, its filter); nothing that is complete."""
    gone = (Site.State.CLOSED, Site.State.MIGRATED)
    living = sites.exclude(state__in=gone)
    bare = units.filter(exempt=False).exclude(pk__in=living.values("unit")).count()
    found = (
        (_("未登记网站的单位（也未免设）"), bare, "registry:units", "without_site=none"),
        (_("没有标识码的网站"), living.filter(site_code="").count(), "registry:sites", "no_code=site_code"),
        (_("没有 ICP 备案号的网站"), living.filter(icp="").count(), "registry:sites", "no_code=icp"),
        (_("没有公安备案号的网站"), living.filter(police="").count(), "registry:sites", "no_code=police"),
        (_("改版、下线已到期的网站"), _past(sites).count(), "registry:sites", "over=over"),
        (_("超过两周没有更新的新媒体账号"), overdue(media).count(), "registry:media", "overdue=over"),
    )
    return [gap for gap in found if gap[1]]
