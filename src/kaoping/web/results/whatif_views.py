"""Trying changes: the assessing body points, weights, parameters and decisions, a unit what it could put right."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaoping.analysis.changes import Change, Decide, Fix, Siblings
from kaoping.analysis.effects import Effect, effects
from kaoping.analysis.gains import losing
from kaoping.analysis.trial import Trial, try_changes
from kaoping.model.errors import KaopingError
from kaoping.reports.trial_words import change_words, effect_cells, siblings_words
from kaoping.web.accounts.roles import Permission
from kaoping.web.cycles.models import Participant
from kaoping.web.monitoring.check_words import check_title
from kaoping.web.monitoring.models import Finding
from kaoping.web.pages.access import page, row_of
from kaoping.web.pages.export import streamed_workbook, workbook
from kaoping.web.results.looking import Looked, looked_at
from kaoping.web.results.queries import cycles_scored
from kaoping.web.results.tried_changes import callings, kinds, names_of, read_change, read_changes, unit_changes
from kaoping.web.results.unit_views import looked_place
from kaoping.web.results.unit_words import Outcome, outcome_of

P = Permission
SHOWN = 100  # units of a group on the page; the workbook has all
FINDINGS = 50  # of one indicator that a unit can tick one by one


@page(P.VIEW_SCORES)
def of_cycle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what the results would be with other points, weights, parameters or decisions, and why."""
    cycle = row_of(cycles_scored(request), pk)
    looked = looked_at(cycle, request.GET.get("version", ""))
    tokens, problem = _tokens(request, looked)
    siblings = Siblings.KEEP if request.GET.get("siblings") == "keep" else Siblings.SCALE
    context: dict[str, Any] = {
        "cycle": cycle,
        "looked": looked,
        "kinds": kinds(),
        "names": names_of(looked.scheme),
        "callings": callings(looked.scheme),
        "siblings": siblings.value,
        "typed": request.GET,
        "problem": problem,
    }
    changes: Sequence[Change] = ()
    if tokens and not problem:
        try:
            changes = read_changes(tokens, looked.scheme)
            begun = time.monotonic()
            trial = _tried(looked, changes, siblings)
            found = effects(trial)
            context["seconds"] = time.monotonic() - begun
        except KaopingError as error:
            context["problem"] = str(error)
        else:
            if request.GET.get("export") == "xlsx":
                return streamed_workbook(_("%s：试算") % cycle, _sheet(trial, found))
            context |= _shown(trial, found, changes, siblings)
    context["tokens"] = _told(tokens, looked)
    status = 422 if context["problem"] else 200
    return render(request, "results/whatif.html", context, status=status)


@page(P.VIEW_SCORES)
def of_unit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what a unit's total, rank and grade would be if it put things right; who changes places is not named."""
    place, looked, oversees = looked_place(request, pk)
    full, fixed = request.GET.getlist("full"), request.GET.getlist("fixed")
    code = place.unit.code
    all_of = set(request.GET.getlist("all"))
    lost = [(leaf, path, points) for leaf, path, points in losing(looked.results, code)]
    fixed += [key for leaf, _path, _points in lost if leaf.id in all_of for key in (*leaf.findings, *leaf.pending)]
    context: dict[str, Any] = {
        "place": place,
        "looked": looked,
        "oversees": oversees,
        "lines": _lines(lost, frozenset(full), frozenset(fixed), all_of),
        "now": looked.results.unit(code),
    }
    if full or fixed:
        try:
            own = frozenset(key for leaf, _path, _points in lost for key in (*leaf.findings, *leaf.pending))
            changes = unit_changes(code, full, [key for key in fixed if key in own])
            outcome = _of_unit(looked, place, changes)
        except KaopingError as error:
            context["problem"] = str(error)
        else:
            if request.GET.get("export") == "xlsx":
                return workbook(_("%s：试算") % place, outcome.rows())
            context["outcome"] = outcome
    return render(request, "results/unit_whatif.html", context, status=422 if "problem" in context else 200)


def _of_unit(looked: Looked, place: Participant, changes: Sequence[Change]) -> Outcome:
    code = place.unit.code
    fixes = any(isinstance(one, Fix) for one in changes)
    trial = try_changes(looked.case_with_findings([code]) if fixes else looked.case(), changes)
    members = effects(trial)[looked.results.unit(code).group]
    effect = next(one for one in members if one.unit == code)
    return outcome_of(effect, trial, changes)


