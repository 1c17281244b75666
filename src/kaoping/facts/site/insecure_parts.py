"""Scripts, style sheets and pictures that https pages of a site load over http."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from kaoping.facts.page.fallbacks import Fallbacks
from kaoping.facts.record import SiteRecord, among
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.pages import LinkKind, TargetRecord

UPGRADE = "upgrade-insecure-requests"
_KINDS = tuple(LinkKind)
_LOADED = frozenset({LinkKind.IMAGE, LinkKind.RESOURCE})


@dataclass(frozen=True, slots=True)
class InsecurePart:
    """One http address and the https pages that load it, in the order the site was visited."""

    target: TargetRecord
    carriers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InsecureParts:
    """`pages` counts the https pages looked at.

    Pages whose policy has browsers turn such addresses into https ones are left out, and what a page has only for
    visitors without scripts.
    """

    pages: int
    found: tuple[InsecurePart, ...]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages, fallbacks: PerPage[Fallbacks]) -> Self:
        secure = {
            number: page.final_url
            for number, page in pages.records.items()
            if page.final_url.startswith("https:") and UPGRADE not in page.headers.get("content-security-policy", "")
        }
        plain = {target.number: target for target in record.targets if target.url.startswith("http:")}
        table = record.links
        carriers: dict[int, list[str]] = {}
        for row in np.flatnonzero(among(secure, table.pages) & among(plain, table.targets)).tolist():
            number, target = table.page[row], table.target[row]
            left_out = number in fallbacks and target in fallbacks[number].targets
            if _KINDS[table.kind[row]] in _LOADED and not left_out:
                carriers.setdefault(target, []).append(secure[number])
        found = tuple(InsecurePart(plain[number], tuple(urls)) for number, urls in sorted(carriers.items()))
        return cls(len(secure), found)
