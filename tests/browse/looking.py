"""Look at pages of a test's own server with a real Chromium and short limits."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from kaoping.browse.browse import run_browse
from kaoping.browse.chromium import NoBrowserError, find_chromium
from kaoping.browse.contract import BrowseOptions, PageWish, SiteSeen, SiteWish
from kaoping.crawl.contract import CrawlOptions
from kaoping.model.browser_looks import BrowserLooks, BrowserPage, Device

HERE = CrawlOptions(allow_private=("127.0.0.1/32",), connect_timeout=3.0)
ROOT = os.geteuid() == 0  # Chromium has no sandbox as root; said here, as an operator would have to
SHORT = BrowseOptions(pages=3, no_sandbox=ROOT, pause=0, settle=1.0, page_seconds=30.0)


def needs_chromium() -> None:
    """Skip the test where there is no browser."""
    try:
        find_chromium(SHORT, os.environ)
    except NoBrowserError as error:
        pytest.skip(f"no Chromium on this machine: {error}")


def look_at(
    *urls: str, crawl: CrawlOptions = HERE, device: Device = Device.DESKTOP, **limits: Any
) -> tuple[BrowserPage, ...]:
    """Return what a browser sees of pages of one site, in order."""
    looks = looks_of(tuple(PageWish(at, url, device) for at, url in enumerate(urls)), crawl, **limits)
    assert looks.reason == ""
    return looks.pages


def looks_of(
    pages: tuple[PageWish, ...],
    crawl: CrawlOptions = HERE,
    environment: Mapping[str, str] = os.environ,
    **limits: Any,
) -> BrowserLooks:
    """Return all that a browser says of one site."""
    return site_seen(pages, crawl, environment, **limits).looks


def site_seen(
    pages: tuple[PageWish, ...], crawl: CrawlOptions = HERE, environment: Mapping[str, str] = os.environ, **limits: Any
) -> SiteSeen:
    """Return all that a browser sees of one site, its pictures and documents included."""
    seen: list[SiteSeen] = []
    options = crawl, replace(SHORT, **limits)
    wish = SiteWish(pages[0].url, pages)
    run_browse([wish], options, lambda _, shown: seen.append(shown), environment=environment)
    return seen[0]
