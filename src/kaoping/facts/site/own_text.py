"""How much of a page is its own: its text without the lines that other pages of the site show as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from kaoping.facts.site.own_lines import OwnLines


@dataclass(frozen=True, slots=True)
class OwnText:
    """`size` is the length in UTF-8 bytes of a page's own lines, by page number."""

    size: Mapping[int, int]

    @classmethod
    def derive(cls, lines: OwnLines) -> Self:
        edges = np.searchsorted(lines.place, np.arange(len(lines.numbers) + 1, dtype=lines.place.dtype))
        sums = np.add.reduceat(np.append(lines.widths, np.uint16(0)), edges[:-1], dtype=np.int64)
        size = np.where(edges[:-1] == edges[1:], 0, sums)
        return cls(dict(zip(lines.numbers, size.tolist(), strict=True)))
