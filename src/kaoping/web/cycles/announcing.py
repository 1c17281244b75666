"""The announcement of a cycle: scheme in words, days, units, commitment of draws; for the screen and for print."""

import io
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.reports.scheme_document.writing import write_document
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.days import days_of
from kaoping.web.cycles.models import Cycle, Draw, Participant
from kaoping.web.cycles.queries import cycles_for, placements
from kaoping.web.cycles.rules import may_manage, placement_titles
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.cycles.scheme_words import document_of
from kaoping.web.cycles.words import day_title
from kaoping.web.pages.access import page, row_of

P = Permission
MOST_NAMED = 1_000
"""Above so many units the announcement counts them by region and names none; the list of units has them all."""
MOST_CHANGES = 100


@page(P.VIEW_CYCLES)
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the announcement; before it is made, as it would read."""
    cycle = row_of(cycles_for(request).prefetch_related("days", "steps"), pk)
    announced = next((step for step in cycle.steps.all() if step.step == "announce"), None)
    count = cycle.participants.count()
    context = {
        "cycle": cycle,
        "announced": announced,
        "manages": may_manage(scope_of(request.user, P.MANAGE_CYCLES), cycle),
        "document": document_of(cycle),
        "days": [(day_title(name), day) for name, day in days_of(cycle).items() if day.day],
        "places": _places(cycle, count <= MOST_NAMED),
        "regions": _regions(cycle) if count > MOST_NAMED else (),
        "draw": Draw.objects.filter(cycle=cycle).first(),
        "exempt": _units(cycle).filter(exempt=True)[:MOST_NAMED],
        "changes": _changes(cycle, announced.recorded_at) if announced else (),
    }
    return render(request, "cycles/announcement.html", context)


@page(P.VIEW_CYCLES)
def scheme_file(request: HttpRequest, pk: int) -> FileResponse:
    """Hand over the scheme as a Word document, from the cycle's own copy."""
    cycle = row_of(cycles_for(request), pk)
    with TemporaryDirectory(prefix="kaoping-scheme-") as folder:
        path = Path(folder) / "scheme.docx"
        write_document(path, document_of(cycle), "docx", timezone.now())
        data = path.read_bytes()
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=_("%s：考评方案.docx") % cycle)


def _places(cycle: Cycle, named: bool) -> list[dict[str, Any]]:
    """What each place is called, how many units it has, and their names where they are not too many."""
    names: dict[tuple[str, str], list[str]] = {}
    if named:
        for row in _units(cycle).filter(exempt=False):
            names.setdefault((row.group, row.category), []).append(row.unit.name)
    counted = {(group, name): taking for group, name, taking, _exempt in placements(cycle)}
    titles = placement_titles(scheme_of(cycle))
    return [
        {"title": title, "count": counted[key], "names": names.get(key, [])}
        for key, title in titles.items()
        if counted.get(key)
    ]


def _regions(cycle: Cycle) -> list[tuple[str, int]]:
    rows = cycle.participants.filter(exempt=False).order_by("unit__region__code")
    return list(rows.values_list("unit__region__name").annotate(count=Count("pk")))


def _units(cycle: Cycle) -> "QuerySet[Participant]":
    return cycle.participants.select_related("unit")


def _changes(cycle: Cycle, since: datetime) -> "QuerySet[Entry]":
    """What was changed of the cycle's days and units since it was announced, with the reasons given."""
    days = [str(pk) for pk in cycle.days.values_list("pk", flat=True)]
    about_days = Q(object_type="cycles.cycleday", object_id__in=days)
    named = f"{cycle.pk}：{cycle}"  # how an entry of a unit that was taken out names its cycle
    rows = (
        [str(pk) for pk in cycle.participants.values_list("pk", flat=True)]
        if cycle.participants.count() < MOST_NAMED
        else []
    )
    about_units = Q(object_type="cycles.participant", object_id__in=rows) | Q(changes__cycle=[named, None])
    return Entry.objects.filter(about_days | about_units, at__gt=since).exclude(reason="")[:MOST_CHANGES]
