"""Reports as plain text, so that golden files show what a reader sees and not how it is styled."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

BLOCKS = {"p", "h1", "h2", "h3", "li", "tr", "summary", "div", "details", "table", "title", "caption", "nav", "header"}
HASH = re.compile(r"\b[0-9a-f]{12,64}\b")


def page_text(path: Path) -> str:
    """Text of a page, one block a line, links as [text](href); identities are masked."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return HASH.sub("#", "\n".join(reader.lines())) + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("style", "script"):
            self.silent += 1
        elif tag in BLOCKS:
            self.parts.append("\n" + {"h1": "# ", "h2": "## ", "h3": "### ", "summary": "> "}.get(tag, ""))
        elif tag in ("td", "th"):
            self.parts.append(" | ")
        elif tag == "a":
            self.parts.append(f"[{values.get('href')}] ")
        elif tag == "mark":
            self.parts.append("*")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def lines(self) -> list[str]:
        lines = (re.sub(r" +", " ", line).strip() for line in "".join(self.parts).split("\n"))
        return [line for line in lines if line]


def document_text(path: Path) -> str:
    """Layout and text of a docx: page, then each paragraph with font, size, alignment and indent, tables as rows."""
    document = docx.Document(str(path))
    section = document.sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    sides = (section.left_margin, section.right_margin)
    lines = ["page mm " + " ".join(str(round((length or 0) / 36000)) for length in (*lengths, *sides))]
    lines.append("footer " + "".join(run.text for run in section.footer.paragraphs[0].runs))
    lines.append("even footer " + "".join(run.text for run in section.even_page_footer.paragraphs[0].runs))
    for block in document.element.body.iterchildren():
        if block.tag == qn("w:p"):
            lines.append(_paragraph(Paragraph(block, document)))
        elif block.tag == qn("w:tbl"):
            table = Table(block, document)
            lines += ["  " + " | ".join(cell.text for cell in row.cells) for row in table.rows]
    return HASH.sub("#", "\n".join(lines)) + "\n"


def _paragraph(paragraph: Any) -> str:
    layout = paragraph.paragraph_format
    fonts = []
    for run in paragraph.runs:
        size = run.font.size.pt if run.font.size else None
        fonts.append(f"{run._element.rPr.rFonts.get(qn('w:eastAsia'))} {size:g}")
    said = "/".join(dict.fromkeys(fonts))
    indent = layout.first_line_indent.pt if layout.first_line_indent else 0
    leading = layout.line_spacing.pt if layout.line_spacing is not None else 0
    align = layout.alignment.name if layout.alignment is not None else "-"
    text = "".join(f"*{run.text}*" if run.font.highlight_color else run.text for run in paragraph.runs)
    breaks = " new page" if layout.page_break_before else ""
    return f"[{said} {align} {indent:g} {leading:g}{breaks}] {text}".rstrip()


def workbook_text(path: Path) -> str:
    """Sheets of an xlsx: frozen panes, filters, widths, then rows; numbers as numbers, texts in quotes."""
    lines = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        lines.append(f"== {sheet.title} frozen {sheet.freeze_panes} filter {sheet.auto_filter.ref}")
        lines += [
            " | ".join("" if cell.value is None else _cell(cell.value) for cell in row) for row in sheet.iter_rows()
        ]
    return HASH.sub("#", "\n".join(lines)) + "\n"


def _cell(value: object) -> str:
    return repr(value) if isinstance(value, int | float) else f"“{value}”"
