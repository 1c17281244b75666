"""Drives a site's search as a visitor would: titles that its home page shows are searched for, one after the other."""

import asyncio
import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.fetch import Answer, Fetcher
from kaoping.crawl.robots import read_robots
from kaoping.crawl.verdicts import judge
from kaoping.gather.contract import GatherOptions
from kaoping.gather.document import Document, followed, opened_document
from kaoping.gather.search_form import FoundSearch, find_search, search_pages
from kaoping.gather.search_results import ResultPage, read_results
from kaoping.gather.search_titles import drawn, list_pages, shown_titles
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life
from kaoping.model.site_looks import SearchForm, SearchLook, SearchTry, Visit

NONSENSE = "魍魉鼋鼍蓁蘩"  # words that no page of a government site has
MORE_PAGES = 2  # looked at for a search, and for titles, beyond the home page
_ENCODED = re.compile("lucenenewssearchkey", re.IGNORECASE)  # a system whose script sends the words in base 64 beside

Visited = Callable[[Answer], Awaitable[Visit]]


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches sites for one batch. `visited` turns an answer into a visit and knows whether our own way is open."""

    options: CrawlOptions
    gather: GatherOptions
    fetcher: Fetcher
    visited: Visited

    async def look(self, site: str, home: Answer) -> SearchLook | None:
        """Return what searching `site` gave; None where its home page did not open."""
        document = await followed(self.fetcher, home, self._may_ask)
        if document is None:
            return None
        found = await self._find(document)
        if found.form is None:
            return SearchLook(reason="search-by-script" if found.by_script else "no-search-seen")
        if not self._may_ask(found.form.action, site):
            return SearchLook(found.form, reason="search-offsite", fault=Fault.US)
        titles = await self._titles(site, document)
        if not titles:
            return SearchLook(found.form, reason="no-titles", fault=Fault.US)
        if self.options.respect_robots and not await self._permitted(found.form):
            return SearchLook(found.form, reason="robots", fault=Fault.US)
        return await self._drive(found.form, titles)

    async def _find(self, home: Document) -> FoundSearch:
        found = find_search(home)
        for url in search_pages(home)[:MORE_PAGES]:
            if found.form is not None:
                break
            if not self._may_ask(url, home.url):
                continue
            page = opened_document(await self.fetcher.fetch(url))
            if page is not None:
                there = find_search(page)
                found = FoundSearch(there.form, found.by_script or there.by_script)
        return found

    async def _titles(self, site: str, home: Document) -> list[tuple[str, str]]:
        """Return the titles to search for with their addresses: drawn from what the home page shows, else its lists."""
        known = shown_titles(home, site)
        for url in list_pages(home, site)[:MORE_PAGES]:
            if len(known) >= self.gather.searches:
                break
            page = opened_document(await self.fetcher.fetch(url))
            if page is not None:
                known |= shown_titles(page, site)
        return drawn(known, site, self.gather.searches)

    def _may_ask(self, url: str, own: str) -> bool:
        """Other sites are asked only where the crawl may ask them too."""
        return self.options.check_offsite or urlsplit(url).netloc == urlsplit(own).netloc

    async def _permitted(self, form: SearchForm) -> bool:
        robots = await read_robots(self.fetcher, form.action, self.options.user_agent, self.options.second_look_after)
        return robots.permits(form.action)

    async def _drive(self, form: SearchForm, titles: list[tuple[str, str]]) -> SearchLook:
        control, results = await self._search(form, NONSENSE, "", None)
        tries = []
        for title, url in titles:
            await self._pause()
            tried, _ = await self._search(form, title, url, results)
            tries.append(tried)
        return SearchLook(form, control, tuple(tries))

    async def _search(
        self, form: SearchForm, title: str, url: str, control: ResultPage | None
    ) -> tuple[SearchTry, ResultPage | None]:
        answer = await self._send(form, title)
        if judge(answer).life is Life.SUSPECT:
            await self._pause()
            answer = await self._send(form, title)
        tried = SearchTry(title, url, await self.visited(answer), digest=hashlib.sha256(answer.body).hexdigest())
        page = opened_document(answer)
        if page is None:
            return tried, None
        results = read_results(page)
        tried = replace(tried, none_said=results.none_said, too_often=results.too_often)
        if not url:
            return tried, results
        common = control.links if control is not None else frozenset()
        return replace(
            tried,
            found=results.shows(title, url),
            on_control=bool(control and control.shows(title, url)),
            results=len(results.links - common),
        ), results

    async def _send(self, form: SearchForm, words: str) -> Answer:
        data = encoded(form, words)
        if form.method == "post":
            return await self.fetcher.post(form.action, data.encode("ascii"))
        return await self.fetcher.fetch(f"{form.action.partition('?')[0].partition('#')[0]}?{data}")

    async def _pause(self) -> None:
        await asyncio.sleep(self.gather.pause_turns / self.options.pace if self.options.pace > 0 else 0.0)


def encoded(form: SearchForm, words: str) -> str:
    """Return the form's data as browsers write it in the form's charset; what that does not have becomes `&#N;`."""
    fields = [(form.field, words)]
    for name, value in form.others:
        beside = not value and _ENCODED.search(name) is not None
        fields.append((name, base64.b64encode(words.encode()).decode() if beside else value))
    try:
        return urlencode(fields, encoding=form.charset, errors="xmlcharrefreplace")
    except LookupError:  # a charset that nobody knows
        return urlencode(fields)
