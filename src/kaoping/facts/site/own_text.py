"""How much of a page is its own: its text without the lines that other pages of the site show as well."""

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kaoping.facts.page.prose import Prose
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage

COMMON = 3  # a line on this many pages is the template's
PROSE = 75  # UTF-8 bytes; a line this long is no menu: only where a good part of all pages shows it is it a footer
FOOT = 0.2  # that part


@dataclass(frozen=True, slots=True)
class OwnText:
    """`size` is the length in UTF-8 bytes of a page's own lines, by page number."""

    size: Mapping[int, int]

    @classmethod
    def derive(cls, pages: Pages, prose: PerPage[Prose]) -> Self:
        lines = {number: _unpack("I", prose[number].lines) for number in prose if number in pages.records}
        counts: Counter[int] = Counter()
        for marks in lines.values():
            counts.update(set(marks))
        size = {}
        for number, marks in lines.items():
            widths = _unpack("H", prose[number].widths)
            size[number] = sum(
                width
                for mark, width in zip(marks, widths, strict=True)
                if counts[mark] < COMMON or (width >= PROSE and counts[mark] < FOOT * len(lines))
            )
        return cls(size)


def _unpack(code: str, data: bytes) -> "array[int]":
    column = array(code)
    column.frombytes(data)
    return column
