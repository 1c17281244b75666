"""The register of appeals, and the page of one: for the assessing body and, of its own, for the unit."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.appeals.actions.set_terms import set_terms
from kaoping.web.appeals.apart import officers_of, who_may_not
from kaoping.web.appeals.clocks import limits_of, time_to_answer
from kaoping.web.appeals.effect import read_effect
from kaoping.web.appeals.filters import AppealFilters
from kaoping.web.appeals.forms import OfficerForm, TermsForm
from kaoping.web.appeals.models import Appeal, AppealFile, AppealTerms
from kaoping.web.appeals.queries import appeals_seen_by, appeals_within, of_cycle
from kaoping.web.appeals.statistics import figures_of
from kaoping.web.appeals.tables import AppealTable, left_of, register
from kaoping.web.audit.views import history_of
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.pages.uploads import handed_out
from kaoping.web.results.models import VersionScore
from kaoping.web.results.versions import latest_version
from kaoping.workflow.appeal import leads

P = Permission
NAMED = 30  # other units whose change is shown by name


@page(P.VIEW_APPEALS)
def appeals(request: HttpRequest) -> HttpResponseBase:
    """List the appeals within reach, those due first."""
    files = bool(scope_of(request.user, P.FILE_APPEALS).units)
    listing = Listing(
        _("申诉"),
        AppealTable,
        AppealFilters,
        _("还没有申诉。结果反馈之后，单位在规定期限内提出的申诉列在这里。"),
        ((_("提出申诉"), reverse("appeals:own"), True),) if files else (),
        export=register,
        template="appeals/list.html",
    )
    return show_list(request, listing, appeals_seen_by(_person(request)))


@page(P.VIEW_APPEALS)
def cycle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List the appeals of one cycle of a body within reach, with their figures."""
    row = row_of(_cycles(request), pk)
    manages = scope_of(request.user, P.MANAGE_CYCLES).covers_region(row.body.path)
    buttons = [(_("返回周期"), reverse("cycles:cycle", kwargs={"pk": pk}), False)]
    if manages:
        buttons.insert(0, (_("申诉期限"), reverse("appeals:terms", kwargs={"pk": pk}), False))
    limits = limits_of(row)
    listing = Listing(
        _("%s：申诉台账") % row,
        AppealTable,
        AppealFilters,
        _("还没有申诉。"),
        tuple(buttons),
        _("签收结果后 %(file)s 个工作日内提出，收到申诉后 %(answer)s 个工作日内答复；当日不计，最后一日%(ends)s截止。")
        % {
            "file": limits.file,
            "answer": limits.answer,
            "ends": AppealTerms.Ends(limits.ends.value).label,
        },
        export=register,
        template="appeals/cycle.html",
        more={"figures": figures_of(row, timezone.now())},
    )
    return show_list(request, listing, of_cycle(row))


@page(P.VIEW_APPEALS)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one appeal: what it is against, why, its clock, the answer, and what came of it in the versions."""
    person = _person(request)
    row = row_of(appeals_seen_by(person), pk)
    office = scope_of(person, P.VIEW_APPEALS).covers_region(row.participant.cycle.body.path)
    decides = appeals_within(scope_of(person, P.DECIDE_APPEALS)).filter(pk=pk).exists()
    own = row.participant.unit_id in scope_of(person, P.FILE_APPEALS).units
    context: dict[str, Any] = {
        "appeal": row,
        "office": office,
        "clock": time_to_answer(row) if row.due_at else None,
        "left": left_of(row),
        "files": row.files.all(),
        "versions": _versions(row),
        "effect": read_effect(row.effect),
        "named": NAMED,
        "rulings": row.rulings.select_related("participant__unit", "mark", "decision__finding").filter(
            **({} if office else {"elsewhere": False})
        ),
        "may_withdraw": own and leads("withdraw", row.now),
        "history": history_of(row) if office else None,
    }
    if decides and row.open:
        context |= _giving(row, person)
    return render(request, "appeals/appeal.html", context)


@page(P.VIEW_APPEALS)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a file of an appeal that one may open."""
    rows = AppealFile.objects.filter(appeal__in=appeals_seen_by(_person(request)).values("pk"))
    row = row_of(rows, pk)
    return handed_out(row.file, row.name, row.kind)


@page(P.MANAGE_CYCLES)
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the limits of a cycle's appeals."""
    row = row_of(cycles_within(scope_of(request.user, P.MANAGE_CYCLES)), pk)
    now = limits_of(row)

    def save(form: TermsForm) -> str:
        set_terms(actor_of(request), pk, form.wanted(), form.seen())
        return back

    back = reverse("appeals:cycle", kwargs={"pk": pk})
    initial = {"file_days": now.file, "answer_days": now.answer, "ends": now.ends.value}
    note = _("没有另行设定的，按日程中“申诉截止”“申诉答复截止”的工作日数；结果反馈之后期限只能延长。")
    form = TermsForm(request.POST or None, seen=now, initial=initial)
    return show_form(request, form, Editing(_("%s：申诉期限") % row, save, _("已保存。"), back, note))


def _cycles(request: HttpRequest) -> Any:
    return cycles_within(scope_of(request.user, P.VIEW_APPEALS))


def _versions(row: Appeal) -> list[dict[str, Any]]:
    """The unit's score in the version it appealed against, and in the newest one."""
    latest = latest_version(row.participant.cycle)
    wanted = [row.version] + ([latest] if latest is not None and latest.pk != row.version_id else [])
    rows = VersionScore.objects.filter(version__in=wanted, participant=row.participant_id)
    scores = {one.version_id: one for one in rows}
    return [{"version": one, "score": scores.get(one.pk)} for one in wanted]


def _giving(row: Appeal, person: User) -> dict[str, Any]:
    """What the page shows to those who may give an appeal to an officer."""
    try:
        barred = who_may_not(row)
    except RefusedError as error:
        return {"problem": str(error)}
    officers = officers_of(row.participant.cycle, barred)
    first = row.officer_id or (person.pk if officers.filter(pk=person.pk).exists() else None)
    return {
        "decides": True,
        "officers": OfficerForm(officers=officers, initial={"officer": first}),
        "none_left": not officers.exists(),
        "why_not": barred.get(person.pk, ""),
        "mine": row.officer_id == person.pk and leads("answer", row.now),
    }


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
