"""Send a browser to the pages of a site that matter or are drawn, and keep what it sees."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kaoping.browse.browse import run_browse
from kaoping.browse.contract import BrowseOptions, PageWish, SiteSeen, SiteWish
from kaoping.crawl.contract import CrawlOptions
from kaoping.facts.page.items import Item
from kaoping.facts.page.prose import Prose
from kaoping.facts.record import SiteRecord
from kaoping.facts.sample import sample
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.own_text import OwnText
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import FactStore, PerPage
from kaoping.model.browser_looks import Device
from kaoping.model.outcomes import PageKind
from kaoping.runs.browser_file import write_browser
from kaoping.runs.browser_search import read_search, wanted_search

DRAWN = PageKind.COLUMN, PageKind.ARTICLE
LITTLE = 300  # UTF-8 bytes of own text; a page with more says something, whatever scripts add


def browse_sites(
    sites: Sequence[tuple[Path, SiteRecord]], options: tuple[CrawlOptions, BrowseOptions], searches: int
) -> None:
    """Look at the chosen pages of each site, search it where only scripts can, and write what was seen into its folder.

    `searches` is how many titles a search is tried with.
    """
    wishes = {}
    for directory, record in sites:
        store = FactStore(record)
        pages = tuple(chosen_pages(store, options[1]))
        if pages:
            wishes[record.site] = directory, record, SiteWish(record.site, pages, wanted_search(store, searches))

    def keep(site: str, seen: SiteSeen) -> None:
        directory, record, wish = wishes[site]
        if wish.search is not None:
            found = read_search(wish.search, seen.searched, seen.looks.at)
            seen = replace(seen, looks=replace(seen.looks, search=found))
        write_browser(directory, record, seen)

    if wishes:
        run_browse([wish for *_, wish in wishes.values()], options, keep)


def chosen_pages(store: FactStore, options: BrowseOptions) -> Iterator[PageWish]:
    """Yield the home page as desktop and phone, columns and articles drawn by the site's address, then empty pages.

    Of the drawn columns and articles the first each is looked at as a phone too. Pages that look empty as they came,
    and that scripts may fill, are looked at for what is on them only, at most `options.scripted`.
    """
    pages = store.get(Pages)
    if pages.home is None:
        return
    numbers = [[pages.home]]
    for kind in DRAWN:
        of_kind = [number for number in pages.of_kind(kind) if number in pages.records]
        numbers.append(sample(of_kind, options.pages, store.record.site, pages.address))
    for drawn in numbers:
        for at, number in enumerate(drawn):
            url = pages.address(number)
            yield PageWish(number, url, Device.DESKTOP)
            if at == 0:
                yield PageWish(number, url, Device.PHONE)
    known = {number for drawn in numbers for number in drawn}
    for number in _may_be_filled(store, options.scripted, known):
        yield PageWish(number, pages.address(number), Device.DESKTOP, rules=False)


def _may_be_filled(store: FactStore, most: int, known: set[int]) -> list[int]:
    """Return columns that seem empty, then other short pages that scripts may fill, drawn by the site's address."""
    pages, prose, items = store.get(Pages), store.get(PerPage[Prose]), store.get(PerPage[list[Item]])
    own = store.get(OwnText).size
    unfilled = {number for number in pages.records if number in prose and not items.get(number)} - known
    scripted = {number for number in unfilled if prose[number].scripted}
    empty = {number for number in unfilled if prose[number].placeholder or own.get(number, 0) <= LITTLE}
    columns = {column.pages[0] for column in store.get(Columns).all if not column.items} & (empty | scripted)
    stubs = {number for number in unfilled if number not in pages.kinds}  # nothing but a script came
    inner = {number for number in scripted if pages.kinds.get(number) is PageKind.INNER}
    found: list[int] = []
    for some in (columns, (inner | stubs) - columns):
        left = most - len(found)
        found += sample(sorted(some), left, store.record.site, pages.address)
    return found
