"""Inspect many sites at once, some of them in trouble, and compare the time with what the pace allows.

usage: python -m bench.many_sites [--sites 500] [--pages 30] [--pace 0.5] [--latency 0.2] [--full]

Every site is a server of its own on a loopback address and answers after a delay. Of 250 sites one each never
answers, answers after 6 seconds, has pages without end, fails, or refuses connections. What the pace allows is the
time between the first and the last request that the good sites got. `--full` is 200 pages a site.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.latency_server import site_url, temper
from kaoping.runs.slug import site_slug

FULL_PAGES = 200
WATCH_EVERY = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Size:
    """How many sites with how many pages, at which pace (requests a second) and delay (seconds), and their port."""

    sites: int
    pages: int
    pace: float
    latency: float
    port: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sites", type=int, default=500)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--pace", type=float, default=0.5)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--full", action="store_true", help=f"{FULL_PAGES} pages a site: takes about ten minutes")
    args = parser.parse_args()
    size = Size(args.sites, FULL_PAGES if args.full else args.pages, args.pace, args.latency, _free_port())
    with tempfile.TemporaryDirectory(prefix="bench-many-sites-") as scratch:
        print(json.dumps(measure(size, Path(scratch)), indent=1))


def measure(size: Size, out: Path) -> dict[str, Any]:
    """Inspect the sites into `out` and return the figures."""
    command = [sys.executable, "-m", "bench.latency_server", str(size.port), "--pages", str(size.pages)]
    server = subprocess.Popen([*command, "--latency", str(size.latency)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    server.stdout.readline()
    try:
        inspection = _inspect(out / "out", size)
    finally:
        server.send_signal(signal.SIGTERM)
        asked = json.loads(server.communicate()[0])
    return _figures(size, out / "out", asked, inspection)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one run of the program took. Times in seconds, memory in MB, descriptors as many as were open at most."""

    seconds: float
    cpu: float
    memory: float
    descriptors: int


def _inspect(out: Path, size: Size) -> Inspection:
    sites = [site_url(number, size.port) for number in range(size.sites)]
    options = ["--out", str(out), "--max-pages", str(size.pages), "--pace", str(size.pace), "--attachments", "0"]
    private = ["--allow-private", "127.0.0.0/8", "--canary", f"http://127.2.0.0:{size.port}/there/"]
    command = [sys.executable, "-m", "kaoping.cli", "inspect", *sites, *options, *private]
    started = time.monotonic()
    most = 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            most = max(most, sum(1 for _ in Path(f"/proc/{process.pid}/fd").iterdir()))
            time.sleep(WATCH_EVERY)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode not in (0, 1):
            raise SystemExit(said.read().decode()[-3000:])
    seconds = time.monotonic() - started
    return Inspection(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, most)


def _figures(size: Size, out: Path, asked: dict[str, int], inspection: Inspection) -> dict[str, Any]:
    coverages = {each["site"]: each for each in map(_read, out.glob("*/coverage.json"))}
    begun = min(datetime.fromisoformat(each["started"]) for each in coverages.values())
    ends = {
        number: (datetime.fromisoformat(coverages[url]["finished"]) - begun).total_seconds()
        for number in range(size.sites)
        if (url := site_url(number, size.port)) in coverages
    }
    good = [number for number in ends if temper(number) == "good"]
    requests = max(asked[f"site {number}"] for number in good)
    allowed = (requests - 1) / size.pace + size.latency
    pages = sum(each["pages"] for each in coverages.values())
    judged = max(_judged_at(out, coverages[site_url(number, size.port)]) for number in good)
    foreign = [times for address, times in asked.items() if address.startswith("foreign") and "/there/" in address]
    return {
        "sites": size.sites,
        "good sites sealed": len(good),
        "pages read": pages,
        "requests to a good site, at most": requests,
        "the pace allows (s)": round(allowed, 1),
        "last good site crawled after (s)": round(max(ends[number] for number in good), 1),
        "crawl / allowed": round(max(ends[number] for number in good) / allowed, 2),
        "last good site judged after (s)": round(judged - begun.timestamp(), 1),
        "judged / allowed": round((judged - begun.timestamp()) / allowed, 2),
        "the run with its bad sites (s)": round(inspection.seconds, 1),
        **{
            f"{temper(number)} site ended after (s)": round(end, 1)
            for number, end in ends.items()
            if number not in good
        },
        "CPU (s)": round(inspection.cpu, 1),
        "CPU ms per page": round(inspection.cpu * 1000 / max(1, pages), 2),
        "peak memory (MB)": round(inspection.memory),
        "descriptors at most": inspection.descriptors,
        "addresses of linked hosts": len(foreign),
        "requests to one of them, at most": max(foreign, default=0),
    }


def _judged_at(out: Path, coverage: dict[str, Any]) -> float:
    return (out / site_slug(coverage["site"]) / "judged.json").stat().st_mtime


def _read(path: Path) -> dict[str, Any]:
    coverage: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return coverage


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
