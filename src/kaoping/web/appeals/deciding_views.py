"""How an appeal is given to an officer and decided: first what it would change, then the decision."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.model.errors import KaopingError
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import Actor, RefusedError
from kaoping.web.appeals.actions.accept_appeal import accept_appeal
from kaoping.web.appeals.actions.answer_appeal import Answer, answer_appeal
from kaoping.web.appeals.apart import contested, who_may_not
from kaoping.web.appeals.effect import Effect, Plan, effect_of
from kaoping.web.appeals.forms import DecideForm
from kaoping.web.appeals.models import Appeal
from kaoping.web.appeals.queries import appeals_within
from kaoping.web.appeals.same_elsewhere import findings_meant, same_elsewhere
from kaoping.web.appeals.tables import left_of
from kaoping.web.marking.models import Mark
from kaoping.web.marking.superseding import places_under
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.results.models import Scoring
from kaoping.web.results.recomputing import recompute_scores
from kaoping.worktime import beijing_date

P = Permission
AT_ONCE = 2.0  # seconds: what took longer the last time is left to the process beside the web server


@require_POST
@page(P.DECIDE_APPEALS)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an appeal to an officer."""
    row_of(appeals_within(scope_of(request.user, P.DECIDE_APPEALS)), pk)
    officer, seen = (request.POST.get(name, "") for name in ("officer", "seen"))

    def act() -> str:
        if not officer.isdecimal():
            raise RefusedError(_("请选择复核人。"))
        wanted = int(seen) if seen.isdecimal() else 0
        done = accept_appeal(actor_of(request), pk, int(officer), wanted, at=timezone.now())
        return _("已受理，分派给 %s。") % done.officer

    return answered(request, act, reverse("appeals:appeal", kwargs={"pk": pk}))


@page(P.DECIDE_APPEALS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that a decision needs; preview its effect; decide."""
    row = row_of(appeals_within(scope_of(request.user, P.DECIDE_APPEALS)), pk)
    if request.method == "GET" and not row.open:
        return HttpResponseRedirect(reverse("appeals:appeal", kwargs={"pk": pk}))
    try:
        item = contested(row)
    except RefusedError as error:
        return render(request, "appeals/unreadable.html", {"appeal": row, "problem": str(error)})
    findings = findings_meant(row)
    same = same_elsewhere(row, [one.pk for one in findings])
    places = places_under(row.participant, set(item.questions)) if item and not row.finding_key else []
    form = DecideForm(request.POST or None, findings=findings, same=same, places=places)
    preview: Effect | None = None
    plan = Plan()
    if request.method == "POST" and form.is_valid():
        try:
            plan = form.plan()
            if plan and row.open:
                preview = effect_of(row.participant, plan, beijing_date(timezone.now()))
            if _decided(request, plan, preview):
                return _written(request, pk, form.cleaned_data, preview, plan=plan)
        except (RefusedError, KaopingError) as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, error.messages)
    context: dict[str, Any] = {
        "appeal": row,
        "item": item,
        "form": form,
        "left": left_of(row),
        "findings": findings,
        "marks": _marks(row, places),
        "preview": preview,
        "token": plan.token(preview) if preview else "",
        "asked": request.POST.get("act") == "decide" and preview is not None and not form.errors,
        "plain": request.method == "POST" and form.is_valid() and not plan,
        "why_not": who_may_not(row).get(request.user.pk or 0, ""),
        "mine": row.officer_id == request.user.pk,
    }
    return render(request, "appeals/decide.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, plan: Plan, preview: Effect | None) -> bool:
    """Whether the decision was asked for, and its person has seen the effect as it is."""
    if request.POST.get("act") != "decide":
        return False
    return preview is None or request.POST.get("token") == plan.token(preview)


def _written(
    request: HttpRequest, pk: int, given: Mapping[str, str], preview: Effect | None, *, plan: Plan
) -> HttpResponseRedirect:
    said = Answer(given["outcome"], given["reason"].strip(), plan, preview)
    done = answer_appeal(actor_of(request), pk, said, timezone.now())
    _bring_up_to_date(done)
    messages.success(request, _("已答复：%s。申诉单位会收到通知。") % done.get_outcome_display())
    return HttpResponseRedirect(reverse("appeals:appeal", kwargs={"pk": pk}))


def _bring_up_to_date(row: Appeal) -> None:
    """Compute the scores anew where that is quick; else the process beside us does it."""
    known = Scoring.objects.filter(cycle=row.participant.cycle_id).first()
    if row.rulings.exists() and (known is None or known.seconds <= AT_ONCE):
        now = timezone.now()
        recompute_scores(Actor(None), row.participant.cycle_id, now, beijing_date(now))


def _marks(row: Appeal, places: list[Any]) -> list[Mark]:
    """What people said on what the appeal is against."""
    names = {one.question for one in places}
    rows = row.participant.marks.filter(question__in=names).exclude(state=Mark.State.OPEN)
    return list(rows.select_related("assessor", "participant__unit").prefetch_related("files"))
