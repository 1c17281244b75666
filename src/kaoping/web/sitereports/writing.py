"""The table as files for publication: a Word document and a workbook with the same cells."""

import io
from collections.abc import Mapping

import xlsxwriter
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from kaoping.reports.bulletin.docx_parts import BODY, HEI, TABLE_SIZE, TITLE, WIDTH, fill, line, set_defaults
from kaoping.web.sitereports.layout import COLUMNS, WIDTHS, filler_of, rows_of, signed, title_of

_TITLE_SIZE = 18  # points


def as_document(year: int, answers: Mapping[str, str]) -> bytes:
    """Return the table as a Word document."""
    document = Document()
    set_defaults(document, BODY)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - WIDTH) / 2)
    section.top_margin = section.bottom_margin = Mm(25)
    fill(line(document, align=WD_ALIGN_PARAGRAPH.CENTER), title_of(year), font=TITLE, size=_TITLE_SIZE, places=False)
    fill(line(document), filler_of(answers), size=TABLE_SIZE, places=False)
    rows = rows_of(answers)
    table = document.add_table(rows=len(rows), cols=COLUMNS)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for place, width in enumerate(WIDTHS):
        for cell in table.columns[place].cells:
            cell.width = Mm(WIDTH * width / sum(WIDTHS))
    for number, row in enumerate(rows):
        for one in row:
            last = table.cell(number + one.down - 1, one.column + one.across - 1)
            paragraph = table.cell(number, one.column).merge(last).paragraphs[0]
            paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER if one.head else WD_ALIGN_PARAGRAPH.LEFT
            fill(paragraph, one.text, font=HEI if one.head else BODY, size=TABLE_SIZE, places=False)
    said = "　　".join(f"{title}：{name}" for title, name in signed(answers))
    fill(line(document), said, size=TABLE_SIZE, places=False)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_workbook(year: int, answers: Mapping[str, str]) -> bytes:
    """Return the table as a workbook; every cell is text: nothing is a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("工作年度报表")
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        shared = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_size": 11}
        head = book.add_format(shared | {"bold": True, "align": "center"})
        plain = book.add_format(shared)
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        title = book.add_format({"bold": True, "align": "center", "font_size": 16})
        sheet.merge_range(0, 0, 0, COLUMNS - 1, title_of(year), title)
        sheet.merge_range(1, 0, 1, COLUMNS - 1, filler_of(answers))
        rows = rows_of(answers)
        for number, one in ((number, one) for number, row in enumerate(rows, 2) for one in row):
            form = head if one.head else plain
            if one.down > 1 or one.across > 1:  # a merged range takes its text from its first cell
                last = (number + one.down - 1, one.column + one.across - 1)
                sheet.merge_range(number, one.column, *last, "", form)
            sheet.write_string(number, one.column, one.text, form)
        said = "　　".join(f"{name}：{who}" for name, who in signed(answers))
        sheet.merge_range(len(rows) + 2, 0, len(rows) + 2, COLUMNS - 1, said)
    return out.getvalue()
