"""Crawl a site with our crawl and count. usage: kaoping.py URL DIRECTORY; prints pages and dead targets."""

import sys
from pathlib import Path

from kaoping.crawl.contract import CrawlOptions, ParsedPage, SitePlan
from kaoping.crawl.crawl import run_crawl
from kaoping.model.pages import Life, PageRecord, TargetRecord


class Counter:
    """A sink that only counts."""

    def __init__(self) -> None:
        self.pages = 0
        self.dead = 0

    def page(self, record: PageRecord, parsed: ParsedPage | None) -> None:
        self.pages += parsed is not None

    def unchanged(self, *page: object) -> None:
        raise AssertionError("there was no earlier run")

    def target(self, record: TargetRecord) -> None:
        self.dead += record.life is Life.DEAD

    def close_segment(self, number: int) -> None:
        return

    def drop_after(self, number: int) -> None:
        return


def main() -> None:
    url, directory = sys.argv[1], Path(sys.argv[2])
    options = CrawlOptions(
        max_pages=1_000_000, pace=0, per_origin=8, allow_private=("127.0.0.0/8",), check_offsite=False, canaries=()
    )
    sink = Counter()
    (coverage,) = run_crawl([SitePlan(url, directory)], {url: sink}, options)
    if coverage.stopped_because != "done":
        raise SystemExit(f"the crawl stopped: {coverage}")
    print(sink.pages, sink.dead)


if __name__ == "__main__":
    main()
