"""Several processes at one batch: the same result as one, whatever is killed, and other hosts are asked once."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kaoping.crawl.contract import CrawlOptions
from kaoping.gather.contract import GatherOptions
from kaoping.model.errors import StorageError
from kaoping.runs.batch import open_batch
from kaoping.runs.collect import Collected
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.outputs import read_findings
from kaoping.runs.sharding.crew import Work, collect_over
from tests.runs.small_site import FOOTER, Served, pages, served_with_log

pytestmark = pytest.mark.full
OPTIONS = CrawlOptions(
    max_pages=1000, pace=400, allow_private=("127.0.0.0/8",), canaries=(), second_look_after=0.05, segment_pages=20
)
ARTICLES = 150
KILL_AFTER = 90  # requests: in one of the middle segments
PLAIN = GatherOptions(enabled=False)


def now() -> datetime:
    return datetime.now(UTC)


def inspect(urls: list[str], out: Path, processes: int) -> dict[str, list[tuple[Any, ...]]]:
    """Inspect sites and return what was found on each, without what is different in every run."""
    request = InspectRequest(tuple(urls), out, OPTIONS, gather=PLAIN, processes=processes)
    sites = inspect_sites(request, now)
    assert [site.url for site in sites] == urls
    assert [site.coverage.stopped_because for site in sites] == ["done"] * len(urls)
    for site in sites:
        assert [f.key for f in read_findings(site.directory / "findings.jsonl")] == [
            f.key for f in site.judgement.findings
        ]
    return {
        site.url: [(f.key, f.outcome, f.url, json.dumps(f.values, default=str)) for f in site.judgement.findings]
        for site in sites
    }


def with_link(address: str) -> dict[str, str]:
    site = pages()
    return site | {"/": site["/"].replace("<ul>", f"<a href='{address}there.html'>友情链接</a><ul>", 1)}


def many_pages() -> dict[str, str]:
    """Return a site of one list and its articles, a dead link on every tenth."""
    items = "".join(f"<li><a href='/a/{n}.html'>第{n}号公告</a><span>2022-12-01</span></li>" for n in range(ARTICLES))
    site = {"/": f"<html><head><title>云泽市人民政府</title></head><body><ul>{items}</ul>{FOOTER}</body></html>"}
    for n in range(ARTICLES):
        dead = f"<a href='/gone/{n}.html'>附件</a>" if n % 10 == 0 else ""
        site[f"/a/{n}.html"] = (
            f"<html><head><title>第{n}号公告</title></head><body><p>正文{n}。</p>{dead}</body></html>"
        )
    return site


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[asyncio.subprocess.Process]:
    """The workers that were started, in their order."""
    started: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def noted(*command: str, **options: Any) -> asyncio.subprocess.Process:
        started.append(await start(*command, **options))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    return started


def test_two_processes_give_what_one_gives(tmp_path: Path, workers: list[asyncio.subprocess.Process]) -> None:
    with ExitStack() as stack:
        other = stack.enter_context(served_with_log({"/there.html": "<html><title>别处</title></html>"}))
        sites = [stack.enter_context(served_with_log(with_link(other.address))).address for _ in range(3)]
        alone = inspect(sites, tmp_path / "one", 1)
        asked = len(other.requests)
        assert asked >= 1
        assert workers == []
        other.requests.clear()
        assert inspect(sites, tmp_path / "two", 2) == alone
        assert len(workers) == 2
        assert len(other.requests) == asked, "an address that all sites link to is looked at once"
    ledger = (tmp_path / "two" / "ledger.jsonl").read_text().splitlines()
    assert len(ledger) == 3


def killer(server: Served, after: int, workers: list[asyncio.subprocess.Process]) -> threading.Thread:
    """Kill every worker once the server has answered so many requests."""

    def kill() -> None:
        assert server.reached(after, seconds=60)
        for worker in workers:
            if worker.returncode is None:
                os.kill(worker.pid, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def test_killed_workers_lose_nothing(tmp_path: Path, workers: list[asyncio.subprocess.Process]) -> None:
    with served_with_log(many_pages()) as first, served_with_log(pages()) as second:
        sites = [first.address, second.address]
        expected = inspect(sites, tmp_path / "undisturbed", 1)
        first.requests.clear()
        thread = killer(first, KILL_AFTER, workers)
        assert inspect(sites, tmp_path / "killed", 2) == expected
        thread.join()
    assert len(workers) >= 3


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc")
def test_workers_end_with_the_first_process_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with served_with_log(many_pages()) as first, served_with_log(pages()) as second:
        sites = [first.address, second.address]
        expected = inspect(sites, tmp_path / "undisturbed", 1)
        first.requests.clear()
        command = [sys.executable, "-c", FIRST, json.dumps(sites), str(tmp_path / "killed")]
        process = subprocess.Popen(command, cwd=ROOT)
        assert first.reached(KILL_AFTER, seconds=60)
        theirs = _children(process.pid)
        assert len(theirs) == 2
        process.kill()
        process.wait()
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{pid}").exists() for pid in theirs):
            assert time.monotonic() < deadline, "a worker outlived the first process"
        assert inspect(sites, tmp_path / "killed", 2) == expected


def test_the_first_process_takes_its_workers_with_it(tmp_path: Path) -> None:
    """Ended by what a site's finishing raises, it leaves no worker behind."""
    with served_with_log(pages()) as first, served_with_log(pages()) as second:
        batch = open_batch(tmp_path, (first.address, second.address), OPTIONS, now(), wishes=(PLAIN, *WISHES))

        def fails(_: str) -> str:
            raise StorageError("封存不了")

        with pytest.raises(StorageError, match="封存不了"):
            collect_over(batch, Work(_name, fails), 2)


def test_a_site_whose_workers_always_die_fails_alone(tmp_path: Path, workers: list[asyncio.subprocess.Process]) -> None:
    with ExitStack() as stack:
        urls = [stack.enter_context(served_with_log(pages())).address for _ in range(3)]
        batch = open_batch(tmp_path, urls, OPTIONS, now(), wishes=(PLAIN, *WISHES))
        (tmp_path / "deadly").write_text(urls[0])
        done = collect_over(batch, Work(_die_of_one, _same), 2)
    assert [failed for failed, _ in done] == [True, False, False]
    assert "意外退出" in done[0][1]


ROOT = Path(__file__).parents[2]
FIRST = """
import json, sys
from pathlib import Path
from tests.runs.test_sharding import inspect
inspect(json.loads(sys.argv[1]), Path(sys.argv[2]), 2)
"""


def _children(parent: int) -> list[int]:
    return [
        int(stat.parent.name)
        for stat in Path("/proc").glob("[0-9]*/stat")
        if stat.read_text().rpartition(")")[2].split()[1] == str(parent)
    ]


WISHES = InspectRequest((), Path(), OPTIONS).attachments, InspectRequest((), Path(), OPTIONS).browse
_same: Callable[[Any], Any] = lambda result: result  # noqa: E731


def _name(each: Collected) -> str:
    return each.site.url


def _die_of_one(each: Collected) -> tuple[bool, str]:
    """Kill the process that judges the deadly site."""
    if not each.failed and each.site.url == (each.site.directory.parent / "deadly").read_text():
        os.kill(os.getpid(), signal.SIGKILL)
    return each.failed, "".join(each.coverage.notes)
