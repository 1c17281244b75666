"""The outline of a parsed page in one walk; compiled (`make compile`), and absent where that part is not there."""

from collections.abc import Sequence
from typing import NamedTuple

from selectolax import lexbor
from selectolax.lexbor import LexborHTMLParser

from kaoping.markup.source import source_digest

try:
    from kaoping.markup import _walk

    _present = True
except ImportError:  # not compiled: whoever needs something of a page asks the tree for it
    _present = False

Carrier = str | tuple[str, dict[str, str | None]]

_ANCHOR, _CARRIER, _UNSEEN, _SCRIPT, _SHEET, _TITLE, _COUNTED = (1 << bit for bit in range(7))
_ROLES = {
    "a": _ANCHOR,
    **dict.fromkeys(("area", "img", "frame", "source", "embed", "audio", "object", "link", "meta"), _CARRIER),
    **dict.fromkeys(("iframe", "video"), _CARRIER | _COUNTED),
    **dict.fromkeys(("form", "textarea", "marquee"), _COUNTED),
    "script": _CARRIER | _UNSEEN | _SCRIPT,
    "style": _UNSEEN | _SHEET,
    "template": _UNSEEN,
    "title": _TITLE,
}
CARRIERS = ",".join(name for name, role in _ROLES.items() if role & (_ANCHOR | _CARRIER))
_KNOWN_TEXT = "a text of known length"


class Outline(NamedTuple):
    """What one walk over a page's tree saw, everything in document order.

    `text` is the text of the body, one line per text node, scripts and styles left out. `carriers` are the elements
    that may lead somewhere: the address alone of an `<a>` that has one, tag and attributes of others. `anchors` are
    the texts of the first 4,000 `<a>`, `anchor_places` where they stand in `text`, each looked for behind the one
    before (-1: not there), `anchor_carriers` their places among `carriers` (-1: none). `styles` are the distinct
    inline styles, `scripts` and `sheets` the texts of `<script>` and `<style>`, `titles` those of `<title>`. `counts`
    tells how many forms, text areas, frames, videos and marquees there are. `captions` are the values of `alt` and
    `title`, `ids` those of `id`, one a line.
    """

    text: str
    carriers: Sequence[Carrier]
    anchors: Sequence[str]
    anchor_places: Sequence[int]
    anchor_carriers: Sequence[int]
    styles: Sequence[str]
    scripts: Sequence[str]
    sheets: Sequence[str]
    titles: Sequence[str]
    counts: dict[str, int]
    captions: str
    ids: str


def read_outline(tree: LexborHTMLParser) -> Outline | None:
    """Return the outline of a parsed page; None where the compiled part is missing or there is no page."""
    root = tree.root
    if not compiled or root is None:  # looked up at each call, so that tests can do without
        return None
    body = tree.body
    seen = _walk.walk(root.mem_id, body.mem_id if body is not None else 0)
    return Outline._make(seen) if seen is not None else None


def _ready() -> bool:
    """Tell the compiled part where lexbor is and what its tags are called; False where the two do not fit."""
    if not _present or source_digest() not in ("", _walk.SOURCE):
        return False  # or compiled from another source than this one
    page = LexborHTMLParser(f"<a style=x href=x id=x alt=x title=x>{_KNOWN_TEXT}</a>")
    known = page.css("a")[0].first_child
    tags = {LexborHTMLParser("").create_node(name).tag_id: (name, role) for name, role in _ROLES.items()}
    if known is None:
        return False
    try:
        _walk.learn(lexbor.__file__, known.mem_id, _KNOWN_TEXT.encode(), tags)
    except ImportError:
        return False
    return True


compiled = _ready()
