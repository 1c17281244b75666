"""Labels single pages most of whose pictures say nothing: looks at the `<img>` of the source.

Left out are, outside of links, pictures called decoration (`alt=""`) and those no wider or higher than 40 pixels, and
within links those beside words of the link. A page is faulty where more than a fifth of the rest has no words.
"""

import html
import re
from pathlib import Path

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

CHECKS = ("image-alt",)
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|textarea|noscript|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"<a\b[^>]*>(?:(?!<a\b).)*?</a\s*>", re.DOTALL | re.IGNORECASE)
_IMG = re.compile(r"<img\b((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.IGNORECASE)
_PART = re.compile(
    r"""(?<![\w-])(src|alt|title|width|height)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
_FILE = re.compile(r"[^/]*\.(?:jpe?g|png|gif|bmp|webp|tiff?)|图片|图像|image|img", re.IGNORECASE)
_SHARE = 5


def labels(_check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return whether most pictures of a single page say nothing; pages without pictures are no sample."""
    if not folder.is_file():
        return {}
    source = _UNSEEN.sub(" ", source_text(folder.read_bytes()))
    worded: dict[int, bool] = {}  # places of pictures within a link, with whether the link says something else
    for link in _LINK.finditer(source):
        worded |= dict.fromkeys(_pictures(link), bool(_TAG.sub("", link.group()).strip()))
    counted: dict[str, bool] = {}
    for place, values in _pictures_of(source):
        said = any(_says(values.get(name, "")) for name in ("alt", "title"))
        needed = not worded[place] if place in worded else not _decoration(values)
        if values.get("src") and (said or needed):
            counted[values["src"]] = said and counted.get(values["src"], True)
    if not counted:
        return {}
    wordless = sum(not said for said in counted.values())
    return {"/": Truth.FAULT if wordless * _SHARE > len(counted) else Truth.CLEAN}


def locus(_check: str, told: str) -> str:
    """The locus is the page."""
    return told


def _pictures(link: re.Match[str]) -> list[int]:
    return [link.start() + image.start() for image in _IMG.finditer(link.group())]


def _pictures_of(source: str) -> list[tuple[int, dict[str, str]]]:
    return [
        (image.start(), {name.lower(): html.unescape(a or b or c) for name, a, b, c in _PART.findall(image[1])})
        for image in _IMG.finditer(source)
    ]


def _says(words: str) -> bool:
    return bool(words.strip()) and not _FILE.fullmatch(words.strip())


def _decoration(values: dict[str, str]) -> bool:
    small = any(values.get(name, "").removesuffix("px").isdigit() and int(values[name].removesuffix("px")) <= 40
                for name in ("width", "height"))  # fmt: skip
    return values.get("alt") == "" or small or values["src"].startswith(("data:", "javascript:", "file:"))
