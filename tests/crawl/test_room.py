"""How many sites are under way, how far each is asked ahead, and what waits: bounded however many sites there are."""

import resource
from dataclasses import replace
from pathlib import Path

import pytest

from kaoping.crawl import site as site_module
from kaoping.crawl.contract import SitePlan
from kaoping.crawl.crawl import run_crawl, sites_together
from kaoping.crawl.descriptors import sites_that_fit
from kaoping.crawl.site import lookahead
from tests.crawl.recording import QUICK, Recorder
from tests.crawl.serving import Asked, answer, links, serve


@pytest.mark.parametrize(("pace", "sites"), [(0.0, 32), (400.0, 32), (5.0, 160), (0.5, 512), (0.001, 512)])
def test_the_slower_the_pace_the_more_sites_are_under_way(pace: float, sites: int) -> None:
    assert sites_together(pace) == sites


@pytest.mark.parametrize(("pace", "pages"), [(0.0, 48), (100.0, 48), (5.0, 20), (0.5, 8)])
def test_no_more_is_asked_ahead_than_the_pace_lets_through(pace: float, pages: int) -> None:
    assert lookahead(pace) == pages


@pytest.mark.parametrize(("soft", "hard", "sites"), [(1024, 20_000, 1516), (256, 1024, 82), (64, 128, 1)])
def test_descriptors_bound_the_sites_under_way(
    soft: int, hard: int, sites: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: raised.append(limits))
    assert sites_that_fit(256) == sites
    assert raised == [(min(8192, hard), hard)]


def test_sites_go_on_where_no_room_is_left_for_what_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each site may always ask for the page whose turn it is, so that none starves another."""
    monkeypatch.setattr(site_module, "BUFFERED_IN_ALL", 1)

    def article(asked: Asked) -> bytes:
        return answer(200, links().encode())

    with (
        serve({"/": links(*(f"/{n}.html" for n in range(9)))}, article) as one,
        serve({"/": links("/a")}, article) as two,
    ):
        plans = [SitePlan(each.url, tmp_path / str(each.port)) for each in (one, two)]
        coverages = run_crawl(plans, lambda _: Recorder(), replace(QUICK, check_links=False))
    assert [each.pages for each in coverages] == [10, 2]
