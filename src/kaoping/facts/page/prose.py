"""How much a page says: length of its text, and marks of its lines, by which what is shared by all pages can be told."""

import re
from zlib import crc32

import msgspec

from kaoping.facts.view import PageView

MAX_LINES = 400
PLACEHOLDERS = re.compile(
    r"(?:暂无|没有|尚无)(?:相关|任何|符合条件的?)?(?:内容|信息|数据|记录|资料|文章|结果)|(?:栏目|内容|页面)?(?:正在)?(?:建设|更新|完善|维护|整理)中"
    r"|敬请期待|没有找到相关"
)


class Prose(msgspec.Struct, frozen=True):
    """`length` counts the characters of the page's text. `lines` are CRC-32 marks of its lines in order (at most
    MAX_LINES), four bytes each, and `widths` their lengths (255 = that or more). `placeholder` is a phrase such as
    暂无内容 when the page shows one. `media` counts pictures, videos, frames and form fields.
    """

    length: int
    lines: bytes
    widths: bytes
    placeholder: str = ""
    media: int = 0


def extract(page: PageView) -> Prose:
    """Return the measure of a page's text."""
    text = page.text
    lines = text.split("\n", MAX_LINES)[:MAX_LINES]
    marks = b"".join(crc32(line.encode("utf-8", "replace")).to_bytes(4, "big") for line in lines)
    empty = PLACEHOLDERS.search(text) if len(text) < 20_000 else None
    html = page.lower
    media = sum(html.count(tag) for tag in (b"<img", b"<video", b"<iframe", b"<embed", b"<textarea", b"<object"))
    return Prose(len(text), marks, bytes(min(len(line), 255) for line in lines), empty.group() if empty else "", media)
