"""How much a page says: length of its text, and marks of its lines, to tell what all pages share."""

import re
from typing import Any

import msgspec

from kaoping.facts.view import PageView
from kaoping.markup.scanning import holds, line_marks

SHOWS = "visible"
MAX_LINES = 400
LARGE = 200  # pixels; the height from which a frame is made for reading
SHORT = 3_000  # characters; a longer page says something, whatever stands among it
_HINTS = ("暂无", "没有", "尚无", "建设中", "更新中", "完善中", "维护中", "整理中", "敬请期待")
_PLACEHOLDER = re.compile(
    r"(?:暂无|没有|尚无)(?:相关|任何|符合条件的?)?(?:内容|信息|数据|记录|资料|文章|结果)|(?:建设|更新|完善|维护|整理)中|敬请期待"
)
_HEIGHT = re.compile(r"(?<![-\w])height\s*:\s*(\d{1,5})px", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,5})(?:px)?\s*$")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FILLING = (
    ".ajax(", "$.get(", "$.post(", "getJSON(", "fetch(", "XMLHttpRequest", "axios", "new Vue", ".load(", "createApp(",
    "layui.use", "jpage", "datastore",
)  # fmt: skip


class Prose(msgspec.Struct, frozen=True):
    """`length` counts the characters of the page's text.

    `lines` are CRC-32 marks of its lines in order (at most MAX_LINES) as unsigned 32-bit numbers, `widths` their
    lengths in UTF-8 bytes as unsigned 16-bit numbers. `placeholder` is a phrase such as 暂无内容 when the page shows
    one. `media` counts pictures, videos, frames and text fields. `scripted` says of a short page that a script or
    frame may fill it, which a static look does not see; `framed`, that a frame as large as a text stands on it.
    """

    length: int
    lines: bytes
    widths: bytes
    placeholder: str = ""
    media: int = 0
    scripted: bool = False
    framed: bool = False


def extract(page: PageView) -> Prose:
    """Return the measure of a page's text."""
    text = page.text
    marks, widths = line_marks(page.utf8, MAX_LINES)
    short = len(text) < SHORT
    empty = _PLACEHOLDER.search(text) if short and any(hint in text for hint in _HINTS) else None
    media = len(page.pictures) + sum(map(page.count, ("iframe", "video", "textarea")))
    scripted = short and _may_be_filled(page)
    framed = scripted and any(map(_is_large, page.parts.get("iframe", ())))
    return Prose(len(text), marks, widths, empty.group() if empty else "", media, scripted, framed)


def _is_large(frame: Any) -> bool:
    """Whether a frame is made for reading: those for counters and weather are lower, hidden ones are not seen."""
    attributes = frame.attributes
    style = attributes.get("style") or ""
    said = _HEIGHT.search(style) or _PIXELS.match(attributes.get("height") or "")
    return said is not None and int(said[1]) >= LARGE and not _HIDDEN.search(style)


def _may_be_filled(page: PageView) -> bool:
    return page.count("iframe") > 0 or holds(page.html, b"{{") or any(hint in page.scripts for hint in _FILLING)
