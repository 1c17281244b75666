"""Reads Excel workbooks (.xlsx): each visible sheet is one table with its merged cells."""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from kaoping.model.errors import InputError
from kaoping.schemes.drafting.document import Block, Cell, Document, Paragraph, SourcePlace, Table
from kaoping.schemes.drafting.package_safety import open_package

FORM: Final = "Excel 工作簿（.xlsx）"
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 60
_DAMAGE: Final = (
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    OSError,
)


def read_xlsx(data: bytes, name: str) -> Document:
    """Read an .xlsx file; raises InputError for one that is damaged or harmful. Formulas give their stored results."""
    open_package(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks in English about features that do not matter here
            book = load_workbook(io.BytesIO(data), data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        blocks = tuple(block for sheet in shown for block in _blocks(sheet))
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    except _DAMAGE as error:
        raise InputError(f"文件 {name} 已损坏，打不开。请用 Excel 或 WPS 打开并另存为 .xlsx，再导入。") from error
    if not blocks:
        raise InputError(f"文件 {name} 的工作表都是空的。请确认文件是否完整。")
    remarks = (f"隐藏的工作表没有读：{'、'.join(hidden)}。",) if hidden else ()
    return Document(name, FORM, blocks, remarks)


def _blocks(sheet: Worksheet) -> Iterator[Block]:
    rows = _rows(sheet)
    if rows:
        yield Paragraph(sheet.title, SourcePlace(sheet=sheet.title))
        yield Table(tuple(rows), SourcePlace(sheet=sheet.title, row=1, column=1))


def _rows(sheet: Worksheet) -> list[tuple[Cell, ...]]:
    merged = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
    covered = _covered(sheet)
    width, height = min(sheet.max_column, MAX_COLUMNS), min(sheet.max_row, MAX_ROWS)
    rows: list[tuple[Cell, ...]] = []
    for number, values in enumerate(sheet.iter_rows(max_row=height, max_col=width), 1):
        cells = []
        for column, value in enumerate(values, 1):
            if (number, column) in covered:
                continue
            area = merged.get((number, column))
            spans = (area.max_row - number + 1, area.max_col - column + 1) if area else (1, 1)
            cells.append(Cell(_text(value), SourcePlace(sheet=sheet.title, row=number, column=column), *spans))
        rows.append(tuple(cells))
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    return rows


def _covered(sheet: Worksheet) -> set[tuple[int, int]]:
    """Positions within merged areas other than their first."""
    found: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        rows = range(area.min_row, min(area.max_row, MAX_ROWS) + 1)
        columns = range(area.min_col, min(area.max_col, MAX_COLUMNS) + 1)
        found |= {(row, column) for row in rows for column in columns} - {(area.min_row, area.min_col)}
    return found


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip()
    number = Decimal(repr(value))
    percent = "%" in str(cell.number_format)
    number = (number * 100 if percent else number).normalize()
    return f"{number:f}{'%' if percent else ''}"
