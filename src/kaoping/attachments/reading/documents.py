"""Text of docx, pptx and OFD: the XML formats in which a document is written text by text."""

import re
from typing import Final

from kaoping.attachments.reading.gathering import Gathered
from kaoping.attachments.reading.limits import MAX_PAGES, DamagedError
from kaoping.attachments.reading.packages import Listener, Package, read_xml

_PICTURES = frozenset({"drawing", "pict", "object", "pic", "graphicFrame", "ImageObject", "PathObject", "chart"})
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_OFD_PAGE = re.compile(r"(?:.*/)?Pages/Page_(\d+)/Content\.xml")
_BODY: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


class _Words(Listener):
    """Gathers the text in `texts` elements; `ends` are what a line ends with. `pictures` counts what is no text."""

    def __init__(self, texts: frozenset[str], ends: frozenset[str]) -> None:
        self.pieces: list[str] = []
        self.pictures = 0
        self._texts, self._ends = texts, ends
        self._in_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._texts:
            self._in_text = True
        elif name in ("tab", "br", "cr"):
            self.pieces.append("\n" if name != "tab" else " ")
        elif name in _PICTURES:
            self.pictures += 1

    def end(self, name: str) -> None:
        if name in self._texts:
            self._in_text = False
        if name in self._ends:
            self.pieces.append("\n")

    def text(self, data: str) -> None:
        if self._in_text:
            self.pieces.append(data)

    @property
    def lines(self) -> str:
        return "\n".join(line for line in "".join(self.pieces).split("\n") if line.strip())


def read_docx(package: Package, gathered: Gathered) -> tuple[int, int]:
    """Read paragraphs, tables and notes, one line each; return pages (unknown: 0) and how many pictures there are."""
    pictures = 0
    for name in _BODY:
        if name in package:
            words = _Words(frozenset({"t"}), frozenset({"p"}))
            read_xml(package.chunks(name), words, lambda: gathered.full)
            gathered.add("text", words.lines)
            pictures += words.pictures
    return 0, pictures


def read_pptx(package: Package, gathered: Gathered) -> tuple[int, int]:
    """Read the slides in the order of their numbers; return how many there are, and pictures on them."""
    words = _Words(frozenset({"t"}), frozenset({"p"}))
    return _read_numbered(package, gathered, (_SLIDE, "slide"), words), words.pictures


def read_ofd(package: Package, gathered: Gathered) -> tuple[int, int]:
    """Read the pages of an OFD document (GB/T 33190-2016, TextCode). Raises DamagedError where it has none."""
    words = _Words(frozenset({"TextCode"}), frozenset({"TextCode"}))
    pages = _read_numbered(package, gathered, (_OFD_PAGE, "page"), words)
    if not pages:
        raise DamagedError("no page")
    return pages, words.pictures


def _read_numbered(package: Package, gathered: Gathered, named: "tuple[re.Pattern[str], str]", words: _Words) -> int:
    """Read the parts whose names hold their number; return how many there are."""
    names, place = named
    found = sorted((int(match[1]), match.group()) for match in map(names.fullmatch, package.names) if match)
    for number, (_, name) in enumerate(found[:MAX_PAGES], start=1):
        words.pieces.clear()
        read_xml(package.chunks(name), words, lambda: gathered.full)
        gathered.add(f"{place}:{number}", words.lines)
    return len(found)
