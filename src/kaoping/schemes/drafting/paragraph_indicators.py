"""Reads indicators that are not in a table: numbered headings with points and the sentences below, and formulas."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kaoping.schemes.drafting.columns import Header, Role
from kaoping.schemes.drafting.document import Cell, Document, Paragraph, SourcePlace
from kaoping.schemes.drafting.headings import BEFORE_POINTS, Heading, read_number
from kaoping.schemes.drafting.indicator_tables import IndicatorTable
from kaoping.schemes.drafting.outline import Indicator
from kaoping.schemes.drafting.plain_text import for_display, tidy
from kaoping.schemes.drafting.rows import Row

_STYLES = (
    re.compile(r"第[一二三四五六七八九十]+部分[:、 ]?"),
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"\([一二三四五六七八九十]+\)"),
    re.compile(r"\d{1,2}[.、](?!\d)"),
    re.compile(r"\(\d{1,2}\)"),
    re.compile(r"[①-⑳]"),
)
_CHAPTER = re.compile(r"附件|附录|第[一二三四五六七八九十]+[章节]")
_NAME_AND_POINTS = re.compile(
    r"(?P<name>[^()。;:,]{2,40}?(?:\([^()分]{2,30}\))?)\s*"
    rf"(?:\({BEFORE_POINTS}(?P<points>[-+]?\d+(?:\.\d+)?)分\)|"
    r"[,:](?:满分|共|计|分值)?(?P<more>\d+(?:\.\d+)?)分(?=[。:;,]|$))"
    r"[。:;,]?\s*(?P<rest>.*)",
    re.S,
)
_FORMULA = re.compile(
    r"(?P<name>[^,。;:=]{2,20}?)得?分?=\s*\(?[^=]{3,60}[÷/][^=]{2,60}[×xX*]\s*(?P<points>\d+(?:\.\d+)?)分"
)
_FEWEST = 3


@dataclass(slots=True)
class _Section:
    """Indicators that stand together, built with a stack of open headings and their numbering styles."""

    title: str
    place: SourcePlace
    roots: list[Indicator] = field(default_factory=list)
    stack: list[tuple[int, Indicator]] = field(default_factory=list)
    read: int = 0

    def begin(self, style: int, indicator: Indicator) -> None:
        while self.stack and self.stack[-1][0] >= style:
            self.stack.pop()
        (self.stack[-1][1].children if self.stack else self.roots).append(indicator)
        self.stack.append((style, indicator))
        self.read += 1

    def add_text(self, text: str, place: SourcePlace) -> None:
        if self.stack and text.strip():
            self.stack[-1][1].rows.append(_row(text, place))


def paragraph_tables(document: Document, first_number: int) -> list[IndicatorTable]:
    """The sections of a document's running text that hold indicators, numbered on from `first_number`."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph) and block.text.strip()]
    sections = [section for section in _sections(paragraphs) if section.read >= _FEWEST]
    sections += _formula_sections(paragraphs)
    return [_table(section, number) for number, section in enumerate(sections, first_number)]


def _sections(paragraphs: Sequence[Paragraph]) -> Iterator[_Section]:
    section, title = None, ""
    for paragraph in paragraphs:
        text = tidy(paragraph.text)
        style, rest = _style(text)
        found = _NAME_AND_POINTS.fullmatch(rest) if style is not None or section is not None else None
        if found and _is_heading(found, style):
            section = section or _Section(title, paragraph.place)
            _begin(section, found, style, paragraph.place)
        elif section is not None and _ends(section, style, text):
            yield section
            section, title = None, for_display(rest or text)
        elif section is not None:
            section.add_text(text, paragraph.place)
        elif len(text) <= 40 and "。" not in text:
            title = for_display(rest)
    if section is not None:
        yield section


def _is_heading(found: re.Match[str], style: int | None) -> bool:
    return style is not None or not found["rest"]


def _begin(section: _Section, found: re.Match[str], style: int | None, place: SourcePlace) -> None:
    points = read_number(found["points"] or found["more"])
    indicator = Indicator(Heading(for_display(found["name"].strip(" ,:")), points), place)
    indicator.points = points
    section.begin(style if style is not None else len(_STYLES), indicator)
    section.add_text(found["rest"], place)


def _ends(section: _Section, style: int | None, text: str) -> bool:
    """A chapter, or a heading of the first level that has no points, ends the indicators."""
    if _CHAPTER.match(text):
        return True
    return style is not None and style <= min(own for own, _ in section.stack) and len(text) <= 60


def _style(text: str) -> tuple[int | None, str]:
    for number, pattern in enumerate(_STYLES):
        found = pattern.match(text)
        if found:
            return number, text[found.end() :].strip()
    return None, text


def _formula_sections(paragraphs: Sequence[Paragraph]) -> list[_Section]:
    """Lines such as `信息报送得分=(报送条数÷基准条数)×30分` below one heading."""
    sections: list[_Section] = []
    title, place = "", SourcePlace()
    for paragraph in paragraphs:
        text = tidy(paragraph.text)
        style, rest = _style(text)
        found = _FORMULA.match(rest)
        if found:
            if not sections or sections[-1].title != title:
                sections.append(_Section(title, place))
            points = read_number(found["points"])
            indicator = Indicator(Heading(for_display(found["name"]), points), paragraph.place)
            indicator.points = points
            indicator.rows.append(_row(text, paragraph.place))
            sections[-1].roots.append(indicator)
            sections[-1].read += 1
        elif style in (0, 1) or _CHAPTER.match(text):
            title, place = for_display(rest), paragraph.place
    return [section for section in sections if section.read > 1 or _makes_hundred(section)]


def _makes_hundred(section: _Section) -> bool:
    return sum((root.points or Decimal(0) for root in section.roots), Decimal(0)) == 100


def _row(text: str, place: SourcePlace) -> Row:
    return Row((), {Role.CRITERION: (Cell(text, place),)})


def _table(section: _Section, number: int) -> IndicatorTable:
    header = Header((Role.LEVEL, Role.CRITERION), 0)
    return IndicatorTable(number, section.title, header, section.place, section.read, section.roots)
