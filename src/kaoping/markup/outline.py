"""The outline of a parsed page in one walk; compiled (`make compile`), and absent where that part is not there."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from selectolax import lexbor
from selectolax.lexbor import LexborHTMLParser

from kaoping.markup.source import WALK, built_from

try:
    from kaoping.markup import _walk

    _present = True
except ImportError:  # not compiled: whoever needs something of a page asks the tree for it
    _present = False

Carrier = str | tuple[str, dict[str, str | None]]
ANCHOR_COLUMNS = 7  # of `Outline.anchors`: start, end, carrier, then the blocks of the elements above
NONE = -1

_ANCHOR, _CARRIER, _UNSEEN, _SCRIPT, _SHEET, _TITLE, _COUNTED = (1 << bit for bit in range(7))
_ROLES = {
    "a": _ANCHOR,
    **dict.fromkeys(("area", "img", "frame", "source", "embed", "audio", "object", "link", "meta"), _CARRIER),
    **dict.fromkeys(("iframe", "video"), _CARRIER | _COUNTED),
    **dict.fromkeys(("form", "textarea", "marquee", "noscript"), _COUNTED),
    "script": _CARRIER | _UNSEEN | _SCRIPT,
    "style": _UNSEEN | _SHEET,
    "template": _UNSEEN,
    "title": _TITLE,
}
CARRIERS = ",".join(name for name, role in _ROLES.items() if role & (_ANCHOR | _CARRIER))
_KNOWN_TEXT = "a text of known length"


class Outline(NamedTuple):
    """What one walk over a page's tree saw, everything in document order.

    `text` is the text of the body, one line per text node, scripts and styles left out; `utf8` the same in UTF-8, and
    `whole` that of everything, scripts and titles as well.

    `carriers` are the elements that may lead somewhere: of an `<a>` with an address what `known` gave for that, or the
    address itself; of others tag and attributes. `fresh` tells by place among them which were not known, and the
    characters of the `<a>` as they stand, unless they are very many.

    `anchors` are the first 4,000 `<a>`, ANCHOR_COLUMNS numbers (32 bits) each: where its text begins and ends in
    `text`, looked for behind those before (start NONE: not there; what its text is then, if any, is in `astray`), its
    place among `carriers`, and the places among `blocks` of its parent and the three elements above that, each NONE
    where there is none. `blocks` are pairs of numbers: where an element's text begins and ends in `whole`. `body` is
    the place of the body among them.

    `styles` are the distinct inline styles, `scripts` and `sheets` the texts of `<script>` and `<style>`, `titles`
    those of `<title>`. `counts` tells how many forms, text areas, frames, videos and marquees there are. `captions`
    are the values of `alt` and `title`, `ids` those of `id`, one a line. `hides` says that an element is marked
    `hidden`.
    """

    text: str
    utf8: bytes
    whole: bytes
    carriers: Sequence[Any]
    fresh: Mapping[int, str]
    anchors: bytes
    blocks: bytes
    body: int
    astray: Mapping[int, str]
    styles: Sequence[str]
    scripts: Sequence[str]
    sheets: Sequence[str]
    titles: Sequence[str]
    counts: dict[str, int]
    captions: str
    ids: str
    hides: bool


def read_outline(tree: LexborHTMLParser, known: dict[str, Any]) -> Outline | None:
    """Return the outline of a parsed page; None where the compiled part is missing or there is no page.

    `known` gives what addresses of anchors are to be replaced by.
    """
    root = tree.root
    if not compiled or root is None:  # looked up at each call, so that tests can do without
        return None
    body = tree.body
    seen = _walk.walk(root.mem_id, body.mem_id if body is not None else 0, known)
    return Outline._make(seen) if seen is not None else None


def _ready() -> bool:
    """Tell the compiled part where lexbor is and what its tags are called; False where the two do not fit."""
    if not _present or not built_from(WALK, _walk.SOURCE):
        return False
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
