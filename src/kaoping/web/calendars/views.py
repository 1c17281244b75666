"""The pages about calendars: what is known, what is missing, and taking a file over."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.calendars.actions.import_calendar import import_calendar
from kaoping.web.calendars.handed_in import changed_days, read_handed_in, spans, years_said
from kaoping.web.calendars.hours_said import hours_by_region
from kaoping.web.calendars.models import CalendarImport
from kaoping.web.pages.access import actor_of, page
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.working_time import profiles
from kaoping.worktime.calendar import Calendar
from kaoping.worktime.calendar_files import render_calendar

P = Permission
RECENT = 20


class UploadForm(forms.Form):
    """One calendar file."""

    file = forms.FileField(
        label=gettext_lazy("日历文件"),
        widget=forms.FileInput({"accept": ".txt,.json"}),
        help_text=gettext_lazy("holiday-cn 的 JSON，或照通知打字的文本（格式见下）"),
    )


class ConfirmForm(forms.Form):
    """The file that was looked at."""

    name = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(widget=forms.HiddenInput, strip=False)


@page(P.VIEW_CYCLES)
def calendars(request: HttpRequest) -> HttpResponse:
    """Show which years are known, one year's arrangement, what was imported, and hours by region."""
    calendar, today = profiles().default.calendar, timezone.localdate()
    year = _year(request.GET.get("year", ""), calendar, today)
    context = {
        "known": years_said(calendar.years),
        "years": sorted(calendar.years, reverse=True)[:12],
        "year": year,
        "spans": _of_year(calendar, year),
        "missing": [one for one in (today.year, today.year + 1) if one not in calendar.years],
        "hours": list(hours_by_region(_("全部地区"))),
        "imports": CalendarImport.objects.all()[:RECENT],
        "may_set_hours": bool(scope_of(request.user, P.MANAGE_HOURS)),
        "may_import": scope_of(request.user, P.MANAGE_CALENDARS).everywhere,
    }
    return render(request, "calendars/calendars.html", context)


@page(P.MANAGE_CALENDARS)
def calendar_import(request: HttpRequest) -> HttpResponse:
    """Upload a file, look at what it says and changes, and take it over."""
    back = reverse("calendars:calendars")
    if "text" in request.POST:
        form = ConfirmForm(request.POST)
        done = _("日历已导入，期限随即按它推算。")
        return show_form(request, form, Editing(_("导入日历"), lambda sent: _taken_over(request, sent), done, back))
    editing = Editing(
        _("导入日历"),
        lambda sent: _preview(request, sent.cleaned_data["file"]),
        "",
        back,
        _("先上传核对，确认之后才生效。文件对全部地区生效；同一年的文件会被替换。"),
        _("上传并核对"),
    )
    return show_form(request, UploadForm(request.POST or None, request.FILES or None), editing)


def _preview(request: HttpRequest, file: object) -> HttpResponse:
    """Show what a file says and changes, with the form that takes it over."""
    name, data = str(file.name), file.read()  # type: ignore[attr-defined]
    found = read_handed_in(data, name)
    text = render_calendar(found)
    context = {
        "found": found,
        "years": years_said(found.years),
        "spans": spans(found.days, found.names),
        "changed": changed_days(found),
        "form": ConfirmForm(initial={"name": name, "text": text}),
        "name": name,
    }
    return render(request, "calendars/preview.html", context)


def _taken_over(request: HttpRequest, form: ConfirmForm) -> str:
    row = import_calendar(actor_of(request), form.cleaned_data["text"].encode(), form.cleaned_data["name"])
    year = row.years.rpartition("、")[2].rpartition("–")[2]
    return reverse("calendars:calendars") + (f"?year={year}" if year else "")


def _of_year(calendar: Calendar, year: int) -> object:
    days = {day: worked for day, worked in calendar.days.items() if day.year == year}
    return spans(days, calendar.names)


def _year(text: str, calendar: Calendar, today: date) -> int:
    if text.isdecimal() and int(text) in calendar.years:
        return int(text)
    return today.year if today.year in calendar.years else max(calendar.years)
