"""What the lists of the registry can be narrowed by."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.filtering import YesNoFilter
from kaoping.web.registry.models import MediaAccount, Region, Site, Unit


class UnitFilters(filters.FilterSet):
    """Of units."""

    q = filters.CharFilter(label=_("名称或编号"), method="search")
    region = filters.CharFilter(label=_("地区代码"), method="below")
    kind = filters.ChoiceFilter(choices=Unit.Kind)
    ranked = YesNoFilter(label=_("参加排名"))
    active = YesNoFilter(label=_("在册"))
    without_site = filters.ChoiceFilter(label=_("网站"), choices=(("none", _("没有网站")),), method="siteless")

    class Meta:
        model = Unit
        fields = ("q", "region", "kind", "ranked", "active", "without_site")

    def search(self, rows: "QuerySet[Unit]", _name: str, value: str) -> "QuerySet[Unit]":
        """Look in names, codes and tags."""
        return rows.filter(
            Q(name__icontains=value)
            | Q(short_name__icontains=value)
            | Q(code__istartswith=value)
            | Q(tags__icontains=value)
        )

    def below(self, rows: "QuerySet[Unit]", _name: str, value: str) -> "QuerySet[Unit]":
        """Keep those of a region and all below it."""
        return in_subtree(rows, "region", value)

    def siteless(self, rows: "QuerySet[Unit]", _name: str, _value: str) -> "QuerySet[Unit]":
        """Keep those that should have a site and have none in operation."""
        return rows.filter(exempt=False).exclude(sites__state__in=("running", "redesign", "offline", "new"))


class SiteFilters(filters.FilterSet):
    """Of sites."""

    q = filters.CharFilter(label=_("名称、网址或标识码"), method="search")
    region = filters.CharFilter(label=_("地区代码"), method="below")
    state = filters.MultipleChoiceFilter(choices=Site.State)
    no_code = filters.ChoiceFilter(
        label=_("缺少"),
        choices=(("site_code", _("标识码")), ("icp", _("ICP备案号")), ("police", _("公安备案号"))),
        method="lacking",
    )

    class Meta:
        model = Site
        fields = ("q", "region", "state", "no_code")

    def search(self, rows: "QuerySet[Site]", _name: str, value: str) -> "QuerySet[Site]":
        """Look in names, addresses, codes and units."""
        return rows.filter(
            Q(name__icontains=value)
            | Q(address__icontains=value)
            | Q(site_code__startswith=value)
            | Q(unit__name__icontains=value)
        )

    def below(self, rows: "QuerySet[Site]", _name: str, value: str) -> "QuerySet[Site]":
        """Keep those of a region and all below it."""
        return in_subtree(rows, "unit__region", value)

    def lacking(self, rows: "QuerySet[Site]", _name: str, value: str) -> "QuerySet[Site]":
        """Keep those that lack a mark."""
        return rows.filter(**{value: ""})


class MediaFilters(filters.FilterSet):
    """Of media accounts."""

    q = filters.CharFilter(label=_("名称或标识"), method="search")
    platform = filters.ChoiceFilter(choices=MediaAccount.Platform)
    stale = filters.NumberFilter(label=_("多少天未更新"), method="not_posted_for")
    active = YesNoFilter(label=_("在用"))

    class Meta:
        model = MediaAccount
        fields = ("q", "platform", "stale", "active")

    def search(self, rows: "QuerySet[MediaAccount]", _name: str, value: str) -> "QuerySet[MediaAccount]":
        """Look in names, identifiers and units."""
        return rows.filter(Q(name__icontains=value) | Q(identifier__icontains=value) | Q(unit__name__icontains=value))

    def not_posted_for(self, rows: "QuerySet[MediaAccount]", _name: str, value: Any) -> "QuerySet[MediaAccount]":
        """Keep those whose last post is that many days old or unknown."""
        limit = timezone.localdate() - timedelta(days=min(int(value), 36_500))
        return rows.filter(Q(last_post_on__lte=limit) | Q(last_post_on=None))


class RegionFilters(filters.FilterSet):
    """Of regions."""

    q = filters.CharFilter(label=_("名称或代码"), method="search")
    level = filters.ChoiceFilter(choices=Region.Level)

    class Meta:
        model = Region
        fields = ("q", "level")

    def search(self, rows: "QuerySet[Region]", _name: str, value: str) -> "QuerySet[Region]":
        """Look in names and codes."""
        return rows.filter(Q(name__icontains=value) | Q(code__startswith=value))


def in_subtree(rows: "QuerySet[Any]", way: str, text: str) -> "QuerySet[Any]":
    """Keep the rows whose region (reached by `way`) is the one named by code or name, or lies below it."""
    code = text.rstrip("）").rpartition("（")[2]
    region = Region.objects.filter(Q(code=code) | Q(name=text)).first()
    return rows.filter(**{f"{way}__path__startswith": region.path}) if region else rows.none()
