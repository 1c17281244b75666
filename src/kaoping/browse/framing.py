"""Pictures of stored pages with the place of a finding framed: rendered from what was kept, and nothing calls out."""

import asyncio
import json
import os
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import msgspec
from playwright.async_api import BrowserContext, FloatRect, Page, Request, Route, async_playwright
from playwright.async_api import Error as PlaywrightError

from kaoping.browse.chromium import Chromium, find_chromium
from kaoping.browse.contract import BrowseOptions
from kaoping.browse.reading import OwnWorld, UnreadablePageError, read_script

WIDTH, HEIGHT = 1280, 860
QUALITY = 55
NOWHERE = "http://127.0.0.1:9"  # a proxy that is none: the browser has no way out at all
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Wish:
    """One picture to make: of a stored page (`html`, UTF-8), or of an earlier picture of a page (`picture`, JPEG).

    Framed are the elements that lead to `links`, those that say `texts`, with `foot` the foot of the page where nothing
    else was found, and `boxes` (left, top, width, height).
    """

    name: str
    url: str
    caption: tuple[str, ...]
    html: bytes = b""
    picture: bytes = b""
    links: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    foot: bool = False
    boxes: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Framed:
    """What came of a wish: the picture (JPEG) and how many places are framed on it."""

    name: str
    picture: bytes
    places: int


class _Drawn(msgspec.Struct, frozen=True):
    """What `frame.js` returns."""

    framed: int
    top: int
    height: int


def run_framing(
    wishes: Sequence[Wish],
    options: BrowseOptions,
    keep: Callable[[Framed], None],
    environment: Mapping[str, str] = os.environ,
) -> str:
    """Make the pictures and hand each to `keep`; return the version of the browser.

    A page that cannot be shown is left out; the browser is started anew after it. Raises NoBrowserError where there is
    no browser.
    """
    return asyncio.run(_frame_all(wishes, options, keep, environment))


async def _frame_all(
    wishes: Sequence[Wish], options: BrowseOptions, keep: Callable[[Framed], None], environment: Mapping[str, str]
) -> str:
    program = find_chromium(options, environment)
    version = ""
    rest = list(wishes)
    async with async_playwright() as playwright:
        while rest:
            chromium = Chromium(program, options, NOWHERE)
            await chromium.start(playwright)
            version = f"Chromium {chromium.browser.version}"
            try:
                await _frame_some(chromium, rest, options, keep)
            finally:
                await chromium.kill()
    return version


async def _frame_some(
    chromium: Chromium, rest: list[Wish], options: BrowseOptions, keep: Callable[[Framed], None]
) -> None:
    """Take wishes from the front of `rest` until there are none or the browser fails at one."""
    context = await chromium.browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        java_script_enabled=False,
        offline=False,  # the stored page is handed in as an answer, and is all that is
        accept_downloads=False,
        service_workers="block",
        locale="zh-CN",
    )
    while rest:
        wish = rest.pop(0)
        try:
            async with asyncio.timeout(options.page_seconds):
                framed = await _frame(context, wish)
        except (TimeoutError, PlaywrightError, UnreadablePageError):
            return
        keep(framed)


async def _frame(context: BrowserContext, wish: Wish) -> Framed:
    page = await context.new_page()
    try:
        await _show(page, wish)
        world = await OwnWorld.of(page)
        said = {
            "links": wish.links,
            "texts": wish.texts,
            "foot": wish.foot,
            "boxes": wish.boxes,
            "caption": wish.caption,
            "width": WIDTH,
            "height": HEIGHT,
        }
        drawn = msgspec.convert(await world.run(f"({read_script('frame.js')})({json.dumps(said)})"), _Drawn)
        clip: FloatRect = {"x": 0, "y": drawn.top, "width": WIDTH, "height": min(drawn.height, 2 * HEIGHT)}
        picture = await page.screenshot(type="jpeg", quality=QUALITY, full_page=True, clip=clip, animations="disabled")
    except msgspec.ValidationError as error:
        raise UnreadablePageError(str(error)) from error
    finally:
        await page.close()
    return Framed(wish.name, picture, drawn.framed)


async def _show(page: Page, wish: Wish) -> None:
    """Give the page what was stored as the answer of its address, and everything else no answer."""
    given: list[Request] = []

    async def answer(route: Route) -> None:
        request = route.request
        if given or not request.is_navigation_request() or request.frame.parent_frame is not None:
            await route.abort()
            return
        given.append(request)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
        await route.fulfill(status=200, headers=headers, body=_document(wish))

    await page.route("**/*", answer)
    await page.goto(wish.url, wait_until="load")


def _document(wish: Wish) -> bytes:
    if not wish.picture:
        return wish.html
    image = b64encode(wish.picture).decode("ascii")
    text = f'<img alt="" style="display:block" src="data:image/jpeg;base64,{image}">'
    return f'<!doctype html><title>{escape(wish.url)}</title><body style="margin:0">{text}'.encode()
