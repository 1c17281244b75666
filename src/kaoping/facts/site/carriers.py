"""Which pages carry a link: addresses of the pages by link target."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages


@dataclass(frozen=True, slots=True)
class Carriers:
    """The links of all read pages, in order of their targets."""

    _targets: NDArray[np.uint32]
    _pages: NDArray[np.uint32]
    _urls: Mapping[int, str]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages) -> Self:
        order = np.argsort(record.links.targets, kind="stable")
        urls = {number: page.final_url for number, page in pages.records.items()}
        return cls(record.links.targets[order], record.links.pages[order], urls)

    def numbers_of(self, *targets: int) -> list[int]:
        """Return the numbers of the read pages that link to any of `targets`, in the order of their visit."""
        found: set[int] = set()
        for target in targets:
            start, end = np.searchsorted(self._targets, [target, target + 1])
            found.update(self._pages[start:end].tolist())
        return sorted(found & self._urls.keys())

    def pages_of(self, *targets: int) -> list[str]:
        """Return the addresses of the read pages that link to any of `targets`, in the order of their visit."""
        return list(dict.fromkeys(self._urls[number] for number in self.numbers_of(*targets)))
