"""A spreadsheet of plain grids: real numbers, frozen and filtered headers, and texts that can never become formulas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter

from kaoping.reports.storable import storable

Cell: TypeAlias = "str | int | Decimal | Open | None"
LONGEST = 32_000  # characters; a cell holds no more than 32,767
MOST_ROWS = 1_000_000
_LEADS = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "·"))


@dataclass(frozen=True, slots=True)
class Open:
    """A number that is still open, shown as text (`80～90`) in the colour of what is open."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its width in characters, and how many decimals its numbers have (None: as they are)."""

    title: str
    width: float
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `frozen` columns stay in view; `filters` puts filters on the headings; `title` may be any text."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    frozen: int = 1
    filters: bool = True
    header_height: float = 20


@dataclass(slots=True)
class _Formats:
    book: Any
    made: dict[tuple[str, int | None], Any] = field(default_factory=dict)

    def get(self, kind: str, places: int | None = None) -> Any:
        if (kind, places) not in self.made:
            self.made[kind, places] = self.book.add_format(_properties(kind, places))
        return self.made[kind, places]


def write_workbook(path: Path, grids: Sequence[Grid], title: str, created: datetime) -> None:
    """Write `grids` as sheets of one workbook; the same grids and `created` give the same bytes.

    Every text is written as a text whatever it looks like; one that begins like a formula is also marked so that it
    stays a text when a person edits the cell or saves the sheet in another form.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        formats, names = _Formats(book), set[str]()
        for grid in grids:
            _write_grid(book.add_worksheet(sheet_name(grid.title, names)), grid, formats)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula when a person edits it."""
    return text.startswith(_LEADS)


def _write_grid(sheet: Any, grid: Grid, formats: _Formats) -> None:
    for place, column in enumerate(grid.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, formats.get("head"))
    sheet.set_row(0, grid.header_height)
    last = 0
    for last, row in enumerate(grid.rows, start=1):
        if last > MOST_ROWS:
            break
        for place, cell in enumerate(row):
            _write(sheet, (last, place), cell, grid.columns[place].places, formats=formats)
    sheet.freeze_panes(1, grid.frozen)
    if grid.filters and grid.columns and last:
        sheet.autofilter(0, 0, last, len(grid.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, at: tuple[int, int], cell: Cell, places: int | None, *, formats: _Formats) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, Open):
        sheet.write_string(*at, cell.text, formats.get("open"))
    elif isinstance(cell, str):
        kind = "guarded" if looks_like_formula(cell) else "text"
        sheet.write_string(*at, storable(cell)[:LONGEST], formats.get(kind))
    else:
        sheet.write_number(*at, cell, formats.get("number", places))


def _properties(kind: str, places: int | None) -> dict[str, object]:
    base: dict[str, object] = {"font_name": "等线", "font_size": 11, "valign": "top"}
    decimals = "0" if not places else "0." + "0" * places
    heading = {"bold": True, "bg_color": "#DCE6F0", "border": 1, "border_color": "#B8C4D0", "valign": "vcenter"}
    own: dict[str, dict[str, object]] = {
        "head": {**heading, "text_wrap": True},
        "text": {"text_wrap": True},
        "guarded": {"text_wrap": True, "quote_prefix": True},
        "open": {"align": "right", "font_color": "#8A5A00", "bg_color": "#FDF5E2"},
        "number": {} if places is None else {"num_format": decimals},
    }
    return base | own[kind]


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a sheet name that Excel accepts: at most 31 characters, none forbidden, none twice."""
    plain = title.translate(_FORBIDDEN)[:31] or "表"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[:27]}({number})"
    taken.add(name.lower())
    return name
