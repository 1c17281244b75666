"""Which collections and reports a person sees."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q, QuerySet

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.pages.answers import answers_of
from kaoping.web.registry.models import Site
from kaoping.web.sitereports.models import Collection, SiteReport

ASKED = (Site.State.RUNNING, Site.State.REDESIGN, Site.State.OFFLINE)
"""Sites in these states owe a report; one that was closed during the year may have one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One site of one's own that is asked for a report."""

    collection: Collection
    site: Site
    report: SiteReport | None


def collections_within(scope: Scope) -> "QuerySet[Collection]":
    """Return the collections of regions within the scope."""
    return scope.regions(Collection.objects.select_related("region"), "region")


def sites_asked(collection: Collection) -> "QuerySet[Site]":
    """Return the sites that a collection asks, and those that have handed in and were closed since.

    The report, if there is one, is at `year_report`.
    """
    own = FilteredRelation("year_reports", condition=Q(year_reports__collection=collection))
    rows = Site.objects.filter(unit__region__path__startswith=collection.region.path).annotate(year_report=own)
    asked = Q(state__in=ASKED, unit__active=True) | Q(year_report__isnull=False)
    return rows.filter(asked).select_related("unit").order_by("unit__code", "host")


def own_sites(user: User, permission: Permission = Permission.WRITE_REPORTS) -> "QuerySet[Site]":
    """Return the sites of somebody's units."""
    return Site.objects.select_related("unit__region").filter(unit__in=scope_of(user, permission).units)


def asked_of(user: User) -> list[Asked]:
    """Return what somebody's units are asked for, the newest year first."""
    sites = list(own_sites(user).order_by("unit__code", "host"))
    reports = {(one.collection_id, one.site_id): one for one in SiteReport.objects.filter(site__in=sites)}
    found = []
    for collection in Collection.objects.select_related("region"):
        for site in sites:
            report = reports.get((collection.pk, site.pk))
            if site.unit.region.path.startswith(collection.region.path) and (report or site.state in ASKED):
                found.append(Asked(collection, site, report))
    return found


def full_reports() -> "QuerySet[SiteReport]":
    """Return reports with what pages and the log say about them."""
    return SiteReport.objects.select_related("site__unit__region", "collection__region")


def own_reports(user: User, permission: Permission = Permission.WRITE_REPORTS) -> "QuerySet[SiteReport]":
    """Return the reports of somebody's units."""
    return full_reports().filter(site__in=own_sites(user, permission).values("pk"))


def reports_within(scope: Scope) -> "QuerySet[SiteReport]":
    """Return the reports that collections within the scope asked for."""
    return scope.regions(full_reports(), "collection__region")


def year_before(report: SiteReport) -> Mapping[str, str]:
    """Return what the site handed in for the year before; nothing where it did not."""
    rows = SiteReport.objects.filter(site=report.site_id, collection__year=report.collection.year - 1)
    last = rows.filter(state=SiteReport.State.SUBMITTED).order_by("-submitted_at").first()
    return answers_of(last.answers.all()) if last else {}
