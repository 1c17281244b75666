"""Which links are a page's own: those that few other pages of the site carry."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

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
        carriers = Counter(table.target)
        own: Counter[int] = Counter()
        pictures: Counter[int] = Counter()
        self_targets = {page.target: number for number, page in pages.records.items()}
        for page, target, kind in zip(table.page, table.target, table.kind, strict=True):
            if carriers[target] >= COMMON or self_targets.get(target) == page:
                continue
            if _KINDS[kind] in (LinkKind.LINK, LinkKind.ATTACHMENT):
                own[page] += 1
            elif _KINDS[kind] is LinkKind.IMAGE:
                pictures[page] += 1
        return cls(own, pictures)
