"""Reads the cells of an .xlsx workbook, and a table that stands in one of its sheets."""

import warnings
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kaoping.model.errors import Problem
from kaoping.runs.inputs.problems import BadInputError
from kaoping.runs.inputs.tabular import Row, column_names

Sheet = tuple[str, list[tuple[Any, ...]]]
_DAMAGE = (  # what the reader raises for files that are no workbook, cut off, changed or locked with a password
    *(OSError, EOFError, BadZipFile, zlib.error, InvalidFileException, ParseError),
    *(LookupError, ValueError, TypeError, AttributeError, RuntimeError),
)


def read_workbook(path: Path, advice: str) -> list[Sheet]:
    """Return title and cells of every sheet. Raises BadInputError, with `advice`, for what is no workbook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks in English; wrong cells are told by their readers
            return _all_cells(path)
    except _DAMAGE as error:
        raise BadInputError((Problem(f"文件打不开或不是 .xlsx 工作簿；{advice}", str(path)),)) from error


def read_sheet_rows(path: Path, required: Sequence[str], titles: Mapping[str, str]) -> list[Row]:
    """Return the records of the first sheet with the required columns, below their header; empty rows are skipped.

    `titles` are other names of columns. Raises BadInputError where no sheet has them.
    """
    for _, cells in read_workbook(path, "请另存为 .xlsx 再试"):
        for number, header in enumerate(cells, 1):
            names = column_names([cell_text(cell) for cell in header], titles)
            if set(required) <= set(names):
                return _records(names, cells[number:], number + 1)
    wanted = "、".join(required)
    raise BadInputError((Problem(f"没有一张工作表有表头 {wanted}；请保留表头一行", str(path)),))


def cell_text(cell: Any) -> str:
    """Return what a cell says, without outer blanks; a number made of an id (7 → 7.0) is written as people see it."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _records(names: Sequence[str], cells: Sequence[Sequence[Any]], first: int) -> list[Row]:
    rows = []
    for line, record in enumerate(cells, first):
        texts = [cell_text(cell) for cell in record]
        if any(texts):
            rows.append(Row(line, dict(zip(names, texts, strict=False))))
    return rows


def _all_cells(path: Path) -> list[Sheet]:
    book = load_workbook(path, read_only=True, data_only=False)
    sheets = []
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong size, which would hide rows
            sheets.append((sheet.title, [tuple(row) for row in sheet.iter_rows(values_only=True)]))
    finally:
        book.close()
    return sheets
