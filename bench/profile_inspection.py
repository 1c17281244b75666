"""Say where the time of a whole inspection goes, by stage. usage: python -m bench.profile_inspection [--pages N]"""

import argparse
import cProfile
import pstats
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.serving import served
from bench.site import Shape, write_site
from kaoping.checks.discovery import all_checks
from kaoping.crawl.contract import CrawlOptions
from kaoping.runs.batch import Batch, open_batch
from kaoping.runs.collect import collect
from kaoping.runs.judging import judge_and_write
from kaoping.runs.profile import default_plans

# stage → the functions whose cumulative time it is; a function inside another of them is not counted twice
STAGES = {
    "read pages (charset, parse, links)": ("crawl/page.py", "read_page"),
    "extractors and rows": ("runs/segments.py", "page"),
    "WARC": ("crawl/warc.py", "write"),
    "closing segments (Parquet)": ("runs/segments.py", "close_segment"),
    "libcurl": ("~", "<method 'socket_action' of 'pycurl.CurlMulti' objects>"),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=2001)
    parser.add_argument("--dead", type=int, default=363)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-profile-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        write_site(folder / "site", Shape(args.pages, args.dead))
        with served(folder / "site", folder) as (url, _):
            options = CrawlOptions(
                max_pages=1_000_000, pace=100_000, per_origin=8, allow_private=("127.0.0.0/8",), check_offsite=False
            )
            batch = open_batch(folder / "plain", (url,), options, datetime.now(UTC))
            plain = _cpu(lambda: collect(batch))
            judged = _cpu(lambda: _judge(batch))
            again = open_batch(folder / "profiled", (url,), options, datetime.now(UTC))
            profile = cProfile.Profile()
            profile.runcall(collect, again)
    print(_table(profile, plain / args.pages, judged / args.pages, args.pages))


def _cpu(work: "object") -> float:
    began = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - began


def _judge(batch: Batch) -> None:
    plans = default_plans(all_checks())
    for site in batch.sites:
        judge_and_write(site, datetime.now(UTC), plans)


def _table(profile: cProfile.Profile, collected: float, judged: float, pages: int) -> str:
    """Return the stages' shares of the profiled run, laid over the CPU time of an unprofiled one."""
    stats = pstats.Stats(profile)
    total = stats.total_tt - _idle(stats)  # type: ignore[attr-defined]
    lines = [
        f"{pages} pages in one process, without interpreter start; stages as shares of a profiled run",
        "",
        "| stage | share | CPU ms/page |",
        "|---|---|---|",
    ]
    rest = 1.0
    for stage, (file, name) in STAGES.items():
        share = _cumulative(stats, file, name) / total
        rest -= share
        lines.append(f"| {stage} | {share:.0%} | {share * collected * 1000:.2f} |")
    lines += [
        f"| the rest of collecting (event loop, frontier, verdicts) | {rest:.0%} | {rest * collected * 1000:.2f} |",
        f"| collecting, all | | {collected * 1000:.2f} |",
        f"| judging and result files | | {judged * 1000:.2f} |",
    ]
    return "\n".join(lines)


def _cumulative(stats: pstats.Stats, file: str, name: str) -> float:
    rows = stats.stats  # type: ignore[attr-defined]
    return float(sum(row[3] for (path, _, function), row in rows.items() if path.endswith(file) and function == name))


def _idle(stats: pstats.Stats) -> float:
    rows = stats.stats  # type: ignore[attr-defined]
    return float(sum(row[2] for (_, _, function), row in rows.items() if "poll" in function and "epoll" in function))


if __name__ == "__main__":
    main()
