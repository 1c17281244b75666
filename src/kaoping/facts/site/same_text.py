"""Articles of a site that say the very same: the paragraphs that are their own are equal."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from kaoping.facts.site.own_lines import PROSE, OwnLines
from kaoping.facts.site.pages import Pages
from kaoping.model.outcomes import PageKind


@dataclass(frozen=True, slots=True)
class SameText:
    """`groups` are page numbers of articles with equal paragraphs and the length of these in UTF-8 bytes.

    A paragraph is an own line of at least PROSE bytes; headings, dates, sources and what the template shows may differ.
    """

    groups: tuple[tuple[tuple[int, ...], int], ...]

    @classmethod
    def derive(cls, lines: OwnLines, pages: Pages) -> Self:
        long = lines.widths >= PROSE
        place, marks, widths = lines.place[long], lines.marks[long], lines.widths[long]
        bounds = np.searchsorted(place, np.arange(len(lines.numbers) + 1, dtype=place.dtype))
        found: dict[bytes, tuple[list[int], int]] = {}
        for index, number in enumerate(lines.numbers):
            start, end = bounds[index], bounds[index + 1]
            if start == end or pages.kinds.get(number) is not PageKind.ARTICLE:
                continue
            size = int(widths[start:end].astype(np.int64).sum())
            found.setdefault(marks[start:end].tobytes(), ([], size))[0].append(number)
        return cls(tuple((tuple(numbers), size) for numbers, size in found.values() if len(numbers) > 1))
