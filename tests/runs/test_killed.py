"""Killed in the middle (-9), the same command goes on where it stopped and gives the same result."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.runs.small_site import FOOTER, Served, served_with_log

PAGES = 700
MEASURED = {"slow-home": {"median", "seconds"}, "dns": {"seconds"}}  # times that findings tell
KILL_AFTER = 430  # requests: in the third of four segments


def big_site() -> dict[str, str]:
    """Return a site of list pages that link to articles, one dead link on every tenth."""
    site = {}
    lists = "".join(f"<a href='/l/{n}.html'>栏目{n}</a>" for n in range(20))
    site["/"] = f"<html><head><title>云泽市人民政府</title></head><body>{lists}{FOOTER}</body></html>"
    for n in range(20):
        items = "".join(
            f"<li><a href='/a/{m}.html'>云泽市第{m}号公告发布</a><span>2022-12-{m % 28 + 1:02}</span></li>"
            for m in range(n, PAGES, 20)
        )
        site[f"/l/{n}.html"] = f"<html><head><title>栏目{n}</title></head><body><ul>{items}</ul>{FOOTER}</body></html>"
    for m in range(PAGES):
        dead = f"<a href='/gone/{m}.html'>附件</a>" if m % 10 == 0 else ""
        body = f"<p>发布时间:2022-12-{m % 28 + 1:02}</p><p>第{m}号公告正文。</p>{dead}"
        site[f"/a/{m}.html"] = f"<html><head><title>第{m}号公告</title></head><body>{body}{FOOTER}</body></html>"
    return site


def command(address: str, out: Path) -> list[str]:
    options = ["--max-pages", "2000", "--pace", "400", "--allow-private", "127.0.0.0/8", "--no-offsite"]
    return [sys.executable, "-m", "kaoping.cli", "inspect", address, "--out", str(out), "--json", *options]


def content(out: Path) -> dict[str, Any]:
    """Return what a run found, without what is different in every run: times, WARC places, CPU."""
    (directory,) = (path for path in out.iterdir() if path.is_dir())
    findings = [json.loads(line) for line in (directory / "findings.jsonl").read_text().splitlines()]
    pages = pq.read_table(directory / "pages.parquet", columns=["number", "url", "level", "status"]).to_pylist()
    links = Counter(tuple(row.values()) for row in pq.read_table(directory / "links.parquet").to_pylist())
    coverage = json.loads((directory / "coverage.json").read_text())
    changing = {"id", "at", "evidence"}
    for row in findings:
        measured = MEASURED.get(row["check"], set())
        row["values"] = {name: value for name, value in row["values"].items() if name not in measured}
    return {
        "findings": [{name: value for name, value in row.items() if name not in changing} for row in findings],
        "pages": pages,
        "links": links,
        "coverage": {name: coverage[name] for name in ("pages", "links_checked", "skipped", "stopped_because")},
    }


def kill_in_the_middle(arguments: list[str], server: Served) -> None:
    """Start the command in a process group of its own and kill it once the server has answered enough."""
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    assert server.reached(KILL_AFTER, seconds=60), "the inspection never came to the place where it is to be killed"
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait(timeout=10) == -signal.SIGKILL


def killed_at(arguments: list[str], server: Served, requests: int) -> None:
    """Start the command and kill it after so many requests of its own, the first within 60 seconds."""
    before = len(server.requests)
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        assert server.reached(before + 1, seconds=60), "a killed run goes on within a minute"
        assert server.reached(before + requests, seconds=60)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


@pytest.mark.full
def test_killed_again_and_again(tmp_path: Path) -> None:
    """Early, between segments, and while links are checked: each time the next run goes on, and nothing is doubled."""
    with served_with_log(big_site()) as server:
        subprocess.run(command(server.address, tmp_path / "undisturbed"), check=True, capture_output=True, timeout=120)
        arguments = command(server.address, tmp_path / "killed")
        for requests in (3, 250, 330, 260, 90):
            killed_at(arguments, server, requests)
        subprocess.run(arguments, check=True, capture_output=True, timeout=120)
    assert content(tmp_path / "killed") == content(tmp_path / "undisturbed")


@pytest.mark.full
def test_killed_while_unchanged_pages_are_taken_over(tmp_path: Path) -> None:
    with served_with_log(big_site()) as server:
        subprocess.run(command(server.address, tmp_path / "first"), check=True, capture_output=True, timeout=120)
        arguments = [*command(server.address, tmp_path / "killed"), "--previous", str(tmp_path / "first")]
        killed_at(arguments, server, KILL_AFTER)
        subprocess.run(arguments, check=True, capture_output=True, timeout=120)
    assert content(tmp_path / "killed") == content(tmp_path / "first")


@pytest.mark.full
def test_a_killed_inspection_gives_the_same_result(tmp_path: Path) -> None:
    site = big_site()
    with served_with_log(site) as server:
        subprocess.run(command(server.address, tmp_path / "undisturbed"), check=True, capture_output=True, timeout=120)
        undisturbed = len(server.requests)
        server.requests.clear()
        arguments = command(server.address, tmp_path / "killed")
        kill_in_the_middle(arguments, server)
        assert not list((tmp_path / "killed").glob("*/coverage.json"))
        subprocess.run(arguments, check=True, capture_output=True, timeout=120)
        again = len(server.requests)
    expected, found = content(tmp_path / "undisturbed"), content(tmp_path / "killed")
    assert found == expected
    assert len(expected["pages"]) == len({row["url"] for row in expected["pages"]}) >= PAGES + 21
    dead = [row for row in expected["findings"] if (row["check"], row["outcome"]) == ("dead-link", "fail")]
    assert len(dead) == PAGES // 10
    assert again < 2 * undisturbed - 150, "what was committed before the kill is not fetched again"
