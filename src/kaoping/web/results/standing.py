"""Where a unit stands: its figures, the next grade and rank, what it could gain, how it compares with its group."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.utils.translation import gettext as _

from kaoping.analysis.distances import Distance, to_next_grade, to_next_rank
from kaoping.analysis.gains import Gain, gains
from kaoping.analysis.grid import Grid
from kaoping.reports.unit_words import veto_titles
from kaoping.scoring.results import UnitResult
from kaoping.web.pages.charts import Chart, Kind, Series
from kaoping.web.results import tables
from kaoping.web.results.looking import Looked

KEPT = 24 * 3600  # seconds that what was tried is kept: it is named by what it was tried on
AXES = 12  # of the radar: more cannot be read


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of one unit in words."""

    result: UnitResult
    total: str
    rank: str
    size: int
    group: str
    vetoes: tuple[str, ...]
    open_vetoes: tuple[str, ...]
    grade: Distance | None
    ahead: Distance | None


def standing_of(looked: Looked, unit: str) -> Standing:
    """Return where a unit stands."""
    one, titles = looked.results.unit(unit), veto_titles(looked.scheme)
    return Standing(
        one,
        tables.spread(one.total, one.low, one.high),
        tables.rank_words(one),
        len(looked.results.groups[one.group]),
        looked.scheme.groups.get(one.group, one.group),
        tuple(titles.get(name, name) for name in one.vetoes),
        tuple(titles.get(name, name) for name in one.open_vetoes),
        to_next_grade(looked.results, unit),
        to_next_rank(looked.results, unit),
    )


def gains_of(looked: Looked, unit: str) -> tuple[Gain, ...]:
    """Return what each indicator would bring a unit, tried once for a result and kept."""
    key = _key(looked, unit)
    found: tuple[Gain, ...] | None = cache.get(key)
    if found is None:
        found = gains(looked.case_with_findings([unit]), looked.results, unit)
        cache.set(key, found, KEPT)
    return found


def known_gains(looked: Looked, unit: str) -> tuple[Gain, ...] | None:
    """Return the same where it was tried before."""
    found: tuple[Gain, ...] | None = cache.get(_key(looked, unit))
    return found


def _key(looked: Looked, unit: str) -> str:
    return f"gains:{looked.cycle.pk}:{looked.stamp}:{unit}"


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit beside its group: the branches of the first level in a radar, all indicators in a heat map."""

    radar: Chart | None
    heat: Chart


def compared(looked: Looked, unit: str) -> Compared:
    """Return the charts that compare a unit with the mean of its group."""
    grid = Grid(looked.results, looked.results.unit(unit).group)
    row = looked.results.workings.rows[unit]
    tops = [node for part in looked.scheme.parts for node in part.nodes if grid.concerns(node.id)]
    if len(tops) > AXES or len(tops) < 3:
        tops = tops[:AXES] if len(tops) > AXES else []
    radar = None
    if tops:
        radar = _chart("radar", (grid, row), [(one.id, one.title) for one in tops])
    radar = None if radar is None or radar.empty else radar
    heat = _chart("heat", (grid, row), [(one.id, one.title) for one in grid.leaves])
    return Compared(radar, heat)


def _chart(kind: Kind, of: tuple[Grid, int], nodes: Sequence[tuple[str, str]]) -> Chart:
    grid, row = of
    own = [_percent(grid.square(row, name).share) for name, _title in nodes]
    mean = [_percent(grid.mean_share(name)) for name, _title in nodes]
    best = [_percent(grid.best_share(name)) for name, _title in nodes]
    series = [Series(_("本单位"), own), Series(_("同类平均"), mean)]
    if kind == "heat":
        series.append(Series(_("同类最高"), best))
    links = [f"#node-{name}" for name, _title in nodes]
    return Chart(
        kind,
        _("各项得分率") if kind == "heat" else _("一级指标得分率与同类平均"),
        [told for _name, told in nodes],
        series,
        unit="%",
        digits=1,
        least=0,
        most=100,
        links=links,
        good="high",
    )


def _percent(share: Decimal | None) -> float | None:
    return None if share is None else round(float(share) * 100, 1)
