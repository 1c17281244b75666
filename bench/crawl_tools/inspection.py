"""Inspect a site wholly: crawl, facts, checks, WARC, files. usage: inspection.py URL DIRECTORY; prints counts."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from kaoping.crawl.contract import CrawlOptions
from kaoping.model.outcomes import Outcome
from kaoping.runs.inspect import InspectRequest, inspect_sites


def main() -> None:
    url, directory = sys.argv[1], Path(sys.argv[2])
    options = CrawlOptions(
        max_pages=1_000_000, pace=100_000, per_origin=8, allow_private=("127.0.0.0/8",), check_offsite=False
    )
    (site,) = inspect_sites(InspectRequest((url,), directory / "out", options), lambda: datetime.now(UTC))
    if site.coverage.stopped_because != "done":
        raise SystemExit(f"the inspection stopped: {site.coverage}")
    dead = {
        str(finding.values["target"])
        for finding in site.judgement.findings
        if finding.check == "dead-link" and finding.outcome is Outcome.FAIL
    }
    print(site.coverage.pages, len(dead))


if __name__ == "__main__":
    main()
