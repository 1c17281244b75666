"""Writes a printed scheme as a workbook: a sheet of explanations, then one sheet per table, ready to be printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from kaoping.reports.grid import LONGEST, looks_like_formula, sheet_name
from kaoping.reports.scheme_document.tables import Cell, Paragraph, SchemeDocument, Table, noted, placed
from kaoping.reports.scheme_document.widths import line_count, row_lines
from kaoping.reports.storable import storable

_A4 = 9
_CHARACTER = 2.1  # width units of Excel that one Chinese character takes
_LINE, _PADDING, _TALLEST = 14.5, 8, 409  # points; Excel allows no taller row
_HEADING, _FIRST = 2, 3  # rows of a sheet: the table's headings, and where its own rows begin
_PROSE_WIDTH = 60  # Chinese characters of a line on the sheet of explanations
_BODY, _HEAD, _TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"
_LOOKS: dict[str, dict[str, object]] = {
    "title": {"font_name": _TITLE, "font_size": 16, "align": "center", "border": 0},
    "heading": {"font_name": _HEAD, "font_size": 12, "border": 0},
    "prose": {"border": 0, "valign": "top"},
    "unit": {"align": "right", "border": 0},
    "head": {"font_name": _HEAD, "align": "center", "bg_color": "#E7E6E6"},
    "text": {},
    "centred": {"align": "center"},
}


@dataclass(slots=True)
class _Book:
    """The workbook being written, the looks made so far, and the names of sheets already taken."""

    book: Any
    document: SchemeDocument
    looks: dict[tuple[str, bool, bool], Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def look(self, kind: str, *, guarded: bool = False, open_: bool = False) -> Any:
        """Return a format; `guarded` keeps a text that begins like a formula a text when it is edited."""
        if (kind, guarded, open_) not in self.looks:
            base = {"font_name": _BODY, "font_size": 10.5, "valign": "vcenter", "text_wrap": True, "border": 1}
            extra = ({"quote_prefix": True} if guarded else {}) | ({"bg_color": "#FFF2CC"} if open_ else {})
            self.looks[kind, guarded, open_] = self.book.add_format(base | _LOOKS[kind] | extra)
        return self.looks[kind, guarded, open_]

    def sheet(self, title: str, *, wide: bool) -> "_Sheet":
        """Return a new sheet that prints on A4, as wide as the paper, with the edition at the foot."""
        sheet = self.book.add_worksheet(sheet_name(storable(title), self.names))
        if wide:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&C{storable(self.document.stamp).replace('&', '&&')}　第&P页　共&N页")
        return _Sheet(self, sheet)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet and how cells get onto it; rows and columns count from 0."""

    book: _Book
    sheet: Any

    def put(self, area: tuple[int, int, int, int], cell: Cell, kind: str) -> None:
        """Write a cell into an area (top, left, bottom, right), merged where that is more than one place."""
        top, left, bottom, right = area
        if (top, left) != (bottom, right):
            self.sheet.merge_range(*area, "", self.book.look(kind, open_=cell.open))
        text = storable(cell.text)[:LONGEST]
        look = self.book.look(kind, guarded=looks_like_formula(text), open_=cell.open)
        if cell.number is not None:
            self.sheet.write_number(top, left, cell.number, look)
        elif text:
            self.sheet.write_string(top, left, text, look)
        else:
            self.sheet.write_blank(top, left, None, look)

    def line(self, row: int, last: int, cell: Cell, kind: str) -> None:
        """Write a cell across a row up to column `last`."""
        self.put((row, 0, row, last), cell, kind)


def write_xlsx(path: Path, document: SchemeDocument, written: datetime) -> None:
    """Write `document` as an xlsx; the same document and moment (aware) give the same bytes."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as made:
        made.set_properties({"title": storable(document.title)[:255], "created": written.replace(tzinfo=None)})
        book = _Book(made, document)
        _explanations(book)
        blocks = [(section.mark, block) for section in document.sections for block in section.blocks]
        for mark, table in ((mark, block) for mark, block in blocks if isinstance(block, Table)):
            _table(book, table, f"{mark} {table.caption}".strip())


def _explanations(book: _Book) -> None:
    page = book.sheet("说明", wide=False)
    page.sheet.set_column(0, 0, _PROSE_WIDTH * _CHARACTER)
    for row, (kind, text, open_) in enumerate(_prose(book.document)):
        page.line(row, 0, Cell(text, open=open_), kind)
        page.sheet.set_row(row, _height([(text, _PROSE_WIDTH * (0.6 if kind == "title" else 0.9))]))


def _prose(document: SchemeDocument) -> Iterator[tuple[str, str, bool]]:
    """Everything outside the tables, and which sheets hold those."""
    yield "title", document.title, False
    if document.source:
        yield "prose", document.source, False
    for section in document.sections:
        yield "heading", f"{section.mark}　{section.title}".strip(), False
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield "prose", block.text, block.open
            else:
                yield "prose", f"见工作表：{block.caption}", False
    for text in ("", *document.colophon):
        yield "prose", text, False


def _table(book: _Book, table: Table, title: str) -> None:
    """One sheet: caption, unit, heading (frozen, printed on every page), rows, notes."""
    page, last = book.sheet(title, wide=book.document.wide), len(table.columns) - 1
    page.line(0, last, Cell(title), "title")
    page.sheet.set_row(0, 30)
    page.line(1, last, Cell(table.unit), "unit")
    for place, column in enumerate(table.columns):
        page.sheet.set_column(place, place, column.width * _CHARACTER)
        page.put((_HEADING, place, _HEADING, place), Cell(column.title), "head")
    page.sheet.set_row(_HEADING, _height([(column.title, column.width) for column in table.columns]) + _PADDING)
    _rows(page, table)
    width = sum(column.width for column in table.columns)
    for row, note in enumerate(noted(table), start=_FIRST + len(table.rows)):
        page.line(row, last, Cell(note), "prose")
        page.sheet.set_row(row, _height([(note, width)]))
    page.sheet.freeze_panes(_FIRST, table.headings)
    page.sheet.repeat_rows(_HEADING)


def _rows(page: _Sheet, table: Table) -> None:
    for top, left, cell in placed(table):
        first = _FIRST + top
        area = (first, left, first + cell.rows - 1, left + cell.columns - 1)
        page.put(area, cell, "centred" if table.columns[left].centred or cell.columns > 1 else "text")
    for row, height in enumerate(_heights(table), start=_FIRST):
        page.sheet.set_row(row, height)


def _heights(table: Table) -> list[float]:
    """Heights of the rows in points."""
    lines = row_lines(table, [column.width for column in table.columns])
    return [min(each * _LINE + _PADDING, _TALLEST) for each in lines]


def _height(texts: Sequence[tuple[str, float]]) -> float:
    """Height in points of a row that holds some texts, each in a column of a width in Chinese characters."""
    return max((line_count(text, width) for text, width in texts), default=1) * _LINE + _PADDING
