"""Groups compared: what tells units apart, what decides the ranking, how firm it is, and its course over the cycles."""

import statistics
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaoping.analysis.analyse import Analysis, analyse
from kaoping.analysis.perturbation import Perturbation
from kaoping.reports.analysis_words import (
    discrimination_cells,
    influence_cells,
    influence_words,
    perturbation_words,
    robustness_cells,
    robustness_headings,
    robustness_words,
)
from kaoping.web.accounts.roles import Permission
from kaoping.web.cycles.models import Cycle
from kaoping.web.pages.access import page, row_of
from kaoping.web.pages.charts import Chart, Series
from kaoping.web.results.earlier import MOST_CYCLES, series_of
from kaoping.web.results.looking import Looked, looked_at
from kaoping.web.results.models import UnitScore, VersionScore
from kaoping.web.results.queries import cycles_scored
from kaoping.web.results.standing import KEPT
from kaoping.web.results.versions import latest_version

DRAWS, DRAWN = 1000, 60_000  # ways of weighing, and units times ways at most, so that a page takes seconds
LEAST = 10
BEST = 8  # units whose course is drawn
SHOWN = 200  # units on the page whose ranks are looked at
TERMS = 15


@page(Permission.VIEW_SCORES)
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the units of a group differ; what takes long is fetched by the page once it is there."""
    cycle = row_of(cycles_scored(request), pk)
    looked = looked_at(cycle, request.GET.get("version", ""))
    titles = looked.scheme.groups
    group = request.GET.get("group", "")
    group = group if group in titles else next(iter(titles), "")
    context: dict[str, Any] = {"cycle": cycle, "looked": looked, "groups": titles, "group": group}
    if "part" in request.GET or "all" in request.GET or not looked.results.groups.get(group):
        context |= _analysed(looked, group)
    if "part" in request.GET:
        return render(request, "results/analysis.html", context)
    return render(request, "results/groups.html", context | _course(cycle, group))


def _analysed(looked: Looked, group: str) -> dict[str, Any]:
    """Return the three views of a group in words."""
    if not looked.results.groups.get(group):
        return {"analysis": None}
    found, scheme = _analysis(looked), looked.scheme
    firm, terms = found.robustness.groups[group], found.influence[group]
    return {
        "analysis": found,
        "how": perturbation_words(found.robustness),
        "firm": {
            "head": robustness_headings(found.robustness),
            "rows": [robustness_cells(one) for one in firm[:SHOWN]],
            "said": robustness_words(firm),
            "more": max(len(firm) - SHOWN, 0),
        },
        "deciding": {
            "rows": [influence_cells(one, scheme) for one in terms.terms[:TERMS]],
            "said": influence_words(terms),
        },
        "apart": [discrimination_cells(one, scheme) for one in found.discrimination[group]],
    }


def _analysis(looked: Looked) -> Analysis:
    """Reckoned once for a result and kept without its workings."""
    key = f"analysis:{looked.cycle.pk}:{looked.stamp}"
    found: Analysis | None = cache.get(key)
    if found is None:
        size = max(len(looked.results.totals.units), 1)
        found = analyse(looked.results, Perturbation(max(min(DRAWS, DRAWN // size), LEAST)))
        cache.set(key, found, KEPT)
    return found


def _course(cycle: Cycle, group: str) -> dict[str, Any]:
    """Return how a group went over the cycles of a series: mean, spread and the best units of the newest."""
    cycles = list(series_of(cycle)[:MOST_CYCLES])[::-1]
    rows = {one.pk: _scores(one, group) for one in cycles}
    known = [
        (one, [float(total) for total in rows[one.pk].values_list("total", flat=True) if total is not None])
        for one in cycles
    ]
    told = [(one, _figures(totals)) for one, totals in known if totals]
    if len(told) < 2:
        return {"course": None, "figures": told}
    shown = [one for one, _figures in told]
    best = rows[shown[-1].pk].exclude(rank=None).order_by("rank")[:BEST]
    names = {one.participant.unit_id: str(one.participant) for one in best.select_related("participant__unit")}
    totals = {
        (one.pk, unit): float(total)
        for one in shown
        for unit, total in rows[one.pk].filter(participant__unit__in=names).values_list("participant__unit", "total")
        if total is not None
    }
    series = [Series(name, [totals.get((one.pk, unit)) for one in shown]) for unit, name in names.items()]
    mean = Series(_("平均"), [figures["mean"] for _one, figures in told])
    chart = Chart("line", _("历次得分：平均和最近一次的前几名"), [str(one) for one in shown], [mean, *series], digits=2)
    return {"course": chart, "figures": told}


def _figures(totals: Sequence[float]) -> dict[str, float]:
    return {
        "mean": statistics.fmean(totals),
        "low": min(totals),
        "high": max(totals),
        "spread": statistics.pstdev(totals),
    }


def _scores(cycle: Cycle, group: str) -> Any:
    version = latest_version(cycle)
    rows: Any = VersionScore.objects.filter(version=version) if version else UnitScore.objects.filter(cycle=cycle)
    return rows.filter(group=group)
