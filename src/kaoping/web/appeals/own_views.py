"""The pages of a unit: its result with what can be appealed against, filing, withdrawing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.model.errors import KaopingError
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import OutOfReachError
from kaoping.web.appeals.actions.file_appeal import Claim, file_appeal
from kaoping.web.appeals.actions.withdraw_appeal import withdraw_appeal
from kaoping.web.appeals.clocks import filing_of, time_to_file
from kaoping.web.appeals.forms import AppealForm
from kaoping.web.appeals.items import Item, items_of
from kaoping.web.appeals.models import Appeal
from kaoping.web.appeals.queries import places_of
from kaoping.web.cycles.models import Participant
from kaoping.web.monitoring.models import Finding
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.results.actions.receive_feedback import receive_feedback
from kaoping.web.results.models import Feedback, VersionScore
from kaoping.web.results.versions import fed_back_to
from kaoping.workflow.appeal import State
from kaoping.workflow.cycle import State as CycleState

P = Permission


@dataclass(frozen=True, slots=True)
class Line:
    """One deduction or veto on the page of a unit: its findings (key, row), and what was appealed about it."""

    item: Item
    findings: tuple[tuple[str, Finding | None], ...]
    appeals: tuple[Appeal, ...]

    @property
    def whole(self) -> Appeal | None:
        """The appeal against all of it that stands."""
        return next((one for one in self.appeals if not one.finding_key and one.now is not State.WITHDRAWN), None)


@page(P.FILE_APPEALS)
def own(request: HttpRequest) -> HttpResponse:
    """List the results that were fed back to one's units, with how long one may appeal."""
    rows = places_of(request.user).order_by("-cycle__period_from", "unit__code")  # type: ignore[arg-type]  # signed in
    now = timezone.now()
    found = []
    for row in rows:
        feedback = fed_back_to(row)
        clock = time_to_file(feedback, now) if feedback else None
        found.append({"row": row, "feedback": feedback, "clock": clock, "appeals": row.appeals.count()})
    return render(request, "appeals/own.html", {"rows": found})


@page(P.FILE_APPEALS)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a unit's result deducts, point by point, and what it has appealed; opening it is its receipt."""
    row, feedback = _received(request, pk)
    now = timezone.now()
    context: dict[str, Any] = {
        "row": row,
        "feedback": feedback,
        "score": VersionScore.objects.filter(version=feedback.version_id, participant=row).first(),
        "open": _takes(row, feedback, now),
        "filing": filing_of(feedback, now),
        "clock": time_to_file(feedback, now),
        "over": row.cycle.now is not CycleState.FEEDBACK,
        "appeals": row.appeals.select_related("officer", "version", "participant__cycle__body"),
    }
    try:
        context["lines"] = _lines(row, feedback)
    except KaopingError as error:
        context["problem"] = str(error)
    return render(request, "appeals/unit.html", context)


@page(P.FILE_APPEALS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """File an appeal (`pk` is the participant's; `?item=` and `?finding=` say against what)."""
    row, feedback = _received(request, pk)
    name, key = request.GET.get("item", ""), request.GET.get("finding", "")
    line = next((one for one in _lines(row, feedback) if one.item.id == name), None)
    if line is None or (key and key not in line.item.findings):
        raise OutOfReachError

    def save(form: AppealForm) -> str:
        said = Claim(name, form.cleaned_data["text"].strip(), key, tuple(form.cleaned_data["proofs"]))
        made = file_appeal(actor_of(request), pk, said, timezone.now())
        return reverse("appeals:appeal", kwargs={"pk": made.pk})

    title = _("申诉：%s") % line.item.title.split(" › ")[-1]
    back = reverse("appeals:unit", kwargs={"pk": pk})
    judged = filing_of(feedback, timezone.now())
    more = {
        "row": row,
        "line": line,
        "finding": dict(line.findings).get(key),
        "filing": judged,
        "clock": time_to_file(feedback, timezone.now()),
        "open": _takes(row, feedback, timezone.now()),
    }
    editing = Editing(title, save, "", back, "", _("提交申诉"), "appeals/file.html", more)
    return show_form(request, AppealForm(request.POST or None, request.FILES or None), editing)


@require_POST
@page(P.FILE_APPEALS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an appeal of one's own unit."""

    def act() -> str:
        withdraw_appeal(actor_of(request), pk, timezone.now())
        return _("已撤回。期限之内可以重新申诉。")

    return answered(request, act, reverse("appeals:appeal", kwargs={"pk": pk}))


def _received(request: HttpRequest, pk: int) -> tuple[Participant, Feedback]:
    """A place of one's own unit with the result it was told last, which is received now where it was not."""
    row = row_of(places_of(request.user), pk)  # type: ignore[arg-type]  # pages are for people who are signed in
    feedback = fed_back_to(row)
    if feedback is None:
        raise OutOfReachError
    if feedback.received_at is None:
        receive_feedback(actor_of(request), feedback.pk, timezone.now())
        feedback.refresh_from_db()
    return row, feedback


def _takes(row: Participant, feedback: Feedback, now: datetime) -> bool:
    judged = filing_of(feedback, now)
    return row.cycle.now is CycleState.FEEDBACK and judged is not None and judged.in_time


def _lines(row: Participant, feedback: Feedback) -> list[Line]:
    items = items_of(feedback.version, row.unit.code)
    keys = {key for item in items for key in item.findings}
    findings = {one.key: one for one in Finding.objects.filter(key__in=keys)}
    by_item: dict[str, list[Appeal]] = {}
    for one in row.appeals.filter(version=feedback.version):
        by_item.setdefault(one.item, []).append(one)
    return [
        Line(item, tuple((key, findings.get(key)) for key in item.findings), tuple(by_item.get(item.id, ())))
        for item in items
    ]
