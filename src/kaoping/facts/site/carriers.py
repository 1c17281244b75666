"""Which pages carry a link: addresses of the pages by link target."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kaoping.facts.record import LinkTable, SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.model.pages import PageRecord


@dataclass(frozen=True, slots=True)
class Carriers:
    """The links of all read pages. `_order` are their rows by target, `_starts` where each target's begin there."""

    _links: LinkTable
    _order: NDArray[np.uint32]
    _starts: NDArray[np.int64]
    _records: Mapping[int, PageRecord]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages) -> Self:
        targets = record.links.targets
        keys = targets.astype(np.uint64)  # sorted in place: an argsort takes twice the room, which large sites lack
        keys <<= 32
        keys |= np.arange(len(keys), dtype=np.uint32)
        keys.sort()
        starts = np.searchsorted(keys, np.arange(int(targets.max(initial=0)) + 2, dtype=np.uint64) << np.uint64(32))
        return cls(record.links, keys.astype(np.uint32), starts, pages.records)

    def numbers_of(self, *targets: int) -> list[int]:
        """Return the numbers of the read pages that link to any of `targets`, in the order of their visit."""
        found: set[int] = set()
        for target in targets:
            if target + 1 < len(self._starts):
                rows = self._order[self._starts[target] : self._starts[target + 1]]
                found.update(self._links.pages[rows].tolist())
        return sorted(found & self._records.keys())

    def pages_of(self, *targets: int) -> list[str]:
        """Return the addresses of the read pages that link to any of `targets`, in the order of their visit."""
        return list(dict.fromkeys(self._records[number].final_url for number in self.numbers_of(*targets)))
