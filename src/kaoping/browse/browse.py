"""Look at the chosen pages of many sites in a browser: the one entrance of this package."""

import asyncio
import logging
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Playwright, async_playwright

from kaoping.browse.chromium import Chromium, NoBrowserError, find_chromium
from kaoping.browse.contract import BrowseOptions, Keep, Searched, SiteSeen, SiteWish
from kaoping.browse.proxy import GuardedProxy
from kaoping.browse.searching import UNSENT, search
from kaoping.browse.trusted import trust_flags
from kaoping.browse.visit import Visited, Visitor
from kaoping.crawl.addresses import normalise
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.crawl import system_clock
from kaoping.crawl.fetch import Clock, wait
from kaoping.model.browser_looks import BrowserLooks, BrowserPage
from kaoping.model.outcomes import Fault

OUT_OF_TIME = "browser-site-time"
STOP_SECONDS = 15.0

_log = logging.getLogger(__name__)


async def browse(
    wishes: Sequence[SiteWish],
    options: tuple[CrawlOptions, BrowseOptions],
    keep: Keep,
    *,
    clock: Clock = system_clock,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Look at the pages of every wish, one after the other, and hand each site's looks to `keep` when complete.

    Connections obey the crawl's options: addresses that may be reached, time-outs, `connect_to`. Without a usable
    browser every site is handed over with the reason. A browser that hangs, crashes or takes too much memory is killed,
    its page noted as our failure, and another one is started.
    """
    try:
        program = find_chromium(options[1], environment)
    except NoBrowserError as error:
        for wish in wishes:
            keep(wish.site, SiteSeen(BrowserLooks(clock(), reason=str(error))))
        return
    async with GuardedProxy(options[0], options[1].pace) as proxy:
        playwright = await async_playwright().start()
        tour = _Tour(playwright, program, proxy, options, clock)
        try:
            for wish in wishes:
                keep(wish.site, await tour.site(wish))
        finally:
            await tour.end()
            await _stop(playwright)


def run_browse(
    wishes: Sequence[SiteWish],
    options: tuple[CrawlOptions, BrowseOptions],
    keep: Keep,
    *,
    clock: Clock = system_clock,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Do `browse` in an event loop of its own."""
    asyncio.run(browse(wishes, options, keep, clock=clock, environment=environment))


@dataclass(slots=True)
class _Tour:
    """Goes from site to site with one browser, which is replaced when it fails."""

    playwright: Playwright
    program: Path
    proxy: GuardedProxy
    options: tuple[CrawlOptions, BrowseOptions]
    clock: Clock
    visitor: Visitor | None = None

    async def site(self, wish: SiteWish) -> SiteSeen:
        started, until = self.clock(), time.monotonic() + self.options[1].site_seconds
        pages: list[BrowserPage] = []
        pictures: dict[str, bytes] = {}
        documents: dict[int, bytes] = {}
        version = rules = ""
        try:
            for page in wish.pages:
                if time.monotonic() > until:
                    unseen = BrowserPage(page.number, page.url, page.device, self.clock())
                    pages.append(replace(unseen, reason=OUT_OF_TIME, fault=Fault.US))
                    continue
                if pages:
                    await wait(self.options[1].pause)
                visitor = await self._ready()
                version = visitor.version
                visited = await visitor.visit(page)
                rules = visited.rules or rules
                pages.append(_kept(visited, pictures))
                if visited.document and _same_page(visited.page):
                    documents[page.number] = visited.document
                if pages[-1].fault is Fault.US:
                    await self.end()
        except NoBrowserError as error:
            return SiteSeen(BrowserLooks(started, version, rules, tuple(pages), str(error)), pictures, documents)
        searched = await self._search(wish, until)
        if self.visitor is not None and not await self.visitor.leave():
            await self.end()
        return SiteSeen(BrowserLooks(started, version, rules, tuple(pages)), pictures, documents, searched)

    async def _search(self, wish: SiteWish, until: float) -> tuple[Searched, ...]:
        """Try the search of a site, as long as there is time and words lead to something."""
        done: list[Searched] = []
        if wish.search is None:
            return ()
        for words in wish.search.words:
            if time.monotonic() > until or (done and done[-1].reason):
                break
            await wait(self.options[1].pause)
            try:
                done.append(await search(await self._ready(), wish.search.page, words))
            except NoBrowserError:
                break
            if done[-1].fault is Fault.US and done[-1].reason not in UNSENT:
                await self.end()
        return tuple(done)

    async def end(self) -> None:
        """Kill the browser."""
        if self.visitor is not None:
            visitor, self.visitor = self.visitor, None
            await visitor.chromium.kill()

    async def _ready(self) -> Visitor:
        if self.visitor is not None and self.visitor.chromium.gone.is_set():
            await self.end()
        if self.visitor is None:
            crawl_options, options = self.options
            chromium = Chromium(self.program, options, self.proxy.address, flags=trust_flags(crawl_options.trust))
            await chromium.start(self.playwright)
            self.visitor = Visitor(chromium, self.proxy, options, self.clock, crawl_options.user_agent)
        return self.visitor


def _kept(visited: Visited, pictures: dict[str, bytes]) -> BrowserPage:
    """Put the pictures of a visit aside under names that the page then says."""
    name = f"seen-{visited.page.number}-{visited.page.device}"
    if visited.picture:
        pictures[f"{name}.jpg"] = visited.picture
        visited.page = replace(visited.page, picture=f"{name}.jpg")
    if visited.foot_picture:
        pictures[f"{name}-foot.jpg"] = visited.foot_picture
        visited.page = replace(visited.page, foot_picture=f"{name}-foot.jpg")
    return visited.page


def _same_page(page: BrowserPage) -> bool:
    """Whether the page is still the one that was asked for: a script may have sent the visitor on."""
    return normalise(page.final_url) == normalise(page.url)


async def _stop(playwright: Playwright) -> None:
    """End Playwright's own process; that it does not end in time is told, not waited for."""
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await playwright.stop()
    except (TimeoutError, PlaywrightError):
        _log.warning("the driver of the browser did not end in time")
