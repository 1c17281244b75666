"""Crawl many sites at once: the one entrance of this package."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urlsplit

from kaoping.crawl.address_guard import AddressGuard
from kaoping.crawl.canary import Canaries
from kaoping.crawl.contract import CrawlOptions, Progress, SitePlan, SiteSink
from kaoping.crawl.descriptors import sites_that_fit
from kaoping.crawl.fetch import Clock, Fetcher
from kaoping.crawl.meter import Meter
from kaoping.crawl.site import Batch, SiteCrawl
from kaoping.crawl.transport import ascii_hosts
from kaoping.crawl.trust import read_authorities
from kaoping.crawl.verify import Offsite, SharedVerdicts, Verifier
from kaoping.model.errors import InputError
from kaoping.model.pages import Coverage

CONNECT_TO = re.compile(
    r"(?:\[[^\]\s]+\]|[^:\s]*):\d{0,5}:(?:\[[^\]\s]+\]|[^:\s]*):\d{0,5}"
)  # empty: any, or as it was
SITES_TOGETHER = 32, 512  # at least and at most this many sites are under way; memory bounds it, not politeness
ENOUGH = 800  # requests a second in all that sites under way may make at their pace: twice what a processor works off

Sinks = Mapping[str, SiteSink] | Callable[[SitePlan], SiteSink]


def system_clock() -> datetime:
    """Return the present, aware."""
    return datetime.now(UTC)


async def crawl(
    plans: Sequence[SitePlan],
    sinks: Sinks,
    options: CrawlOptions,
    progress: Progress | None = None,
    *,
    clock: Clock = system_clock,
) -> list[Coverage]:
    """Crawl every site of `plans` into its sink and return their coverage in the same order.

    A site whose directory holds the frontier of a killed crawl goes on where that stopped; one that was finished is
    not crawled again. What goes wrong with one site ends in its coverage (`stopped_because`), never in the others'.
    Raises InputError (Chinese) for options or plans that cannot be used at all.
    """
    examine_plans(plans, options)
    async with Crawler(options, progress, clock=clock) as crawler:
        return list(await asyncio.gather(*(crawler.site(plan, sinks) for plan in plans)))


def run_crawl(
    plans: Sequence[SitePlan],
    sinks: Sinks,
    options: CrawlOptions,
    progress: Progress | None = None,
    *,
    clock: Clock = system_clock,
) -> list[Coverage]:
    """Do `crawl` in an event loop of its own."""
    return asyncio.run(crawl(plans, sinks, options, progress, clock=clock))


class Crawler:
    """Crawls sites that share connections, a pace for each origin and what is known of other hosts; `async with` it.

    `fetcher` and `canaries` are for those who ask something of the same servers besides. `offsite` may put another way
    of learning what becomes of other hosts' addresses in the place of this crawler's own.
    """

    def __init__(
        self,
        options: CrawlOptions,
        progress: Progress | None = None,
        *,
        clock: Clock = system_clock,
        offsite: Callable[[SharedVerdicts], Offsite] = lambda own: own,
    ) -> None:
        self.fetcher = Fetcher(options, clock)
        self.canaries = Canaries(self.fetcher, options.canaries)
        verifier = Verifier(self.fetcher, options.second_look_after)
        self.offsite = offsite(SharedVerdicts(verifier, min(2, options.per_origin)))
        self._batch = Batch(options, self.fetcher, self.canaries, self.offsite, clock, Meter(), progress)
        self._gate = asyncio.Semaphore(min(sites_together(options.pace), sites_that_fit(options.connections)))

    async def __aenter__(self) -> "Crawler":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.offsite.aclose()
        await self.fetcher.aclose()

    async def site(self, plan: SitePlan, sinks: Sinks) -> Coverage:
        """Crawl one site, as soon as there is room for it, and return its coverage."""
        async with self._gate:
            return await _crawl_site(plan, sinks(plan) if callable(sinks) else sinks[plan.url], self._batch)


def sites_together(pace: float) -> int:
    """Return how many sites may be under way: the slower each is asked, the more of them keep a processor busy."""
    least, most = SITES_TOGETHER
    return least if pace <= 0 else max(least, min(most, round(ENOUGH / pace)))


async def _crawl_site(plan: SitePlan, sink: SiteSink, batch: Batch) -> Coverage:
    """Crawl one site; the boundary at which a failure becomes that site's outcome."""
    started = batch.clock()
    try:
        site = SiteCrawl(plan, sink, batch)
        try:
            return await site.run()
        finally:
            site.close()
    except Exception as error:  # noqa: BLE001 one site must not end the others
        cause = _innermost(error)
        note = f"{type(cause).__name__}: {cause}"
        return Coverage(plan.url, started, batch.clock(), 0, 0, 0, 0.0, (), "error", (note,))


def _innermost(error: BaseException) -> BaseException:
    """Return the failure itself where it comes wrapped in a group."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def examine_plans(plans: Sequence[SitePlan], options: CrawlOptions) -> None:
    """Raise InputError (Chinese) for what can only be a mistake, before anything is written."""
    directories = [plan.directory.resolve() for plan in plans]
    if len(set(directories)) != len(directories):
        raise InputError("两个站点不能使用同一个抓取目录，请为每个站点各指定一个目录。")
    for plan in plans:
        if urlsplit(plan.url).scheme not in ("http", "https"):
            raise InputError(f"“{plan.url}”不是网址：应以 http:// 或 https:// 开头。")
    examine_options(options)


def examine_options(options: CrawlOptions) -> None:
    """Raise InputError (Chinese) for options that cannot be used, before anything is written or fetched."""
    AddressGuard(options.allow_private)
    if options.trust:
        read_authorities(options.trust)
    for url in options.canaries:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise InputError(f"canaries 里的“{url}”不是网址：应以 http:// 或 https:// 开头。")
    if options.max_seconds < 0:
        raise InputError(f"max_seconds 是 {options.max_seconds}，不能小于 0（0 为不限）。")
    if options.max_pages < 1:
        raise InputError(f"max_pages 是 {options.max_pages}，至少应为 1。")
    if options.timeout <= 0 or options.connect_timeout <= 0:
        raise InputError("timeout 和 connect_timeout 应大于 0（单位：秒）。")
    for entry in options.connect_to:
        if not _connects(entry):
            raise InputError(f"connect_to 里的“{entry}”写法不对，应为 HOST1:PORT1:HOST2:PORT2。")


def _connects(entry: str) -> bool:
    try:
        return CONNECT_TO.fullmatch(ascii_hosts(entry)) is not None
    except ValueError:
        return False
