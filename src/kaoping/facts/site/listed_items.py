"""Dated items of pages: those that were sent, and those that scripts write where a browser saw the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kaoping.facts.page.items import Item
from kaoping.facts.record import SiteRecord
from kaoping.facts.store import PerPage, Shown
from kaoping.facts.view import NO_TARGET


@dataclass(frozen=True, slots=True)
class ListedItems:
    """`sent` are the items of the page itself, `shown` those that only a browser saw, by page number."""

    sent: PerPage[list[Item]]
    shown: Mapping[int, tuple[Item, ...]]

    def of(self, number: int) -> list[Item]:
        """Return the items of a page, those that scripts write last."""
        return [*(self.sent.get(number) or ()), *self.shown.get(number, ())]

    @classmethod
    def derive(cls, record: SiteRecord, items: PerPage[list[Item]], seen: Shown[list[Item]]) -> Self:
        shown: dict[int, tuple[Item, ...]] = {}
        targets = {target.number for target in record.targets} if seen else set()
        for number, listed in seen.items():
            known = {part for item in items.get(number) or () for part in (item.key, item.text)}
            new = tuple(
                item if item.target in targets else Item(NO_TARGET, item.date, item.text)
                for item in listed
                if item.text not in known and not (item.target in targets and item.key in known)
            )
            if new:
                shown[number] = new
        return cls(items, shown)
