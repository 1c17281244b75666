"""The page as extractors see it: parsed once by the crawl, handed over by the conductor."""

from collections.abc import Sequence
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser

from kaoping.model.pages import SeenLink


class ParsedPage(Protocol):
    """One HTML page after its single parse. `html` is the whole page as UTF-8 bytes, `url` its final address."""

    @property
    def url(self) -> str: ...
    @property
    def html(self) -> bytes: ...
    @property
    def tree(self) -> LexborHTMLParser: ...
    @property
    def links(self) -> Sequence[SeenLink]: ...
    @property
    def level(self) -> int: ...
