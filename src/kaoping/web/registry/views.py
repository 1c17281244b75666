"""The pages of the registry: lists, single rows, forms."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.audit.views import history_of
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.pages.lookup import matching
from kaoping.web.registry import filters, forms, tables
from kaoping.web.registry.actions.add_media_account import add_media_account
from kaoping.web.registry.actions.add_region import add_region
from kaoping.web.registry.actions.add_site import add_site
from kaoping.web.registry.actions.add_unit import add_unit
from kaoping.web.registry.actions.change_media_account import change_media_account
from kaoping.web.registry.actions.change_region import change_region
from kaoping.web.registry.actions.change_site import change_site
from kaoping.web.registry.actions.change_site_state import Step, change_site_state
from kaoping.web.registry.actions.change_unit import change_unit
from kaoping.web.registry.column_views import listed_columns
from kaoping.web.registry.models import MediaAccount, Region, Site, Unit
from kaoping.web.registry.queries import contacts_for, media_for, regions_for, sites_for, units_for, with_counts

P = Permission
Button = tuple[str, str, bool]


@page(P.VIEW_REGISTRY)
def units(request: HttpRequest) -> HttpResponseBase:
    """List the units within reach."""
    listing = Listing(
        _("单位"),
        tables.UnitTable,
        filters.UnitFilters,
        _("还没有单位。可逐个新增，或在“批量导入”中上传单位清单。"),
        _buttons(request, P.EDIT_UNITS, "registry:unit-add", _("新增单位")),
    )
    return show_list(request, listing, with_counts(units_for(request)))


@page(P.VIEW_REGISTRY)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one unit with its sites, accounts, people and history."""
    row = row_of(units_for(request).select_related("superior", "merged_into"), pk)
    context = {
        "unit": row,
        "sites": row.sites.all(),
        "media": row.media_accounts.all(),
        "people": row.memberships.select_related("user") if scope_of(request.user, P.VIEW_PEOPLE) else None,
        "contacts": contacts_for(request).filter(unit=row) if scope_of(request.user, P.VIEW_CONTACTS) else None,
        "may_edit_contacts": units_for(request, P.EDIT_CONTACTS).filter(pk=pk).exists(),
        "subordinates": units_for(request).filter(superior=row),
        "may_edit": units_for(request, P.EDIT_UNITS).filter(pk=pk).exists(),
        "may_edit_sites": units_for(request, P.EDIT_SITES).filter(pk=pk).exists(),
        "history": history_of(row),
    }
    return render(request, "registry/unit.html", context)


@page(P.EDIT_UNITS)
def unit_add(request: HttpRequest) -> HttpResponse:
    """Register a unit."""
    editing = Editing(
        _("新增单位"),
        lambda form: _address("unit", add_unit(actor_of(request), form.values())),
        _("单位已登记。接下来请登记它的网站。"),
        reverse("registry:units"),
    )
    return show_form(request, forms.UnitForm(request.POST or None, request=request), editing)


@page(P.EDIT_UNITS)
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a unit."""
    row = row_of(units_for(request, P.EDIT_UNITS), pk)
    editing = _changing(row, lambda form: change_unit(actor_of(request), pk, form.edits()), _address("unit", row))
    return show_form(request, forms.UnitForm(request.POST or None, instance=row, request=request), editing)


@page(P.VIEW_REGISTRY)
def sites(request: HttpRequest) -> HttpResponseBase:
    """List the sites within reach."""
    listing = Listing(
        _("网站"),
        tables.SiteTable,
        filters.SiteFilters,
        _("还没有网站。请先登记单位，再在单位页面上新增网站，或批量导入。"),
        _buttons(request, P.EDIT_SITES, "registry:site-add", _("新增网站")),
    )
    return show_list(request, listing, sites_for(request))


@page(P.VIEW_REGISTRY)
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one site, where it stands in its life, and its history."""
    row = row_of(sites_for(request), pk)
    context = {
        "site": row,
        "steps": row.state_changes.all(),
        "columns": listed_columns(row),
        "may_edit": sites_for(request, P.EDIT_SITES).filter(pk=pk).exists(),
        "history": history_of(row),
    }
    return render(request, "registry/site.html", context)


@page(P.EDIT_SITES)
def site_add(request: HttpRequest) -> HttpResponse:
    """Register a site."""
    editing = Editing(
        _("新增网站"),
        lambda form: _address("site", add_site(actor_of(request), form.values(), timezone.localdate())),
        _("网站已登记。"),
        reverse("registry:sites"),
    )
    return show_form(request, forms.SiteForm(request.POST or None, request=request, initial=_preset(request)), editing)


