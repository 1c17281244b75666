"""Tells pictures of a page's content (photographs, charts, scanned pages) from those of its frame and decoration."""

import re
from typing import Any

MAX_CLIMB = 12
SMALLEST = 60  # pixels; a narrower picture is an icon
_FRAME = re.compile(r"foot|nav|menu|head|crumb|search|copyright|friend|banner|logo", re.IGNORECASE)
_DECORATION = re.compile(
    r"logo|banner|icon|search|gongan|beian|ga\b|jiucuo|conac|red\.png|qr|ewm|erweima|weixin|wx\d|weibo|btn|button|bg\.|"
    r"arrow|line|dot|top\.|bottom|home|print|share|blank|spacer|biaoyu|sous|\.svg",
    re.IGNORECASE,
)


def in_frame(node: Any) -> bool:
    """Whether an element stands in a page's head, navigation or footer, as their names tell."""
    for _ in range(MAX_CLIMB):
        if node is None or node.tag in ("body", "html"):
            return False
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if node.tag in ("header", "footer", "nav") or _FRAME.search(names):
            return True
        node = node.parent
    return False


def is_content(image: Any) -> bool:
    """Whether an `<img>` belongs to the content."""
    return not is_decoration(image) and not in_frame(image)


def is_decoration(image: Any) -> bool:
    """Whether an `<img>` is an icon, a button, a logo or the like, as its file and size tell."""
    attributes = image.attributes
    width = (attributes.get("width") or "").removesuffix("px")
    source = (attributes.get("src") or attributes.get("data-src") or "").rsplit("/", 1)[-1]
    return not source or _DECORATION.search(source) is not None or (width.isdigit() and int(width) < SMALLEST)
