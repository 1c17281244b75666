"""The record of one site's inspection: page rows, link targets and links, as read back from the batch directory."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kaoping.model.attachments import AttachmentRecord
from kaoping.model.browser_looks import BrowserLooks
from kaoping.model.earlier_sight import EarlierSight
from kaoping.model.pages import Coverage, PageRecord, TargetRecord
from kaoping.model.probe_series import ProbeSeries
from kaoping.model.site_looks import SiteLooks


@dataclass(frozen=True, slots=True)
class PageRow:
    """A visited page with what each extractor said of it: extractor name → its encoded value (absent: nothing)."""

    record: PageRecord
    facts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader said of the pages it wanted: encoded values by page number; `nothing` where it had none to give.

    `errors` says why a wanted page could not be read. `failed` is why the pages could not even be chosen.
    """

    values: Mapping[int, bytes]
    nothing: tuple[int, ...] = ()
    errors: Mapping[int, str] = field(default_factory=dict)
    failed: str = ""


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Every distinct (page, target) pair in columns of equal length; numbers are those of the records.

    `kind` holds the position of the link's kind in `list(LinkKind)`.
    """

    page: "array[int]"
    target: "array[int]"
    kind: bytearray

    @property
    def pages(self) -> NDArray[np.uint32]:
        """The column `page`, for work on all rows at once."""
        return np.asarray(self.page, np.uint32)

    @property
    def targets(self) -> NDArray[np.uint32]:
        """The column `target`, for work on all rows at once."""
        return np.asarray(self.target, np.uint32)

    def by_page(self) -> "LinksByPage":
        """Return the targets of each page, in the page's order."""
        return LinksByPage(self)


class LinksByPage:
    """The targets of single pages, found when they are asked for: as lists those of a large site would not fit."""

    def __init__(self, links: LinkTable) -> None:
        pages, targets = links.pages, links.targets
        if np.any(pages[1:] < pages[:-1]):  # a crawl hands pages on in their order
            order = np.argsort(pages, kind="stable")
            pages, targets = pages[order], targets[order]
        self._pages, self._targets = pages, targets

    def of(self, page: int) -> list[int]:
        """Return the targets of a page, none for a page without links."""
        start, end = np.searchsorted(self._pages, np.array([page, page + 1], self._pages.dtype))
        return cast(list[int], self._targets[start:end].tolist())


def among(numbers: Iterable[int], column: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which rows of a column hold one of `numbers`."""
    known = np.zeros(int(column.max(initial=0)) + 1, np.bool_)
    wanted = np.fromiter(numbers, np.int64)
    known[wanted[wanted < len(known)]] = True
    return known[column]


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """All that is known of one site at the monitoring point `as_of` (监测时间点, aware)."""

    site: str
    as_of: datetime
    pages: Sequence[PageRow]
    targets: Sequence[TargetRecord]
    links: LinkTable
    coverage: Coverage
    looks: SiteLooks | None = None  # None: nobody looked around beside the pages
    readings: Mapping[str, Reading] | None = None  # by reader; None: nobody read closely
    series: ProbeSeries | None = None  # None: no probe series was named, or it does not know the site
    browser: BrowserLooks | None = None  # None: no browser was sent
    attachments: Sequence[AttachmentRecord] | None = None  # None: nobody fetched any
    shown: Mapping[int, Mapping[str, bytes]] = field(default_factory=dict)  # as `PageRow.facts`, where a browser saw
    earlier: EarlierSight | None = None  # None: no earlier inspection was named
