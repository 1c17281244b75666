"""A sink that remembers what it was given, and a crawl of one loopback site with short limits."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kaoping.crawl.contract import CrawlOptions, ParsedPage, Progress, SitePlan
from kaoping.crawl.crawl import run_crawl
from kaoping.model.pages import Coverage, LinkKind, PageRecord, TargetRecord

QUICK = CrawlOptions(
    max_pages=50,
    pace=0,
    per_origin=4,
    allow_private=("127.0.0.0/8", "::1/128"),
    canaries=(),
    timeout=1.0,
    connect_timeout=1.0,
    second_look_after=0.0,
    max_body=1024 * 1024,
)


@dataclass
class Seen:
    """A page as the sink saw it; `links` are (target, url, kind)."""

    record: PageRecord
    html: bytes = b""
    links: tuple[tuple[int, str, LinkKind], ...] = ()


@dataclass
class Recorder:
    """Keeps what is handed over; `closed` are the segment numbers in order."""

    pages: list[Seen] = field(default_factory=list)
    targets: list[TargetRecord] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)

    def page(self, record: PageRecord, parsed: ParsedPage | None) -> None:
        if parsed is None:
            self.pages.append(Seen(record))
        else:
            found = tuple((link.target, link.url, link.kind) for link in parsed.links)
            self.pages.append(Seen(record, parsed.html, found))

    def unchanged(self, *page: Any) -> None:
        raise AssertionError("there was no earlier run")

    def target(self, record: TargetRecord) -> None:
        self.targets.append(record)

    def close_segment(self, number: int) -> None:
        self.closed.append(number)

    def drop_after(self, number: int) -> None:
        self.dropped.append(number)

    def to(self, end: str) -> TargetRecord:
        """Return the one target whose address ends in `end`."""
        found = [target for target in self.targets if target.url.endswith(end)]
        assert len(found) == 1, (end, [target.url for target in self.targets])
        return found[0]

    def at(self, end: str) -> Seen:
        found = [page for page in self.pages if page.record.url.endswith(end)]
        assert len(found) == 1, (end, [page.record.url for page in self.pages])
        return found[0]


def crawl_one(url: str, directory: Path, progress: Progress | None = None, **changes: Any) -> tuple[Recorder, Coverage]:
    """Crawl the site at `url` with quick options and return what its sink saw."""
    sink = Recorder()
    plan = SitePlan(url, directory, changes.pop("aliases", ()))
    (coverage,) = run_crawl([plan], {url: sink}, replace(QUICK, **changes), progress)
    assert coverage.stopped_because != "error", coverage.notes
    return sink, coverage
