"""How much of what a browser shows of a page is the page's own: what scripts fill is told from what stays empty."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from kaoping.facts.page.prose import Prose
from kaoping.facts.site.own_lines import COMMON
from kaoping.facts.store import PerPage, Shown

SEVERAL = 2  # pages that show a line, from which on it is the template's, scripts' or not


@dataclass(frozen=True, slots=True)
class ShownOwn:
    """A page as a browser shows it: UTF-8 bytes of its own text, pictures and the like beyond those that were sent.

    `whole` says that nothing more is going to come.
    """

    size: int
    media: int
    placeholder: str
    whole: bool


@dataclass(frozen=True, slots=True)
class ShownText:
    """Pages that a browser saw, by number."""

    pages: Mapping[int, ShownOwn]

    @classmethod
    def derive(cls, prose: PerPage[Prose], seen: Shown[Prose]) -> Self:
        if not seen:
            return cls({})
        sent: Counter[int] = Counter()
        for each in prose.values():
            sent.update(set(np.frombuffer(each.lines, np.uint32).tolist()))
        lines = {number: np.frombuffer(each.lines, np.uint32).tolist() for number, each in seen.items()}
        shared = Counter(mark for marks in lines.values() for mark in set(marks))
        pages = {}
        for number, marks in lines.items():
            said = seen[number]
            widths = np.frombuffer(said.widths, np.uint16).tolist()
            own = (sent[mark] < COMMON and shared[mark] < SEVERAL for mark in marks)
            size = sum(width for width, mine in zip(widths, own, strict=True) if mine)
            before = prose[number].media if number in prose else 0
            pages[number] = ShownOwn(size, said.media - before, said.placeholder, number in seen.whole)
        return cls(pages)