def _tokens(request: HttpRequest, looked: Looked) -> tuple[list[str], str]:
    """Return the changes of an address with the one that is typed in, and what is wrong with that."""
    tokens = list(dict.fromkeys(request.GET.getlist("change")))
    kind = request.GET.get("kind", "")
    if not kind:
        return tokens, ""
    name = request.GET.get(f"name_{kind}", "").strip()
    value = request.GET.get("value", "").strip()
    token = "|".join((kind, name, value, request.GET.get("only", "")))
    try:
        read_change(token, looked.scheme)
    except KaopingError as error:
        return tokens, str(error)
    return list(dict.fromkeys([*tokens, token])), ""


def _told(tokens: Sequence[str], looked: Looked) -> list[tuple[str, str]]:
    """Return every change of an address with its words."""
    told = []
    for token in tokens:
        try:
            words = change_words(read_change(token, looked.scheme), looked.scheme, looked.case().names())
        except KaopingError:
            words = token[:40]
        told.append((token, words))
    return told


def _tried(looked: Looked, changes: Sequence[Change], siblings: Siblings) -> Trial:
    keys = {change.key for change in changes if isinstance(change, Decide)}
    if not keys:
        return try_changes(looked.case(), changes, siblings)
    table = looked.case().table
    units = {unit for (unit, _name, _period), cell in table.cells.items() if keys & {*cell.counted, *cell.pending}}
    units |= {unit for (unit, _n, _p), cell in table.cells.items() if keys & {key for key, _why in cell.left_out}}
    return try_changes(looked.case_with_findings(units), changes, siblings)


def _shown(
    trial: Trial, found: Mapping[str, Sequence[Effect]], changes: Sequence[Change], siblings: Siblings
) -> dict[str, Any]:
    scheme, names = trial.base.scheme, trial.base.names()
    everybody = [one for members in found.values() for one in members]
    groups = []
    for group, members in found.items():
        changed = sorted((one for one in members if one.any), key=_importance)
        rows = [(one.before.name, *effect_cells(one, scheme, names)) for one in changed[:SHOWN]]
        groups.append((scheme.groups.get(group, group), rows, len(changed) - len(rows)))
    return {
        "groups": groups,
        "beside": siblings_words(changes, siblings, scheme),
        "counted": {
            "units": len(everybody),
            "moved": sum(one.moved for one in everybody),
            "judged": sum(one.judged_otherwise for one in everybody),
            "scored": sum(one.scored_otherwise for one in everybody),
        },
    }


def _sheet(trial: Trial, found: Mapping[str, Sequence[Effect]]) -> Iterator[Sequence[object]]:
    scheme, names = trial.base.scheme, trial.base.names()
    yield (_("分类"), _("单位编号"), _("单位"), _("名次"), _("总分"), _("等次"), _("原因"))
    for group, members in found.items():
        for one in members:
            yield (scheme.groups.get(group, group), one.unit, one.before.name, *effect_cells(one, scheme, names))


def _importance(effect: Effect) -> tuple[bool, int, int]:
    """Judged otherwise first, then the largest moves, then by rank."""
    before, after = effect.before, effect.after
    return not effect.judged_otherwise, -abs((before.rank or 0) - (after.rank or 0)), before.rank or before.rank_best


def _lines(lost: Sequence[Any], full: frozenset[str], fixed: frozenset[str], all_of: set[str]) -> list[dict[str, Any]]:
    """Return the indicators that cost points with their findings, each with whether it is ticked."""
    keys = {key for leaf, _path, _points in lost for key in (*leaf.findings, *leaf.pending)[:FINDINGS]}
    rows = {one.key: one for one in Finding.objects.filter(key__in=keys).only("key", "pk", "check_id", "url")}
    lines = []
    for leaf, path, points in lost:
        found = (*leaf.findings, *leaf.pending)
        shown = [
            (key, rows[key], check_title(rows[key].check_id), key in fixed) for key in found[:FINDINGS] if key in rows
        ]
        lines.append(
            {
                "leaf": leaf,
                "path": " › ".join(path),
                "lost": points,
                "full": leaf.id in full,
                "all": leaf.id in all_of,
                "findings": shown,
                "count": len(found),
            }
        )
    return sorted(lines, key=lambda one: -one["lost"])
