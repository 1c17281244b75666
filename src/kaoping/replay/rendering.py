"""One stored page as an answer to a browser: tamed, in a sandbox, with links that lead to `prefix` only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kaoping.replay.stored_pages import Received, StoredPage, read_stored, stored_pages
from kaoping.replay.tame_html import tame_html

SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer to be sent as it is: the HTTP status, the body and all headers that make it safe to show.

    Where nothing can be shown the status is 404 and the body one sentence (in Chinese) that says why.
    """

    status: int
    body: bytes
    headers: Mapping[str, str]


def render_address(folder: Path, url: str, prefix: str) -> Rendered:
    """Return what is stored of an address in a sealed site's folder, to be shown in a frame.

    Links of the page lead to `prefix` and the quoted address they stand for; with an empty prefix nowhere. Raises
    StorageError where what was stored cannot be read.
    """
    return render_known(folder, stored_pages(folder), url, prefix)


def render_known(folder: Path, pages: Mapping[str, StoredPage], url: str, prefix: str) -> Rendered:
    """Do `render_address` with the pages of the folder at hand: their tables are read once for many addresses."""
    stored = pages.get(url) or pages.get(url.partition("#")[0])
    if stored is None:
        return say(404, f"巡检没有访问这个地址，或它能正常打开而没有存档：{url}")
    return render_stored(folder, stored, prefix)


def render_stored(folder: Path, stored: StoredPage, prefix: str) -> Rendered:
    """Return one stored page to be shown in a frame. Raises StorageError where it cannot be read."""
    if not stored.kept:
        return say(404, f"这个页面看过（状态 {stored.status or '无'}），但不能证明什么问题，存档没有保留：{stored.url}")
    received = read_stored(folder, stored)
    if received.removed:
        return say(404, f"这份存档已依规删除，账目中有登记：{stored.url}")
    return render_received(received, prefix)


def render_received(received: Received, prefix: str) -> Rendered:
    """Return what was read of a record to be shown in a frame."""
    if received.html:
        return _answer(200, tame_html(received.text, received.url, prefix), "text/html")
    return _answer(200, received.text.decode("utf-8", "replace"), "text/plain")


def say(status: int, sentence: str) -> Rendered:
    """Return a sentence in place of a page, as harmless as one."""
    return _answer(status, sentence, "text/plain")


def safe_headers(policy: str, kind: str) -> Mapping[str, str]:
    """Return the headers of an answer under a policy; nothing of it is guessed, told onward or stored."""
    return MappingProxyType(
        {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
    )


def _answer(status: int, text: str, kind: str) -> Rendered:
    return Rendered(status, text.encode("utf-8", "replace"), safe_headers(SANDBOX, kind))
