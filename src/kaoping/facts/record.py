"""The record of one site's inspection: page rows, link targets and links, as read back from the batch directory."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kaoping.model.pages import Coverage, PageRecord, TargetRecord


@dataclass(frozen=True, slots=True)
class PageRow:
    """A visited page with what each extractor said of it: extractor name → its encoded value (absent: nothing)."""

    record: PageRecord
    facts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Every distinct (page, target) pair in columns of equal length; numbers are those of the records.

    `kind` holds the position of the link's kind in `list(LinkKind)`.
    """

    page: "array[int]"
    target: "array[int]"
    kind: bytearray


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """All that is known of one site at the monitoring point `as_of` (监测时间点, aware)."""

    site: str
    as_of: datetime
    pages: Sequence[PageRow]
    targets: Sequence[TargetRecord]
    links: LinkTable
    coverage: Coverage
