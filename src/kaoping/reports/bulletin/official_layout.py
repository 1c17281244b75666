"""Sets a bulletin as an official document after GB/T 9704-2012, as far as python-docx can.

A4, margins 37/35/28/26 mm (版心 156 × 225 mm), body 3号仿宋 on a 28-point grid, title 2号小标宋, headings in 黑体 and
楷体, page numbers `— 1 —` outside. Fonts are named as in the standard; Word takes its nearest where one is missing.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from kaoping.reports.bulletin.blocks import Attachment, Block, Bulletin, Heading, Paragraph, Table
from kaoping.reports.bulletin.docx_parts import (
    BODY,
    HEI,
    INDENT,
    KAI,
    RED,
    SIZE,
    TITLE,
    add_table,
    fill,
    line,
    loosen,
    outline,
    page_numbers,
    rule_below,
    set_defaults,
)
from kaoping.reports.bulletin.imprint import add_imprint
from kaoping.reports.bulletin.title_lines import title_lines
from kaoping.reports.storable import storable

MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm
TITLE_SIZE, MAST_SIZE = 22, 30  # points: 2号, 发文机关标志
TITLE_WIDTH = 20  # characters of 2号 in a line


def write_official_document(path: Path, bulletin: Bulletin, written: datetime) -> None:
    """Write `bulletin` as a docx; `written` (aware) is recorded as the time it was made."""
    document = docx.Document()
    _set_page(document)
    _masthead(document, bulletin)
    _title(document, bulletin.title, bulletin.stage)
    fill(line(document), bulletin.addressees)
    _blocks(document, bulletin.blocks)
    _attachment_list(document, bulletin.attachments)
    _signature(document, bulletin)
    for number, one in enumerate(bulletin.attachments, start=1):
        _attachment(document, one, str(number) if len(bulletin.attachments) > 1 else "")
    add_imprint(document, bulletin.imprint)
    _properties(document, bulletin, written)
    document.save(str(path))


def _set_page(document: Any) -> None:
    set_defaults(document, BODY)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, Mm(width))
    section.footer_distance = Mm(22)  # so that the number stands 7 mm below the type area
    document.settings.odd_and_even_pages_header_footer = True
    page_numbers(section)


def _masthead(document: Any, bulletin: Bulletin) -> None:
    mast = line(document, align=WD_ALIGN_PARAGRAPH.CENTER, grid=False)
    fill(mast, bulletin.office, font=TITLE, size=MAST_SIZE, color=RED)
    mast.paragraph_format.space_after = Pt(28)
    number = line(document, align=WD_ALIGN_PARAGRAPH.CENTER)
    fill(number, bulletin.number)
    rule_below(number)


def _title(document: Any, title: str, stage: str) -> None:
    line(document)
    for one in title_lines(title, TITLE_WIDTH):
        fill(line(document, align=WD_ALIGN_PARAGRAPH.CENTER, leading=35), one, font=TITLE, size=TITLE_SIZE)
    if stage:
        fill(line(document, align=WD_ALIGN_PARAGRAPH.CENTER), f"（{stage}）", font=KAI)
    line(document)


def _blocks(document: Any, blocks: Sequence[Block]) -> None:
    for block in blocks:
        match block:
            case Heading(text, level):
                heading = line(document, indent=INDENT)
                heading.paragraph_format.keep_with_next = True
                fill(heading, text, font=HEI if level == 1 else KAI)
                outline(heading, level)
            case Paragraph(text, lead):
                paragraph = line(document, indent=INDENT)
                fill(paragraph, lead, font=KAI)
                fill(paragraph, text)
                if "://" in text:
                    loosen(paragraph)
            case Table():
                add_table(document, block)


def _attachment_list(document: Any, attachments: Sequence[Attachment]) -> None:
    if not attachments:
        return
    line(document)
    for number, one in enumerate(attachments, start=1):
        numbered = f"{number}. " if len(attachments) > 1 else ""
        entry = line(document, indent=INDENT if number == 1 else INDENT + 3 * SIZE)
        fill(entry, f"附件：{numbered}{one.title}" if number == 1 else f"{numbered}{one.title}")


def _signature(document: Any, bulletin: Bulletin) -> None:
    """署名 above the date, the date four characters from the right, both kept together with the text above."""
    line(document)
    line(document)
    for text in (bulletin.signature, bulletin.dateline):
        paragraph = line(document, align=WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.right_indent = Pt(4 * SIZE)
        paragraph.paragraph_format.keep_with_next = text == bulletin.signature
        fill(paragraph, text)
    line(document)
    fill(line(document, indent=INDENT), f"（联系方式：{bulletin.contact}）")


def _attachment(document: Any, one: Attachment, number: str) -> None:
    mark = line(document)
    mark.paragraph_format.page_break_before = True
    fill(mark, f"附件{number}", font=HEI)
    _title(document, one.title, "")
    _blocks(document, one.blocks)


def _properties(document: Any, bulletin: Bulletin, written: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = storable(bulletin.title)[:255], "", "zh-CN"
    properties.comments = ""
    properties.created = properties.modified = written.astimezone(UTC).replace(tzinfo=None)
    properties.last_modified_by = ""
