"""Searches a site in the browser as a visitor does: types words into its search box, sends them, reads what comes."""

import asyncio
import time
from dataclasses import dataclass, field

import msgspec
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from kaoping.browse.contract import Searched
from kaoping.browse.proxy import Traffic
from kaoping.browse.reading import OwnWorld, UnreadablePageError, read_document, read_script
from kaoping.browse.visit import CRASHED, HUNG, NOT_OPENED, UNREADABLE, Doings, Visitor, picture_of_screen
from kaoping.model.browser_looks import Device
from kaoping.model.outcomes import Fault

NO_BOX, NOT_SENT = "search-no-box", "search-not-sent"
UNSENT = (NO_BOX, NOT_SENT)  # reasons that leave the browser as it was
ANSWER_SECONDS = 2.0  # until a page shows that something was sent
LOOK_SECONDS = 0.1
TYPED_SECONDS = 0.4  # for what the page does with the words before they are sent


class _Box(msgspec.Struct, frozen=True):
    """What `search.js` returns: the name of the search's field, and where it and its button are on the screen."""

    name: str
    box: tuple[int, int, int, int]
    button: tuple[int, int, int, int] | None


async def search(visitor: Visitor, url: str, words: str) -> Searched:
    """Return what searching for `words` from the page at `url` showed; nothing is raised for what the page does.

    With the fault `US` the browser may be unusable afterwards and has to be started anew.
    """
    options = visitor.options
    await visitor.proxy.begin(Traffic(options.page_bytes, options.page_requests))
    trial = _Trial(visitor, words)
    try:
        async with asyncio.timeout(options.page_seconds):
            return await trial.run(url)
    except TimeoutError:
        return Searched(words, reason=HUNG, fault=Fault.US)
    except PlaywrightError:
        return Searched(words, reason=CRASHED, fault=Fault.US)
    except UnreadablePageError:
        return Searched(words, reason=UNREADABLE, fault=Fault.US)


@dataclass  # without slots, as `Doings`
class _Windows:
    """The first window that a search opens is where its results are; any other is closed."""

    doings: Doings
    first: Page | None = None

    async def opened(self, page: Page) -> None:
        if self.first is None:
            self.first = page
            self.doings.listen(page)
        else:
            await self.doings.window(page)


@dataclass(slots=True)
class _Trial:
    """One search."""

    visitor: Visitor
    words: str
    doings: Doings = field(default_factory=Doings)

    async def run(self, url: str) -> Searched:
        context = await self.visitor.context(Device.DESKTOP)
        page = await context.new_page()
        windows = _Windows(self.doings)
        context.on("page", windows.opened)
        try:
            context.on("request", self.doings.request)
            context.on("response", self.doings.response)
            self.doings.listen(page)
            if not await self.visitor.open(page, url) or self.doings.answer is None:
                return Searched(self.words, reason=NOT_OPENED, fault=Fault.NETWORK)
            await self.visitor.settle(page)
            return await self._ask(page, windows)
        finally:
            context.remove_listener("page", windows.opened)
            context.remove_listener("request", self.doings.request)
            context.remove_listener("response", self.doings.response)
            for opened in (windows.first, page):
                if opened is not None:
                    await opened.close()

    async def _ask(self, page: Page, windows: _Windows) -> Searched:
        found = await (await OwnWorld.of(page)).run(read_script("search.js"))
        if found is None:
            return Searched(self.words, reason=NO_BOX, fault=Fault.US)
        box = _box(found)
        started = page.url
        await page.keyboard.type(self.words)
        await asyncio.sleep(TYPED_SECONDS)
        before = self.doings.asked
        await page.keyboard.press("Enter")
        if not await self._moved(page, windows, started) and box.button is not None and not page.is_closed():
            left, top, width, height = box.button
            await page.mouse.click(left + width / 2, top + height / 2)
            await self._moved(page, windows, started)
        if self.doings.asked == before:
            return Searched(self.words, box.name, reason=NOT_SENT, fault=Fault.US)
        return await self._read(windows.first or page, box.name)

    async def _moved(self, page: Page, windows: _Windows, started: str) -> bool:
        """Wait a little for another page, here or in a window of its own; return whether one came."""
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until:
            if windows.first is not None or page.url != started:
                return True
            await asyncio.sleep(LOOK_SECONDS)
        return False

    async def _read(self, page: Page, name: str) -> Searched:
        await page.wait_for_load_state("domcontentloaded")
        await self.visitor.settle(page)
        answer = self.doings.answer
        document = await read_document(await OwnWorld.of(page))
        picture = await picture_of_screen(page)
        status = answer.status if answer is not None else None
        return Searched(self.words, name, page.url, status, document, picture)


def _box(found: object) -> _Box:
    try:
        return msgspec.convert(found, _Box)
    except msgspec.ValidationError as error:
        raise UnreadablePageError(str(error)) from error
