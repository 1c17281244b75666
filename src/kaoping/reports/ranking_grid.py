"""The ranking of one group as a grid: totals, full marks and rates where they count, parts, conversions, remarks."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from kaoping.reports.dossier import Dossier, Group
from kaoping.reports.figures import number_text, score_text
from kaoping.reports.grid import Cell, Column, Grid, Open
from kaoping.reports.part_columns import PartColumn, part_columns
from kaoping.reports.reasons import reason_text
from kaoping.reports.score_words import by_rate, rate_text, score_words
from kaoping.reports.unit_words import grade_text, rank_text, remarks, total_text
from kaoping.scoring.results import UnitResult

POINTS = 2  # decimals that points are shown with; totals have those of the scheme
_NAME, _RESULT, _REMARK = "单位", "结果", "备注"

Fill = Callable[[UnitResult], Cell]


def ranking_grid(dossier: Dossier, group: Group) -> Grid:
    """Return one row per unit in the order of the ranking, then the units that stand apart."""
    columns = list(_columns(dossier, group))
    rows = [[cell(unit) for _, cell in columns] for unit in group.units]
    for unit in group.apart:
        told = {_NAME: unit.name, _RESULT: "单列", _REMARK: reason_text(unit.why)}
        rows.append([told.get(column.title) for column, _ in columns])
    return Grid(f"排名 {group.title}", [column for column, _ in columns], rows, frozen=2, header_height=34)


def score_cell(points: Decimal | None, low: Decimal | None, high: Decimal | None) -> Cell:
    """Return a number, or the range while it is open."""
    return points if points is not None and low == high else Open(score_text(None, low, high))


def _columns(dossier: Dossier, group: Group) -> Iterator[tuple[Column, Fill]]:
    scheme = dossier.view.scheme
    places = scheme.total.round.places
    yield Column("名次", 8), _rank
    yield Column(_NAME, 22), lambda unit: unit.name
    yield (
        Column(score_words(scheme).total, 14, places),
        lambda unit: unit.total if _settled(unit) else Open(total_text(unit, places)),
    )
    yield Column("最低", 10, places), lambda unit: unit.low
    yield Column("最高", 10, places), lambda unit: unit.high
    if by_rate(scheme):
        yield Column("满分", 10), lambda unit: unit.of
        yield Column("得分率（%）", 12, POINTS), _rate
    yield from _parts(dossier, group)
    yield from _conversions(dossier, group)
    yield Column("等次", 10), lambda unit: grade_text(unit) if unit.grade else None
    yield Column(_RESULT, 10), lambda unit: "完整" if unit.complete and _settled(unit) else "暂定"
    yield Column(_REMARK, 60), lambda unit: "；".join(_said(dossier, unit))
    yield Column("评分表", 28), lambda unit: f"units/{unit.unit}.html"


def _parts(dossier: Dossier, group: Group) -> Iterator[tuple[Column, Fill]]:
    def cell(column: PartColumn) -> Fill:
        def fill(unit: UnitResult) -> Cell:
            part = column.of(unit)
            return None if part is None else score_cell(part.points, part.low, part.high)

        return fill

    for column in part_columns(dossier.view.scheme, group.units):
        yield Column(column.title, 18, POINTS), cell(column)


def _conversions(dossier: Dossier, group: Group) -> Iterator[tuple[Column, Fill]]:
    """A column for each conversion whose full marks are stated."""
    full = {one.from_: (one.title, one.to) for unit in group.units for one in unit.converted if one.to is not None}

    def cell(source: str) -> Fill:
        return lambda unit: next(
            (score_cell(one.points, one.low, one.high) for one in unit.converted if one.from_ == source), None
        )

    for conversion in dossier.view.scheme.convert:
        if conversion.from_ in full:
            title, most = full[conversion.from_]
            heading = f"折合：{title}（{number_text(most)}分）"
            yield Column(heading, 18, dossier.view.scheme.total.round.places), cell(conversion.from_)


def _rank(unit: UnitResult) -> Cell:
    return unit.rank_best if unit.rank_best == unit.rank_worst else Open(rank_text(unit))


def _rate(unit: UnitResult) -> Cell:
    return unit.rate * 100 if unit.rate is not None and _settled(unit) else Open(rate_text(unit))


def _said(dossier: Dossier, unit: UnitResult) -> tuple[str, ...]:
    site = dossier.site_remarks[unit.unit]
    return remarks(dossier.view.scheme, unit, site=site)


def _settled(unit: UnitResult) -> bool:
    return unit.total is not None and unit.low == unit.high
