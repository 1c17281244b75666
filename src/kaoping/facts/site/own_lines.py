"""Which lines of a page are its own: not shown by so many other pages of the site that they are the template's."""

import sys
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kaoping.facts.page.prose import Prose
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage

COMMON = 3  # a line on this many pages is the template's
PROSE = 75  # UTF-8 bytes; a line this long is no menu: only where a good part of all pages shows it is it a footer
FOOT = 0.2  # that part
PIECE = 1 << 20  # lines that are worked on at once


@dataclass(frozen=True, slots=True)
class OwnLines:
    """The own lines of all pages, page by page in their order.

    `numbers` are the pages that have text at all; `place` says of each line which of them shows it, `marks` and
    `widths` are those of `Prose`.
    """

    numbers: tuple[int, ...]
    place: NDArray[np.uint32]
    marks: NDArray[np.uint32]
    widths: NDArray[np.uint16]

    @classmethod
    def derive(cls, pages: Pages, prose: PerPage[Prose]) -> Self:
        numbers = tuple(number for number in prose if number in pages.records)
        lines, widths, counts = bytearray(), bytearray(), []
        for number in numbers:
            said = prose[number]
            lines += said.lines
            widths += said.widths
            counts.append(len(said.widths) // 2)
        marks, wide = np.frombuffer(lines, np.uint32), np.frombuffer(widths, np.uint16)
        place = np.repeat(np.arange(len(numbers), dtype=np.uint32), counts)
        common, pages_with = _common(marks, place)
        own = np.empty(len(marks), np.bool_)
        for start in range(0, len(marks), PIECE):
            piece = slice(start, start + PIECE)
            found = np.searchsorted(common, marks[piece]).clip(max=max(0, len(common) - 1))
            shared = common[found] == marks[piece] if len(common) else np.zeros(len(marks[piece]), np.bool_)
            foot = (wide[piece] < PROSE) | (pages_with[found] >= FOOT * len(numbers)) if len(common) else shared
            own[piece] = ~(shared & foot)
        return cls(numbers, place[own], marks[own], wide[own])


def _common(marks: NDArray[np.uint32], place: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the marks that at least COMMON pages show, ordered, and how many pages show each.

    Mark and page are sorted as one number, in place: a large site has millions of lines.
    """
    keys = marks.astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= place
    keys.sort()
    once = np.ones(len(keys), np.bool_)  # a line that a page shows twice is on one page
    np.not_equal(keys[1:], keys[:-1], out=once[1:])
    lines = keys.view(np.uint32)[_HIGH::2]
    first = np.ones(len(keys), np.bool_)
    np.not_equal(lines[1:], lines[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    shown = np.add.reduceat(once, starts, dtype=np.int64) if len(starts) else np.zeros(0, np.int64)
    return lines[starts[shown >= COMMON]], shown[shown >= COMMON]


_HIGH = 1 if sys.byteorder == "little" else 0  # which half of a number of eight bytes is the higher one
