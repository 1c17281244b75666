"""Lists: filters, sorting, pages and exports, the same for every kind of row."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_filters import FilterSet
from django_tables2 import RequestConfig, Table

from kaoping.web.pages.export import comma_separated, workbook

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """One list. `actions`: (title, address, main?) of its buttons; `empty`: what to do when there is nothing yet."""

    title: str
    table: type[Table]
    filters: type[FilterSet]
    empty: str
    actions: tuple[tuple[str, str, bool], ...] = ()
    note: str = ""


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


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context)


def _is_filtered(filters: FilterSet) -> bool:
    return any(filters.data.get(name) for name in filters.filters)
