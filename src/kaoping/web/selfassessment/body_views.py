"""The assessing body's pages: cycles, what is asked, everybody's reports, one of them."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.audit.views import history_of
from kaoping.web.cycles.models import Participant
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.cycles.rules import may_manage
from kaoping.web.marking.rules import takes_marks
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.answers import answers_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list
from kaoping.web.pages.reports import STANDINGS, due_of, is_over, standing, standing_as
from kaoping.web.selfassessment import filters, forms, tables
from kaoping.web.selfassessment.actions.add_section import add_section
from kaoping.web.selfassessment.actions.change_call import change_call
from kaoping.web.selfassessment.actions.change_section import change_section
from kaoping.web.selfassessment.actions.open_call import open_call
from kaoping.web.selfassessment.actions.remove_section import remove_section
from kaoping.web.selfassessment.actions.return_reports import return_reports
from kaoping.web.selfassessment.due import due_day
from kaoping.web.selfassessment.indicators import indicators_for
from kaoping.web.selfassessment.models import Call, Report, Section
from kaoping.web.selfassessment.queries import calls_within, places_asked, sections_within
from kaoping.web.selfassessment.showing import lines_of
from kaoping.worktime import beijing_date

P = Permission


@page(P.VIEW_REPORTS)
def cycles(request: HttpRequest) -> HttpResponse:
    """List the announced cycles, what they ask for, and how many reports are there."""
    found = cycles_within(scope_of(request.user, P.VIEW_REPORTS)).exclude(state__in=("draft", "cancelled"))
    calls = {call.cycle_id: call for call in Call.objects.filter(cycle__in=found.values("pk"))}
    rows = Report.objects.filter(participant__cycle__in=calls, state=Report.State.SUBMITTED).order_by()
    sent = dict(rows.values_list("participant__cycle").annotate(n=Count("pk")))
    places = Participant.objects.filter(cycle__in=calls, exempt=False).order_by()
    asked = dict(places.values_list("cycle").annotate(n=Count("pk")))
    context = {
        "rows": [
            (one, calls.get(one.pk), due_day(one), sent.get(one.pk, 0), asked.get(one.pk, 0))
            for one in found.prefetch_related("days", "steps")
        ],
        "manages": bool(scope_of(request.user, P.MANAGE_REPORTS)),
    }
    return render(request, "selfassessment/cycles.html", context)


@page(P.VIEW_REPORTS)
def cycle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List everybody who is asked in a cycle, with how their report stands; return some for correction."""
    scope = scope_of(request.user, P.VIEW_REPORTS)
    found = row_of(cycles_within(scope), pk)
    call = Call.objects.filter(cycle=found).first()
    returns = _manages(request, found)
    if call is None:
        return render(request, "selfassessment/no_call.html", {"cycle": found, "manages": returns})
    due, today = due_day(found), beijing_date(timezone.now())
    over = is_over(due, today)
    form = forms.ReturnForm(request.POST or None)
    table = tables.ReportTable if returns else tables.ReadOnlyReportTable
    places = places_asked(call)
    counts = [
        (title, places.filter(standing_as(name, "self_report", today, over=over)).count(), name)
        for name, title in STANDINGS
    ]
    listing = Listing(
        _("%s：自评报告") % found,
        tables.for_day(table, due, today),
        filters.ReportFilters.for_day(over, today),
        _("没有参评单位。请先在考评周期中加入单位。"),
        (
            (_("自评要求"), reverse("selfassessment:cycle-call", kwargs={"pk": pk}), False),
            (_("佐证材料"), reverse("marking:cycle-materials", kwargs={"pk": pk}), False),
        ) if returns else (),
        _due_words(due),
        Bulk(form, (("return", _("退回补正")),)) if returns else None,
        template="selfassessment/reports.html",
        more={"counts": counts, "cycle": found},
    )  # fmt: skip
    if request.method == "POST" and returns:

        def act() -> str:
            if not form.is_valid() or form.cleaned_data["due"] is None:
                raise RefusedError(_("请填写补正截止日期。"))
            keys = chosen_rows(request, listing, places)
            done = return_reports(actor_of(request), pk, keys, due=form.cleaned_data["due"], at=timezone.now())
            return _("已退回 %s 份；没有报送的不用退回。") % done

        return answered(request, act)
    return show_list(request, listing, places)


