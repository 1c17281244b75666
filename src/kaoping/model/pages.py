"""What a crawl saw: pages visited, link targets judged, links between them, and how much was covered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kaoping.model.outcomes import Fault


class LinkKind(StrEnum):
    """What a link leads to, as far as its element and address tell."""

    LINK = "link"
    IMAGE = "image"
    ATTACHMENT = "attachment"
    RESOURCE = "resource"


class Life(StrEnum):
    """Whether a link target opens: `dead` and `suspect` after two looks, `unknown` when it could not be told."""

    ALIVE = "alive"
    DEAD = "dead"
    SUSPECT = "suspect"
    UNKNOWN = "unknown"
    UNSEEN = "unseen"  # not looked at (budget, robots.txt); never counted


@dataclass(frozen=True, slots=True, eq=False)
class SeenLink:
    """What an address found on a page leads to. `target` is the number of its TargetRecord within the site.

    One object serves all occurrences that are written alike: pages keep it beside the element that carries it.
    """

    target: int
    url: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class EvidencePointer:
    """Where the exchange that proves something lies: SHA-256 of the body as sent, WARC file (relative) and offset."""

    digest: str = ""
    warc: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One page that was asked for as a page (GET, body read). `number` is dense and unique within the site.

    `status` is None when no answer came; `fault` and `reason` then say why. `level` is the distance in links from the
    site's root (0). `text_charset` is the charset decoded with and `charset_source` header, meta, bom or detected.
    """

    number: int
    target: int
    url: str
    final_url: str
    level: int
    status: int | None
    fault: Fault | None
    reason: str
    content_type: str
    text_charset: str
    charset_source: str
    size: int
    seconds: float
    fetched_at: datetime
    digest: str
    redirects: tuple[tuple[str, int], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case names; only those kept as facts
    evidence: EvidencePointer = field(default_factory=EvidencePointer)


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """One distinct address that the site links to, and whether it opens.

    `url` is absolute (or the raw href where it cannot be made so, then `life` is dead with reason `malformed-url`).
    `looks` counts the looks taken; `kind` is of the first occurrence. `text` is the first anchor text (or alt) seen.
    """

    number: int
    url: str
    kind: LinkKind
    offsite: bool
    life: Life
    status: int | None
    fault: Fault | None
    reason: str
    looks: int
    text: str
    checked_at: datetime | None
    evidence: EvidencePointer = field(default_factory=EvidencePointer)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a site was seen, and what was not and why (`coverage.json`)."""

    site: str
    started: datetime
    finished: datetime
    pages: int
    links_checked: int
    bytes: int
    cpu_seconds: float
    skipped: tuple[tuple[str, int], ...]
    stopped_because: str
    notes: tuple[str, ...] = ()

    @property
    def cut_short(self) -> bool:
        """Whether a budget of pages or time ended the crawl: what was not seen may well be there."""
        return self.stopped_because in ("max_pages", "max_time")
