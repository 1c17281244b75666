"""Captured text in which merged cells are missing gives back the table that was printed."""

from collections.abc import Iterator

from kaoping.schemes.drafting.columns import Role
from kaoping.schemes.drafting.indicator_tables import IndicatorTable, find_tables
from kaoping.schemes.drafting.outline import Indicator
from kaoping.schemes.drafting.paragraph_indicators import paragraph_tables
from kaoping.schemes.drafting.plain_text import simplified
from kaoping.schemes.drafting.read_text import read_text
from tests.drafting.captures import (
    CELL_A_LINE,
    DRAWN,
    FRAMED,
    NO_MARKS,
    NO_MARKS_POINTS_LAST,
    PARAGRAPHS,
    ROW_A_LINE,
    WIDE_ROWS,
)


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


def test_cells_without_marks_points_after_the_name() -> None:
    (table,) = tables_of(NO_MARKS)
    assert list(outline(table.roots)) == [("主动公开", "40"), ("年度报告", "30"), ("保密审查", "30")]
    second = list(table.leaves())[1]
    assert second.text(Role.CRITERION) == "按要求编报。\n①没有报送的，扣10分；②没有公开的，扣10分。"
    assert table.after == ["本表由办公室负责解释。"]


def test_cells_without_marks_points_last() -> None:
    (table,) = tables_of(NO_MARKS_POINTS_LAST)
    assert list(outline(table.roots)) == [("信息/概况", "6"), ("信息/领导", "4"), ("互动/留言", "10")]
    assert next(table.leaves()).text(Role.CRITERION) == "没有栏目的，不得分。\n有误的，每处扣1分。"


def test_rows_wider_than_the_headings_and_sums_of_the_first_level() -> None:
    (table,) = tables_of(WIDE_ROWS)
    assert list(outline(table.roots)) == [
        ("组织/有人负责", "2"),
        ("组织/有人经办", "4"),
        ("载体/平台/网站", "6"),
        ("载体/平台/发布会", "3"),
        ("信息/完成任务", "25"),
        ("信息/概况", "60"),
    ]
    assert [str(root.heading.points) for root in table.roots] == ["6", "9", "85"]


def test_tables_drawn_with_lines() -> None:
    (table,) = tables_of(DRAWN)
    assert list(outline(table.roots)) == [
        ("信息公开/基本信息/市情介绍", "1"),
        ("信息公开/基本信息/领导", "4"),
        ("信息公开/政策/文件", "25"),
        ("互动/信箱/答复", "70"),
    ]
    first = next(table.leaves())
    assert (first.text(Role.EXPLANATION), str(first.place)) == ("地理；历史；区划", "第5行")


def test_framed_rows() -> None:
    (table,) = tables_of(FRAMED)
    leaves = [("信息/概况", "40"), ("信息/领导", "20"), ("信息/文件", "20"), ("互动/留言", "20")]
    assert list(outline(table.roots)) == leaves


def test_numbered_headings_with_points() -> None:
    assert tables_of(PARAGRAPHS) == []
    (table,) = paragraph_tables(read_text(PARAGRAPHS.encode(), "摘录.txt"), 1)
    assert table.title == "考评内容"
    assert list(outline(table.roots)) == [
        ("信息公开/概况信息", "10"),
        ("信息公开/政策文件", "20"),
        ("互动交流", "70"),
        ("加分项", "5"),
    ]
    second = list(table.leaves())[1]
    assert second.text(Role.CRITERION) == "(1)没有公开的,每件扣2分;\n(2)晚公开的,每件扣1分,最多扣5分。"
