"""The unit's pages: which cycles ask for a report, the report itself, its handing in."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Permission, roles_with
from kaoping.web.accounts.scope import scope_of
from kaoping.web.cycles.models import Participant
from kaoping.web.marking.materials import indicators_of
from kaoping.web.marking.rules import takes_marks
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.answers import answers_of
from kaoping.web.pages.autosaving import autosaved, is_autosave
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.reports import due_of, is_over, standing
from kaoping.web.selfassessment.actions.begin_report import begin_report
from kaoping.web.selfassessment.actions.prefill_report import prefill_report
from kaoping.web.selfassessment.actions.submit_report import submit_report
from kaoping.web.selfassessment.actions.write_report import write_report
from kaoping.web.selfassessment.due import due_day
from kaoping.web.selfassessment.forms import ReportForm
from kaoping.web.selfassessment.indicators import indicators_for
from kaoping.web.selfassessment.models import Report
from kaoping.web.selfassessment.queries import own_places
from kaoping.web.selfassessment.showing import checked, lines_of
from kaoping.worktime import beijing_date

P = Permission


@page(P.WRITE_REPORTS)
def own(request: HttpRequest) -> HttpResponse:
    """List the cycles that ask one's units for a report."""
    places = own_places(_person(request)).select_related("self_report").order_by("-cycle__period_from")
    today, rows = beijing_date(timezone.now()), []
    for place in places:
        report, due = getattr(place, "self_report", None), due_day(place.cycle)
        rows.append((place, due_of(report, due), standing(report, due, today)))
    return render(request, "selfassessment/own.html", {"rows": rows})


@page(P.WRITE_REPORTS)
def unit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write a unit's report; once it is handed in, read it."""
    place = row_of(own_places(_person(request)), pk)
    report = Report.objects.filter(participant=place).first()
    call, due = place.cycle.report_call, due_day(place.cycle)
    open_ = takes_marks(place.cycle)
    today = beijing_date(timezone.now())
    shared: dict[str, Any] = {
        "place": place,
        "call": call,
        "due": due_of(report, due),
        "over": is_over(due_of(report, due), today),
        "open": open_,
        "standing": standing(report, due, today),
        "submits": place.unit_id in scope_of(request.user, P.SUBMIT_REPORTS).units,
        "has_leader": _has_leader(place),
    }
    if report is None:
        return render(request, "selfassessment/begin.html", shared)
    shared["report"] = report
    if open_ and report.state != Report.State.SUBMITTED:
        return _writing(request, report, shared)
    answers = answers_of(report.answers.all())
    context = {
        **shared,
        "texts": [(one.title, answers.get(one.key, "")) for one in call.sections.all()],
        "lines": lines_of(place, indicators_for(place) if call.marks else (), answers),
        "unsaved": _unsaved(request, answers),
    }
    return render(request, "selfassessment/read.html", context)


def _writing(request: HttpRequest, report: Report, shared: dict[str, Any]) -> HttpResponse:
    """The page on which a report is written, saved, checked and handed in."""
    place, call = shared["place"], shared["call"]
    answers, sections = answers_of(report.answers.all()), list(call.sections.all())
    indicators = indicators_for(place) if call.marks else ()
    lines = lines_of(place, indicators, answers)
    form = ReportForm(request.POST or None, instance=report, sections=sections, indicators=indicators, answers=answers)
    if is_autosave(request):
        return autosaved(form, lambda: _kept(write_report(actor_of(request), report.pk, form.edits(), timezone.now())))

    def save(form: ReportForm) -> str:
        write_report(actor_of(request), report.pk, form.edits(), timezone.now())
        wanted = request.POST.get("act")
        if wanted == "submit":
            done = submit_report(actor_of(request), report.pk, timezone.now())
            messages.success(request, _("已报送，标为逾期。") if done.late else _("已报送。"))
        else:
            messages.success(request, _("已保存。"))
        return f"{_address(place.pk)}?checked=1" if wanted == "check" else _address(place.pk)

    problems = checked(answers, sections, indicators) if "checked" in request.GET else {}
    more = {
        **shared,
        "lines": lines,
        "sections": sections,
        "problems": problems,
        "ready": "checked" in request.GET and not problems,
        "material_indicators": indicators_of(place),
    }
    title = _("%(unit)s：自评报告") % {"unit": place.unit}
    back = reverse("selfassessment:own")
    editing = Editing(title, save, "", back, "", "", "selfassessment/write.html", more)
    return show_form(request, form, editing)


@require_POST
@page(P.WRITE_REPORTS)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a report, filled in from monitoring."""

    def act() -> str:
        report = begin_report(actor_of(request), pk, beijing_date(timezone.now()))
        return _("已按监测结果预填 %s 项，请核对修改。") % report.answers.count()

    return answered(request, act, _address(pk))


@require_POST
@page(P.WRITE_REPORTS)
def prefill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill what is still empty from monitoring as it is now."""
    report = row_of(Report.objects.filter(participant__in=own_places(_person(request)).values("pk")), _report_of(pk))

    def act() -> str:
        filled = prefill_report(actor_of(request), report.pk, timezone.now())
        return _("已按监测结果预填 %s 项；已经填写的没有改。") % filled

    return answered(request, act, _address(pk))


def _report_of(place: int) -> int:
    return Report.objects.filter(participant=place).values_list("pk", flat=True).first() or 0


def _address(pk: int) -> str:
    return reverse("selfassessment:unit", kwargs={"pk": pk})


def _kept(report: Report) -> tuple[datetime | None, str]:
    return report.saved_at, report.state


def _has_leader(place: Participant) -> bool:
    roles = roles_with(P.SUBMIT_REPORTS)
    return Membership.objects.filter(unit=place.unit_id, role__in=roles, user__is_active=True).exists()


def _unsaved(request: HttpRequest, answers: dict[str, str]) -> list[tuple[str, str]]:
    """What was being written while somebody handed the report in: shown, so that it can be copied."""
    typed = {key: str(text).replace("\r\n", "\n") for key, text in request.POST.items()}
    keys = [key for key in typed if f"initial-{key}" in typed and typed[key].strip() != answers.get(key, "").strip()]
    return [(Report.answer_label(key), typed[key]) for key in keys]


def _person(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user
