"""Sets a table with spans in a Word document: headings repeated on every page, rows never torn between pages."""

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kaoping.reports.bulletin.docx_parts import BODY, HEI, LATIN
from kaoping.reports.scheme_document.tables import Column, Table, placed
from kaoping.reports.storable import storable

USUAL_SIZE, SMALL_SIZE = 10.5, 9  # points: 五号, 小五
_MANY = 7  # columns from which the small size is used
_TWIPS = 56.6929  # in a millimetre
_SHADE, _OPEN_SHADE = "E7E6E6", "FFF2CC"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGIN = {"top": 40, "left": 60, "bottom": 40, "right": 60}  # twips within a cell


def table_element(table: Table, width: float) -> Any:
    """Return the `w:tbl` of a table that is `width` mm wide."""
    size = SMALL_SIZE if len(table.columns) >= _MANY else USUAL_SIZE
    whole = sum(column.width for column in table.columns)
    widths = [round(column.width / whole * width * _TWIPS) for column in table.columns]
    element = _made("w:tbl", _table_properties(sum(widths)), _made("w:tblGrid", *(_grid(w) for w in widths)))
    element.append(_head_row(table.columns, widths, size))
    for row in _rows(table, widths, size):
        element.append(row)
    return element


def _table_properties(width: int) -> Any:
    borders = [_flat(f"w:{side}", val="single", sz="4", space="0", color="000000") for side in _SIDES]
    margins = [_flat(f"w:{side}", w=str(twips), type="dxa") for side, twips in _MARGIN.items()]
    return _made(
        "w:tblPr",
        _flat("w:tblW", w=str(width), type="dxa"),
        _flat("w:jc", val="center"),
        _made("w:tblBorders", *borders),
        _flat("w:tblLayout", type="fixed"),
        _made("w:tblCellMar", *margins),
    )


def _grid(width: int) -> Any:
    return _flat("w:gridCol", w=str(width))


def _head_row(columns: Sequence[Column], widths: Sequence[int], size: float) -> Any:
    flags = _made("w:trPr", _flat("w:cantSplit"), _flat("w:tblHeader"))
    cells = (
        _made(
            "w:tc",
            _cell_properties(width, shade=_SHADE),
            *_paragraphs(column.title, HEI, size, centred=True, kept=True),
        )
        for column, width in zip(columns, widths, strict=True)
    )
    return _made("w:tr", flags, *cells)


def _rows(table: Table, widths: Sequence[int], size: float) -> list[Any]:
    rows = [_made("w:tr", _made("w:trPr", _flat("w:cantSplit"))) for _ in table.rows]
    cells: list[dict[int, Any]] = [{} for _ in table.rows]
    for top, left, cell in placed(table):
        width = sum(widths[left : left + cell.columns])
        centred = table.columns[left].centred or cell.columns > 1
        for row in range(top, top + cell.rows):
            merge = "" if cell.rows == 1 else "restart" if row == top else "continue"
            shade = _OPEN_SHADE if cell.open else ""
            properties = _cell_properties(width, columns=cell.columns, merge=merge, shade=shade)
            said = _paragraphs(cell.text if row == top else "", BODY, size, centred=centred)
            cells[row][left] = _made("w:tc", properties, *said)
    for element, own in zip(rows, cells, strict=True):
        for left in sorted(own):
            element.append(own[left])
    return rows


def _cell_properties(width: int, *, columns: int = 1, merge: str = "", shade: str = "") -> Any:
    parts = [_flat("w:tcW", w=str(width), type="dxa")]
    if columns > 1:
        parts.append(_flat("w:gridSpan", val=str(columns)))
    if merge:
        parts.append(_flat("w:vMerge", val=merge))
    if shade:
        parts.append(_flat("w:shd", val="clear", color="auto", fill=shade))
    return _made("w:tcPr", *parts, _flat("w:vAlign", val="center"))


def _paragraphs(text: str, font: str, size: float, *, centred: bool, kept: bool = False) -> list[Any]:
    """One paragraph per line; `kept` keeps the row on one page with the next."""
    return [_paragraph(line, font, size, centred=centred, kept=kept) for line in storable(text).split("\n")]


def _paragraph(text: str, font: str, size: float, *, centred: bool, kept: bool) -> Any:
    spacing = _flat("w:spacing", before="0", after="0", line="240", lineRule="auto")
    align = _flat("w:jc", val="center" if centred else "left")
    keep = [_flat("w:keepNext")] if kept else []
    properties = _made("w:pPr", *keep, _flat("w:snapToGrid", val="0"), spacing, align)
    if not text:
        return _made("w:p", properties)
    fonts = _flat("w:rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=font)
    half_points = str(round(size * 2))
    look = _made("w:rPr", fonts, _flat("w:sz", val=half_points), _flat("w:szCs", val=half_points))
    words = OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    return _made("w:p", properties, _made("w:r", look, words))


def _made(tag: str, *children: Any) -> Any:
    element = OxmlElement(tag)
    for child in children:
        element.append(child)
    return element


def _flat(tag: str, **values: str) -> Any:
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element
