"""Killed with SIGKILL at any moment and started again, a crawl ends as if nothing had happened."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from kaoping.crawl.contract import SitePlan
from kaoping.crawl.crawl import run_crawl
from tests.crawl.recording import QUICK, Recorder, crawl_one
from tests.crawl.serving import Asked, Reply, Site, answer, html, links, redirect, serve

ROOT = Path(__file__).parents[2]
MOMENTS = ("page:1", "page:5", "before:1", "after:1", "page:6", "before:3", "after:3", "link:6", "before:7", "after:7")


def routes() -> dict[str, Reply]:
    found: dict[str, Reply] = {"/": links(*(f"/c{n}/" for n in range(5)), "/gone.html", "/file.doc", "/x.html?sid=1")}
    for column in range(5):
        found[f"/c{column}/"] = html(
            "".join(f'<a href="{n}.html">第{n}篇</a>' for n in range(12))
            + f'<img src="/i{column}.png"><a href="/old">x</a>'
        )
        for article in range(12):
            found[f"/c{column}/{article}.html"] = links("../", f"/gone{article}.html", f"more{column}.pdf")
    found["/old"] = _to_first
    return found


def _to_first(asked: Asked) -> bytes:
    return redirect("/c0/1.html")


def crawl(site: Site, directory: Path, moment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.crawl.killed_crawl", site.url, str(directory), moment]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def facts(directory: Path) -> list[str]:
    """All lines handed over, in order; segments are numbered without a gap."""
    paths = sorted(directory.glob("segment-*.jsonl"))
    assert [int(path.stem[-3:]) for path in paths] == list(range(1, len(paths) + 1))
    return [line for path in paths for line in path.read_text().splitlines()]


def archived(directory: Path) -> list[str]:
    with (directory / "pages.warc.gz").open("rb") as file:
        return sorted(
            f"{record.record_type} {record.headers['WARC-Target-URI']}"
            for record in ArchiveIterator(file, parse_http=False)
        )


def test_a_killed_crawl_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    with serve(routes()) as site:
        whole, killed = tmp_path / "whole", tmp_path / "killed"
        whole.mkdir()
        killed.mkdir()
        undisturbed = crawl(site, whole, "never")
        assert undisturbed.returncode == 0, undisturbed.stderr
        died = [crawl(site, killed, moment).returncode for moment in MOMENTS]
        resumed = crawl(site, killed, "never")
    assert died.count(-signal.SIGKILL) >= 8
    assert resumed.returncode == 0, resumed.stderr
    assert facts(killed) == facts(whole)
    assert resumed.stdout == undisturbed.stdout
    assert archived(killed) == archived(whole)


def test_a_finished_crawl_is_not_done_again(tmp_path: Path) -> None:
    with serve({"/": links("/a.html"), "/a.html": links()}) as site:
        _, first = crawl_one(site.url, tmp_path)
        asked = len(site.asked)
        sink, second = crawl_one(site.url, tmp_path)
        assert len(site.asked) == asked
    assert first == second
    assert sink.pages == []


def test_a_damaged_frontier_is_that_sites_outcome_only(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "frontier.sqlite").write_bytes(b"no database at all" * 99)
    with serve({"/": links()}) as site, serve({"/": links()}) as other:
        plans = [SitePlan(site.url, tmp_path / "bad"), SitePlan(other.url, tmp_path / "good")]
        coverages = run_crawl(plans, lambda plan: Recorder(), QUICK)
    assert [coverage.stopped_because for coverage in coverages] == ["error", "done"]
    assert "抓取进度文件" in coverages[0].notes[0]


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_sink_that_fails_ends_its_site_and_can_go_on(tmp_path: Path, fails_at: int) -> None:
    class Full(Recorder):
        def close_segment(self, number: int) -> None:
            if number == fails_at:
                raise OSError("No space left on device")
            super().close_segment(number)

    def page(asked: Asked) -> bytes:
        return answer(200, links(*(f"/{n}.html" for n in range(9))).encode())

    routes: dict[str, Reply] = {f"/{n}.html": page for n in range(9)}
    with serve({**routes, "/": page}) as site:
        plan = SitePlan(site.url, tmp_path)
        (broken,) = run_crawl([plan], {site.url: Full()}, QUICK)
        sink, coverage = crawl_one(site.url, tmp_path)
    assert broken.stopped_because == "error"
    assert coverage.pages == 10
    assert sink.dropped == [fails_at - 1]
