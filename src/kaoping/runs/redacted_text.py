"""What a page said, taken out of stored values: texts give way to a mark; numbers, days, codes, addresses stay."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

INSTEAD = "（已删除）"
# What is not of the page: names of our own, words of the word lists, where a thing stands, digests.
_OURS = frozenset(
    (
        *("type", "masked", "wording", "right", "note", "grade", "kind", "use", "source", "zone", "place", "at"),
        *("selector", "rule", "impact", "viewport", "picture", "foot_picture", "lines", "widths", "digest"),
    )
)
_CODE = re.compile(
    r"[a-z][a-z0-9_.:-]{0,60}|[0-9]{1,4}|\d{4}-\d\d-\d\d[0-9T:.+Z -]{0,32}|[0-9Xx* -]*\*[0-9Xx* -]*", re.ASCII
)
_SHORTEST = 4  # letters of a text that stands for the page wherever it is written

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class PageTexts:
    """A page by its addresses, and texts that stand for it elsewhere: those of links to it."""

    urls: frozenset[str]
    texts: frozenset[str] = frozenset()

    def with_texts(self, texts: Iterable[str]) -> "PageTexts":
        return replace(self, texts=frozenset(text for text in texts if len(text) >= _SHORTEST))


def never(_: str) -> bool:
    """Know no text: all of them are the page's own."""
    return False


def said_in(others: Collection[bytes]) -> Known:
    """Return what tells whether one of the other encoded values holds a text as a whole: it is not the page's own."""

    def known(text: str) -> bool:
        encoded = msgspec.json.encode(text)
        return any(encoded in other for other in others)

    return known


def redacted(value: Any, page: PageTexts, known: Known = never) -> Any:
    """Return a value that speaks of the page without the page's own texts; what is `known` otherwise stays."""
    if isinstance(value, dict):
        return {name: each if name in _OURS else redacted(each, page, known) for name, each in value.items()}
    if isinstance(value, list):
        return [redacted(each, page, known) for each in value]
    return _text(value, page, known) if isinstance(value, str) else value


def redacted_about(value: Any, page: PageTexts) -> Any:
    """Return a value of the whole site in which only what speaks of the page is without the page's texts."""
    if isinstance(value, dict):
        if page.urls & {each for name in ("url", "final_url") if isinstance(each := value.get(name), str)}:
            return redacted(value, page)
        return {name: redacted_about(each, page) for name, each in value.items()}
    if isinstance(value, list):
        return [redacted_about(each, page) for each in value]
    return INSTEAD if isinstance(value, str) and value in page.texts else value


def redacted_json(text: bytes, page: PageTexts, known: Known = never) -> bytes:
    """Do `redacted` with an encoded value; one in which nothing changes stays byte for byte."""
    value = msgspec.json.decode(text)
    changed = redacted(value, page, known)
    return text if changed == value else msgspec.json.encode(changed)


def _text(text: str, page: PageTexts, known: Known) -> str:
    if text in page.urls or not text or _CODE.fullmatch(text):
        return text
    if text.startswith(("http://", "https://")):
        asked = unquote(urlsplit(text).query)  # what was searched for
        return text if asked.isascii() else urlsplit(text)._replace(query="").geturl()
    return text if known(text) else INSTEAD
