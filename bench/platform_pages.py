"""Server time of the platform's lists with the rows of a province: what a page takes from request to answer.

usage: platform_pages.py [--sites 14000] [--findings 500000] [--runs 30] [--rounds 40]
       platform_pages.py --here [--fill] [--explain VIEW]

Without `--here` it measures both: SQLite with 500 sites and the findings that go with them, and PostgreSQL with all,
on a server that is thrown away after (left out where PostgreSQL is not installed). `--here` measures the database that
DATABASE_URL names, with what it holds, or filled. A list is asked for again and again with other page numbers, filters
and orders, in the process, so that no network and no other worker is in it. The least is what a page takes while the
machine does nothing else.
"""

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

SMALL = 500  # sites, with SQLite
ROOT = Path(__file__).parent.parent
HEAD = "| list | asked by | queries | least, ms | median, ms | p95, ms | processor, ms |"
RULE = "|---|---|---:|---:|---:|---:|---:|"


def main() -> None:
    parser = argparse.ArgumentParser(description="server time of the platform's lists")
    parser.add_argument("--sites", type=int, default=14_000)
    parser.add_argument("--findings", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=40, help="requests for each list and person")
    parser.add_argument("--here", action="store_true", help="with the database that DATABASE_URL names")
    parser.add_argument("--fill", action="store_true", help="fill it first")
    parser.add_argument("--explain", metavar="VIEW", help="the plans of this list's longest queries")
    arguments = parser.parse_args()
    if arguments.here:
        measure(arguments)
        return
    small = min(SMALL, arguments.sites)
    share = arguments.findings * small // arguments.sites
    with tempfile.TemporaryDirectory(prefix="kaoping-bench-") as folder:
        environment = {
            **os.environ, "KAOPING_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "kaoping.web.settings",
            "KAOPING_ADMIN": "admin", "KAOPING_ADMIN_PASSWORD": "Kao-Ping-2026",
        }  # fmt: skip
        here = [sys.executable, "-m", "bench.platform_pages", "--here", "--fill", "--rounds", str(arguments.rounds)]
        here += ["--runs", str(arguments.runs)]
        counts = ["--sites", str(small), "--findings", str(share)]
        subprocess.run([*here, *counts], check=True, env=environment, cwd=ROOT)
        counts = ["--sites", str(arguments.sites), "--findings", str(arguments.findings)]
        alone = [sys.executable, str(ROOT / "scripts" / "with_postgresql.py")]
        subprocess.run([*alone, *here, *counts], check=True, env=environment, cwd=ROOT)


def measure(arguments: argparse.Namespace) -> None:
    """Ask for every list as everybody who may, print a table."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from bench.platform_lists import LISTS, PAGES
    from kaoping.web.accounts.models import User

    names = Path(os.environ["KAOPING_DATA"]) / "bench.json"
    if arguments.fill:
        names.write_text(json.dumps(_filled(arguments)), encoding="utf-8")
    world = json.loads(names.read_text(encoding="utf-8"))
    _warm()
    clients: dict[str, Any] = {}
    for name, person in world["people"].items():
        clients[name] = Client(headers={"host": "localhost"})
        clients[name].force_login(User.objects.get(pk=person))
    if arguments.explain:
        asked = next(each for each in (*LISTS, *PAGES) if each.view == arguments.explain)
        for who in asked.who:
            for address in _addresses(asked, world["keys"]):
                _explain(clients[who], f"{who} {address}", address)
        return
    print(f"\n{connection.vendor}: {world['sites']:,} sites, {world['findings']:,} findings\n\n{HEAD}\n{RULE}")
    slowest = 0.0
    for asked in (*LISTS, *PAGES):
        for who in asked.who:
            times, busy, queries = _ask(clients[who], _addresses(asked, world["keys"]), arguments.rounds)
            p95 = statistics.quantiles(times, n=20)[-1]
            slowest = max(slowest, p95)
            row = (min(times), statistics.median(times), p95, statistics.median(busy))
            print(f"| {asked.view} | {who} | {queries} | {' | '.join(f'{one:.0f}' for one in row)} |", flush=True)
    print(f"\nThe slowest p95 is {slowest:.0f} ms.")


def _filled(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from bench.platform_rows import fill

    call_command("prepare", stdout=io.StringIO())
    began = time.perf_counter()
    world = fill(arguments.sites, arguments.findings, arguments.runs)
    print(f"{connection.vendor}: filled in {time.perf_counter() - began:.0f} s", flush=True)
    people = {name: person.pk for name, person in world.people.items()}
    return {"people": people, "keys": world.keys, "sites": arguments.sites, "findings": arguments.findings}


def _warm() -> None:
    """Read all pages, as a served process has them."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018


def _addresses(asked: Any, keys: dict[str, int]) -> list[str]:
    from django.urls import reverse

    address = reverse(asked.view, kwargs={"pk": keys[asked.row]} if asked.row else None)
    return [f"{address}?{urlencode(each)}" for each in asked.queries]


def _ask(client: Any, addresses: list[str], rounds: int) -> tuple[list[float], list[float], int]:
    """Milliseconds of each request, of the processor of this process, and the most queries that one took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for address in addresses:  # warms what a served process has warm, too
        with CaptureQueriesContext(connection) as captured:
            status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address}: {status}")
        most = max(most, len(captured))
    times, busy = [], []
    for address in islice(cycle(addresses), max(rounds, len(addresses))):
        began, worked = time.perf_counter(), time.process_time()
        client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return times, busy, most


def _explain(client: Any, title: str, address: str) -> None:
    """Print how long one page takes, and the plan of its longest query."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    began = time.perf_counter()
    client.get(address)
    print(f"\n{title}: {(time.perf_counter() - began) * 1000:.0f} ms")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    longest = max(captured.captured_queries, key=lambda query: float(query["time"]))
    print(f"  {float(longest['time']) * 1000:.0f} ms: {longest['sql'][:1500]}")
    if connection.vendor == "postgresql" and float(longest["time"]) > 0.05:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN ANALYZE {longest['sql']}")
            print("    " + "\n    ".join(line for (line,) in cursor.fetchall()))


if __name__ == "__main__":
    main()
