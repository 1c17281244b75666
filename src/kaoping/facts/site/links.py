"""Link targets of a site that did not open, and the pages that carry them, by kind of page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from kaoping.facts.record import SiteRecord, among
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
    """Every distinct (target, page kind) pair whose target did not open, and how many distinct targets were looked at.

    Those that opened are left out: there is nothing to say of them, and they are nearly all.
    """

    troubled: tuple[Carried, ...]
    judged: int

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages) -> Self:
        targets = {target.number: target for target in record.targets}
        table = record.links
        read = among(pages.records, table.pages)
        linked = np.zeros(int(table.targets.max(initial=0)) + 1, np.bool_)
        linked[table.targets[read]] = True
        seen: dict[tuple[int, PageKind], tuple[LinkKind, list[str]]] = {}
        rows = np.flatnonzero(read & among(_troubled(record.targets), table.targets))
        for row in rows.tolist():
            page, number = table.page[row], table.target[row]
            entry = seen.setdefault((number, pages.kind(page)), (_KINDS[table.kind[row]], []))
            entry[1].append(pages.records[page].final_url)
        troubled = tuple(
            Carried(targets[number], where, kind, tuple(dict.fromkeys(urls)))
            for (number, where), (kind, urls) in sorted(seen.items())
        )
        return cls(
            troubled,
            sum(
                target.life is not Life.UNSEEN and target.number < len(linked) and bool(linked[target.number])
                for target in record.targets
            ),
        )


def _troubled(targets: Sequence[TargetRecord]) -> Iterator[int]:
    return (target.number for target in targets if target.life not in (Life.ALIVE, Life.UNSEEN))
