"""One visit: open a page as one device, keep it from doing harm, and note what it did and what is to be seen."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Dialog, Download, FloatRect, Page, Request, Response
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from kaoping.browse.chromium import Chromium
from kaoping.browse.contract import BrowseOptions, PageWish
from kaoping.browse.proxy import GuardedProxy, Traffic
from kaoping.browse.reading import OwnWorld, UnreadablePageError, look, read_document, try_rules
from kaoping.crawl.fetch import Clock
from kaoping.model.browser_looks import BrowserPage, Deeds, Device
from kaoping.model.outcomes import Fault

HUNG, CRASHED, OVERWEIGHT, NOT_OPENED = "browser-hung", "browser-crashed", "browser-memory", "browser-not-opened"
SPENT, UNREADABLE = "browser-budget", "browser-unreadable"
MOST_HEIGHT = 3000  # pixels of a picture
PICTURE_QUALITY = 50
VIEWPORTS = {Device.DESKTOP: (1280, 800), Device.PHONE: (390, 844)}
MOST_TITLE = 300
LEAVE_SECONDS = 10.0
FOOT_HEIGHT = 900  # pixels of a picture of a long page's end
WRITERS = ("document", "script", "xhr", "fetch")  # what a page asks for that may write into it
MOST_ORIGINS = 200
# Hosts from which no content of a page comes: they count visitors, or put in the marks that their scripts stand for.
COUNTERS = ("hm.baidu.com", ".cnzz.com", ".umeng.com", ".51.la", "google-analytics.com", "googletagmanager.com")
MARKS = ("dcs.conac.cn", "bszs.conac.cn", "zfwzgl.www.gov.cn", "pucha.kaipuyun.cn")
FIRST_PART = 0.6  # of a visit's time for opening the page; the rest is for looking at it

# Before any script of a page: no peer connections, which could reach around the proxy, no printing dialog, and no storm
# of windows, which would hang the browser: a script that opened some is answered as by a browser that blocks them.
GUARD_SCRIPT = """
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport']) {
  try { Object.defineProperty(window, name, {value: undefined, configurable: false, writable: false}); } catch (e) {}
}
window.print = () => undefined;
{
  const open = window.open;
  let left = 20;
  window.open = (...wanted) => (left-- > 0 ? open.apply(window, wanted) : null);
}
"""


@dataclass  # without slots: Playwright hangs its wrappers of the methods on the object
class Doings:
    """Counts what a page does while it is looked at."""

    dialogs: int = 0
    windows: int = 0
    downloads: int = 0
    errors: int = 0
    crashed: bool = False
    answer: Response | None = None  # to the question for the page itself
    asked: int = 0
    wanted: set[str] = field(default_factory=set)  # origins of what may write into the page

    def listen(self, page: Page) -> None:
        """Count from now on what a page does beside loading."""
        page.on("dialog", self.dialog)
        page.on("download", self.download)
        page.on("pageerror", self.error)
        page.on("crash", self.crash)

    def request(self, request: Request) -> None:
        self.asked += 1
        if request.resource_type in WRITERS and len(self.wanted) < MOST_ORIGINS:
            self.wanted.add(_origin(request.url))

    def response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame.parent_frame is None:
            self.answer = response

    async def dialog(self, dialog: Dialog) -> None:
        self.dialogs += 1
        with contextlib.suppress(PlaywrightError):
            await dialog.dismiss()

    async def window(self, page: Page) -> None:
        self.windows += 1
        with contextlib.suppress(PlaywrightError):
            await page.close()

    async def download(self, download: Download) -> None:
        self.downloads += 1
        with contextlib.suppress(PlaywrightError):
            await download.cancel()

    def error(self, _: object) -> None:
        self.errors += 1

    def crash(self, _: object) -> None:
        self.crashed = True


@dataclass(slots=True)
class Visited:
    """What a visit gave so far: the page, pictures of it and of its foot (JPEG), its document as its scripts left it,
    and by which version of the rules it was judged."""

    page: BrowserPage
    picture: bytes = b""
    foot_picture: bytes = b""
    document: bytes = b""
    rules: str = ""

    def failed(self, reason: str, fault: Fault = Fault.US) -> None:
        self.page = replace(self.page, reason=reason, fault=fault)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Visits pages with one browser through one proxy; a site's pages share what the browser has fetched once."""

    chromium: Chromium
    proxy: GuardedProxy
    options: BrowseOptions
    clock: Clock
    agent: str  # what we add to the browser's own name
    _contexts: dict[Device, BrowserContext] = field(default_factory=dict)

    @property
    def version(self) -> str:
        return f"Chromium {self.chromium.browser.version}"

    async def leave(self) -> bool:
        """Forget a site: cookies, cache and all. Return whether the browser is still of use."""
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                for context in self._contexts.values():
                    await context.close()
        except (TimeoutError, PlaywrightError):
            return False
        self._contexts.clear()
        return True

    async def visit(self, wish: PageWish) -> Visited:
        """Return what is to be seen of one page; nothing is raised for what the page or the browser does.

        With the fault `US` the browser may be unusable afterwards and has to be started anew.
        """
        traffic = Traffic(self.options.page_bytes, self.options.page_requests)
        doings = Doings()
        visited = Visited(BrowserPage(wish.number, wish.url, wish.device, self.clock()))
        await self.proxy.begin(traffic)
        try:
            async with asyncio.timeout(self.options.page_seconds):
                await self._look(visited, doings, rules=wish.rules)
        except TimeoutError:
            visited.failed(HUNG)
        except PlaywrightError:
            visited.failed(CRASHED)
        except UnreadablePageError:
            visited.failed(UNREADABLE)
        if self.chromium.overweight:
            visited.failed(OVERWEIGHT)
        elif doings.crashed:
            visited.failed(CRASHED)
        elif visited.page.status is None and traffic.spent:
            visited.failed(SPENT)
        visited.page = replace(visited.page, deeds=_deeds(doings, traffic))
        return visited

    async def _look(self, visited: Visited, doings: Doings, *, rules: bool) -> None:
        device = visited.page.device
        context = await self.context(device)
        page = await context.new_page()
        context.on("page", doings.window)
        try:
            doings.listen(page)
            page.on("request", doings.request)
            page.on("response", doings.response)
            started = time.monotonic()
            came = await self.open(page, visited.page.url)
            if not came or doings.answer is None:
                visited.failed(NOT_OPENED, Fault.NETWORK)
                return
            seconds = round(time.monotonic() - started, 3)
            settled = await self.settle(page)
            title = (await page.title())[:MOST_TITLE]
            status, url = doings.answer.status, page.url
            opened = replace(visited.page, status=status, final_url=url, title=title, seconds=seconds)
            visited.page = replace(opened, settled=settled)
            await self._read(page, visited, rules=rules)
        finally:
            context.remove_listener("page", doings.window)
            await page.close()

    async def _read(self, page: Page, visited: Visited, *, rules: bool) -> None:
        """Read the page: how it is laid out, what floats above it, what its scripts wrote, which rules it breaks."""
        world = await OwnWorld.of(page)
        seen = await look(world)
        visited.page = replace(visited.page, layout=seen.layout, floaters=seen.floaters, hosts=seen.hosts)
        if visited.page.device is Device.PHONE:
            visited.picture = await picture_of_screen(page)
            return
        visited.document = await read_document(world)
        height = await _height(page)
        visited.picture = await _picture(page, 0, min(height, MOST_HEIGHT))
        if height > MOST_HEIGHT:
            top = height - FOOT_HEIGHT
            visited.foot_picture = await _picture(page, top, FOOT_HEIGHT)
            visited.page = replace(visited.page, foot_top=top)
        visited.page = replace(visited.page, foot=seen.foot if seen.foot.selector else None)
        if rules:
            tried = await try_rules(world)
            visited.rules = tried.version
            visited.page = replace(visited.page, broken=tried.broken)

    async def context(self, device: Device) -> BrowserContext:
        """Return what the pages of a site share on one device."""
        if device not in self._contexts:
            self._contexts[device] = await self._new_context(device)
        return self._contexts[device]

    async def _new_context(self, device: Device) -> BrowserContext:
        width, height = VIEWPORTS[device]
        phone = device is Device.PHONE
        context = await self.chromium.browser.new_context(
            viewport={"width": width, "height": height},
            screen={"width": width, "height": height},
            device_scale_factor=1,
            is_mobile=phone,
            has_touch=phone,
            user_agent=_agent(self.chromium.browser.version, self.agent, phone=phone),
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=False,
            service_workers="block",
            permissions=[],
        )
        await context.add_init_script(GUARD_SCRIPT)
        return context

    async def open(self, page: Page, url: str) -> bool:
        """Open an address and wait until its text is there; return whether a page came."""
        try:
            await page.goto(url, wait_until="domcontentloaded", timeout=self.options.page_seconds * FIRST_PART * 1000)
        except PlaywrightTimeoutError:
            await page.evaluate("1")  # waits for ever where a script of the page does not end
        except PlaywrightError as error:
            if page.is_closed() or any(word in str(error).lower() for word in ("crash", "closed")):
                raise
            return False
        return True

    async def settle(self, page: Page) -> bool:
        """Let the page load what it shows, and its scripts fill what they fill; return whether it came to rest."""
        settled = False
        for state in ("load", "networkidle"):
            try:
                await page.wait_for_load_state(state, timeout=self.options.settle * 1000)
            except PlaywrightTimeoutError:
                continue
            settled = state == "networkidle"
        return settled


