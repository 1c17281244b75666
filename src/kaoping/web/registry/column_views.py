"""The pages about columns of sites: the list of what is published, single columns, decisions."""

from typing import Any

from django import forms as plain
from django.db.models import Case, Count, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.audit.views import history_of
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list
from kaoping.web.registry import filters, forms, tables
from kaoping.web.registry.actions.add_column import add_column
from kaoping.web.registry.actions.change_column import change_column
from kaoping.web.registry.actions.decide_columns import decide_columns
from kaoping.web.registry.due_words import LISTED, left_said, period_said
from kaoping.web.registry.models import Column, Site
from kaoping.web.registry.queries import columns_for, sites_for

P = Permission
State = Column.State
SHOWN = 30  # columns on the page of a site
DECISIONS = (
    (State.CONFIRMED, gettext_lazy("确认为栏目")),
    (State.REJECTED, gettext_lazy("不是栏目")),
    (State.GONE, gettext_lazy("已撤销")),
)


@page(P.VIEW_REGISTRY)
def columns(request: HttpRequest) -> HttpResponseBase:
    """List the columns within reach; those who keep sites decide on many at once."""
    may_decide = bool(scope_of(request.user, P.EDIT_SITES))
    listing = Listing(
        _("栏目"),
        tables.ColumnTable if may_decide else tables.ReadOnlyColumnTable,
        filters.ColumnFilters,
        _("还没有栏目。巡查之后会自动列出看到的栏目，供确认；也可以在网站页面上逐个新增，或批量导入。"),
        (),
        _("确认的栏目组成各网站的信息发布内容清单。巡查只提出栏目和最近更新日期，不改人工核定的内容。"),
        Bulk(plain.Form(), tuple((state.value, str(title)) for state, title in DECISIONS)) if may_decide else None,
    )
    rows = columns_for(request)
    if request.method == "POST" and may_decide:

        def act() -> str:
            done = decide_columns(actor_of(request), chosen_rows(request, listing, rows), request.POST.get("act", ""))
            return _("已认定 %s 个栏目。") % done

        return answered(request, act)
    return show_list(request, listing, rows)


@page(P.VIEW_REGISTRY)
def column(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one column and its history."""
    row = row_of(columns_for(request), pk)
    may_edit = columns_for(request, P.EDIT_SITES).filter(pk=pk).exists()
    context = {
        "column": row,
        "period": period_said(row.due_days),
        "left": left_said(row),
        "may_edit": may_edit,
        "decisions": [one for one in DECISIONS if one[0] != row.state],
        "history": history_of(row),
    }
    return render(request, "registry/column.html", context)


@page(P.EDIT_SITES)
def column_add(request: HttpRequest, pk: int) -> HttpResponse:
    """List a column of a site."""
    site = row_of(sites_for(request, P.EDIT_SITES), pk)

    def save(form: forms.ColumnForm) -> str:
        return _address(add_column(actor_of(request), {**form.values(), "site": site}))

    back = reverse("registry:site", kwargs={"pk": pk})
    editing = Editing(_("“%s”：新增栏目") % site, save, _("栏目已列入清单。"), back)
    initial = {"state": State.CONFIRMED}
    return show_form(request, forms.ColumnForm(request.POST or None, request=request, initial=initial), editing)


@page(P.EDIT_SITES)
def column_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a column."""
    row = row_of(columns_for(request, P.EDIT_SITES), pk)

    def save(form: forms.ColumnForm) -> str:
        change_column(actor_of(request), pk, form.edits())
        return _address(row)

    editing = Editing(_("修改栏目“%s”") % row, save, _("已保存。"), _address(row), str(row.site))
    return show_form(request, forms.ColumnForm(request.POST or None, instance=row, request=request), editing)


@require_POST
@page(P.EDIT_SITES)
def column_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on one column."""
    row = row_of(columns_for(request, P.EDIT_SITES), pk)

    def act() -> str:
        decide_columns(actor_of(request), [pk], request.POST.get("act", ""))
        return _("已认定。")

    return answered(request, act, _address(row))


def listed_columns(site: Site) -> dict[str, Any]:
    """Return what the page of a site shows of its columns: how many in each state, and the first of those listed."""
    counts = dict(site.columns.order_by().values_list("state").annotate(Count("pk")))
    listed = site.columns.filter(state__in=LISTED)
    return {
        "counts": [(state.label, counts[state]) for state in State if state in counts],
        "rows": [(row, period_said(row.due_days), left_said(row)) for row in _first(listed)],
        "all": reverse("registry:columns") + "?" + urlencode({"site": site.host}),
        "most": SHOWN,
        "total": sum(counts.values()),
    }


def _first(rows: "QuerySet[Column]") -> "QuerySet[Column]":
    """Those to decide on first, then those that are due soonest."""
    waiting = Case(When(state=State.PROPOSED, then=Value(0)), default=Value(1))
    return rows.order_by(waiting, "due_on", "key")[:SHOWN]


def _address(row: Column) -> str:
    return reverse("registry:column", kwargs={"pk": row.pk})
