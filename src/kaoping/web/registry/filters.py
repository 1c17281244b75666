"""What the lists of the registry can be narrowed by."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.filtering import ManyFilter, YesNoFilter
from kaoping.web.registry.due_words import LISTED, SOON
from kaoping.web.registry.models import Column, Contact, MediaAccount, Region, Site, Unit
from kaoping.web.registry.queries import overdue


class RegionFilter(filters.CharFilter):
    """By the code or name of a region: keeps what lies in it or below; `way` leads from a row to its region."""

    def __init__(self, way: str, **more: Any) -> None:
        super().__init__(**more)
        self._way = way

    def filter(self, rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
        """Narrow the rows where something is asked for."""
        return in_subtree(rows, self._way, value) if value else rows


class UnitFilters(filters.FilterSet):
    """Of units."""

    q = filters.CharFilter(label=_("名称或编号"), method="search")
    region = RegionFilter("region", label=_("地区代码"))
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

    def siteless(self, rows: "QuerySet[Unit]", _name: str, _value: str) -> "QuerySet[Unit]":
        """Keep those that should have a site and have none in operation."""
        return rows.filter(exempt=False).exclude(sites__state__in=("running", "redesign", "offline", "new"))


class SiteFilters(filters.FilterSet):
    """Of sites."""

    q = filters.CharFilter(label=_("名称、网址或标识码"), method="search")
    region = RegionFilter("unit__region", label=_("地区代码"))
    state = ManyFilter(choices=Site.State)
    no_code = filters.ChoiceFilter(
        label=_("缺少"),
        choices=(("site_code", _("标识码")), ("icp", _("ICP备案号")), ("police", _("公安备案号"))),
        method="lacking",
    )
    over = filters.ChoiceFilter(label=_("期限"), choices=(("over", _("改版、下线已到期")),), method="past_their_day")

    class Meta:
        model = Site
        fields = ("q", "region", "state", "no_code", "over")

    def search(self, rows: "QuerySet[Site]", _name: str, value: str) -> "QuerySet[Site]":
        """Look in names, addresses, codes and units."""
        return rows.filter(
            Q(name__icontains=value)
            | Q(address__icontains=value)
            | Q(domains__icontains=value)
            | Q(site_code__startswith=value)
            | Q(unit__name__icontains=value)
        )

    def lacking(self, rows: "QuerySet[Site]", _name: str, value: str) -> "QuerySet[Site]":
        """Keep those that lack a mark."""
        return rows.filter(**{value: ""})

    def past_their_day(self, rows: "QuerySet[Site]", _name: str, _value: str) -> "QuerySet[Site]":
        """Keep those whose redesign or time offline should be over."""
        return rows.filter(state_until__lt=timezone.localdate())


class ColumnFilters(filters.FilterSet):
    """Of columns."""

    DUE = (
        ("late", _("已超期")),
        ("soon", _("7 天内到期")),
        ("undated", _("没有日期")),
        ("unseen", _("上次巡查没有看到")),
    )

    q = filters.CharFilter(label=_("栏目名称或网址"), method="search")
    site = filters.CharFilter(label=_("网站名称或主机"), method="of_site")
    unit = filters.CharFilter(label=_("单位名称或编号"), method="of_unit")
    region = RegionFilter("site__unit__region", label=_("地区代码"))
    kind = filters.ChoiceFilter(choices=Column.Kind)
    state = filters.ChoiceFilter(choices=Column.State)
    due = filters.ChoiceFilter(label=_("更新"), choices=DUE, method="due_so")

    class Meta:
        model = Column
        fields = ("q", "site", "unit", "region", "kind", "state", "due")

    def search(self, rows: "QuerySet[Column]", _name: str, value: str) -> "QuerySet[Column]":
        """Look in names, addresses and who is responsible."""
        return rows.filter(
            Q(name__icontains=value)
            | Q(url__icontains=value)
            | Q(department__icontains=value)
            | Q(keeper__icontains=value)
        )

    def of_site(self, rows: "QuerySet[Column]", _name: str, value: str) -> "QuerySet[Column]":
        """Keep those of sites by name or host."""
        return rows.filter(Q(site__name__icontains=value) | Q(site__host__istartswith=value))

    def of_unit(self, rows: "QuerySet[Column]", _name: str, value: str) -> "QuerySet[Column]":
        """Keep those of units by name or code."""
        return rows.filter(Q(site__unit__name__icontains=value) | Q(site__unit__code=value))

    def due_so(self, rows: "QuerySet[Column]", _name: str, value: str) -> "QuerySet[Column]":
        """Keep listed columns that are past their last day, near it, or of which no day is known."""
        listed, today = rows.filter(state__in=LISTED), timezone.localdate()
        if value == "late":
            return listed.filter(due_on__lt=today)
        if value == "soon":
            return listed.filter(due_on__gte=today, due_on__lte=today + timedelta(days=SOON))
        if value == "undated":
            return listed.filter(last_item_on=None)
        newest = Column.objects.filter(site=OuterRef("site")).order_by("-last_seen").values("last_seen")[:1]
        return listed.exclude(last_seen=None).annotate(newest=Subquery(newest)).filter(last_seen__lt=F("newest"))


class MediaFilters(filters.FilterSet):
    """Of media accounts."""

    q = filters.CharFilter(label=_("名称或标识"), method="search")
    platform = filters.ChoiceFilter(choices=MediaAccount.Platform)
    overdue = filters.ChoiceFilter(label=_("更新"), choices=(("over", _("超过两周未更新")),), method="overdue_so")
    stale = filters.NumberFilter(label=_("多少天未更新"), method="not_posted_for")
    active = YesNoFilter(label=_("在用"))

    class Meta:
        model = MediaAccount
        fields = ("q", "platform", "overdue", "stale", "active")

    def search(self, rows: "QuerySet[MediaAccount]", _name: str, value: str) -> "QuerySet[MediaAccount]":
        """Look in names, identifiers and units."""
        return rows.filter(Q(name__icontains=value) | Q(identifier__icontains=value) | Q(unit__name__icontains=value))

    def overdue_so(self, rows: "QuerySet[MediaAccount]", _name: str, _value: str) -> "QuerySet[MediaAccount]":
        """Keep those in use whose last post is more than two weeks old or unknown."""
        return overdue(rows)

    def not_posted_for(self, rows: "QuerySet[MediaAccount]", _name: str, value: Any) -> "QuerySet[MediaAccount]":
        """Keep those whose last post is that many days old or unknown."""
        limit = timezone.localdate() - timedelta(days=min(int(value), 36_500))
        return rows.filter(Q(last_post_on__lte=limit) | Q(last_post_on=None))


class ContactFilters(filters.FilterSet):
    """Of people of units; what is encrypted cannot be searched."""

    q = filters.CharFilter(label=_("姓名、职务或单位"), method="search")
    region = RegionFilter("unit__region", label=_("地区代码"))
    kind = filters.ChoiceFilter(choices=Contact.Kind)

    class Meta:
        model = Contact
        fields = ("q", "region", "kind")

    def search(self, rows: "QuerySet[Contact]", _name: str, value: str) -> "QuerySet[Contact]":
        """Look in names, posts and units."""
        return rows.filter(Q(name__icontains=value) | Q(post__icontains=value) | Q(unit__name__icontains=value))


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
