"""Word document, page and workbook hold the same tables, and what a reader sees of them is kept."""

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from kaoping.reports.scheme_document.content import build_document
from kaoping.reports.scheme_document.tables import SchemeDocument
from kaoping.reports.scheme_document.writing import write_document
from kaoping.schemes.loader import library_ids, load_scheme
from tests.reports.reading import document_text, page_text, workbook_text
from tests.reports.scheme_document.conftest import Make
from tests.reports.scheme_document.grids import docx_grids, grid_of, html_grids, tables_of, xlsx_grids

WRITTEN = datetime(2024, 5, 6, tzinfo=UTC)
FORMS = {"docx": docx_grids, "html": html_grids, "xlsx": xlsx_grids}
READERS = {"docx": document_text, "html": page_text, "xlsx": workbook_text}
GOLDEN = Path(__file__).parent / "golden"
EVERYTHING = Path(__file__).parents[2] / "schemes" / "data" / "everything.yaml"


def write(document: SchemeDocument, path: Path) -> Path:
    write_document(path, document, path.suffix.removeprefix("."), WRITTEN)
    return path


@pytest.fixture(scope="module")
def everything() -> SchemeDocument:
    return build_document(load_scheme(EVERYTHING))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", library_ids())
def test_every_format_of_every_scheme_holds_the_tables_of_the_model(name: str, form: str, tmp_path: Path) -> None:
    document = build_document(load_scheme(name))
    expected = [grid_of(table) for table in tables_of(document)]
    assert FORMS[form](write(document, tmp_path / f"scheme.{form}")) == expected


@pytest.mark.parametrize("form", FORMS)
def test_what_a_reader_sees(everything: SchemeDocument, form: str, tmp_path: Path) -> None:
    text = READERS[form](write(everything, tmp_path / f"scheme.{form}"))
    golden = GOLDEN / f"everything.{form}.txt"
    if os.environ.get("KAOPING_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_wide_tables_turn_the_paper(everything: SchemeDocument, tmp_path: Path) -> None:
    section = docx.Document(str(write(everything, tmp_path / "wide.docx"))).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
    assert [round((size or 0) / 36000) for size in sizes] == [297, 210, 28, 37, 35]
    sheet = openpyxl.load_workbook(write(everything, tmp_path / "wide.xlsx"))["第一部分指标"]
    assert sheet.page_setup.orientation == "landscape"


def test_narrow_tables_leave_it_upright(printed: Make, tmp_path: Path) -> None:
    document = printed("  - {id: site, title: 网站, points: 2, indicators: [{id: a, title: 链接, points: 2}]}\n")
    section = docx.Document(str(write(document, tmp_path / "narrow.docx"))).sections[0]
    assert [round((size or 0) / 36000) for size in (section.page_width, section.page_height)] == [210, 297]


def test_word_repeats_headings_and_tears_no_row(everything: SchemeDocument, tmp_path: Path) -> None:
    for table in docx.Document(str(write(everything, tmp_path / "scheme.docx"))).tables:
        heading, *rows = table.rows
        assert heading._tr.trPr is not None
        assert heading._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_word_names_the_fonts_of_the_standard_and_their_substitutes(everything: SchemeDocument, tmp_path: Path) -> None:
    with zipfile.ZipFile(write(everything, tmp_path / "scheme.docx")) as archive:
        fonts, body = (archive.read(f"word/{name}.xml").decode() for name in ("fontTable", "document"))
    for font, substitute in {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "华文中宋"}.items():
        assert f'<w:font w:name="{font}"><w:altName w:val="{substitute}"/></w:font>' in fonts
        assert font in body


def test_sheets_are_ready_to_be_printed(everything: SchemeDocument, tmp_path: Path) -> None:
    path = write(everything, tmp_path / "scheme.xlsx")
    sheet = openpyxl.load_workbook(path)["第一部分指标"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C4", "$3:$3")
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    with zipfile.ZipFile(path) as archive:
        assert b"<oddFooter>&amp;Ceverything" in archive.read("xl/worksheets/sheet3.xml")
    assert sheet["C5"].alignment.wrap_text


def test_points_are_numbers_in_a_workbook(everything: SchemeDocument, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write(everything, tmp_path / "scheme.xlsx"))["第一部分指标"]
    points = next(cell.column for cell in sheet[3] if cell.value == "分值")
    values = [sheet.cell(row, points).value for row in range(4, sheet.max_row + 1)]
    assert values == [10, 10, 10, 10, 5, 5, 5, 5, 10, 10, 10, 20, 100]


def test_the_same_scheme_gives_the_same_page_and_workbook(everything: SchemeDocument, tmp_path: Path) -> None:
    for form in ("html", "xlsx"):
        first, second = (write(everything, tmp_path / f"{name}.{form}").read_bytes() for name in ("a", "b"))
        assert first == second


def test_a_page_can_be_read_by_ear(everything: SchemeDocument, tmp_path: Path) -> None:
    page = write(everything, tmp_path / "scheme.html").read_text(encoding="utf-8")
    assert page.count("<caption") == page.count("<table") == sum(1 for _ in tables_of(everything))
    assert page.count("<th ") == page.count('<th scope="col"') + page.count('<th scope="row"')
    assert '<th scope="row" rowspan="8" class="m">一级<br>（60分）</th>' in page
    assert 'lang="zh-Hans"' in page
    assert "http:" not in page
    assert "https:" not in page
