"""Send a browser to the pages of a site that matter or are drawn, and keep what it sees."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoping.browse.browse import run_browse
from kaoping.browse.contract import BrowseOptions, PageWish, SiteWish
from kaoping.crawl.contract import CrawlOptions
from kaoping.facts.record import SiteRecord
from kaoping.facts.sample import sample
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import FactStore
from kaoping.model.browser_looks import Device
from kaoping.model.outcomes import PageKind
from kaoping.runs.browser_file import write_browser

DRAWN = PageKind.COLUMN, PageKind.ARTICLE


def browse_sites(sites: Sequence[tuple[Path, SiteRecord]], options: tuple[CrawlOptions, BrowseOptions]) -> None:
    """Look at the chosen pages of each site and write what was seen into its folder."""
    directories = {record.site: directory for directory, record in sites}
    wishes = [SiteWish(record.site, tuple(chosen_pages(FactStore(record), options[1].pages))) for _, record in sites]
    wishes = [wish for wish in wishes if wish.pages]
    if wishes:
        run_browse(wishes, options, lambda site, *seen: write_browser(directories[site], *seen))


def chosen_pages(store: FactStore, size: int) -> Iterator[PageWish]:
    """Yield the home page as desktop and phone, then `size` columns and as many articles, drawn by the site's address.

    Of the drawn columns and articles the first each is looked at as a phone too.
    """
    pages = store.get(Pages)
    if pages.home is None:
        return
    numbers = [[pages.home]]
    for kind in DRAWN:
        of_kind = [number for number in pages.of_kind(kind) if number in pages.records]
        numbers.append(sample(of_kind, size, store.record.site, lambda number: pages.records[number].final_url))
    for drawn in numbers:
        for at, number in enumerate(drawn):
            url = pages.records[number].final_url
            yield PageWish(number, url, Device.DESKTOP)
            if at == 0:
                yield PageWish(number, url, Device.PHONE)
