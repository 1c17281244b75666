"""The pages of the duty: the calendar with its gaps, readings and what they found."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.audit.views import history_of
from kaoping.web.duty import filters, forms, tables
from kaoping.web.duty.actions.change_problem import change_problem
from kaoping.web.duty.actions.change_reading import change_reading
from kaoping.web.duty.actions.note_problem import note_problem
from kaoping.web.duty.actions.write_reading import write_reading
from kaoping.web.duty.expected import units_on_duty, without_reading
from kaoping.web.duty.matrix import Month
from kaoping.web.duty.queries import problems_for, readings_for
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.export import workbook
from kaoping.web.pages.listing import PER_PAGE, Listing, show_list
from kaoping.web.registry.models import Unit
from kaoping.web.registry.queries import units_for

P = Permission
OWN = 5  # units for which the calendar offers to write today's reading


@page(P.VIEW_DUTY)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month: units down, days across; `?export=xlsx` hands over all units."""
    month = Month(_first_day(request.GET.get("month", "")), timezone.localdate())
    found = filters.CalendarFilters(request.GET, month.units(units_for(request, P.VIEW_DUTY)), request=request)
    if request.GET.get("export") == "xlsx":
        return workbook(_("值班读网%s") % f"{month.first:%Y-%m}", _table(month, found.qs))
    paged = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "month": month,
        "before": _moved(month.first, -1),
        "after": _moved(month.first, 1),
        "filters": found,
        "page": paged,
        "lines": list(month.lines(list(paged))),
        "own": _to_write(request, month.today),
        "manages": bool(scope_of(request.user, P.MANAGE_DUTY)),
    }
    return render(request, "duty/calendar.html", context)


@page(P.VIEW_DUTY)
def readings(request: HttpRequest) -> HttpResponseBase:
    """List the readings within reach."""
    listing = Listing(
        _("读网记录"),
        tables.ReadingTable,
        filters.ReadingFilters,
        _("还没有读网记录。单位联络员或负责人在“值班读网”日历上填写。"),
        ((_("日历"), reverse("duty:calendar"), False),),
    )
    return show_list(request, listing, readings_for(request))


@page(P.VIEW_DUTY)
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one reading, what it found, and its history."""
    row = row_of(readings_for(request), pk)
    context = {
        "reading": row,
        "sites": row.sites.order_by("host"),
        "problems": row.problems.all(),
        "late": timezone.localdate(row.written_at) > row.day,
        "may_edit": readings_for(request, P.KEEP_DUTY).filter(pk=pk).exists(),
        "history": history_of(row),
    }
    return render(request, "duty/reading.html", context)


@page(P.KEEP_DUTY)
def unit_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a reading of a unit; `?day=` is which."""
    unit = row_of(units_for(request, P.KEEP_DUTY), pk)
    now = timezone.localtime()

    def save(form: forms.ReadingForm) -> str:
        fields = {**form.values(), "unit": unit}
        row = write_reading(actor_of(request), fields, form.cleaned_data["sites"], timezone.now())
        return _address(row.pk)

    initial = {
        "day": _day(request.GET.get("day", "")) or now.date(),
        "read_at": now.time().replace(second=0, microsecond=0),
        "reader": getattr(request.user, "name", ""),
    }
    note = _("发现的问题在保存之后登记。")
    editing = Editing(
        _("填写读网记录：%s") % unit, save, _("已保存。发现问题的，请接着登记。"), reverse("duty:calendar"), note
    )
    return show_form(request, forms.ReadingForm(request.POST or None, unit=unit, initial=initial), editing)


@page(P.KEEP_DUTY)
def reading_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a reading."""
    row = row_of(readings_for(request, P.KEEP_DUTY), pk)

    def save(form: forms.ReadingForm) -> str:
        change_reading(actor_of(request), pk, form.edits(), form.cleaned_data["sites"])
        return _address(pk)

    editing = Editing(_("修改读网记录：%s") % row, save, _("已保存。"), _address(pk))
    return show_form(request, forms.ReadingForm(request.POST or None, instance=row, unit=row.unit), editing)


@page(P.KEEP_DUTY)
def reading_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something that a reading found."""
    row = row_of(readings_for(request, P.KEEP_DUTY), pk)

    def save(form: forms.ProblemForm) -> str:
        note_problem(actor_of(request), pk, form.values())
        return _address(pk)

    editing = Editing(_("登记问题：%s") % row, save, _("问题已登记。"), _address(pk))
    return show_form(request, forms.ProblemForm(request.POST or None), editing)


@page(P.KEEP_DUTY)
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of something that a reading found."""
    row = row_of(problems_for(request, P.KEEP_DUTY), pk)
    back = _address(row.reading_id)

    def save(form: forms.ProblemForm) -> str:
        change_problem(actor_of(request), pk, form.edits())
        return back

    editing = Editing(_("处理问题：%s") % row.reading, save, _("已保存。"), back)
    return show_form(request, forms.ProblemForm(request.POST or None, instance=row), editing)


def _table(month: Month, units: "QuerySet[Unit]") -> Iterator[Sequence[object]]:
    """The calendar as rows, the header first."""
    days = [f"{day.month}-{day.day}" for day in month.days]
    yield (_("单位编号"), _("单位"), _("地区"), *days, _("已读"), _("缺"))
    for line in month.lines(list(units)):
        unit = line.unit
        marks = [cell.mark for cell in line.cells]
        yield (unit.code, unit.name, unit.region.name, *marks, line.read, line.missing)


def _to_write(request: HttpRequest, today: date) -> list[Unit]:
    """Return units for which the person is to write today's reading."""
    if not scope_of(request.user, P.KEEP_DUTY):
        return []
    return list(without_reading(units_on_duty(units_for(request, P.KEEP_DUTY)), today)[:OWN])


def _first_day(text: str) -> date:
    return (_day(f"{text}-01") or timezone.localdate()).replace(day=1)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


def _moved(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _address(pk: int) -> str:
    return reverse("duty:reading", kwargs={"pk": pk})
