"""Verdicts on other hosts, shared by several processes: each address is looked at once, by who owns its host."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kaoping.crawl.verdicts import LinkVerdict
from kaoping.crawl.verify import Looked, Wanted
from kaoping.model.pages import Life, LinkKind
from kaoping.runs.batch import BatchSite
from kaoping.runs.sharding.crew import shares_of, worth_it
from kaoping.runs.sharding.exchange import Exchange, Worker
from kaoping.runs.sharding.messages import Look, Seen

ALIVE = Looked(LinkVerdict(Life.ALIVE, 200), 1, datetime(2026, 1, 1, tzinfo=UTC), None)


class Ear(Worker):
    """A worker that remembers what it was told."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def say(self, message: object) -> None:
        self.heard.append(message)

    def seen(self) -> list[str]:
        return [each.url for each in self.heard if isinstance(each, Seen)]

    def looks(self) -> list[str]:
        return [item.url for each in self.heard if isinstance(each, Look) for item in each.wanted]


class Ours:
    """Looks at once and remembers what it looked at."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def look_at_all(self, wanted: Iterable[Wanted], report: Callable[[Wanted, Looked], None]) -> None:
        for item in wanted:
            self.asked.append(item.url)
            report(item, ALIVE)

    async def aclose(self) -> None: ...


def wanted(*urls: str) -> tuple[Wanted, ...]:
    return tuple(Wanted(url, LinkKind.LINK) for url in urls)


def sites(*urls: str) -> list[BatchSite]:
    return [BatchSite(url, Path(f"/site{number}")) for number, url in enumerate(urls)]


def run(scene: Callable[[Exchange, Ours], Coroutine[Any, Any, None]]) -> None:
    async def play() -> None:
        ours = Ours()
        await scene(Exchange(ours), ours)

    asyncio.run(play())


def test_an_address_is_looked_at_once_for_all_workers() -> None:
    async def scene(exchange: Exchange, ours: Ours) -> None:
        first, second = Ear(), Ear()
        exchange.ask(first, wanted("http://x.cn/a"))
        exchange.ask(second, wanted("http://x.cn/a", "http://x.cn/b"))
        await asyncio.sleep(0)
        exchange.ask(second, wanted("http://x.cn/a"))
        assert ours.asked == ["http://x.cn/a", "http://x.cn/b"]
        assert first.seen() == ["http://x.cn/a"]
        assert second.seen() == ["http://x.cn/a", "http://x.cn/b", "http://x.cn/a"]

    run(scene)


def test_the_owner_of_a_host_looks_there_until_its_site_is_through() -> None:
    async def scene(exchange: Exchange, ours: Ours) -> None:
        first, second = Ear(), Ear()
        exchange.employ(first, sites("http://www.a.gov.cn/"))
        exchange.ask(second, wanted("http://a.gov.cn/1", "http://b.gov.cn/2"))
        await asyncio.sleep(0)
        assert (first.looks(), ours.asked) == (["http://a.gov.cn/1"], ["http://b.gov.cn/2"])
        assert second.seen() == ["http://b.gov.cn/2"]
        exchange.learn("http://a.gov.cn/1", ALIVE)
        assert second.seen() == ["http://b.gov.cn/2", "http://a.gov.cn/1"]
        exchange.release("http://www.a.gov.cn/")
        exchange.ask(second, wanted("http://a.gov.cn/3"))
        await asyncio.sleep(0)
        assert ours.asked == ["http://b.gov.cn/2", "http://a.gov.cn/3"]

    run(scene)


def test_what_a_dead_worker_was_to_find_out_is_found_out_by_another() -> None:
    async def scene(exchange: Exchange, ours: Ours) -> None:
        dead, waiting = Ear(), Ear()
        exchange.employ(dead, sites("http://a.gov.cn/"))
        exchange.ask(waiting, wanted("http://a.gov.cn/1"))
        exchange.dismiss(dead)
        await asyncio.sleep(0)
        assert ours.asked == waiting.seen() == ["http://a.gov.cn/1"]

    run(scene)


def test_a_host_with_several_sites_keeps_its_owner_until_the_last_is_through() -> None:
    async def scene(exchange: Exchange, ours: Ours) -> None:
        owner = Ear()
        exchange.employ(owner, sites("http://a.gov.cn/", "http://a.gov.cn/bureau/"))
        exchange.release("http://a.gov.cn/")
        exchange.ask(owner, wanted("http://a.gov.cn/1"))
        assert owner.looks() == ["http://a.gov.cn/1"]

    run(scene)


def names(shares: Sequence[Sequence[BatchSite]]) -> list[list[str]]:
    return [[site.url for site in share] for share in shares]


def test_sites_are_dealt_out_evenly_and_hosts_stay_whole() -> None:
    urls = ["http://a.cn/", "http://b.cn/", "http://www.a.cn/x/", "http://c.cn/", "https://d.cn/"]
    assert names(shares_of(sites(*urls), 2)) == [
        ["http://a.cn/", "http://www.a.cn/x/", "https://d.cn/"],
        ["http://b.cn/", "http://c.cn/"],
    ]
    assert len(shares_of(sites("http://a.cn/"), 4)) == 1
    assert worth_it(1) == worth_it(15) == 1
