"""The attachments of a site that were fetched and read, with the pages that carry them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from kaoping.facts.record import SiteRecord, among
from kaoping.facts.site.pages import Pages
from kaoping.model.attachments import AttachmentRecord, TextPart
from kaoping.model.findings import Plain
from kaoping.model.outcomes import PageKind


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment and where it is seen: the first page that links to it and that page's kind."""

    record: AttachmentRecord
    shown_on: str
    page: PageKind

    @property
    def described(self) -> dict[str, Plain]:
        """What findings tell of the file: address, link text, suffix, kind by its content, bytes."""
        record = self.record
        return {
            "target": record.url,
            "title": record.text,
            "suffix": record.suffix,
            "format": record.contents.kind,
            "size": record.size,
        }


@dataclass(frozen=True, slots=True)
class Attachments:
    """`all` is in the order fetched. Without `fetched` nobody asked for them, and nothing can be said."""

    fetched: bool
    all: tuple[Attached, ...]

    def texts(self) -> Iterator[tuple[Attached, TextPart]]:
        """Yield the text of every attachment part by part; `facts.attached_text.place_of` names a place in a part.

        Personal data is masked in it, every other character stands where it was.
        """
        for attached in self.all:
            for part in attached.record.contents.parts:
                yield attached, part

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages) -> Self:
        if record.attachments is None:
            return cls(False, ())
        table = record.links
        first: dict[int, int] = {}
        rows = np.flatnonzero(among((each.target for each in record.attachments), table.targets))
        for row in rows.tolist():
            if table.page[row] in pages.records:
                first.setdefault(table.target[row], table.page[row])
        return cls(True, tuple(_attached(each, first.get(each.target), pages) for each in record.attachments))


def _attached(record: AttachmentRecord, page: int | None, pages: Pages) -> Attached:
    if page is None:
        return Attached(record, record.url, PageKind.SITE)
    return Attached(record, pages.records[page].final_url, pages.kind(page))
