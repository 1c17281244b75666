"""Which links are a page's own: those that few other pages of the site carry."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.model.pages import LinkKind

COMMON = 3  # a target on this many pages is the template's
_KINDS = tuple(LinkKind)


@dataclass(frozen=True, slots=True)
class OwnLinks:
    """Numbers of a page's own links (attachments included) and pictures, by page number."""

    count: Mapping[int, int]
    pictures: Mapping[int, int]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages) -> Self:
        table = record.links
        own: Counter[int] = Counter()
        pictures: Counter[int] = Counter()
        self_targets = {page.target: number for number, page in pages.records.items()}
        rare = np.flatnonzero((np.bincount(table.targets) < COMMON)[table.targets])
        for row in rare.tolist():
            page, kind = table.page[row], _KINDS[table.kind[row]]
            if self_targets.get(table.target[row]) == page:
                continue
            if kind in (LinkKind.LINK, LinkKind.ATTACHMENT):
                own[page] += 1
            elif kind is LinkKind.IMAGE:
                pictures[page] += 1
        return cls(own, pictures)
