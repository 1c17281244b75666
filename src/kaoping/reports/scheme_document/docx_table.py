"""Sets a table with spans in a Word document: headings repeated on every page, rows never torn between pages."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kaoping.reports.bulletin.docx_parts import BODY, HEI, LATIN, element
from kaoping.reports.scheme_document.tables import Cell, Table, placed
from kaoping.reports.scheme_document.widths import line_count, row_lines
from kaoping.reports.storable import storable

USUAL, SMALL = (10.5, 15.0), (9.0, 13.0)  # size and leading in points: 五号, 小五
_MANY = 7  # columns from which the small size is used
_TWIPS = 56.6929  # in a millimetre
_SHADE, _OPEN_SHADE = "E7E6E6", "FFF2CC"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGIN = {"top": 40, "left": 60, "bottom": 40, "right": 60}  # twips within a cell


class WordTable:
    """A table as it is set `width` mm wide: its look, and how its rows fall on pages of a given height."""

    def __init__(self, table: Table, width: float) -> None:
        self.table = table
        self.size, self.leading = (SMALL if len(table.columns) >= _MANY else USUAL)[:2]
        whole = sum(column.width for column in table.columns)
        self.widths = [round(column.width / whole * width * _TWIPS) for column in table.columns]
        characters = [(twips - _MARGIN["left"] - _MARGIN["right"]) / 20 / self.size for twips in self.widths]
        self.head = self._height(max(map(line_count, [column.title for column in table.columns], characters)))
        self.heights = [self._height(lines) for lines in row_lines(table, characters)]

    def pages(self, first: float, others: float) -> frozenset[int]:
        """Return the rows that begin a page, as far as can be told: `first` and `others` are heights in points."""
        begins, room = set(), first - self.head
        for row, height in enumerate(self.heights):
            if height > room and row:
                begins.add(row)
                room = others - self.head
            room -= height
        return frozenset(begins)

    def xml(self, begins: frozenset[int] = frozenset()) -> Any:
        """Return the `w:tbl`; a cell over several rows is said again on every page that it reaches (`begins`)."""
        properties = _table_properties(sum(self.widths))
        grid = element("w:tblGrid", *(element("w:gridCol", w=str(width)) for width in self.widths))
        return element("w:tbl", properties, grid, self._head_row(), *self._rows(begins))

    def _height(self, lines: int) -> float:
        return lines * self.leading + (_MARGIN["top"] + _MARGIN["bottom"]) / 20 + 0.5

    def _head_row(self) -> Any:
        cells = (
            element("w:tc", _cell_properties(width, shade=_SHADE), *self._said(column.title, HEI, kept=True))
            for column, width in zip(self.table.columns, self.widths, strict=True)
        )
        return element("w:tr", element("w:trPr", element("w:cantSplit"), element("w:tblHeader")), *cells)

    def _rows(self, begins: frozenset[int]) -> list[Any]:
        cells: list[dict[int, Any]] = [{} for _ in self.table.rows]
        for top, left, cell in placed(self.table):
            for row in range(top, top + cell.rows):
                cells[row][left] = self._cell(cell, (row, left), starts=row == top or row in begins)
        flags = (element("w:trPr", element("w:cantSplit")) for _ in cells)
        return [
            element("w:tr", flag, *(own[left] for left in sorted(own))) for flag, own in zip(flags, cells, strict=True)
        ]

    def _cell(self, cell: Cell, at: tuple[int, int], *, starts: bool) -> Any:
        """One row's share of a cell; the first on a page says its text."""
        left = at[1]
        merge = "" if cell.rows == 1 else "restart" if starts else "continue"
        width = sum(self.widths[left : left + cell.columns])
        shade = _OPEN_SHADE if cell.open else ""
        properties = _cell_properties(width, columns=cell.columns, merge=merge, shade=shade)
        centred = self.table.columns[left].centred or cell.columns > 1
        return element("w:tc", properties, *self._said(cell.text if starts else "", BODY, centred=centred))

    def _said(self, text: str, font: str, *, centred: bool = True, kept: bool = False) -> list[Any]:
        """One paragraph per line; `kept` keeps the row on one page with the next."""
        keep = "1" if kept else "0"
        return [self._paragraph(line, font, centred=centred, keep=keep) for line in storable(text).split("\n")]

    def _paragraph(self, text: str, font: str, *, centred: bool, keep: str) -> Any:
        spacing = element("w:spacing", before="0", after="0", line=str(round(self.leading * 20)), lineRule="exact")
        align = element("w:jc", val="center" if centred else "left")
        properties = element("w:pPr", element("w:keepNext", val=keep), element("w:snapToGrid", val="0"), spacing, align)
        if not text:
            return element("w:p", properties)
        fonts = element("w:rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=font)
        half_points = str(round(self.size * 2))
        look = element("w:rPr", fonts, element("w:sz", val=half_points), element("w:szCs", val=half_points))
        words = OxmlElement("w:t")
        words.set(qn("xml:space"), "preserve")
        words.text = text
        return element("w:p", properties, element("w:r", look, words))


def _table_properties(width: int) -> Any:
    borders = [element(f"w:{side}", val="single", sz="4", space="0", color="000000") for side in _SIDES]
    margins = [element(f"w:{side}", w=str(twips), type="dxa") for side, twips in _MARGIN.items()]
    return element(
        "w:tblPr",
        element("w:tblW", w=str(width), type="dxa"),
        element("w:jc", val="center"),
        element("w:tblBorders", *borders),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *margins),
    )


def _cell_properties(width: int, *, columns: int = 1, merge: str = "", shade: str = "") -> Any:
    parts = [element("w:tcW", w=str(width), type="dxa")]
    if columns > 1:
        parts.append(element("w:gridSpan", val=str(columns)))
    if merge:
        parts.append(element("w:vMerge", val=merge))
    if shade:
        parts.append(element("w:shd", val="clear", color="auto", fill=shade))
    return element("w:tcPr", *parts, element("w:vAlign", val="center"))
