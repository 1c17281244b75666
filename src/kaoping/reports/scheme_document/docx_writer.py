"""Sets a printed scheme as a Word document in the manner of GB/T 9704-2012, on its side where its tables are wide."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from kaoping.reports.bulletin.docx_parts import (
    BODY,
    HEI,
    INDENT,
    KAI,
    LEADING,
    SONG,
    TITLE,
    add_field,
    fill,
    line,
    outline,
    set_defaults,
)
from kaoping.reports.bulletin.official_layout import MARGINS, TITLE_SIZE
from kaoping.reports.bulletin.title_lines import title_lines
from kaoping.reports.scheme_document.docx_table import WordTable
from kaoping.reports.scheme_document.tables import Paragraph, SchemeDocument, Section, Table, noted
from kaoping.reports.storable import storable

SHORT, LONG = 210, 297  # mm of A4
CAPTION_SIZE, SMALL_SIZE, NOTE_LEADING = 15, 10.5, 18  # points: 小三, 五号
_TURNED = dict(zip(MARGINS, (28, 26, 37, 35), strict=True))  # the page lies on its right side: its top is on the left
_POINTS = 72 / 25.4  # in a millimetre
_MOST_OF_A_PAGE = 0.6
_TITLE_WIDTH = {False: 20, True: 29}  # characters of 2号 in a line


@dataclass(frozen=True, slots=True)
class _Area:
    """The type area: width in mm, height in points."""

    width: float
    height: float


def write_docx(path: Path, document: SchemeDocument, written: datetime) -> None:
    """Write `document` as a docx; `written` (aware) is recorded as the time it was made."""
    made = docx.Document()
    area = _set_page(made, document)
    for one in title_lines(document.title, _TITLE_WIDTH[document.wide]):
        fill(_centred(made, leading=35), one, font=TITLE, size=TITLE_SIZE, places=False)
    if document.source:
        fill(_centred(made), f"（{document.source}）", font=KAI, places=False)
    for section in document.sections:
        _section(made, section, area)
    line(made)
    for text in document.colophon:
        fill(line(made, leading=NOTE_LEADING), text, font=SONG, size=SMALL_SIZE, places=False)
    _properties(made, document, written)
    made.save(str(path))


def _set_page(made: Any, document: SchemeDocument) -> _Area:
    """Set paper, margins and the foot; return the type area."""
    set_defaults(made, BODY)
    section = made.sections[0]
    sides = (LONG, SHORT) if document.wide else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if document.wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sides[0]), Mm(sides[1])
    margins = _TURNED if document.wide else MARGINS
    for name, width in margins.items():
        setattr(section, name, Mm(width))
    section.footer_distance = Mm(12)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    fill(foot, f"{document.stamp}　第", font=SONG, size=SMALL_SIZE)
    add_field(foot, "PAGE", SMALL_SIZE)
    fill(foot, "页　共", font=SONG, size=SMALL_SIZE)
    add_field(foot, "NUMPAGES", SMALL_SIZE)
    fill(foot, "页", font=SONG, size=SMALL_SIZE)
    height = sides[1] - margins["top_margin"] - margins["bottom_margin"]
    return _Area(sides[0] - margins["left_margin"] - margins["right_margin"], height * _POINTS)


def _section(made: Any, section: Section, area: _Area) -> None:
    heads = []
    if section.mark:
        heads.append(line(made))
        fill(heads[-1], section.mark, font=HEI)
    heads.append(_centred(made) if section.mark else line(made, indent=INDENT))
    fill(heads[-1], section.title, font=HEI, places=False)
    outline(heads[-1], 1)
    _keep_with_next(heads)
    heads[0].paragraph_format.page_break_before = bool(section.mark)
    for block in section.blocks:
        if isinstance(block, Paragraph):
            fill(line(made, indent=INDENT), block.text, places=block.open)
            heads = []
        else:
            said = section.title.endswith(block.caption)
            _table(made, replace(block, caption="") if said else block, area, heads)
            heads = []


def _table(made: Any, table: Table, area: _Area, above: list[Any]) -> None:
    """Set a table below the headings `above`; one that takes most of a page begins on a new one, together with them."""
    word = WordTable(table, area.width)
    heads = [*above, _caption(made, table.caption)] if table.caption or not above else above
    if table.unit:
        heads.append(line(made, align=WD_ALIGN_PARAGRAPH.RIGHT, leading=NOTE_LEADING))
        fill(heads[-1], table.unit, size=SMALL_SIZE)
    _keep_with_next(heads)
    begins: frozenset[int] = frozenset()
    if sum(word.heights) > _MOST_OF_A_PAGE * area.height:
        heads[0].paragraph_format.page_break_before = True
        begins = word.pages(area.height - LEADING * (len(above) + 1) - NOTE_LEADING, area.height)
    heads[-1]._element.addnext(word.xml(begins))
    for text in noted(table):
        fill(line(made, leading=NOTE_LEADING), text, size=SMALL_SIZE, places=False)
    line(made, leading=NOTE_LEADING)


def _caption(made: Any, text: str) -> Any:
    caption = _centred(made)
    fill(caption, text, font=TITLE, size=CAPTION_SIZE, places=False)
    return caption


def _keep_with_next(paragraphs: list[Any]) -> None:
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _centred(made: Any, leading: float = LEADING) -> Any:
    return line(made, align=WD_ALIGN_PARAGRAPH.CENTER, leading=leading)


def _properties(made: Any, document: SchemeDocument, written: datetime) -> None:
    properties = made.core_properties
    properties.title, properties.author, properties.language = storable(document.title)[:255], "", "zh-CN"
    properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = written.astimezone(UTC).replace(tzinfo=None)