async def picture_of_screen(page: Page) -> bytes:
    """Return a picture (JPEG) of what the screen shows of a page."""
    return await page.screenshot(type="jpeg", quality=PICTURE_QUALITY, animations="disabled", caret="initial")


async def _height(page: Page) -> int:
    """Return the height of the page in pixels, at least that of its screen."""
    height = await page.evaluate("document.documentElement.scrollHeight")
    screen = VIEWPORTS[Device.DESKTOP][1]
    return max(screen, int(height)) if isinstance(height, int | float) else screen


async def _picture(page: Page, top: int, height: int) -> bytes:
    """Return a picture (JPEG) of a strip of the page, as wide as it is."""
    clip: FloatRect = {"x": 0, "y": top, "width": VIEWPORTS[Device.DESKTOP][0], "height": height}
    return await page.screenshot(
        type="jpeg", quality=PICTURE_QUALITY, full_page=True, clip=clip, animations="disabled", caret="initial"
    )


def _agent(version: str, ours: str, *, phone: bool) -> str:
    system = "Linux; Android 13; Pixel 7" if phone else "X11; Linux x86_64"
    major = version.partition(".")[0]
    mobile = " Mobile" if phone else ""
    name = f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0{mobile} Safari/537.36"
    return f"{name} {ours}"


def _deeds(doings: Doings, traffic: Traffic) -> Deeds:
    return Deeds(
        doings.dialogs,
        doings.windows,
        doings.downloads,
        doings.errors,
        traffic.requests,
        traffic.bytes,
        tuple(traffic.refused),
        _unanswered(doings.wanted, traffic),
    )


def _unanswered(wanted: set[str], traffic: Traffic) -> tuple[str, ...]:
    """Return the origins from which the page wanted what may write into it, and that it did not get to."""
    if traffic.spent:
        return tuple(sorted(wanted))
    missed = wanted & {*traffic.refused, *traffic.unreached}
    return tuple(sorted(origin for origin in missed if not origin.rpartition(":")[0].endswith(COUNTERS + MARKS)))


def _origin(url: str) -> str:
    """Return host and port of an address as the proxy names them."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    return f"{parts.hostname or ''}:{port or (443 if parts.scheme == 'https' else 80)}"
