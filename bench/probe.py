"""How many visits a second the availability monitor keeps up, and in how much memory. usage: python -m bench.probe

Watches made-up sites on one local server, over plain http or, with `--tls`, over https; a share of them (`--dead`) is
on a port that takes connections and never answers, so that each of their visits lasts two time-outs and a pause. The
interval is such that the sites make the rate asked for; what is counted is what the series holds afterwards.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import platform
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.serving import Secured, served, served_on
from kaoping.model.probe_series import OPENED
from kaoping.probe.alarms import Alarm
from kaoping.probe.contract import ProbeSettings, ProbeSite
from kaoping.probe.monitor import WatchRequest, watch
from kaoping.probe.reading import SeriesReader

SITES = 14_000
PAGE = "<html><head><title>县政府</title></head><body>" + "<p>政府网站首页的一段文字。</p>" * 400 + "</body></html>"


class Quiet:
    """Tells troubles on standard error."""

    def alarm(self, alarm: Alarm) -> None:
        """Warnings are not measured."""

    def trouble(self, message: str) -> None:
        print(message, file=sys.stderr)


def watch_for(urls: list[str], directory: str, rate: float, seconds: float) -> None:
    """Watch so many sites that `rate` visits a second are due, for so long; write what it cost beside the series."""

    async def timed() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(seconds, stop.set)
        await watch(WatchRequest(sites, Path(directory), settings), stop, Quiet())

    sites = tuple(ProbeSite(url, len(urls) / rate) for url in urls)
    settings = ProbeSettings(allow_private=("127.0.0.0/8",), canaries=())
    asyncio.run(timed())
    used = resource.getrusage(resource.RUSAGE_SELF)
    said = {"cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}
    (Path(directory) / "cost.json").write_text(json.dumps(said))


def measure(rate: float, seconds: float, count: int, dead: float, *, tls: bool = False) -> dict[str, float]:
    """Return what was reached: visits a second kept, the share that opened, memory, CPU per visit, median time."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)  # the server may run as somebody else
        (folder / "site").mkdir()
        (folder / "site" / "index.html").write_text(PAGE, encoding="utf-8")
        with (
            _raised_limit(),
            socket.create_server(("127.0.0.1", 0)) as mute,
            _home_page(folder, tls=tls) as root,
        ):
            silent = f"http://127.0.0.1:{mute.getsockname()[1]}"
            urls = [f"{silent if number < dead * count else root}/?site={number}" for number in range(count)]
            directory = str(folder / "series")
            began = datetime.now(UTC)
            worker = multiprocessing.get_context("spawn").Process(
                target=watch_for, args=(urls, directory, rate, seconds)
            )
            worker.start()
            worker.join()
        reader = SeriesReader(Path(directory), began - timedelta(minutes=1), datetime.now(UTC) + timedelta(minutes=1))
        visits = [visit for url in reader.sites for visit in reader.series(url).visits]  # type: ignore[union-attr]
        cost = json.loads((Path(directory) / "cost.json").read_text())
    times = sorted(visit.seconds for visit in visits)
    return {
        "kept": len(visits) / seconds,
        "opened": sum(visit.outcome in OPENED for visit in visits) / max(1, len(visits)),
        "megabytes": cost["megabytes"],
        "cpu": 1000 * cost["cpu"] / max(1, len(visits)),
        "median": 1000 * times[len(times) // 2] if times else 0.0,
    }


@contextlib.contextmanager
def _home_page(folder: Path, *, tls: bool) -> Iterator[str]:
    """Serve the page; processes started in the block trust the certificate, as if the system did."""
    if not tls:
        with served(folder / "site", folder) as (url, _):
            yield url.rsplit("/", 1)[0]
        return
    secured = Secured(folder / "server.pem", folder / "server.key")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-days", "400", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-out", str(secured.certificate), "-keyout", str(secured.key)]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    before = dict(os.environ)
    os.environ["SSL_CERT_FILE"] = str(secured.certificate)
    try:
        with served_on(folder / "site", folder, 1, secured) as (port,):
            yield f"https://127.0.0.1:{port}"
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _raised_limit() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def stored_bytes(sites: int, per_day: int) -> float:
    """Return bytes per visit of a closed day with random response times, as `kaoping probe` writes it."""
    code = "from bench.probe import write_day; write_day()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(sites), str(per_day)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def write_day() -> None:
    """Write one day of random visits and print the bytes per visit."""
    import random

    import numpy as np

    from kaoping.probe.segments import RECORD, write_segment

    sites, per_day = int(sys.argv[1]), int(sys.argv[2])
    random.seed(1)
    generator = np.random.default_rng(1)
    records = np.zeros(sites * per_day, RECORD)
    records["site"] = np.repeat(np.arange(sites, dtype=np.uint32), per_day)
    step = 86_400_000 / per_day
    turns = np.tile(np.arange(per_day), sites) + generator.random(len(records)) * 0.2
    records["at"] = (1_772_000_000_000 + turns * step).astype(np.int64)
    failed = generator.random(len(records)) < 0.02
    own = np.repeat(generator.lognormal(-0.8, 0.7, sites), per_day)
    records["length"] = np.where(failed, 15_000, 1000 * own * generator.lognormal(0, 0.25, len(records)))
    records["limit"], records["looks"], records["status"] = 150, np.where(failed, 2, 1), np.where(failed, 0, 200)
    records["code"] = np.where(failed, 3, 0)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "day.parquet"
        write_segment(path, records)
        print(path.stat().st_size / len(records))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, nargs="+", default=[50, 100, 150])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--sites", type=int, default=SITES)
    parser.add_argument("--dead", type=float, default=0.02)
    parser.add_argument("--tls", action="store_true", help="over https")
    options = parser.parse_args()
    day = time.strftime("%Y-%m-%d")
    print(f"`python -m bench.probe`, {day}, {platform.system()} {platform.machine()}, {options.sites} sites, ", end="")
    print(f"{options.seconds:g} s each, {options.dead:.0%} never answer{', over TLS' if options.tls else ''}\n")
    print("| due/s | kept/s | opened | peak RSS MB | CPU ms/visit | median ms |\n|---|---|---|---|---|---|")
    for rate in options.rate:
        got = measure(rate, options.seconds, options.sites, options.dead, tls=options.tls)
        print(
            f"| {rate:g} | {got['kept']:.1f} | {got['opened']:.1%} | {got['megabytes']:.0f} | {got['cpu']:.2f} "
            f"| {got['median']:.0f} |"
        )
    print("\n| sites × visits a day | bytes per visit | a day | a year |\n|---|---|---|---|")
    for per_day in (20, 48, 288):
        each = stored_bytes(2_000, per_day)
        total = each * options.sites * per_day
        print(f"| {options.sites} × {per_day} | {each:.1f} | {total / 1e6:.1f} MB | {365 * total / 1e9:.1f} GB |")


if __name__ == "__main__":
    main()
