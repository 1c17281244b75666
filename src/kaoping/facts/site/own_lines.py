"""Which lines of a page are its own: not shown by so many other pages of the site that they are the template's."""

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


@dataclass(frozen=True, slots=True)
class OwnLines:
    """The own lines of all pages, page by page in their order.

    `numbers` are the pages that have text at all; `place` says of each line which of them shows it, `marks` and
    `widths` are those of `Prose`.
    """

    numbers: tuple[int, ...]
    place: NDArray[np.int64]
    marks: NDArray[np.uint32]
    widths: NDArray[np.uint16]

    @classmethod
    def derive(cls, pages: Pages, prose: PerPage[Prose]) -> Self:
        numbers = tuple(number for number in prose if number in pages.records)
        said = [prose[number] for number in numbers]
        marks = np.frombuffer(b"".join(each.lines for each in said), np.uint32)
        widths = np.frombuffer(b"".join(each.widths for each in said), np.uint16)
        place = np.repeat(np.arange(len(said)), [len(each.widths) // 2 for each in said])
        lines, line = np.unique(marks, return_inverse=True)
        shown = np.sort(line * len(said) + place)
        first = np.diff(shown, prepend=-1) != 0  # a line that a page shows twice is on one page
        pages_with = np.bincount(shown[first] // max(1, len(said)), minlength=len(lines))[line]
        own = (pages_with < COMMON) | ((widths >= PROSE) & (pages_with < FOOT * len(said)))
        return cls(numbers, place[own], marks[own], widths[own])
