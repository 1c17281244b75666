"""Server time of the platform's lists with the rows of a province: what a page takes from request to answer.

usage: platform_pages.py [--sites 14000] [--findings 500000] [--rounds 40]

Without `--here` it measures both: SQLite with 500 sites and the findings that go with them, and PostgreSQL with all,
on a server that is thrown away after (left out where PostgreSQL is not installed). A list is asked for again and again
with other page numbers, filters and orders, in the process, so that no network and no other worker is in it.
"""

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

SMALL = 500  # sites, with SQLite
ROOT = Path(__file__).parent.parent
LISTS: dict[str, tuple[dict[str, object], ...]] = {
    "home": ({},),
    "registry:units": ({}, {"page": 40}, {"q": "号单位1"}, {"sort": "-name"}),
    "registry:sites": ({}, {"page": 40}, {"q": "u0012"}, {"state": "running", "sort": "name"}),
    "registry:columns": ({}, {"page": 90}, {"q": "栏目2"}),
    "registry:contacts": ({},),
    "registry:media": ({}, {"page": 40}, {"q": "u0012"}),
    "registry:regions": ({}, {"page": 2}),
    "accounts:people": ({}, {"page": 40}, {"q": "p0012"}, {"role": "liaison"}),
    "audit:entries": ({}, {"page": 90}, {"action": "registry.add_site"}),
    "cycles:cycles": ({},),
    "cycles:cycle": ({},),
    "cycles:cycle-units": ({}, {"page": 40}, {"q": "u0012"}),
    "cycles:cycle-assign": ({}, {"page": 40}),
    "monitoring:runs": ({},),
    "monitoring:run": ({}, {"page": 40}),
    "monitoring:patrols": ({},),
    "monitoring:findings": (
        {}, {"page": 40}, {"outcome": "suspected"}, {"check_id": "dead-link", "page": 5}, {"q": "u0012"},
        {"severity": "veto", "state": "open"}, {"state": "fixed", "page": 400}, {"sort": "first_seen"},
        {"standing": "confirm", "outcome": "fail"},
    ),
    "monitoring:queue": ({},),
    "duty:calendar": ({}, {"page": 40}),
    "duty:readings": ({},),
    "notices:notices": ({},),
    "marking:cycles": ({},),
    "imports:imports": ({},),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="server time of the platform's lists")
    parser.add_argument("--sites", type=int, default=14_000)
    parser.add_argument("--findings", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=40, help="requests for each list")
    parser.add_argument("--here", action="store_true", help="with the database that DATABASE_URL names")
    arguments = parser.parse_args()
    if arguments.here:
        measure(arguments.sites, arguments.findings, arguments.rounds)
        return
    small = min(SMALL, arguments.sites)
    share = arguments.findings * small // arguments.sites
    with tempfile.TemporaryDirectory(prefix="kaoping-bench-") as folder:
        environment = {
            **os.environ, "KAOPING_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "kaoping.web.settings",
            "KAOPING_ADMIN": "admin", "KAOPING_ADMIN_PASSWORD": "Kao-Ping-2026",
        }  # fmt: skip
        here = [sys.executable, "-m", "bench.platform_pages", "--here", "--rounds", str(arguments.rounds)]
        counts = ["--sites", str(small), "--findings", str(share)]
        subprocess.run([*here, *counts], check=True, env=environment, cwd=ROOT)
        counts = ["--sites", str(arguments.sites), "--findings", str(arguments.findings)]
        alone = [sys.executable, str(ROOT / "scripts" / "with_postgresql.py")]
        subprocess.run([*alone, *here, *counts], check=True, env=environment, cwd=ROOT)


def measure(sites: int, findings: int, rounds: int) -> None:
    """Fill the database, ask for every list, print a table."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.urls import get_resolver

    from bench.platform_rows import fill
    from kaoping.web.cycles.models import Cycle
    from kaoping.web.monitoring.models import Run

    call_command("prepare", stdout=io.StringIO())
    get_resolver().url_patterns  # noqa: B018 all pages are read now, as a served process has them
    began = time.perf_counter()
    person = fill(sites, findings)
    took = time.perf_counter() - began
    print(f"\n{connection.vendor}: {sites:,} sites, {findings:,} findings (filled in {took:.0f} s)\n", flush=True)
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    keys = {"cycles": Cycle.objects.get().pk, "monitoring": Run.objects.get().pk}
    print("| list | queries | median, ms | p95, ms | processor, ms |\n|---|---:|---:|---:|---:|")
    slowest = 0.0
    for name, asked in LISTS.items():
        address = _address(name, keys)
        times, busy, queries = _ask(client, [f"{address}?{urlencode(each)}" for each in asked], rounds)
        p95 = statistics.quantiles(times, n=20)[-1]
        slowest = max(slowest, p95)
        print(
            f"| {name} | {queries} | {statistics.median(times):.0f} | {p95:.0f} | {statistics.median(busy):.0f} |",
            flush=True,
        )
    print(f"\nThe slowest p95 is {slowest:.0f} ms.")


def _address(name: str, keys: dict[str, int]) -> str:
    from django.urls import reverse

    about_one = name in ("cycles:cycle", "cycles:cycle-units", "cycles:cycle-assign", "monitoring:run")
    return reverse(name, kwargs={"pk": keys[name.partition(":")[0]]} if about_one else None)


def _ask(client: object, addresses: list[str], rounds: int) -> tuple[list[float], list[float], int]:
    """Milliseconds of each request, of the processor of this process, and the most queries that one took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for address in addresses:  # warms what a served process has warm, too
        with CaptureQueriesContext(connection) as captured:
            status = client.get(address).status_code  # type: ignore[attr-defined]
        if status != 200:
            raise SystemExit(f"{address}: {status}")
        most = max(most, len(captured))
    times, busy = [], []
    for address in islice(cycle(addresses), max(rounds, len(addresses))):
        began, worked = time.perf_counter(), time.process_time()
        client.get(address)  # type: ignore[attr-defined]
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return times, busy, most


if __name__ == "__main__":
    main()
