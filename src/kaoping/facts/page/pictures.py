"""Pictures of a page that carry meaning, and which of them say in words what they show."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from kaoping.facts.view import PageView

MAX_PICTURES = 200
SMALL = 40  # pixels; a picture no wider or no higher is a bullet, a line or a spacer
# What editors put in by themselves: the name of the file, or of its kind.
_NO_WORDS = re.compile(
    r"[\w ()（）.%-]*\.(?:jpe?g|png|gif|bmp|webp|tiff?)|图片|图像|image|img|undefined|null", re.IGNORECASE
)
# Pictures beside words that need none themselves: bullets, lines, and signs of an attachment's type.
_DECORATION = re.compile(
    r"/(?:filetypeimages|sysimage)/|/(?:icon|dot|line|bg|blank|spacer?|arrow|bullet)[\w-]{0,12}\.\w+$"
)
_PIXELS = re.compile(r"\s*(\d+)\s*(?:px)?\s*")


class Pictures(msgspec.Struct, frozen=True):
    """Targets of the pictures that carry meaning: `worded` have an alternative text, `wordless` none.

    A picture that its page calls decoration (`alt=""`), or whose size or name says that it is a bullet, line or sign,
    carries none; within a link, one beside which the link has words carries none, any other does. The name of a file is
    no alternative text. At most MAX_PICTURES of a page are looked at.
    """

    worded: tuple[int, ...] = ()
    wordless: tuple[int, ...] = ()


def extract(page: PageView) -> Pictures | None:
    """Return the page's pictures, or None when none carries meaning."""
    worded: dict[int, None] = {}
    wordless: dict[int, None] = {}
    for place in page.pictures[:MAX_PICTURES]:
        link, attributes = page.links[place], page.link_attributes(place)
        if _says(attributes.get("alt")) or _says(attributes.get("title")):
            worded[link.target] = None
        elif _needs_words(page.nodes[place], link.url, attributes):
            wordless[link.target] = None
    return Pictures(tuple(worded), tuple(wordless)) if worded or wordless else None


def renumbered(pictures: Pictures, numbers: Mapping[int, int]) -> Pictures:
    """Return the pictures with other numbers of targets."""
    worded, wordless = (tuple(numbers[each] for each in some) for some in (pictures.worded, pictures.wordless))
    return Pictures(worded, wordless)


def _says(words: str | None) -> bool:
    said = words.strip() if words else ""
    return said != "" and _NO_WORDS.fullmatch(said) is None


def _needs_words(node: Any, url: str, attributes: Mapping[str, str | None]) -> bool:
    """Within a link, whether the link says nothing else, so that nobody hears where it leads."""
    around = node.parent
    if around is not None and around.tag != "a":
        around = around.parent
    if around is not None and around.tag == "a":
        return not around.text(strip=True) and not _says(around.attributes.get("title"))
    return not _is_decoration(url, attributes)


def _is_decoration(url: str, attributes: Mapping[str, str | None]) -> bool:
    if attributes.get("alt") == "" or not url.startswith("http") or _DECORATION.search(url.lower()):
        return True
    sizes = (_PIXELS.fullmatch(attributes.get(name) or "") for name in ("width", "height"))
    return any(size is not None and int(size[1]) <= SMALL for size in sizes)
