"""The sheet that sets an assessment beside an earlier one: ranks, and scores where they can be compared."""

from collections.abc import Iterator

from kaoping.reports.comparison import Comparison, compare
from kaoping.reports.dossier import Dossier
from kaoping.reports.grid import Cell, Column, Grid
from kaoping.reports.score_words import by_rate, score_words


def changes_grid(dossier: Dossier) -> Grid | None:
    """Return one row per unit that has a result now, or had one then; None where no earlier results were given."""
    comparison = compare(dossier)
    if comparison is None:
        return None
    scheme = dossier.view.scheme
    places = 2 if by_rate(scheme) else scheme.total.round.places
    word = "得分率（%）" if by_rate(scheme) else score_words(scheme).points
    columns = [
        Column("分组", 18),
        Column("单位", 24),
        Column("上次名次", 10),
        Column("本次名次", 10),
        Column("名次变化", 10, 0),
        Column(f"上次{word}", 14, places),
        Column(f"本次{word}", 14, places),
        Column(f"{word}变化", 14, places),
        Column("说明", 50),
    ]
    return Grid("与上次比较", columns, list(_rows(comparison)), frozen=2)


def _rows(comparison: Comparison) -> Iterator[list[Cell]]:
    for group in comparison.groups:
        for one in group.changes:
            ranks: list[Cell] = [one.before.rank, one.unit.rank, one.climbed]
            said = "" if comparison.alike else comparison.why
            yield [group.group.title, one.unit.name, *ranks, one.then, one.now, one.gained, said]
        for name, reason in group.left_out:
            yield [group.group.title, name, *([None] * 6), f"不作比较：{reason}"]
    for name in comparison.gone:
        yield [None, name, *([None] * 6), "上次有结果，本次没有"]
