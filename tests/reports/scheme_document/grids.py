"""Tables as full grids of text, spans filled in, from the model and from each kind of file."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from kaoping.reports.scheme_document.tables import SchemeDocument, Table, placed

Grid = list[list[str]]


def tables_of(document: SchemeDocument) -> Iterator[Table]:
    """Every table in reading order."""
    return (block for section in document.sections for block in section.blocks if isinstance(block, Table))


def grid_of(table: Table) -> Grid:
    """Headings, then rows; a cell over several places stands in all of them."""
    grid = [[""] * len(table.columns) for _ in table.rows]
    for top, left, cell in placed(table):
        for row in range(top, top + cell.rows):
            for column in range(left, left + cell.columns):
                grid[row][column] = cell.text
    return [[column.title for column in table.columns], *grid]


def docx_grids(path: Path) -> list[Grid]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def xlsx_grids(path: Path) -> list[Grid]:
    """The tables of all sheets but the first, without what stands above and below them."""
    return [_sheet(sheet) for sheet in openpyxl.load_workbook(path).worksheets[1:]]


def _sheet(sheet: Worksheet) -> Grid:
    grid = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                grid[row - 1][column - 1] = grid[area.min_row - 1][area.min_col - 1]
    below = [
        row for row in grid[2:] if not (row[0].startswith("注：") or (row[0][:1].isdigit() and len(set(row)) == 1))
    ]
    return [row for row in below if len(row) > 1]


def html_grids(path: Path) -> list[Grid]:
    reader = _Tables()
    reader.feed(path.read_text(encoding="utf-8"))
    return [_filled(table) for table in reader.tables]


@dataclass
class _HtmlCell:
    rows: int
    columns: int
    parts: list[str] = field(default_factory=list)


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[_HtmlCell]]] = []
        self.cell: _HtmlCell | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = _HtmlCell(int(values.get("rowspan") or 1), int(values.get("colspan") or 1))
            self.tables[-1][-1].append(self.cell)
        elif tag == "br" and self.cell:
            self.cell.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell:
            self.cell.parts.append(data)


def _filled(rows: list[list[_HtmlCell]]) -> Grid:
    taken: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(rows):
        for cell in cells:
            column = next(place for place in itertools.count() if (row, place) not in taken)
            area = itertools.product(range(row, row + cell.rows), range(column, column + cell.columns))
            taken |= dict.fromkeys(area, "".join(cell.parts))
    width = max(column for _, column in taken) + 1
    return [[taken[row, column] for column in range(width)] for row in range(len(rows))]
