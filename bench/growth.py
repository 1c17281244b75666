"""Measure how cost and memory of a whole inspection grow with the size of the site.

usage: python -m bench.growth [--sizes 2001 20001 100001] [--rounds 1]

The sites are those of `bench.site` at their full page size (100,001 pages take 4 GB below the folder for temporary
files). CPU is of the whole process, interpreter start included; the peak is that of its resident memory.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.serving import served
from bench.site import Shape, write_site

DEAD = 0.18  # dead targets for each page, as in the crawl bench


@dataclass(frozen=True, slots=True)
class Grown:
    """One site inspected: CPU milliseconds and bytes a page, and the peak of memory in megabytes."""

    pages: int
    cpu: float
    wire: float
    kept: float
    peak: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[2001, 20_001, 100_001])
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    print(table([min((_grow(pages) for _ in range(args.rounds)), key=lambda run: run.cpu) for pages in args.sizes]))


def table(runs: list[Grown]) -> str:
    """Return the sizes as a table; ratios are to the first one."""
    lines = [
        "| pages | CPU ms/page | ratio | peak RSS MB | on the wire, KB/page | kept, KB/page |",
        "|---|---|---|---|---|---|",
    ]
    for run in runs:
        figures = f"{run.cpu:.2f} | {run.cpu / runs[0].cpu:.2f} | {run.peak:.0f} | {run.wire / 1000:.1f}"
        lines.append(f"| {run.pages} | {figures} | {run.kept / 1000:.1f} |")
    return "\n".join(lines)


def _grow(pages: int) -> Grown:
    with tempfile.TemporaryDirectory(prefix="bench-growth-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        write_site(folder / "site", Shape(pages, round(pages * DEAD)))
        with served(folder / "site", folder) as (url, _):
            command = [sys.executable, "-m", "bench.crawl_tools.inspection", str(folder / "inspected"), url]
            with (folder / "said").open("w+") as said:
                child = subprocess.Popen(command, stdout=said)
                _, status, usage = os.wait4(child.pid, 0)
                child.returncode = os.waitstatus_to_exitcode(status)
                said.seek(0)
                words = said.read().split()
            if child.returncode:
                raise SystemExit(f"the inspection of {pages} pages failed")
        shutil.rmtree(folder / "site")
    wire, kept, seen, _ = map(int, words)
    if seen != pages:
        raise SystemExit(f"{seen} pages were seen of {pages}")
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    cpu = (usage.ru_utime + usage.ru_stime) * 1000 / pages
    run = Grown(pages, cpu, wire / pages, kept / pages, usage.ru_maxrss / unit)
    print(run, file=sys.stderr)
    return run


if __name__ == "__main__":
    main()
