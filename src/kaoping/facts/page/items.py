"""Dated links: list items of a page, each a link with the date shown beside it."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from kaoping.facts.view import NO_TARGET, Anchor, PageView, node_text, squeeze
from kaoping.facts.written_dates import WrittenDate, written_dates

SHOWS = "visible"
MAX_ITEMS = 300
MAX_CLIMB = 4  # levels from a link to the block that also holds its date
MAX_BLOCK = 600  # characters of such a block; more than that is a whole list
MAX_MISSES = 20  # of the short cut for lists of nothing but links and dates, after which the page has none
MAX_TITLE = 120
NOT_TITLES = re.compile(
    r"[\[【>》»+\s]*(?:(?:网站|返回)?首页|更多|more|登录|注册|收藏|设为首页|上一[页篇条]|下一[页篇条]|打印|关闭|尾页|末页|详细)[\]】>》»+.…\s]*",
    re.IGNORECASE,
)
_NOT_FIRST = frozenset("[【>》»+网返首更MmLl登注收设上下打关尾末详")  # with one of these NOT_TITLES may begin
LONG_ENOUGH = 12  # characters; a longer text is the title of something
BODY = LexborHTMLParser("<body>").css("body")[0].tag_id  # the parser's number of this element
NEAR = 1_500  # characters between a date and a link that could belong to it


class Item(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One list item: number of the link's target, its date (see `WrittenDate.iso`) and its text.

    The target is NO_TARGET where the link is not one that can be followed (`javascript:`).
    """

    target: int
    date: str
    text: str

    @property
    def key(self) -> int | str:
        """What tells this item from others of the site: its target, or its text where it leads nowhere."""
        return self.text if self.target == NO_TARGET else self.target


def extract(page: PageView) -> list[Item] | None:
    """Return the page's dated links in document order, one per target; None when it has none."""
    text = page.text
    dates = written_dates(text, page.shape)
    if any(word[0] in text and word in text for word in _TODAY):  # one character is found faster
        dates = [when for when in dates if not _is_today(text, when)]
    if not dates:
        return None
    # Page numbers are no items; their place may have been found within a date.
    anchors = [anchor for anchor in page.anchors if anchor.start >= 0 and not anchor.text.isdigit()]
    found: dict[int | str, Item] = {}
    for anchor, when in _pairs(text, anchors, dates):
        title = squeeze(anchor.text)
        if not _is_title(title):
            continue
        target, title = anchor.target, title[:MAX_TITLE]
        key = title if target == NO_TARGET else target
        if key not in found:
            found[key] = Item(target, when.iso, title)
            if len(found) >= MAX_ITEMS:
                break
    return list(found.values()) or None


def _is_title(words: str) -> bool:
    if len(words) > LONG_ENOUGH:
        return True
    return len(words) >= 2 and (words[0] not in _NOT_FIRST or NOT_TITLES.fullmatch(words.replace(" ", "")) is None)


_TODAY = ("今天", "今日", "现在", "系统时间", "星期")


def _is_today(text: str, when: WrittenDate) -> bool:
    """The day's date in a page head (今天是2022年3月4日 星期五) is no item's."""
    before, after = text[max(0, when.start - 6) : when.start], text[when.end : when.end + 4]
    return any(word in before for word in _TODAY) or "星期" in after


def _pairs(text: str, anchors: list[Anchor], dates: list[WrittenDate]) -> Iterator[tuple[Anchor, WrittenDate]]:
    blocks = _Blocks(text)
    position, count = 0, len(anchors)
    for when in dates:
        start, end = when.start, when.end
        while position < count and anchors[position].end < end:
            position += 1
        following = anchors[position] if position < count else None
        if following is not None and following.start <= start:
            if not _is_all(following.text, text[start:end]) and _at_edge(following, when):
                yield following, when
            continue
        before = anchors[position - 1] if position else None
        if before is not None and start - before.end > NEAR:
            before = None
        if following is not None and following.start - end > NEAR:
            following = None
        owner = blocks.owner(when, before, following)
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

    def __init__(self, text: str) -> None:
        self._page_text = text
        self._misses = 0
        self._texts: dict[int, str] = {}
        self._habit: tuple[bool, int] | None = None  # side and level of the date before: lists are regular

    def owner(self, when: WrittenDate, before: Anchor | None, after: Anchor | None) -> Anchor | None:
        """Return the link that a date belongs to, or None; `before` and `after` are its neighbours."""
        start, end = when.start, when.end
        if self._habit is not None:
            date_first, level = self._habit
            usual = after if date_first else before
            if usual is not None:
                if self._fill(
                    usual.node, level, start if date_first else usual.start, usual.end if date_first else end
                ):
                    return usual
                if self._distance(self._page_text[start:end], usual, date_first=date_first) == level:
                    return usual
                if usual.node.parent is not None and usual.node.parent.tag_id == BODY:
                    return usual if self._side_by_side(when, usual) else None
        shown = self._page_text[start:end]
        left = self._distance(shown, before, date_first=False) if before else None
        right = self._distance(shown, after, date_first=True) if after else None
        if left is None and right is None:
            return None
        if left is None or (right is not None and right < left):
            self._habit = (True, right or 0)
            return after
        self._habit = (False, left)
        return before

    def _fill(self, node: Any, level: int, start: int, end: int) -> bool:
        """Whether link and date, from `start` to `end`, are all that their block holds: true of most lists."""
        if end - start > MAX_BLOCK or self._misses > MAX_MISSES:
            return False
        node = node.parent
        while level and node is not None:
            node, level = node.parent, level - 1
        if node is not None and node_text(node) == self._page_text[start:end]:
            return True
        self._misses += 1
        return False

    def _side_by_side(self, when: WrittenDate, anchor: Anchor) -> bool:
        """Whether nothing stands between link and date: broken tables leave both in the body itself, without rows."""
        first, last = sorted(((anchor.start, anchor.end), (when.start, when.end)))
        return not self._page_text[first[1] : last[0]].strip()

    def _distance(self, shown: str, anchor: Anchor, *, date_first: bool) -> int | None:
        """Levels from the link up to the block in which the date stands on the expected side, or None."""
        node, words = anchor.node, anchor.text
        whole = len(self._page_text) > MAX_BLOCK + len(words)
        for level in range(MAX_CLIMB):
            node = node.parent
            if node is None or (whole and node.tag_id == BODY):
                return None  # all of the page, whose text need not be read to know that it is too long
            block = self._text(node)
            if len(block) > MAX_BLOCK + len(words):
                return None
            at = block.find(shown)
            if at < 0:
                continue
            own = block.find(words)
            if date_first:
                return level if at < own else None
            return level if block.find(shown, own + len(words)) >= 0 else None
        return None

    def _text(self, node: Any) -> str:
        key: int = node.mem_id
        text = self._texts.get(key)
        if text is None:
            text = node_text(node)
            if len(text) > MAX_BLOCK * 4:
                text = text[: MAX_BLOCK * 4]
            self._texts[key] = text
        return text
