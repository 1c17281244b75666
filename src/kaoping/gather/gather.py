"""Look around many sites at once: the one entrance of this package."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kaoping.crawl.canary import Canaries
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.crawl import system_clock
from kaoping.crawl.fetch import Clock, Fetcher
from kaoping.gather.contract import GatherOptions, Keep
from kaoping.gather.look import Lookout
from kaoping.gather.names import Resolve, system_resolve
from kaoping.gather.neighbours import Neighbours

SITES_TOGETHER = 32
NOBODY: Mapping[str, Sequence[str]] = MappingProxyType({})

_log = logging.getLogger(__name__)


async def gather(
    sites: Sequence[str],
    options: tuple[CrawlOptions, GatherOptions],
    keep: Keep,
    *,
    clock: Clock = system_clock,
    resolve: Resolve = system_resolve,
    neighbours: Mapping[str, Sequence[str]] = NOBODY,
) -> None:
    """Look around every site of `sites` (registered addresses) and hand each look to `keep` when it is complete.

    `neighbours` are addresses of strangers to look at, by site. Connections obey the crawl's options: pace, time-outs,
    addresses that may be reached. A site we fail on is logged and not handed over, so that what depends on it is not
    measured.
    """
    crawl_options, gather_options = options
    fetcher = Fetcher(crawl_options, clock)
    canaries, canaries6 = (Canaries(fetcher, crawl_options.canaries, ipv6=ipv6) for ipv6 in (False, True))
    lookout = Lookout(
        crawl_options, gather_options, fetcher, clock, resolve, canaries, canaries6, Neighbours(fetcher, neighbours)
    )
    gate = asyncio.Semaphore(SITES_TOGETHER)

    async def one(site: str) -> None:
        async with gate:
            try:
                keep(site, await lookout.look(site))
            except Exception:  # noqa: BLE001 the one boundary per site: the others go on
                _log.exception("looking around %s failed", site)

    try:
        await asyncio.gather(*map(one, sites))
    finally:
        await fetcher.aclose()


def run_gather(
    sites: Sequence[str],
    options: tuple[CrawlOptions, GatherOptions],
    keep: Keep,
    *,
    clock: Clock = system_clock,
    resolve: Resolve = system_resolve,
    neighbours: Mapping[str, Sequence[str]] = NOBODY,
) -> None:
    """Do `gather` in an event loop of its own."""
    asyncio.run(gather(sites, options, keep, clock=clock, resolve=resolve, neighbours=neighbours))