@page(P.MANAGE_REPORTS)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a cycle asks for; the first time, ask the units."""
    found = row_of(cycles_within(scope_of(request.user, P.MANAGE_REPORTS)), pk)
    known = Call.objects.filter(cycle=found).first()
    here = reverse("selfassessment:cycle-call", kwargs={"pk": pk})

    def save(form: forms.CallForm) -> str:
        if known is None:
            open_call(actor_of(request), pk, form.values())
        else:
            change_call(actor_of(request), pk, form.edits())
        return here

    due = due_day(found)
    more = {"call": known, "sections": known.sections.all() if known else [], "cycle": found, "due": due}
    form = forms.CallForm(request.POST or None, instance=known or Call(cycle=found))
    done = _("已保存。") if known else _("已布置，各单位会收到通知。")
    title = _("%s：自评要求") % found
    back = reverse("selfassessment:cycle", kwargs={"pk": pk})
    button = "" if known else _("布置，通知各单位")
    return show_form(request, form, Editing(title, save, done, back, "", button, "selfassessment/call.html", more))


@page(P.MANAGE_REPORTS)
def section_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one more text."""
    asked = row_of(_calls_managed(request).filter(cycle=pk), _call_of(pk))
    back = reverse("selfassessment:cycle-call", kwargs={"pk": pk})

    def save(form: forms.SectionForm) -> str:
        add_section(actor_of(request), pk, form.values())
        return back

    last = asked.sections.order_by("-place").values_list("place", flat=True).first() or 0
    form = forms.SectionForm(request.POST or None, instance=Section(call=asked, place=last + 1))
    return show_form(request, form, Editing(_("新增章节"), save, _("已新增。"), back))


@page(P.MANAGE_REPORTS)
def section(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a section asks for."""
    row = row_of(sections_within(scope_of(request.user, P.MANAGE_REPORTS)), pk)
    back = reverse("selfassessment:cycle-call", kwargs={"pk": row.call.cycle_id})

    def save(form: forms.SectionForm) -> str:
        change_section(actor_of(request), pk, form.edits())
        return back

    form = forms.SectionForm(request.POST or None, instance=row)
    return show_form(request, form, Editing(row.title, save, _("已保存。"), back))


@require_POST
@page(P.MANAGE_REPORTS)
def section_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a text no longer."""
    row = row_of(sections_within(scope_of(request.user, P.MANAGE_REPORTS)), pk)
    back = reverse("selfassessment:cycle-call", kwargs={"pk": row.call.cycle_id})

    def act() -> str:
        remove_section(actor_of(request), pk)
        return _("已删除。")

    return answered(request, act, back)


@page(P.VIEW_REPORTS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a unit (key of its place in the cycle) wrote, with the gap to the machine's marks; return it."""
    cycles_seen = cycles_within(scope_of(request.user, P.VIEW_REPORTS)).values("pk")
    places = Participant.objects.select_related("unit", "cycle__body", "cycle__scheme", "cycle__report_call")
    place = row_of(
        places.defer("cycle__scheme__data").filter(cycle__in=cycles_seen, cycle__report_call__isnull=False), pk
    )
    found = Report.objects.filter(participant=place).first()
    returns = _manages(request, place.cycle)
    form = forms.ReturnForm(request.POST or None)
    if request.method == "POST" and returns:

        def act() -> str:
            if not form.is_valid() or form.cleaned_data["due"] is None:
                raise RefusedError(_("请填写补正截止日期。"))
            day = form.cleaned_data["due"]
            done = return_reports(actor_of(request), place.cycle_id, [pk], due=day, at=timezone.now())
            return _("已退回，单位会收到通知。") if done else _("这份报告没有报送，不用退回。")

        return answered(request, act)
    return render(request, "selfassessment/report.html", _shown(place, found, returns, form))


def _shown(place: Participant, found: Report | None, returns: bool, form: forms.ReturnForm) -> dict[str, Any]:
    call, due = place.cycle.report_call, due_day(place.cycle)
    answers = answers_of(found.answers.all()) if found else {}
    indicators = indicators_for(place) if call.marks else ()
    return {
        "place": place,
        "report": found,
        "call": call,
        "due": due_of(found, due),
        "standing": standing(found, due, beijing_date(timezone.now())),
        "texts": [(one.title, answers.get(one.key, "")) for one in call.sections.all()],
        "lines": lines_of(place, indicators, answers),
        "submissions": found.submissions.all() if found else [],
        "history": history_of(found) if found else [],
        "form": form if returns and found and found.state == Report.State.SUBMITTED else None,
        "body": True,
    }


def _manages(request: HttpRequest, found: Any) -> bool:
    return may_manage(scope_of(request.user, P.MANAGE_REPORTS), found) and takes_marks(found)


def _due_words(due: date | None) -> str:
    if due is None:
        return _("还没有报送截止日：请在考评周期的日程中设“年度工作报告和佐证材料报送截止”。")
    return _("报送截止 %s。") % due


def _calls_managed(request: HttpRequest) -> Any:
    return calls_within(scope_of(request.user, P.MANAGE_REPORTS))


def _call_of(cycle: int) -> int:
    return Call.objects.filter(cycle=cycle).values_list("pk", flat=True).first() or 0