@page(P.EDIT_SITES)
def site_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a site."""
    row = row_of(sites_for(request, P.EDIT_SITES), pk)
    editing = _changing(row, lambda form: change_site(actor_of(request), pk, form.edits()), _address("site", row))
    return show_form(request, forms.SiteForm(request.POST or None, instance=row, request=request), editing)


@page(P.EDIT_SITES)
def site_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a site to another station of its life."""
    row = row_of(sites_for(request, P.EDIT_SITES), pk)
    today = timezone.localdate()
    initial = {"seen": row.state, "since": today, "until": today + timedelta(days=30)}

    def save(form: forms.StateForm) -> str:
        given = dict(form.cleaned_data)
        return _address("site", change_site_state(actor_of(request), pk, given.pop("seen"), Step(**given)))

    title = _("变更“%(name)s”的状态（现为：%(state)s）") % {"name": row.name, "state": row.get_state_display()}
    note = _("改版和临时下线期间，网站照常巡检，问题按“窗口期”单列；已迁移、已关停的网站不再巡检。")
    editing = Editing(title, save, _("状态已变更。"), _address("site", row), note)
    return show_form(request, forms.StateForm(request.POST or None, site=row, initial=initial), editing)


@page(P.VIEW_REGISTRY)
def media(request: HttpRequest) -> HttpResponseBase:
    """List the media accounts within reach."""
    listing = Listing(
        _("新媒体账号"),
        tables.MediaTable,
        filters.MediaFilters,
        _("还没有新媒体账号。可逐个新增，或在“批量导入”中上传账号清单。"),
        _buttons(request, P.EDIT_SITES, "registry:media-add", _("新增账号")),
    )
    return show_list(request, listing, media_for(request))


@page(P.VIEW_REGISTRY)
def media_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one media account and its history."""
    row = row_of(media_for(request), pk)
    may_edit = media_for(request, P.EDIT_SITES).filter(pk=pk).exists()
    return render(request, "registry/media.html", {"account": row, "may_edit": may_edit, "history": history_of(row)})


@page(P.EDIT_SITES)
def media_add(request: HttpRequest) -> HttpResponse:
    """Register a media account."""
    editing = Editing(
        _("新增新媒体账号"),
        lambda form: _address("media-account", add_media_account(actor_of(request), form.values())),
        _("账号已登记。"),
        reverse("registry:media"),
    )
    return show_form(request, forms.MediaForm(request.POST or None, request=request, initial=_preset(request)), editing)


@page(P.EDIT_SITES)
def media_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a media account."""
    row = row_of(media_for(request, P.EDIT_SITES), pk)
    back = _address("media-account", row)
    editing = _changing(row, lambda form: change_media_account(actor_of(request), pk, form.edits()), back)
    return show_form(request, forms.MediaForm(request.POST or None, instance=row, request=request), editing)


@page(P.EDIT_REGIONS)
def regions(request: HttpRequest) -> HttpResponseBase:
    """List the regions within reach."""
    listing = Listing(
        _("地区"),
        tables.RegionTable,
        filters.RegionFilters,
        _("还没有地区。请先新增本级地区，再新增下级，或批量导入区划清单。"),
        _buttons(request, P.EDIT_REGIONS, "registry:region-add", _("新增地区")),
    )
    rows = regions_for(request, P.EDIT_REGIONS).select_related("parent").annotate(unit_count=Count("units"))
    return show_list(request, listing, rows)


@page(P.EDIT_REGIONS)
def region(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a region."""
    row = row_of(regions_for(request, P.EDIT_REGIONS), pk)
    back = reverse("registry:regions")
    editing = _changing(row, lambda form: change_region(actor_of(request), pk, form.edits()), back)
    return show_form(request, forms.RegionForm(request.POST or None, instance=row, request=request), editing)


@page(P.EDIT_REGIONS)
def region_add(request: HttpRequest) -> HttpResponse:
    """Add a region."""
    back = reverse("registry:regions")

    def save(form: forms.RegionForm) -> str:
        add_region(actor_of(request), form.values())
        return back

    editing = Editing(_("新增地区"), save, _("地区已新增。"), back)
    return show_form(request, forms.RegionForm(request.POST or None, request=request), editing)


@page(P.VIEW_REGISTRY)
def unit_options(request: HttpRequest) -> HttpResponse:
    """Suggest units while somebody types."""
    return _options(request, units_for(request))


@page(P.EDIT_UNITS)
def region_options(request: HttpRequest) -> HttpResponse:
    """Suggest regions while somebody types."""
    return _options(request, regions_for(request, P.EDIT_UNITS))


def _options(request: HttpRequest, rows: Any) -> HttpResponse:
    typed = str(next(iter(request.GET.values()), ""))
    return render(request, "pages/options.html", {"rows": matching(rows, typed)})


def _address(kind: str, row: Unit | Site | MediaAccount | Region) -> str:
    return reverse(f"registry:{kind}", kwargs={"pk": row.pk})


def _changing(row: Any, save: Any, back: str) -> Editing:
    def save_and_return(form: Any) -> str:
        save(form)
        return back

    return Editing(_("修改“%s”") % row, save_and_return, _("已保存。"), back)


def _buttons(request: HttpRequest, permission: Permission, view: str, title: str) -> tuple[Button, ...]:
    return ((title, reverse(view), True),) if scope_of(request.user, permission) else ()


def _preset(request: HttpRequest) -> Mapping[str, Any]:
    """Return the unit that the form is opened for."""
    text = request.GET.get("unit", "")
    return {"unit": units_for(request, P.EDIT_SITES).filter(pk=int(text)).first()} if text.isdecimal() else {}
