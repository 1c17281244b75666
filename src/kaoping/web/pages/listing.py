"""Lists: filters, sorting, pages and exports, the same for every kind of row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import django_tables2 as tables
from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import FilterSet
from django_tables2 import RequestConfig, Table

from kaoping.web.actions import RefusedError
from kaoping.web.pages.export import comma_separated, streamed_workbook, workbook

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

    label = gettext_lazy("勾选")

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
    """One list. `actions`: (title, address, main?) of its buttons; `empty`: what to do when there is nothing yet.

    `most`: how many rows are counted and paged through at most (0: all), for lists of hundreds of thousands; exports
    hand over all of them, by `export` (rows of cells, the header first) where the list is too long to be built at once.
    `folded` are filters that are seldom needed; `template` and `more` are for pages that show more than a list.
    """

    title: str
    table: type[Table]
    filters: type[FilterSet]
    empty: str
    actions: tuple[tuple[str, str, bool], ...] = ()
    note: str = ""
    bulk: Bulk | None = None
    most: int = 0
    export: "Callable[[QuerySet[Any]], Iterable[Sequence[object]]] | None" = None
    folded: frozenset[str] = frozenset()
    template: str = "pages/list.html"
    more: Mapping[str, Any] = field(default_factory=dict)


class CappedPaginator(Paginator):
    """Counts no further than `most` rows: a list of hundreds of thousands would be counted anew for every page."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    @cached_property
    def found(self) -> int:
        """How many rows there are, at most one more than `most`."""
        of_table: Any = self.object_list
        rows: QuerySet[Any] = of_table.data.data
        return rows.order_by()[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through."""
        return min(self.found, self.most)

    @property
    def capped(self) -> bool:
        """Whether there are more rows than can be paged through."""
        return self.found > self.most


def show_list(request: HttpRequest, listing: Listing, rows: "QuerySet[Any]") -> HttpResponseBase:
    """Show the rows that the filters leave; `?export=xlsx` or `csv` hands over all of them."""
    filters = listing.filters(request.GET, rows, request=request)
    table = listing.table(filters.qs)
    table.request = request  # handed to the constructor, it would page through all rows, and count them, once more
    wanted = request.GET.get("export")
    if wanted in ("xlsx", "csv") and listing.export:
        rows_of = listing.export(filters.qs)
        long = streamed_workbook if wanted == "xlsx" else comma_separated
        return long(listing.title, rows_of)
    if wanted in ("xlsx", "csv"):
        RequestConfig(request, paginate=False).configure(table)
        exported = table.as_values(exclude_columns=("actions",))
        return workbook(listing.title, exported) if wanted == "xlsx" else comma_separated(listing.title, exported)
    pages: dict[str, Any] = {"per_page": PER_PAGE, "paginator_class": Paginator, "silent": True}
    if listing.most:
        pages |= {"paginator_class": CappedPaginator, "most": listing.most}
    RequestConfig(request, paginate=pages).configure(table)
    context = {"listing": listing, "filters": filters, "table": table, "filtered": _is_filtered(filters)}
    context |= listing.more
    template = "pages/list_body.html" if request.headers.get("HX-Request") else listing.template
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
    found = listing.filters(request.GET, rows, request=request).qs.order_by().values_list("pk", flat=True)
    keys = list(found[: listing.most + 1] if listing.most else found)
    if listing.most and len(keys) > listing.most:
        raise RefusedError(_("筛选结果超过 %s 条，请缩小范围后再批量处理。") % listing.most)
    if str(len(keys)) != request.POST.get("count"):
        raise RefusedError(_("筛选结果刚刚有变化，现为 %s 条；什么也没有改，请看清后再操作。") % len(keys))
    return keys


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context)


def _is_filtered(filters: FilterSet) -> bool:
    return any(filters.data.get(name) for name in filters.filters)
