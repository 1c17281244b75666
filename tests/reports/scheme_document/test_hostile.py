"""What a scheme says is text in every format: it runs nothing, asks nothing of a server, becomes no formula."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.reports.scheme_document.conftest import Make
from tests.reports.scheme_document.grids import docx_grids, grid_of, tables_of
from tests.reports.scheme_document.test_formats import write

PARTS = """\
  - id: site
    title: '=cmd|"/c calc"!A1'
    points: 2
    note: '@SUM(1)'
    indicators:
      - {id: a, title: '=HYPERLINK("http://evil.example/","点我")', points: 1, text: '+1', method: 网络测评}
      - id: b
        title: '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
        points: 1
        text: '{{ 7*7 }}'
        note: '-1'
"""


@pytest.fixture
def folder(printed: Make, tmp_path: Path) -> Path:
    document = printed(PARTS, ("示范市政府网站考评办法", "'=1+1&<b>[表]:*?/\\'"))
    for form in ("docx", "html", "xlsx"):
        write(document, tmp_path / f"scheme.{form}")
    assert docx_grids(tmp_path / "scheme.docx") == [grid_of(table) for table in tables_of(document)]
    return tmp_path


def test_the_page_holds_text_only(folder: Path) -> None:
    page = (folder / "scheme.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert not any(tag in page for tag in ("<script", "<img", "<b>", "<link", "<iframe"))
    assert "default-src 'none'" in page


def test_the_workbook_holds_no_formula(folder: Path) -> None:
    with zipfile.ZipFile(folder / "scheme.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 2
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    book = openpyxl.load_workbook(folder / "scheme.xlsx")
    cells = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value)[:1] in tuple("=+-@")
    ]
    assert len(cells) >= 6
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
