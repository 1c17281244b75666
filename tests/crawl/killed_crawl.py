"""Crawl one site into files, and die by SIGKILL at a stated moment. usage: killed_crawl.py URL DIRECTORY MOMENT

MOMENT is `page:N`, `before:N` and `after:N` (the writing of segment N), `link:N`, or `never`.
"""

import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from kaoping.crawl.contract import ParsedPage, SitePlan
from kaoping.crawl.crawl import run_crawl
from kaoping.model.pages import PageRecord, TargetRecord
from tests.crawl.recording import QUICK


class FileSink:
    """Writes a segment when it is closed, as the conductor does."""

    def __init__(self, directory: Path, moment: str) -> None:
        self._directory = directory
        self._moment = moment
        self._lines: list[str] = []
        self._pages = 0

    def page(self, record: PageRecord, parsed: ParsedPage | None) -> None:
        found = [[link.target, link.url] for link in parsed.links] if parsed else None
        row = [
            record.number,
            record.target,
            record.url,
            record.level,
            record.status,
            record.reason,
            record.digest,
            found,
        ]
        self._lines.append(json.dumps(["page", *row]))
        self._pages += 1
        self.die_at(f"page:{self._pages}")

    def unchanged(self, *page: Any) -> None:
        raise AssertionError("there was no earlier run")

    def target(self, record: TargetRecord) -> None:
        row = [
            record.number,
            record.url,
            record.kind,
            record.life,
            record.status,
            record.reason,
            record.looks,
            record.text,
        ]
        self._lines.append(json.dumps(["target", *row], ensure_ascii=False))

    def close_segment(self, number: int) -> None:
        self.die_at(f"before:{number}")
        (self._directory / f"segment-{number:03d}.jsonl").write_text("\n".join(self._lines) + "\n")
        self._lines.clear()
        self.die_at(f"after:{number}")

    def drop_after(self, number: int) -> None:
        for path in self._directory.glob("segment-*.jsonl"):
            if int(path.stem.removeprefix("segment-")) > number:
                path.unlink()

    def die_at(self, moment: str) -> None:
        if moment == self._moment:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    url, directory, moment = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    sink = FileSink(directory, moment)

    def progress(site: str, pages: int, queued: int, links_checked: int) -> None:
        sink.die_at(f"link:{links_checked}")

    options = replace(QUICK, max_pages=40, segment_pages=8)
    (coverage,) = run_crawl([SitePlan(url, directory)], {url: sink}, options, progress)
    told = [coverage.pages, coverage.links_checked, coverage.bytes, coverage.skipped, coverage.stopped_because]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
