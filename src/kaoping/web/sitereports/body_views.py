"""The assessing body's pages: collections, the sites of one, a report, its return."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.audit.views import history_of
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.answers import answers_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list
from kaoping.web.pages.reports import STANDINGS, is_over, standing, standing_as
from kaoping.web.registry.models import Region
from kaoping.web.sitereports import filters, forms, tables
from kaoping.web.sitereports.actions.change_collection import change_collection
from kaoping.web.sitereports.actions.open_collection import open_collection
from kaoping.web.sitereports.actions.return_site_reports import return_site_reports
from kaoping.web.sitereports.checking import check
from kaoping.web.sitereports.fields import REMARK
from kaoping.web.sitereports.layout import filler_of, rows_of, signed, title_of
from kaoping.web.sitereports.models import Collection, SiteReport
from kaoping.web.sitereports.prefilling import hints_for
from kaoping.web.sitereports.queries import collections_within, reports_within, sites_asked, year_before
from kaoping.web.sitereports.showing import stand_of
from kaoping.web.sitereports.unit_views import published
from kaoping.worktime import beijing_date

P = Permission


@page(P.VIEW_REPORTS)
def collections(request: HttpRequest) -> HttpResponse:
    """List the years that reports were asked for, and how many are there."""
    sent = Count("reports", filter=Q(reports__state=SiteReport.State.SUBMITTED))
    rows = collections_within(scope_of(request.user, P.VIEW_REPORTS)).annotate(sent=sent)
    context = {
        "rows": [(one, sites_asked(one).count()) for one in rows],
        "manages": bool(scope_of(request.user, P.MANAGE_REPORTS)),
    }
    return render(request, "sitereports/collections.html", context)


@page(P.MANAGE_REPORTS)
def collection_add(request: HttpRequest) -> HttpResponse:
    """Ask the sites of a region for their reports on a year."""
    today = beijing_date(timezone.now())
    regions = scope_of(request.user, P.MANAGE_REPORTS).regions(Region.objects.all())

    def save(form: forms.CollectionForm) -> str:
        row = open_collection(actor_of(request), form.values())
        return reverse("sitereports:collection", kwargs={"pk": row.pk})

    year = today.year if today.month > 6 else today.year - 1
    new = Collection(year=year, due=today.replace(year=year + 1, month=1, day=31), region=regions.first())
    form = forms.CollectionForm(request.POST or None, instance=new, regions=regions)
    note = _("各单位会收到通知。报表应于次年 1 月 31 日前在网站发布；地方要求提前的，改报送截止。")
    back = reverse("sitereports:collections")
    return show_form(request, form, Editing(_("布置网站年报"), save, _("已布置。"), back, note, _("布置，通知各单位")))


@page(P.MANAGE_REPORTS)
def collection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change until when reports are due."""
    scope = scope_of(request.user, P.MANAGE_REPORTS)
    row = row_of(collections_within(scope), pk)
    back = reverse("sitereports:collection", kwargs={"pk": pk})

    def save(form: forms.CollectionForm) -> str:
        change_collection(actor_of(request), pk, form.edits())
        return back

    form = forms.CollectionForm(request.POST or None, instance=row, regions=scope.regions(Region.objects.all()))
    return show_form(request, form, Editing(str(row), save, _("已保存。"), back))


@page(P.VIEW_REPORTS)
def collection(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List the sites of a collection with how their reports stand; return some for correction."""
    row = row_of(collections_within(scope_of(request.user, P.VIEW_REPORTS)), pk)
    returns = scope_of(request.user, P.MANAGE_REPORTS).covers_region(row.region.path)
    today = beijing_date(timezone.now())
    over, sites = is_over(row.due, today), sites_asked(row)
    form = forms.ReturnForm(request.POST or None)
    table = tables.SiteReportTable if returns else tables.ReadOnlySiteReportTable
    counts = [
        (title, sites.filter(standing_as(name, "year_report", today, over=over)).count(), name)
        for name, title in STANDINGS
    ]
    edit = ((_("修改"), reverse("sitereports:collection-edit", kwargs={"pk": pk}), False),)
    listing = Listing(
        _("%s网站年报") % row,
        type(table.__name__, (table,), {"stand": stand_of(row, today)}),
        filters.SiteReportFilters.for_day(over, today),
        _("这个地区没有在册运行的网站。请先在台账中登记网站。"),
        edit if returns else (),
        _("报送截止 %s。是否在网站发布，以巡查结果为准。") % row.due,
        Bulk(form, (("return", _("退回补正")),)) if returns else None,
        template="sitereports/collection.html",
        more={"counts": counts, "collection": row},
    )
    if request.method == "POST" and returns:
        return answered(request, lambda: _returned(request, form, pk, chosen_rows(request, listing, sites)))
    return show_list(request, listing, sites)


@page(P.VIEW_REPORTS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a site's report with what is unusual in it; `?as=` hands over the publication copy; return it."""
    row = row_of(reports_within(scope_of(request.user, P.VIEW_REPORTS)), pk)
    sent = row.state == SiteReport.State.SUBMITTED
    if "as" in request.GET and sent:
        return published(request, row)
    returns = sent and scope_of(request.user, P.MANAGE_REPORTS).covers_region(row.collection.region.path)
    form = forms.ReturnForm(request.POST or None)
    if request.method == "POST" and returns:
        return answered(request, lambda: _returned(request, form, row.collection_id, [row.site_id]))
    answers = answers_of(row.answers.all())
    context: dict[str, Any] = {
        "report": row,
        "due": row.due or row.collection.due,
        "standing": standing(row, row.collection.due, beijing_date(timezone.now())),
        "looked": check(answers, year_before(row)),
        "hints": hints_for(row).values(),
        "rows": rows_of(answers),
        "filler": filler_of(answers),
        "signed": signed(answers),
        "title": title_of(row.collection.year),
        "remark_said": answers.get(REMARK.key, ""),
        "submissions": row.submissions.all(),
        "history": history_of(row),
        "form": form if returns else None,
        "sent": sent,
    }
    return render(request, "sitereports/report.html", context)


def _returned(request: HttpRequest, form: forms.ReturnForm, pk: int, sites: list[int]) -> str:
    if not form.is_valid() or form.cleaned_data["due"] is None:
        raise RefusedError(_("请填写补正截止日期。"))
    done = return_site_reports(actor_of(request), pk, sites, due=form.cleaned_data["due"], at=timezone.now())
    return _("已退回 %s 份；没有报送的不用退回。") % done
