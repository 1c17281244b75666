"""How far into a site its links lead from the home page, host by host: links of the second and of the third level."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kaoping.facts.hosts import domain_of, host_of
from kaoping.facts.record import SiteRecord, among
from kaoping.facts.site.pages import Pages
from kaoping.model.pages import Life, LinkKind

_LINK = list(LinkKind).index(LinkKind.LINK)
_BROKEN = (Life.DEAD, Life.SUSPECT)


@dataclass(frozen=True, slots=True)
class InnerLinks:
    """Distinct working links within the site's own domain, counted by host.

    `second` are those on the home page, `third` further ones on the pages that the home page links to.
    """

    second: Mapping[str, int]
    third: Mapping[str, int]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages) -> Self:
        own = domain_of(host_of(record.site))
        hosts = {
            target.number: host
            for target in record.targets
            if target.life not in _BROKEN and domain_of(host := host_of(target.url)) == own
        }
        levels = {number: page.level for number, page in pages.records.items()}
        second = _linked(record, [number for number, level in levels.items() if level == 0], hosts)
        third = _linked(record, [number for number, level in levels.items() if level == 1], hosts) - second
        return cls(*(Counter(hosts[number] for number in sorted(found)) for found in (second, third)))


def _linked(record: SiteRecord, pages: list[int], hosts: Mapping[int, str]) -> set[int]:
    table = record.links
    rows = among(pages, table.pages) & among(hosts, table.targets)
    return {int(table.target[row]) for row in rows.nonzero()[0].tolist() if table.kind[row] == _LINK}
