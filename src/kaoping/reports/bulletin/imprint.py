"""Sets the 版记 at the foot of the last page (GB/T 9704-2012 7.4): thick lines around, a thin one between."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from kaoping.reports.bulletin.blocks import Imprint
from kaoping.reports.bulletin.docx_parts import WIDTH, element, fill, line

SIZE, LEADING = 14, 24  # points: 4号
_THICK, _THIN = "8", "6"  # eighths of a point: 0.35 mm, 0.25 mm


def add_imprint(document: Any, imprint: Imprint) -> None:
    """Add the imprint to the end of a document; it stands at the bottom of the page on which the text ends.

    It is a floating table as wide as the type area; LibreOffice 7.4, which floats none so wide, sets it below the text.
    """
    line(document)  # two tables without a paragraph between them would become one
    table = document.add_table(rows=2 if imprint.copies else 1, cols=2)
    table.autofit = False
    places = {"vertAnchor": "margin", "horzAnchor": "margin", "tblpXSpec": "center", "tblpYSpec": "bottom"}
    table._tbl.tblPr.insert(1, element("w:tblpPr", **places))
    if imprint.copies:
        copies = _write(table.cell(0, 0).merge(table.cell(0, 1)), imprint.copies, WD_ALIGN_PARAGRAPH.LEFT)
        copies.left_indent, copies.first_line_indent = Pt(4 * SIZE), Pt(-3 * SIZE)  # further lines below the first name
    office, day = table.rows[-1].cells
    _write(office, imprint.printer, WD_ALIGN_PARAGRAPH.LEFT)
    _write(day, imprint.date, WD_ALIGN_PARAGRAPH.RIGHT)
    _rule(table)
    line(document, leading=1)  # what the floating table is anchored to


def _write(cell: Any, text: str, align: WD_ALIGN_PARAGRAPH) -> Any:
    """Write one text into a cell, a character away from its sides; return its layout."""
    paragraph = cell.paragraphs[0]
    fill(paragraph, text, size=SIZE)
    layout = paragraph.paragraph_format
    layout.alignment, layout.space_before, layout.space_after, layout.line_spacing = align, Pt(0), Pt(0), Pt(LEADING)
    layout.left_indent = layout.right_indent = Pt(SIZE)
    return layout


def _rule(table: Any) -> None:
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        sizes = {"top": _THIN if number else _THICK, "bottom": _THICK if number == last else _THIN}
        for cell in {id(each._tc): each for each in row.cells}.values():  # a merged cell is listed twice
            cell.width = Mm(WIDTH if len(row._tr.tc_lst) == 1 else WIDTH / 2)
            ruled = (element(f"w:{side}", val="single", sz=size, space="0") for side, size in sizes.items())
            cell._tc.get_or_add_tcPr().append(element("w:tcBorders", *ruled))
