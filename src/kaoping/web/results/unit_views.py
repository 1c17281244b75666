"""A unit's own scores: where it stands, what to change first, how it compares, and where every point comes from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.cycles.models import Participant
from kaoping.web.marking.models import MarkFile
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.uploads import handed_out
from kaoping.web.results.actions.receive_feedback import receive_feedback
from kaoping.web.results.earlier import earlier_results, trend_of
from kaoping.web.results.looking import Looked, looked_at, looked_at_by_unit
from kaoping.web.results.queries import participants_seen_by
from kaoping.web.results.reasons import Viewer, reasons
from kaoping.web.results.standing import compared, gains_of, known_gains, standing_of
from kaoping.web.results.versions import fed_back_to

P = Permission
FIRST = 10  # of what to change, before all is asked for


@page(P.VIEW_SCORES)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit's scores: where it stands, and every point with its rule, clause, measures, findings and marks."""
    place, looked, oversees = looked_place(request, pk)
    _receive(request, place, oversees)
    standing = standing_of(looked, place.unit.code)
    tried = known_gains(looked, place.unit.code)
    if tried is None and "tried" in request.GET:
        tried = gains_of(looked, place.unit.code)
    viewer = Viewer(oversees and _knows(request, place), request.GET.get("node", ""))
    context = _seen(place, looked, oversees) | {
        "standing": standing,
        "gains": tried if tried is None or "all" in request.GET else tried[:FIRST],
        "more_gains": 0 if tried is None or "all" in request.GET else max(len(tried) - FIRST, 0),
        "earlier": earlier_results(looked, place),
        "compared": compared(looked, place.unit.code),
        "trend": trend_of(looked, place, oversees=oversees),
        "nodes": reasons(looked, place, viewer),
    }
    context["worth"] = {one.indicator: one for one in tried or ()}
    return render(request, "results/unit.html", context)


@page(P.VIEW_SCORES)
def gains(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a unit could gain, most first, as a part of its page; each point of the tree is told its worth."""
    place, looked, oversees = looked_place(request, pk)
    tried = gains_of(looked, place.unit.code)
    shown = {"gains": tried[:FIRST], "more_gains": max(len(tried) - FIRST, 0), "worths": tried}
    shown["standing"] = standing_of(looked, place.unit.code)
    return render(request, "results/gains.html", _seen(place, looked, oversees) | shown)


@page(P.VIEW_SCORES)
def mark_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out a file that supports a mark of a unit whose scores one may open."""
    places = participants_seen_by(_user(request)).values("pk")
    row = row_of(MarkFile.objects.filter(mark__participant__in=places).select_related("mark"), pk)
    _place, _looked, oversees = looked_place(request, row.mark.participant_id)
    ending = row.name.rpartition(".")[2][:8]
    return handed_out(row.file, row.name if oversees else f"{row.pk}.{ending}", row.kind)


def looked_place(request: HttpRequest, pk: int) -> tuple[Participant, Looked, bool]:
    """Return a unit in a cycle, the result that is looked at, and whether it is looked at by those above.

    Raises OutOfReachError.
    """
    place = row_of(participants_seen_by(_user(request)), pk)
    oversees = scope_of(request.user, P.VIEW_SCORES).covers_region(place.cycle.body.path)
    looked = looked_at(place.cycle, request.GET.get("version", "")) if oversees else looked_at_by_unit(place)
    return place, looked, oversees


def _seen(place: Participant, looked: Looked, oversees: bool) -> dict[str, Any]:
    return {"place": place, "looked": looked, "oversees": oversees}


def _receive(request: HttpRequest, place: Participant, oversees: bool) -> None:
    """Note that the unit has opened its result."""
    told = None if oversees else fed_back_to(place)
    if told is not None and told.received_at is None:
        receive_feedback(actor_of(request), told.pk, timezone.now())


def _knows(request: HttpRequest, place: Participant) -> bool:
    return scope_of(request.user, P.VIEW_MARKS).covers_region(place.cycle.body.path)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
