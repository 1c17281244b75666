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
        size = np.bincount(lines.place, lines.widths, minlength=len(lines.numbers)).astype(np.int64)
        return cls(dict(zip(lines.numbers, size.tolist(), strict=True)))
