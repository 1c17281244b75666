"""The assessor's pages: what one was given, and the desk where one thing after the other is judged."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.marking.actions.finish_marks import finish_marks
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.marking.asked import questions_of, row_for
from kaoping.web.marking.desk import BY_QUESTION, BY_UNIT, Queue, beside, first_open, first_two, queue_of
from kaoping.web.marking.forms import JudgeForm
from kaoping.web.marking.materials import materials_for
from kaoping.web.marking.models import Mark
from kaoping.web.marking.proof_views import empty_call
from kaoping.web.marking.queries import by_cycle, by_question, by_unit, own_marks
from kaoping.web.marking.rules import takes_marks
from kaoping.web.marking.stored import looks_for
from kaoping.web.marking.tables import result_of
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.autosaving import autosaved, is_autosave
from kaoping.web.pages.editing import Editing, show_form

P = Permission


@page(P.GIVE_MARKS)
def desk(request: HttpRequest) -> HttpResponse:
    """List the cycles that one was given something to judge in."""
    return render(request, "marking/desk.html", {"cycles": by_cycle(_person(request))})


@page(P.GIVE_MARKS)
def queue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one was given in a cycle, by unit and by question."""
    own = own_marks(_person(request)).filter(cycle=pk)
    some = own.first()
    if some is None:
        return HttpResponseRedirect(reverse("marking:desk"))
    asked = questions_of(some.cycle)
    questions = by_question(own)
    following, starts = first_open(_person(request), pk) or some, _starts(own)
    context = {
        "cycle": some.cycle,
        "open": takes_marks(some.cycle),
        "units": [(one, starts["units"][one.key]) for one in by_unit(own)],
        "questions": [
            (one, questions[name], starts["questions"][name]) for name, one in asked.items() if name in questions
        ],
        "next": following,
        "to_lock": own.filter(state=Mark.State.GIVEN).count(),
    }
    return render(request, "marking/queue.html", context)


@page(P.GIVE_MARKS)
def judge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Judge one thing: the rule on the left, what was seen in the middle, the mark on the right."""
    found = own_marks(_person(request)).filter(pk=pk).first()
    if found is None and request.method == "POST":  # handed on or withdrawn while somebody wrote: nothing typed is lost
        typed = {name: request.POST.get(name, "") for name in ("text", "note")}
        return render(request, "marking/not_yours.html", typed, status=409)
    mark = row_of(own_marks(_person(request)), pk)
    asked = row_for(mark.participant, mark.question, mark.period)
    by = BY_QUESTION if request.GET.get("by") == BY_QUESTION else BY_UNIT
    form = JudgeForm(request.POST or None, instance=mark, asked=asked)
    if is_autosave(request):
        return autosaved(form, lambda: _kept(save_mark(actor_of(request), pk, form.edits(), timezone.now())))
    stops = queue_of(mark, by)

    def save(form: JudgeForm) -> str:
        save_mark(actor_of(request), pk, form.edits(), timezone.now())
        return _onwards(request, stops, mark, by)

    seen = beside(mark)
    open_ = takes_marks(mark.cycle) and mark.state != Mark.State.DONE
    more: dict[str, Any] = {
        "mark": mark,
        "asked": asked,
        "queue": stops,
        "by": by,
        "beside": seen,
        "looks": looks_for(mark, asked, seen),
        "materials": materials_for(mark),
        "two": [(one.assessor, result_of(one), one.note) for one in first_two(mark)],
        "call_form": empty_call(),
        "titles": {name: one.title for name, one in questions_of(mark.cycle).items()},
        "open": open_,
        "unsaved": _unsaved(request, mark) if not open_ else {},
    }
    back = reverse("marking:desk-cycle", kwargs={"pk": mark.cycle_id})
    editing = Editing(str(mark.participant), save, "", back, "", "", "marking/judge.html", more)
    return show_form(request, form, editing)


@require_POST
@page(P.GIVE_MARKS)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock one's marks of a cycle, or of one unit of it."""
    units = [int(text) for text in request.POST.getlist("participant") if text.isdecimal()]

    def act() -> str:
        done = finish_marks(actor_of(request), pk, units, timezone.now())
        return _("已锁定 %s 项。要修改请联系考评机构解锁。") % done

    return answered(request, act, reverse("marking:desk-cycle", kwargs={"pk": pk}))


def _onwards(request: HttpRequest, stops: Queue, mark: Mark, by: str) -> str:
    """Where to go after saving: the next without a result, here again, or back to the list when all is done."""
    if request.POST.get("act") == "stay":
        return f"{_address(mark.pk)}?by={by}"
    following = stops.next_open()
    if following is None:
        other = first_open(mark.assessor, mark.cycle_id)
        messages.success(request, _("已保存，这一组都评完了。"))
        return f"{_address(other.pk)}?by={by}" if other else reverse("marking:desk-cycle", kwargs={"pk": mark.cycle_id})
    return f"{_address(following.pk)}?by={by}"


def _unsaved(request: HttpRequest, mark: Mark) -> dict[str, str]:
    """What was being written while the mark was locked: shown, so that it can be copied."""
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in ("text", "note")}
    return {name: text for name, text in typed.items() if text and text != getattr(mark, name)}


def _kept(mark: Mark) -> tuple[datetime | None, str]:
    return mark.saved_at, mark.state


def _address(pk: int) -> str:
    return reverse("marking:judge", kwargs={"pk": pk})


def _person(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user


def _starts(own: Any) -> dict[str, dict[Any, int]]:
    """Where each unit's and each question's queue begins: the first without a result, else the first."""
    units: dict[Any, int] = {}
    questions: dict[Any, int] = {}
    for want_open in (True, False):
        rows = own.filter(state=Mark.State.OPEN) if want_open else own
        for pk, participant, question in rows.values_list("pk", "participant", "question"):
            units.setdefault(participant, pk)
            questions.setdefault(question, pk)
    return {"units": units, "questions": questions}
