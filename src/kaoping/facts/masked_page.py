"""A page, and what is stored of it, as it may be shown: with the numbers of persons masked."""

from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kaoping.facts.personal_numbers import Sighting, masked_text, numbers_in, plain_reading
from kaoping.facts.view import PageView
from kaoping.markup.scanning import text_shape
from kaoping.model.pages import SeenLink


def masked_page(html: bytes) -> tuple[str, bytes]:
    """Return the kind (text/html or text/plain) and content of a page (UTF-8) with every number that was found masked.

    Numbers that are written in pieces, with markup or entities between them, are found in the page's text only; the
    masked text then stands for the page.
    """
    text, found = _seen(html)
    markup = html.decode("utf-8", "replace")
    for number, masked in {text[each.start : each.end]: each.masked for each in found}.items():
        markup = markup.replace(number, masked)
    markup = masked_text(markup, numbers_in(markup, text_shape(markup), most=None))  # in attributes and scripts too
    if not _seen(markup.encode())[1]:
        return "text/html", markup.encode()
    return "text/plain", masked_text(text, found).encode("utf-8", "replace")


def shows_numbers(html: bytes) -> bool:
    """Tell whether the text of a page (UTF-8) shows a number of a person that is not masked."""
    return bool(_seen(html)[1])


def hide_numbers(page: PageView, values: dict[str, bytes]) -> None:
    """Mask in the stored values of a page (by name) every number of a person that its text shows."""
    if not plain_reading(page.text, page.shape):
        return
    for each in numbers_in(page.text, page.shape, most=None):
        clear, masked = page.text[each.start : each.end].encode(), each.masked.encode()
        for name, value in values.items():
            values[name] = value.replace(clear, masked)


def _seen(html: bytes) -> tuple[str, list[Sighting]]:
    text = PageView(_Alone(html, LexborHTMLParser(html))).text
    return text, numbers_in(text, text_shape(text), most=None)


@dataclass(frozen=True, slots=True)
class _Alone:
    """A page parsed for its text only."""

    html: bytes
    tree: LexborHTMLParser
    url: str = ""
    links: Sequence[SeenLink] = ()
    nodes: Sequence[LexborNode] = ()
    level: int = 0
    outline: None = None
    carried: Sequence[SeenLink] = ()
