"""Dated links: list items of a page, each a link with the date shown beside it."""

from collections.abc import Iterator

import msgspec

from kaoping.facts.view import Anchor, PageView, node_text
from kaoping.facts.written_dates import WrittenDate, written_dates
from kaoping.model.pages import LinkKind

MAX_ITEMS = 300
MAX_CLIMB = 4  # levels from a link to the block that also holds its date
MAX_BLOCK = 600  # characters of such a block; more than that is a whole list
MAX_TITLE = 120
NEAR = 1_500  # characters between a date and a link that could belong to it


class Item(msgspec.Struct, frozen=True, array_like=True):
    """One list item: number of the link's target, its date (see `WrittenDate.iso`) and its text."""

    target: int
    date: str
    text: str


def extract(page: PageView) -> list[Item] | None:
    """Return the page's dated links in document order, one per target; None when it has none."""
    dates = written_dates(page.text)
    if not dates:
        return None
    anchors = [
        anchor for anchor in page.anchors if anchor.start >= 0 and anchor.kind in (LinkKind.LINK, LinkKind.ATTACHMENT)
    ]
    found: dict[int, Item] = {}
    for anchor, when in _pairs(page.text, anchors, dates):
        title = anchor.text.replace("\n", " ")
        if len(title) >= 4 or anchor.target not in found:
            found.setdefault(anchor.target, Item(anchor.target, when.iso, title[:MAX_TITLE]))
        if len(found) >= MAX_ITEMS:
            break
    return list(found.values()) or None


def _pairs(text: str, anchors: list[Anchor], dates: list[WrittenDate]) -> Iterator[tuple[Anchor, WrittenDate]]:
    blocks = _Blocks()
    position = 0
    for when in dates:
        while position < len(anchors) and anchors[position].end < when.end:
            position += 1
        following = anchors[position] if position < len(anchors) else None
        if following is not None and following.start <= when.start:
            if not _is_all(following.text, text[when.start : when.end]) and _at_edge(following, when):
                yield following, when
            continue
        before = anchors[position - 1] if position else None
        if before is not None and when.start - before.end > NEAR:
            before = None
        if following is not None and following.start - when.end > NEAR:
            following = None
        owner = blocks.owner(text[when.start : when.end], before, following)
        if owner is not None:
            yield owner, when


def _is_all(words: str, shown: str) -> bool:
    """A link that is nothing but a date is a calendar cell, not an item."""
    return len(words.strip("[]()（）【】 ")) <= len(shown)


def _at_edge(anchor: Anchor, when: WrittenDate) -> bool:
    """Inside a link a date belongs to the item when it stands at its beginning or end, not within a headline."""
    head, tail = when.start - anchor.start, anchor.end - when.end
    return head <= 2 or tail <= 2 or (when.year == 0)


class _Blocks:
    """Finds which of two neighbouring links shares the smaller block with a date."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def owner(self, shown: str, before: Anchor | None, after: Anchor | None) -> Anchor | None:
        left = self._distance(shown, before, date_first=False) if before else None
        right = self._distance(shown, after, date_first=True) if after else None
        if left is None or right is None:
            return before if left is not None else after if right is not None else None
        return before if left <= right else after

    def _distance(self, shown: str, anchor: Anchor, *, date_first: bool) -> int | None:
        """Levels from the link up to the block in which the date stands on the expected side, or None."""
        node = anchor.node
        for level in range(MAX_CLIMB):
            node = node.parent
            if node is None or node.tag in ("body", "html"):
                return None
            block = self._text(node)
            if len(block) > MAX_BLOCK + len(anchor.text):
                return None
            at, own = block.find(shown), block.find(anchor.text)
            if at < 0 or own < 0:
                continue
            if date_first:
                return level if at < own else None
            return level if block.find(shown, own + len(anchor.text)) >= 0 else None
        return None

    def _text(self, node: object) -> str:
        key = node.mem_id  # type: ignore[attr-defined]  # the parser's element
        if key not in self._texts:
            self._texts[key] = node_text(node)[: MAX_BLOCK * 4]
        return self._texts[key]
