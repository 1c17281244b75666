"""What lies between two versions of a cycle's results, or a version and the scores as they are now, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaoping.analysis.between import Between, UnitChange
from kaoping.model.errors import KaopingError
from kaoping.reports.between_words import cause_words, indicator_words, points_words, result_words
from kaoping.reports.figures import NONE
from kaoping.reports.unit_words import grade_text, rank_text, total_text
from kaoping.schemes.model import Scheme
from kaoping.scoring import Results, UnitResult
from kaoping.web.accounts.roles import Permission
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.pages.access import page, row_of
from kaoping.web.pages.export import comma_separated, streamed_workbook
from kaoping.web.results.finding_names import finding_names
from kaoping.web.results.models import ResultVersion, Scoring
from kaoping.web.results.trees import results_of
from kaoping.web.results.version_queries import versions_for
from kaoping.web.results.versions import results_of_version

UNITS = 30  # on a page
LIVE = "live"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two results: what it is called, and the results."""

    title: str
    results: Results


@page(Permission.VIEW_SCORES)
def difference(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what lies between a version and another of its cycle, or the scores as they are now."""
    row = row_of(versions_for(request), pk)
    others = list(versions_for(request).filter(cycle=row.cycle_id).exclude(pk=pk))
    wanted = request.GET.get("with") or _usual(row)
    context: dict[str, Any] = {"version": row, "others": others, "wanted": wanted, "live": LIVE}
    try:
        before, after = _sides(row, others, wanted)
    except KaopingError as error:
        return render(request, "results/difference.html", context | {"problem": str(error)})
    between, scheme = Between(before.results, after.results), scheme_of(row.cycle)
    asked = request.GET.get("q", "").strip()
    changed = [one for one in between.units if asked in one.name or asked in one.unit]
    if request.GET.get("export") in ("xlsx", "csv"):
        long = streamed_workbook if request.GET["export"] == "xlsx" else comma_separated
        title = _("%(cycle)s_%(before)s与%(after)s的差别") % {
            "cycle": row.cycle, "before": before.title, "after": after.title,
        }  # fmt: skip
        return long(title, _rows(between, changed, scheme))
    shown = Paginator(changed, UNITS).get_page(request.GET.get("page"))
    context |= {
        "before": before.title,
        "after": after.title,
        "size": between.size,
        "count": len(between.units),
        "results": sum(one.result_differs for one in between.units),
        "page": shown,
        "asked": asked,
        "changes": [_told(between, one, scheme) for one in shown],
    }
    return render(request, "results/difference.html", context)


def _usual(row: ResultVersion) -> str:
    """What a version is mostly compared with: the one before it that it took the place of, else the scores now."""
    return str(row.supersedes_id) if row.supersedes_id else LIVE


def _sides(row: ResultVersion, others: list[ResultVersion], wanted: str) -> tuple[Side, Side]:
    """The earlier one first. Raises KaopingError where one of them cannot be opened."""
    own = (row.number, Side(_("第%s版") % row.number, results_of_version(row)))
    other = next((one for one in others if str(one.pk) == wanted), None)
    if other is not None:
        theirs = (other.number, Side(_("第%s版") % other.number, results_of_version(other)))
        first, second = sorted((own, theirs), key=lambda pair: pair[0])
        return first[1], second[1]
    scoring = Scoring.objects.filter(cycle=row.cycle_id).exclude(folder="").first()
    return own[1], Side(_("现在"), results_of(scoring) if scoring else own[1].results)


def _told(between: Between, change: UnitChange, scheme: Scheme) -> dict[str, Any]:
    """One unit on the page: its result then and now, and a sentence for each indicator."""
    indicators = between.indicators(change.unit)
    named = finding_names(indicators)
    return {
        "change": change,
        "result": result_words(change, scheme),
        "indicators": [indicator_words(one, named) for one in indicators],
    }


def _rows(between: Between, changed: list[UnitChange], scheme: Scheme) -> Iterator[list[object]]:
    """One line for each indicator that changed, and one for a unit without any."""
    yield [
        _("分类"), _("单位编号"), _("单位"), _("原得分"), _("现得分"), _("原名次"), _("现名次"), _("原等次"),
        _("现等次"), _("结果变化"), _("指标"), _("指标得分变化"), _("原因"),
    ]  # fmt: skip
    for change in changed:
        head: list[object] = [scheme.groups.get(change.group, change.group), change.unit, change.name]
        sides = (change.before, change.after)
        head += [_total(one, scheme) for one in sides]
        head += [rank_text(one) if one else NONE for one in sides]
        head += [grade_text(one) if one else NONE for one in sides]
        head.append(result_words(change, scheme))
        indicators = between.indicators(change.unit)
        named = finding_names(indicators)
        for one in indicators:
            yield [*head, one.title, points_words(one), "；".join(cause_words(one, named))]
        if not indicators:
            yield [*head, "", "", ""]


def _total(one: UnitResult | None, scheme: Scheme) -> str:
    return total_text(one, scheme.total.round.places) if one else NONE
