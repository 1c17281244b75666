"""Reads saved web pages: text and tables in order; a table that only lays out the page is looked into."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kaoping.schemes.drafting.charset import decode
from kaoping.schemes.drafting.document import Block, Cell, Document, Paragraph, SourcePlace, Table
from kaoping.schemes.drafting.read_text import text_blocks

FORM: Final = "网页（.html）"
MAX_SPAN: Final = 1000
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SILENT: Final = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "iframe", "select", "textarea", "object")
)
_INLINE: Final = frozenset(
    ("a", "abbr", "b", "bdi", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "o:p",
     "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr")
)  # fmt: skip
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def read_html(data: bytes, name: str) -> Document:
    """Read an HTML file; raises InputError when its characters cannot be made out."""
    stated = _CHARSET.search(data[:4096])
    text = decode(data, name, stated[1].decode("ascii", "replace") if stated else "")
    tree = LexborHTMLParser(text)
    blocks = tuple(_Walk().blocks(tree.body)) if tree.body is not None else ()
    if not any(isinstance(block, Table) for block in blocks):
        blocks = _captured(blocks)
    return Document(name, FORM, blocks)


def _captured(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A page that shows a table as text between `|` is read as text."""
    lines = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    return tuple(text_blocks(lines)) if "|" in lines else blocks


@dataclass(slots=True)
class _Walk:
    """Goes through a page without recursion, so that no depth of nesting matters."""

    tables: int = 0
    pending: list[str] = field(default_factory=list)
    heading: bool = False

    def blocks(self, root: LexborNode) -> Iterator[Block]:
        waiting: list[tuple[LexborNode, bool]] = [(root, False)]
        while waiting:
            node, leaving = waiting.pop()
            tag = node.tag or ""
            if tag == "-text":
                self.pending.append(node.text_content or "")
                continue
            if tag in _SILENT or tag.startswith(("-", "!")):
                continue
            if tag == "br" or (tag not in _INLINE):
                yield from self._flush()
            if leaving:
                continue
            self.heading = tag in _HEADINGS or (self.heading and tag in _INLINE)
            if tag == "table" and not _has_table_inside(node):
                yield from (Paragraph(_cell_text(each), SourcePlace()) for each in node.css("caption"))
                self.tables += 1
                yield Table(tuple(_rows(node)), SourcePlace(table=self.tables, row=1, column=1)).numbered(self.tables)
                continue
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(list(node.iter(include_text=True)))]
        yield from self._flush()

    def _flush(self) -> Iterator[Paragraph]:
        text = re.sub(r"\s+", " ", "".join(self.pending)).strip()
        self.pending = []
        if text:
            yield Paragraph(text, SourcePlace(), self.heading)


def _has_table_inside(table: LexborNode) -> bool:
    return len(table.css("table")) > 1


def _rows(table: LexborNode) -> Iterator[tuple[Cell, ...]]:
    for number, row in enumerate(table.css("tr"), 1):
        cells = [each for each in row.iter() if each.tag in ("td", "th")]
        yield tuple(_cell(cell, SourcePlace(row=number, column=column)) for column, cell in enumerate(cells, 1))


def _cell(node: LexborNode, place: SourcePlace) -> Cell:
    return Cell(_cell_text(node), place, _span(node, "rowspan"), _span(node, "colspan"))


def _cell_text(cell: LexborNode) -> str:
    lines: list[list[str]] = [[]]
    waiting: list[tuple[LexborNode, bool]] = [(cell, False)]
    while waiting:
        node, leaving = waiting.pop()
        tag = node.tag or ""
        if tag == "-text":
            lines[-1].append(node.text_content or "")
        elif tag in _SILENT or tag.startswith(("-", "!")):
            continue
        elif tag not in _INLINE:
            lines.append([])
        if not leaving and tag != "-text":
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(list(node.iter(include_text=True)))]
    joined = (re.sub(r"\s+", " ", "".join(line)).strip() for line in lines)
    return "\n".join(line for line in joined if line)


def _span(node: LexborNode, name: str) -> int:
    text = (node.attributes.get(name) or "").strip()
    return min(max(int(text), 1), MAX_SPAN) if text.isdigit() and len(text) < 8 else 1
