"""What a person sees of the registry."""

from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.registry.models import Column, Contact, MediaAccount, Region, Site, Unit
from kaoping.web.registry.obligations import FORTNIGHT


def regions_for(request: HttpRequest, permission: Permission = Permission.VIEW_REGISTRY) -> "QuerySet[Region]":
    """Return the regions within reach."""
    return scope_of(request.user, permission).regions(Region.objects.all())


def units_for(request: HttpRequest, permission: Permission = Permission.VIEW_REGISTRY) -> "QuerySet[Unit]":
    """Return the units within reach."""
    return scope_of(request.user, permission).units_of(Unit.objects.select_related("region"))


def sites_for(request: HttpRequest, permission: Permission = Permission.VIEW_REGISTRY) -> "QuerySet[Site]":
    """Return the sites of units within reach."""
    return scope_of(request.user, permission).units_of(Site.objects.select_related("unit__region"), "unit")


def columns_for(request: HttpRequest, permission: Permission = Permission.VIEW_REGISTRY) -> "QuerySet[Column]":
    """Return the columns of sites of units within reach."""
    return scope_of(request.user, permission).units_of(Column.objects.select_related("site__unit"), "site__unit")


def contacts_for(request: HttpRequest, permission: Permission = Permission.VIEW_CONTACTS) -> "QuerySet[Contact]":
    """Return the people of units within reach."""
    return scope_of(request.user, permission).units_of(Contact.objects.select_related("unit"), "unit")


def media_for(request: HttpRequest, permission: Permission = Permission.VIEW_REGISTRY) -> "QuerySet[MediaAccount]":
    """Return the media accounts of units within reach."""
    return scope_of(request.user, permission).units_of(MediaAccount.objects.select_related("unit"), "unit")


def with_counts(units: "QuerySet[Unit]") -> "QuerySet[Unit]":
    """Add how many sites in operation and media accounts in use each unit has."""
    gone = (Site.State.CLOSED, Site.State.MIGRATED)
    return units.annotate(
        site_count=Count("sites", filter=~Q(sites__state__in=gone), distinct=True),
        media_count=Count("media_accounts", filter=Q(media_accounts__active=True), distinct=True),
    )


def overdue(accounts: "QuerySet[MediaAccount]") -> "QuerySet[MediaAccount]":
    """Keep accounts in use whose last post is more than a fortnight old or unknown."""
    limit = timezone.localdate() - timedelta(days=FORTNIGHT)
    return accounts.filter(Q(last_post_on__lt=limit) | Q(last_post_on=None), active=True)
