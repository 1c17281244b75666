"""Link targets of a site and the pages that carry them, by kind of page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.model.outcomes import PageKind
from kaoping.model.pages import Life, LinkKind, TargetRecord

_KINDS = tuple(LinkKind)


@dataclass(frozen=True, slots=True)
class Carried:
    """One target as carried by the pages of one kind. `pages` are addresses, in the order the site was visited."""

    target: TargetRecord
    page: PageKind
    kind: LinkKind
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Every distinct (target, page kind) pair of the site, and how many distinct targets were looked at."""

    carried: tuple[Carried, ...]
    judged: int

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages) -> Self:
        targets = {target.number: target for target in record.targets}
        seen: dict[tuple[int, PageKind], tuple[LinkKind, list[str]]] = {}
        table = record.links
        for page, number, kind in zip(table.page, table.target, table.kind, strict=True):
            if number not in targets or page not in pages.records:
                continue
            entry = seen.setdefault((number, pages.kind(page)), (_KINDS[kind], []))
            entry[1].append(pages.records[page].final_url)
        carried = tuple(
            Carried(targets[number], where, kind, tuple(dict.fromkeys(urls)))
            for (number, where), (kind, urls) in sorted(seen.items())
        )
        judged = {each.target.number for each in carried if each.target.life is not Life.UNSEEN}
        return cls(carried, len(judged))

    def on(self, where: PageKind) -> Mapping[int, Carried]:
        """Return what pages of kind `where` carry, by target number."""
        return {each.target.number: each for each in self.carried if each.page is where}
