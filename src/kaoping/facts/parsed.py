"""The page as extractors see it: parsed once by the crawl, handed over by the conductor."""

from collections.abc import Sequence
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kaoping.markup.outline import Outline
from kaoping.model.pages import SeenLink


class ParsedPage(Protocol):
    """One HTML page after its single parse. `html` is the whole page as UTF-8 bytes, `url` its final address.

    `links` are its links in document order, `nodes` the elements that carry them, one for each link. Where the page was
    read in one walk, `outline` is what that saw, and `carried` tells what each of its carriers leads to (target -1:
    nowhere).
    """

    @property
    def url(self) -> str: ...
    @property
    def html(self) -> bytes: ...
    @property
    def tree(self) -> LexborHTMLParser: ...
    @property
    def links(self) -> Sequence[SeenLink]: ...
    @property
    def nodes(self) -> Sequence[LexborNode]: ...
    @property
    def level(self) -> int: ...
    @property
    def outline(self) -> Outline | None: ...
    @property
    def carried(self) -> Sequence[SeenLink]: ...
