"""Crawl many sites at once: the one entrance of this package."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from kaoping.crawl.address_guard import AddressGuard
from kaoping.crawl.canary import Canaries
from kaoping.crawl.contract import CrawlOptions, Progress, SitePlan, SiteSink
from kaoping.crawl.fetch import Clock, Fetcher
from kaoping.crawl.meter import Meter
from kaoping.crawl.site import Batch, SiteCrawl
from kaoping.crawl.transport import ascii_hosts
from kaoping.crawl.verify import SharedVerdicts, Verifier
from kaoping.model.errors import InputError
from kaoping.model.pages import Coverage

CONNECT_TO = re.compile(
    r"(?:\[[^\]\s]+\]|[^:\s]*):\d{0,5}:(?:\[[^\]\s]+\]|[^:\s]*):\d{0,5}"
)  # empty: any, or as it was
SITES_TOGETHER = 32  # memory, not politeness, bounds how many sites are under way

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
    _examine(plans, options)
    fetcher = Fetcher(options, clock)
    offsite = SharedVerdicts(Verifier(fetcher, options.second_look_after), min(2, options.per_origin))
    batch = Batch(options, fetcher, Canaries(fetcher, options.canaries), offsite, clock, Meter(), progress)
    gate = asyncio.Semaphore(SITES_TOGETHER)

    async def one(plan: SitePlan) -> Coverage:
        async with gate:
            return await _crawl_site(plan, sinks(plan) if callable(sinks) else sinks[plan.url], batch)

    try:
        return list(await asyncio.gather(*(one(plan) for plan in plans)))
    finally:
        await offsite.aclose()
        await fetcher.aclose()


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


def _examine(plans: Sequence[SitePlan], options: CrawlOptions) -> None:
    """Refuse what can only be a mistake, before anything is written."""
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
    for url in options.canaries:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise InputError(f"canaries 里的“{url}”不是网址：应以 http:// 或 https:// 开头。")
    if options.max_pages < 1:
        raise InputError(f"max_pages 是 {options.max_pages}，至少应为 1。")
    if options.timeout <= 0 or options.connect_timeout <= 0:
        raise InputError("timeout 和 connect_timeout 应大于 0(单位:秒)。")
    for entry in options.connect_to:
        if not _connects(entry):
            raise InputError(f"connect_to 里的“{entry}”写法不对,应为 HOST1:PORT1:HOST2:PORT2。")


def _connects(entry: str) -> bool:
    try:
        return CONNECT_TO.fullmatch(ascii_hosts(entry)) is not None
    except ValueError:
        return False
