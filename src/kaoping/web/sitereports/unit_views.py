"""The unit's pages: which sites owe a report, the table to fill in, the copy to publish."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.answers import answers_of
from kaoping.web.pages.autosaving import autosaved, is_autosave
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.export import XLSX
from kaoping.web.pages.reports import due_of, is_over, standing
from kaoping.web.pages.uploads import TYPES
from kaoping.web.sitereports.actions.begin_site_report import begin_site_report
from kaoping.web.sitereports.actions.submit_site_report import submit_site_report
from kaoping.web.sitereports.actions.write_site_report import write_site_report
from kaoping.web.sitereports.checking import Checked, check
from kaoping.web.sitereports.fields import GROUPS, REMARK
from kaoping.web.sitereports.forms import SiteReportForm
from kaoping.web.sitereports.layout import filler_of, rows_of, signed, title_of
from kaoping.web.sitereports.models import SiteReport
from kaoping.web.sitereports.prefilling import hints_for
from kaoping.web.sitereports.queries import asked_of, own_reports, year_before
from kaoping.web.sitereports.writing import as_document, as_workbook
from kaoping.worktime import beijing_date

P = Permission


@page(P.WRITE_REPORTS)
def own(request: HttpRequest) -> HttpResponse:
    """List the sites that owe a report, by year."""
    today = beijing_date(timezone.now())
    rows = [
        (one, due_of(one.report, one.collection.due), standing(one.report, one.collection.due, today))
        for one in asked_of(_person(request))
    ]
    return render(request, "sitereports/own.html", {"rows": rows})


@require_POST
@page(P.WRITE_REPORTS)
def begin(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """Begin the report of a site, filled in with what is known."""
    made: list[SiteReport] = []

    def act() -> str:
        made.append(begin_site_report(actor_of(request), pk, site))
        return _("已预填 %s 项，请核对修改。") % made[0].answers.count()

    answer = answered(request, act, reverse("sitereports:own"))
    if made:
        answer["Location"] = _address(made[0].pk)
    return answer


@page(P.WRITE_REPORTS)
def fill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Fill in a site's table; once it is handed in, read it."""
    report = row_of(own_reports(_person(request)), pk)
    answers, before = answers_of(report.answers.all()), year_before(report)
    if not report.open:
        return render(request, "sitereports/read.html", _shown(report) | {"unsaved": _unsaved(request, answers)})
    form = SiteReportForm(request.POST or None, instance=report, answers=answers)
    if is_autosave(request):

        def keep() -> tuple[Any, str]:
            kept = write_site_report(actor_of(request), pk, form.edits(), timezone.now())
            return kept.saved_at, kept.state

        return autosaved(form, keep)

    def save(form: SiteReportForm) -> str:
        write_site_report(actor_of(request), pk, form.edits(), timezone.now())
        wanted = request.POST.get("act")
        if wanted == "submit":
            done = submit_site_report(actor_of(request), pk, timezone.now())
            messages.success(request, _("已报送，标为逾期。") if done.late else _("已报送。"))
        else:
            messages.success(request, _("已保存。"))
        return f"{_address(pk)}?checked=1" if wanted == "check" else _address(pk)

    looked = check(answers, before) if "checked" in request.GET else Checked({}, {})
    hints = hints_for(report)
    more = _shown(report) | {
        "groups": [(group.title, _lines(group, before, hints)) for group in GROUPS],
        "looked": looked,
        "ready": "checked" in request.GET and looked.complete,
        "submits": report.site.unit_id in scope_of(request.user, P.SUBMIT_REPORTS).units,
        "last_year": bool(before),
    }
    title = _("%(site)s：%(year)s 年度报表") % {"site": report.site, "year": report.collection.year}
    editing = Editing(title, save, "", reverse("sitereports:own"), "", "", "sitereports/fill.html", more)
    return show_form(request, form, editing)


@page(P.WRITE_REPORTS)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over a report as it is published: `?as=docx`, `xlsx`, or a page of its own."""
    report = row_of(own_reports(_person(request)).filter(state=SiteReport.State.SUBMITTED), pk)
    return published(request, report)


def published(request: HttpRequest, report: SiteReport) -> HttpResponse:
    """Return the publication copy of a report in the form asked for."""
    answers, year = answers_of(report.answers.all()), report.collection.year
    wanted = request.GET.get("as", "html")
    if wanted == "html":
        context = {
            "title": title_of(year),
            "filler": filler_of(answers),
            "rows": rows_of(answers),
            "signed": signed(answers),
        }
        response = render(request, "sitereports/publication.html", context)
    elif wanted == "docx":
        response = HttpResponse(as_document(year, answers), content_type=TYPES["docx"])
    elif wanted == "xlsx":
        response = HttpResponse(as_workbook(year, answers), content_type=XLSX)
    else:
        raise Http404
    name = f"{report.site.name}{title_of(year)}.{wanted}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _lines(group: Any, before: Any, hints: Any) -> list[dict[str, Any]]:
    return [
        {
            "part": part.title if not place else "",
            "field": field,
            "before": before.get(field.key, ""),
            "hint": hints.get(field.key, ""),
        }
        for part in group.parts
        for place, field in enumerate(part.fields)
    ]


def _shown(report: SiteReport) -> dict[str, Any]:
    answers, today = answers_of(report.answers.all()), beijing_date(timezone.now())
    due = due_of(report, report.collection.due)
    return {
        "report": report,
        "due": due,
        "over": is_over(due, today),
        "standing": standing(report, report.collection.due, today),
        "rows": rows_of(answers),
        "filler": filler_of(answers),
        "signed": signed(answers),
        "title": title_of(report.collection.year),
        "remark_said": answers.get(REMARK.key, ""),
    }


def _unsaved(request: HttpRequest, answers: dict[str, str]) -> list[tuple[str, str]]:
    """What was being written while somebody handed the report in: shown, so that it can be copied."""
    typed = {key: str(text) for key, text in request.POST.items() if f"initial-{key}" in request.POST}
    return [
        (SiteReport.answer_label(key), text)
        for key, text in typed.items()
        if text.strip() != answers.get(key, "").strip()
    ]


def _address(pk: int) -> str:
    return reverse("sitereports:fill", kwargs={"pk": pk})


def _person(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user
