"""Columns share a page so that the table is low, and what is said of an indicator is said again on every page."""

from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.reports.scheme_document.docx_table import WordTable
from kaoping.reports.scheme_document.tables import Cell, Column, Table
from kaoping.reports.scheme_document.widths import LANDSCAPE, PORTRAIT, fitted, line_count, needs_width, row_lines
from tests.reports.scheme_document.conftest import Make
from tests.reports.scheme_document.test_formats import write


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 6, 1),
        ("五个字一行", 5.6, 1),
        ("五个字一行", 5.5, 2),
        ("ab12", 2.6, 1),
        ("一\n二\n三", 6, 3),
        ("甲" * 11, 5.6, 3),
    ],
)
def test_lines_of_a_text(text: str, width: float, lines: int) -> None:
    assert line_count(text, width) == lines


def test_a_tall_cell_makes_the_last_of_its_rows_higher() -> None:
    table = Table("表", [Column("一", 3), Column("二", 5)], [[Cell("字" * 10, rows=2), Cell("甲")], [Cell("乙")]])
    assert row_lines(table, [3, 5]) == [1, 4]


@given(st.lists(st.tuples(st.text("字", max_size=300), st.text("字", max_size=300)), min_size=1, max_size=8))
def test_fitting_never_makes_a_table_higher_than_even_shares(texts: list[tuple[str, str]]) -> None:
    columns = [Column("号", 4), Column("甲", 6, long=True), Column("乙", 6, long=True)]
    table = Table("表", columns, [[Cell(str(n)), Cell(a), Cell(b)] for n, (a, b) in enumerate(texts)])
    widths = [column.width for column in fitted(table, PORTRAIT).columns]
    assert sum(widths) == pytest.approx(PORTRAIT)
    assert min(widths[1:]) >= 6
    assert sum(row_lines(table, widths)) <= sum(row_lines(table, [4, 19, 19])) + len(texts)


def test_the_fuller_column_gets_more_room() -> None:
    columns = [Column("甲", 6, long=True), Column("乙", 6, long=True)]
    table = Table("表", columns, [[Cell("短"), Cell("很长的内容" * 20)]] * 3)
    assert needs_width(Table("表", columns, [[Cell("长" * 400), Cell("长" * 400)]]))
    assert not needs_width(table)
    first, second = (column.width for column in fitted(table, LANDSCAPE).columns)
    assert second > 3 * first


def test_rows_fall_on_pages_by_their_height() -> None:
    table = Table("表", [Column("一", 10)], [[Cell("\n" * lines)] for lines in (9, 9, 9, 29, 0)])
    word = WordTable(table, 100)
    ten, thirty, one = 10 * 15 + 4.5, 30 * 15 + 4.5, 15 + 4.5
    assert word.heights == [ten, ten, ten, thirty, one]
    assert word.pages(word.head + 2 * ten, word.head + thirty) == {2, 3, 4}
    assert word.pages(950, 950) == {4}


def test_an_indicator_is_named_again_on_every_page_that_it_reaches(printed: Make, tmp_path: Path) -> None:
    leaves = "".join(
        f"          - {{id: n-{n}, title: 指标{n}, points: 1, text: {'很长的要点' * 40}}}\n" for n in range(24)
    )
    parts = "  - id: site\n    title: 网站\n    points: 24\n    indicators:\n"
    parts += "      - id: all\n        title: 总\n        indicators:\n"
    document = docx.Document(str(write(printed(parts + leaves), tmp_path / "long.docx")))
    table = document.tables[-2]
    firsts = [row._tr.tc_lst[0] for row in table.rows[1:-1]]
    starts = [cell for cell in firsts if cell.xpath("w:tcPr/w:vMerge/@w:val") == ["restart"]]
    assert [cell.p_lst[0].text for cell in starts] == ["总"] * len(starts)
    assert 2 <= len(starts) <= 6
    assert all(not cell.p_lst[0].text for cell in firsts if cell not in starts)
