"""Lists: filters, sorting, pages and exports, the same for every kind of row."""

from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_filters import FilterSet
from django_tables2 import RequestConfig, Table

from kaoping.web.actions import RefusedError
from kaoping.web.pages.export import comma_separated, workbook

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Bulk:
    """What can be done with many rows at once: a form, and buttons (value of `act`, title) that send it.

    The table needs a `TickColumn` called `row`.
    """

    form: forms.Form
    buttons: tuple[tuple[str, str], ...]


class TickColumn(tables.Column):
    """A box for each row; the whole column stays out of exports."""

    def __init__(self) -> None:
        box = format_html('<input type="checkbox" data-all aria-label="{}">', _("勾选本页全部"))
        narrow = {"td": {"class": "tick"}}
        super().__init__(box, accessor="pk", orderable=False, exclude_from_export=True, attrs=narrow)

    def render(self, value: Any, record: Any) -> SafeString:
        """Return the box."""
        said = _("勾选 %s") % record
        return format_html('<input type="checkbox" name="row" value="{}" aria-label="{}">', value, said)


@dataclass(frozen=True, slots=True)
class Listing:
    """One list. `actions`: (title, address, main?) of its buttons; `empty`: what to do when there is nothing yet."""

    title: str
    table: type[Table]
    filters: type[FilterSet]
    empty: str
    actions: tuple[tuple[str, str, bool], ...] = ()
    note: str = ""
    bulk: Bulk | None = None


def show_list(request: HttpRequest, listing: Listing, rows: "QuerySet[Any]") -> HttpResponseBase:
    """Show the rows that the filters leave; `?export=xlsx` or `csv` hands over all of them."""
    filters = listing.filters(request.GET, rows, request=request)
    table = listing.table(filters.qs, request=request)
    wanted = request.GET.get("export")
    if wanted in ("xlsx", "csv"):
        RequestConfig(request, paginate=False).configure(table)
        exported = table.as_values(exclude_columns=("actions",))
        return workbook(listing.title, exported) if wanted == "xlsx" else comma_separated(listing.title, exported)
    RequestConfig(request, paginate={"per_page": PER_PAGE, "paginator_class": Paginator, "silent": True}).configure(
        table
    )
    context = {"listing": listing, "filters": filters, "table": table, "filtered": _is_filtered(filters)}
    template = "pages/list_body.html" if request.headers.get("HX-Request") else "pages/list.html"
    return _answer(request, template, context)


def chosen_rows(request: HttpRequest, listing: Listing, rows: "QuerySet[Any]") -> list[int]:
    """Return the keys of the rows that a bulk form was sent for: the ticked ones, or all that the filters leave.

    Raises RefusedError where none is ticked, or the filters leave other rows than were shown.
    """
    if request.POST.get("which") != "all":
        ticked = [int(text) for text in request.POST.getlist("row") if text.isdecimal()]
        if not ticked:
            raise RefusedError(_("还没有勾选。请勾选要处理的行，或选“筛选结果全部”。"))
        return ticked
    keys = list(listing.filters(request.GET, rows, request=request).qs.order_by().values_list("pk", flat=True))
    if str(len(keys)) != request.POST.get("count"):
        raise RefusedError(_("筛选结果刚刚有变化，现为 %s 条；什么也没有改，请看清后再操作。") % len(keys))
    return keys


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context)


def _is_filtered(filters: FilterSet) -> bool:
    return any(filters.data.get(name) for name in filters.filters)
