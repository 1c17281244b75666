"""Inspect sites wholly: crawl, facts, checks, WARC, files. usage: inspection.py [--processes N] DIRECTORY URL…

Prints pages, dead targets, and what came over the wire and stayed on disk, in bytes.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from kaoping.crawl.contract import CrawlOptions
from kaoping.model.outcomes import Outcome
from kaoping.runs.inspect import InspectRequest, inspect_sites

EVERYTHING = 100_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("directory", type=Path)
    parser.add_argument("urls", nargs="+")
    args = parser.parse_args()
    options = CrawlOptions(
        max_pages=EVERYTHING,
        max_targets=EVERYTHING,
        pace=100_000,
        per_origin=8,
        allow_private=("127.0.0.0/8",),
        check_offsite=False,
    )
    out = args.directory / "out"
    request = InspectRequest(tuple(args.urls), out, options, processes=args.processes)
    sites = inspect_sites(request, lambda: datetime.now(UTC))
    for site in sites:
        if site.coverage.stopped_because != "done":
            raise SystemExit(f"the inspection stopped: {site.coverage}")
    dead = {
        str(finding.values["target"])
        for site in sites
        for finding in site.judgement.findings
        if finding.check == "dead-link" and finding.outcome is Outcome.FAIL
    }
    kept = sum(
        path.stat().st_size for path in out.rglob("*") if path.is_file() and not path.name.startswith("frontier.")
    )
    wire = sum(site.coverage.bytes for site in sites)
    print(wire, kept, sum(site.coverage.pages for site in sites), len(dead))


if __name__ == "__main__":
    main()
