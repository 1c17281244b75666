"""Measure what a second worker process brings: several bench sites inspected by one and by two processes, in turn.

usage: python -m bench.shards [--sites 8] [--pages 501] [--rounds 3]

All sites are one folder served by nginx on a port each. nginx works on the same processors: how busy these were, and
how much of that was ours, is told beside the ratio.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.serving import served_on
from bench.site import Shape, write_site

PROCESSES = (1, 2)


@dataclass(frozen=True, slots=True)
class Run:
    """One inspection of all sites: seconds by the clock, processor seconds of ours, and of the whole machine."""

    seconds: float
    ours: float
    machine: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sites", type=int, default=8)
    parser.add_argument("--pages", type=int, default=501)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-shards-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        write_site(folder / "site", Shape(args.pages, args.pages // 6))
        with served_on(folder / "site", folder, args.sites) as ports:
            urls = [f"http://127.0.0.1:{port}/index.html" for port in ports]
            turns = [number for _ in range(args.rounds) for number in PROCESSES]  # a busy machine is busy for both
            done = [(number, _inspect(urls, Path(tempfile.mkdtemp(dir=folder)), number)) for number in turns]
    runs = {number: [run for which, run in done if which == number] for number in PROCESSES}
    print(table(runs, args.sites * args.pages, args.rounds))


def table(runs: dict[int, list[Run]], pages: int, rounds: int) -> str:
    """Return the medians of the runs as a table; ratios are of runs of the same round."""
    cores = os.cpu_count() or 1
    lines = [
        f"{pages} pages in all, median of {rounds}, in turn; {cores} processors, nginx and everything else on them",
        "",
        "| processes | pages/s | ratio | CPU ms/page, ours | processors busy | with others' work |",
        "|---|---|---|---|---|---|",
    ]
    for number, several in runs.items():
        seconds = statistics.median(run.seconds for run in several)
        ratio = statistics.median(one.seconds / run.seconds for one, run in zip(runs[1], several, strict=True))
        cpu = statistics.median(run.ours for run in several)
        busy = statistics.median(run.ours / run.seconds for run in several)
        machine = statistics.median(run.machine / run.seconds for run in several)
        figures = f"{pages / seconds:.0f} | {ratio:.2f} | {cpu * 1000 / pages:.2f} | {busy:.2f} | {machine:.2f}"
        lines.append(f"| {number} | {figures} |")
    return "\n".join(lines)


def _inspect(urls: list[str], out: Path, processes: int) -> Run:
    command = [sys.executable, "-m", "bench.crawl_tools.inspection", "--processes", str(processes), str(out), *urls]
    before, began = _busy(), time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"the inspection failed: {' '.join(command)}")
    run = Run(time.monotonic() - began, usage.ru_utime + usage.ru_stime, _busy() - before)
    print(f"{processes} processes: {run}", file=sys.stderr)
    return run


def _busy() -> float:
    """Return the seconds that the machine's processors have worked in all; 0 where that is not known."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return 0.0
    user, nice, system, _, _, irq, soft, *_ = (int(word) for word in stat.read_text().split("\n")[0].split()[1:])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
