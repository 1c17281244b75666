"""Pace, connections at once, robots.txt."""

import asyncio
from pathlib import Path

import pytest

from kaoping.crawl.fetch import Answer
from kaoping.crawl.pace import MAX_CRAWL_DELAY, Origin, Origins
from kaoping.crawl.robots import SIZE_LIMIT, understand
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life
from tests.crawl.moments import NOON
from tests.crawl.recording import crawl_one
from tests.crawl.serving import links, serve


def robots_answer(body: bytes, status: int = 200) -> Answer:
    return Answer("http://x/robots.txt", "http://x/robots.txt", NOON, status=status, body=body)


def test_requests_are_spaced_and_few_at_once(tmp_path: Path) -> None:
    with serve({"/": links(*(f"/{n}.html" for n in range(6)))}, links()) as site:
        _, coverage = crawl_one(site.url, tmp_path, pace=20.0, per_origin=2)
    spent = (coverage.finished - coverage.started).total_seconds()
    assert spent >= (len(site.asked) - 2) / 20
    assert site.most_together <= 2


def test_robots_rules_are_kept(tmp_path: Path) -> None:
    routes = {
        "/robots.txt": "User-agent: *\nDisallow: /private/\n\nUser-agent: kaoping\nDisallow: /secret/\nDisallow: /p.g",
        "/": links("/secret/a.html", "/private/b.html", "/secret/c.doc", "/p.gif"),
        "/private/b.html": links(),
    }
    with serve(dict(routes)) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    assert not [path for path in site.paths() if path.startswith(("/secret", "/p.gif"))]
    assert sink.to("/secret/a.html").life is Life.UNSEEN
    assert sink.to("/secret/a.html").reason == "robots"
    assert sink.to("/secret/c.doc").reason == "robots"
    assert sink.to("/private/b.html").life is Life.ALIVE
    assert dict(coverage.skipped)["robots"] == 3


def test_robots_can_be_overruled(tmp_path: Path) -> None:
    with serve({"/robots.txt": "User-agent: *\nDisallow: /", "/": links("/a.html"), "/a.html": links()}) as site:
        _, kept = crawl_one(site.url, tmp_path / "kept")
        _, overruled = crawl_one(site.url, tmp_path / "overruled", respect_robots=False)
    assert (kept.pages, kept.stopped_because) == (0, "robots")
    assert overruled.pages == 2


def test_a_failing_robots_txt_closes_the_site_but_for_its_root(tmp_path: Path) -> None:
    with serve({"/robots.txt": 503, "/": links("/a.html"), "/a.html": links()}) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    assert coverage.pages == 1
    assert coverage.stopped_because == "robots"
    assert sink.to("/a.html").life is Life.UNSEEN
    assert "/a.html" not in site.paths()


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_missing_robots_txt_permits_everything(status: int) -> None:
    assert understand(robots_answer(b"", status), "kaoping/0.1").permits("http://x/a")


def test_ten_megabytes_of_robots_txt_are_read_to_the_limit() -> None:
    body = b"User-agent: *\nDisallow: /first\n" + b"# filling\n" * 1_000_000 + b"Disallow: /late\n"
    rules = understand(robots_answer(body), "kaoping/0.1")
    assert not rules.permits("http://x/first")
    assert rules.permits("http://x/late")
    assert len(body) > 19 * SIZE_LIMIT


def test_a_page_instead_of_robots_txt_forbids_nothing() -> None:
    body = b"<!DOCTYPE html><p>Disallow: /</p>"
    assert understand(robots_answer(body), "kaoping/0.1").permits("http://x/")


def test_crawl_delay_is_bounded() -> None:
    rules = understand(robots_answer(b"User-agent: *\nCrawl-delay: 86400\n"), "kaoping/0.1")
    origin = Origin(0.2, 4)
    origin.slow_to(rules.delay)
    assert origin.interval == MAX_CRAWL_DELAY
    origin.slow_to(0.1)
    assert origin.interval == MAX_CRAWL_DELAY


def test_an_origin_that_does_not_answer_is_asked_one_at_a_time() -> None:
    async def most_at_once(failures: int) -> int:
        origins = Origins(pace=0, per_origin=4, connections=64)
        for _ in range(failures):
            origins.of("x").note(answered=False)
        under_way, most = 0, 0

        async def one() -> None:
            nonlocal under_way, most
            async with origins.turn("x"):
                under_way += 1
                most = max(most, under_way)
                await asyncio.sleep(0)
                under_way -= 1

        await asyncio.gather(*(one() for _ in range(12)))
        return most

    assert asyncio.run(most_at_once(0)) == 4
    assert asyncio.run(most_at_once(3)) == 1


def test_a_site_that_takes_too_long_is_ended_without_blame(tmp_path: Path) -> None:
    routes = {"/": links("/a.html", "/gone.html"), "/a.html": links("/b.html"), "/b.html": links()}
    with serve(dict(routes)) as site:
        sink, coverage = crawl_one(site.url, tmp_path, max_seconds=1e-9)
    assert (coverage.pages, coverage.stopped_because, coverage.cut_short) == (1, "max_time", True)
    assert dict(coverage.skipped)["max-time"] == 2
    assert {sink.to(path).life for path in ("/a.html", "/gone.html")} == {Life.UNKNOWN}
    assert {sink.to(path).fault for path in ("/a.html", "/gone.html")} == {Fault.US}


def test_a_site_that_is_done_in_time_is_done(tmp_path: Path) -> None:
    with serve({"/": links("/a.html", "/gone.html"), "/a.html": links()}) as site:
        sink, coverage = crawl_one(site.url, tmp_path, max_seconds=3600.0)
    assert (coverage.pages, coverage.stopped_because) == (2, "done")
    assert sink.to("/gone.html").life is Life.DEAD
