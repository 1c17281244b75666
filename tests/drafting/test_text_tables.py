"""Captured text in which merged cells are missing gives back the table that was printed."""

from collections.abc import Iterator

from kaoping.schemes.drafting.indicator_tables import IndicatorTable, find_tables
from kaoping.schemes.drafting.outline import Indicator
from kaoping.schemes.drafting.plain_text import simplified
from kaoping.schemes.drafting.read_text import read_text
from tests.drafting.captures import CELL_A_LINE, ROW_A_LINE


def tables_of(text: str) -> list[IndicatorTable]:
    return find_tables(read_text(text.encode(), "摘录.txt").rewritten(simplified)).tables


def outline(indicators: list[Indicator], above: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every leaf as its path and its points."""
    for each in indicators:
        if each.children:
            yield from outline(each.children, (*above, each.title))
        else:
            yield "/".join((*above, each.title)), str(each.points)


def test_cells_find_their_columns_and_pages_are_joined() -> None:
    (table,) = tables_of(ROW_A_LINE)
    assert table.title == "某市网站考评指标（县市区）"
    assert list(outline(table.roots)) == [
        ("主动公开/文件/发布时效", "5"),
        ("主动公开/文件/文件清理", "7"),
        ("主动公开/机构/职能", "8"),
        ("主动公开/机构/领导", "10"),
        ("依申请公开/答复规范", "20"),
        ("解读回应/解读质量", "30"),
        ("解读回应/留言/答复时限", "20"),
    ]


def test_a_cell_a_line_is_folded_into_rows() -> None:
    (table,) = tables_of(CELL_A_LINE)
    assert list(outline(table.roots)) == [
        ("信息/概况", "2"),
        ("信息/领导", "4"),
        ("互动/留言", "4"),
        ("加减分情形/减分情形", "None"),
    ]
    assert table.after == ["三、其他事项", "由办公室解释。"]
    assert [str(leaf.place) for leaf in table.leaves()] == ["第7行", "第10行", "第16行", "第20行"]
