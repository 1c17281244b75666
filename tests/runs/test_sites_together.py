"""No site of a batch waits for another: what is finished is judged while others are still crawled."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.gather.contract import GatherOptions
from kaoping.model.errors import InputError
from kaoping.runs.batch import open_batch
from kaoping.runs.collect import Collected, collect_and
from kaoping.runs.inspect import InspectRequest, inspect_sites
from tests.crawl.serving import Asked, Reply, answer, links, serve
from tests.runs.small_site import pages, served
from tests.runs.test_inspect import OPTIONS


def test_a_finished_site_is_judged_while_another_is_stuck(tmp_path: Path) -> None:
    def until_judged(asked: Asked) -> Iterator[bytes]:
        for _ in range(500):
            if list(tmp_path.glob("*/judged.json")):
                judged_first.append(asked.path)
                break
            time.sleep(0.02)
        yield answer(200, links().encode())

    judged_first: list[str] = []
    routes: dict[str, Reply] = {"/": links("/late.html"), "/late.html": until_judged}
    with served(pages()) as quick, serve(routes) as stuck:
        request = InspectRequest((stuck.url, quick), tmp_path, OPTIONS, gather=GatherOptions(enabled=False))
        late, early = inspect_sites(request, lambda: datetime.now(UTC))
    assert judged_first[:1] == ["/late.html"]
    assert [late.url, early.url] == [stuck.url, quick], "results keep the order of the request"
    assert [late.coverage.pages, early.coverage.pages] == [2, 4]


def test_what_goes_wrong_after_the_seal_is_told_when_all_sites_are_through(tmp_path: Path) -> None:
    def refuse(each: Collected) -> None:
        if each.site.url == urls[0]:
            raise InputError("第一个网站不行")

    with served(pages()) as one, served(pages()) as two:
        urls = one, two
        wishes = open_batch(tmp_path, urls, OPTIONS, datetime.now(UTC))
        with pytest.raises(InputError, match="第一个网站不行"):
            collect_and(wishes, refuse)
    assert all(site.sealed for site in wishes.sites)
