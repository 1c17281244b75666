"""The pages about scores: the ranking of each group, units by indicators, a unit's score tree."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.scoring import ScoreNode
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import Actor
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.marking.models import Mark
from kaoping.web.monitoring.models import Finding
from kaoping.web.pages.access import page, row_of
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.results import filters, tables
from kaoping.web.results.models import Scoring, UnitScore
from kaoping.web.results.queries import FED_BACK, SCORED, cycles_scored, scores_seen_by
from kaoping.web.results.recomputing import recompute_scores
from kaoping.web.results.trees import leaves, results_of, tree_of
from kaoping.worktime import beijing_date

P = Permission
AT_ONCE = 2.0  # seconds: what took longer the last time is left to the process beside the web server
UNITS = 30  # of the matrix, on a page


@page(P.VIEW_SCORES)
def cycles(request: HttpRequest) -> HttpResponse:
    """List the cycles whose scores one may see: all of one's bodies', and those fed back to one's units."""
    scope = scope_of(request.user, P.VIEW_SCORES)
    own = UnitScore.objects.filter(participant__unit__in=scope.units, cycle__state__in=FED_BACK)
    context = {
        "cycles": cycles_scored(request).select_related("body"),
        "own": own.select_related("cycle__body", "participant__unit"),
        "body": bool(scope.everywhere or scope.paths),
    }
    return render(request, "results/cycles.html", context)


@page(P.VIEW_SCORES)
def ranking(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List the scores of a cycle by group and rank, brought up to date."""
    cycle = row_of(cycles_scored(request), pk)
    scoring = _current(cycle)
    scheme = scheme_of(cycle)
    parts = {part.id: part.title for part in scheme.parts}
    listing = Listing(
        _("%s：得分") % cycle,
        tables.for_scheme(scheme.groups, parts if len(parts) > 1 else {}),
        filters.for_scheme(scheme.groups),
        _("还没有得分。进入日常监测之后，按巡查结果和测评打分随时计算。"),
        (
            (_("单位 × 指标"), reverse("results:cycle-matrix", kwargs={"pk": pk}), True),
            (_("考评周期"), reverse("cycles:cycle", kwargs={"pk": pk}), False),
        ),
        _note(cycle, scoring),
    )
    rows = UnitScore.objects.filter(cycle=cycle).select_related("participant__unit")
    return show_list(request, listing, rows)


@dataclass(frozen=True, slots=True)
class Shade:
    """One cell of the matrix: what it says, and how much of the points there is (0 to 10; none where not known)."""

    said: str
    heat: str


@page(P.VIEW_SCORES)
def matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """Show units by indicators, coloured by how much of the points they have."""
    cycle = row_of(cycles_scored(request), pk)
    scoring, groups = _current(cycle), scheme_of(cycle).groups
    group = request.GET.get("group", "")
    if group not in groups:
        group = next(iter(groups), "")
    rows = UnitScore.objects.filter(cycle=cycle, group=group).select_related("participant__unit")
    shown = Paginator(rows, UNITS).get_page(request.GET.get("page"))
    columns: dict[str, str] = {}
    lines = []
    if scoring is not None and scoring.folder:
        results = results_of(scoring)
        for row in shown:
            nodes = {one.id: one for one in leaves(results.trace(row.participant.unit.code))}
            columns |= {name: one.title for name, one in nodes.items()}
            lines.append((row, nodes))
    context = {
        "cycle": cycle,
        "groups": groups,
        "group": group,
        "page": shown,
        "columns": columns.values(),
        "lines": [(row, [_shade(nodes.get(name)) for name in columns]) for row, nodes in lines],
        "note": _note(cycle, scoring),
    }
    return render(request, "results/matrix.html", context)


@page(P.VIEW_SCORES)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit's score tree: every point with its rule, clause, measures, findings and marks."""
    score = row_of(scores_seen_by(request.user), pk)  # type: ignore[arg-type]  # pages are for people who are signed in
    scoring = Scoring.objects.get(cycle=score.cycle_id)
    tree = tree_of(scoring, score.participant.unit.code)
    whole = scope_of(request.user, P.VIEW_MARKS).covers_region(score.cycle.body.path)
    keys = {key for node in leaves(tree) for key in (*node.findings, *node.pending)}
    findings = Finding.objects.filter(key__in=keys).values_list("key", "pk", "url")
    context: dict[str, Any] = {
        "score": score,
        "scoring": scoring,
        "tree": tree,
        "findings": {key: (number, url) for key, number, url in findings},
        "marks": _marks(score) if whole else {},
        "total": tables.spread(score.total, score.low, score.high),
        "group": scheme_of(score.cycle).groups.get(score.group, score.group),
        "size": UnitScore.objects.filter(cycle=score.cycle_id, group=score.group).count(),
        "whole": whole,
    }
    return render(request, "results/unit.html", context)


def _current(cycle: Cycle) -> Scoring | None:
    """Return the scoring of a cycle, computed anew where that is quick; else the process beside us does it."""
    known = Scoring.objects.filter(cycle=cycle).first()
    if cycle.state not in SCORED or (known is not None and known.seconds > AT_ONCE):
        return known
    now = timezone.now()
    return recompute_scores(Actor(None), cycle.pk, now, beijing_date(now))


def _note(cycle: Cycle, scoring: Scoring | None) -> str:
    if scoring is None:
        return ""
    if scoring.problem:
        return _("现在不能计分：%s 下面是此前的得分。") % scoring.problem
    at = timezone.localtime(scoring.computed_at)
    said = _("监测时间点 %(day)s，%(at)s 计算。") % {"day": scoring.as_of, "at": at.strftime("%m-%d %H:%M:%S")}
    if cycle.state not in SCORED:
        return said
    return said + _("得分是初步的，随巡查和测评变化；未确定的写出最低～最高，名次括号里是可能的范围。")


def _shade(node: ScoreNode | None) -> Shade:
    if node is None or not node.applicable:
        return Shade("—", "none")
    said = tables.spread(node.points, node.low, node.high)
    if node.points is None or not node.of:
        return Shade(said, "open" if node.points is None else "none")
    share = max(0, min(10, int(10 * node.points / node.of)))
    return Shade(said, str(share))


def _marks(score: UnitScore) -> dict[str, list[Mark]]:
    """What people said about the unit, by question."""
    found: dict[str, list[Mark]] = {}
    rows = Mark.objects.filter(participant=score.participant_id).exclude(state=Mark.State.OPEN)
    for one in rows.select_related("assessor", "participant__unit"):
        found.setdefault(one.question, []).append(one)
    return found
