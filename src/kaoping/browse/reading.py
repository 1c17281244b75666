"""Read a loaded page from a world of its own, and take what it says only in the form expected: pages may overdo it."""

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import axe_playwright_python
import msgspec
from playwright.async_api import CDPSession, Page

from kaoping.model.browser_looks import BrokenRule, Floater, Layout, Place

T = TypeVar("T")
MOST_ANSWER = 512 * 1024  # characters
MOST_DOCUMENT = 16 * MOST_ANSWER  # of a whole document, each of whose characters may be written as six
WORLD = "kaoping"


class UnreadablePageError(Exception):
    """A page whose scripts do not let it be read, or that says what it cannot."""


class Look(msgspec.Struct, frozen=True):
    """What `look.js` returns."""

    layout: Layout
    floaters: tuple[Floater, ...]
    hosts: tuple[str, ...]
    foot: Place


class Rules(msgspec.Struct, frozen=True):
    """What `accessibility.js` returns."""

    version: str
    broken: tuple[BrokenRule, ...]


class OwnWorld:
    """Runs our scripts in a page's document but apart from the page's scripts, which cannot touch them."""

    def __init__(self, session: CDPSession, context: int) -> None:
        self._session, self._context = session, context

    @classmethod
    async def of(cls, page: Page) -> "OwnWorld":
        session = await page.context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        wish = {"frameId": tree["frameTree"]["frame"]["id"], "worldName": WORLD}
        world = await session.send("Page.createIsolatedWorld", wish)
        return cls(session, world["executionContextId"])

    async def run(self, script: str, most: int = MOST_ANSWER) -> Any:
        """Return what a script yields. Raises UnreadablePageError where it fails or yields too much."""
        wish = {"expression": script, "contextId": self._context, "awaitPromise": True, "returnByValue": True}
        answer = await self._session.send("Runtime.evaluate", wish)
        if "exceptionDetails" in answer:
            raise UnreadablePageError(str(answer["exceptionDetails"].get("text", "")))
        value = answer["result"].get("value")
        if len(json.dumps(value)) > most:
            raise UnreadablePageError("too much")
        return value


async def look(world: OwnWorld) -> Look:
    """Return layout, floating things and hosts of a page. Raises UnreadablePageError."""
    return _taken(await world.run(read_script("look.js")), Look)


async def read_document(world: OwnWorld) -> bytes:
    """Return the document (UTF-8) as the page's scripts left it, empty where it is too large.

    Raises UnreadablePageError.
    """
    return _taken(await world.run(read_script("document.js"), MOST_DOCUMENT), str).encode("utf-8", "replace")


async def try_rules(world: OwnWorld) -> Rules:
    """Return which rules of axe-core a page breaks. Raises UnreadablePageError."""
    await world.run(_axe() + ";void 0")
    return _taken(await world.run(read_script("accessibility.js")), Rules)


def _taken(value: Any, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise UnreadablePageError(str(error)) from error


@cache
def read_script(name: str) -> str:
    """Return one of the scripts that run in pages."""
    return (resources.files("kaoping.browse") / "scripts" / name).read_text(encoding="utf-8")


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
