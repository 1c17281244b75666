"""Dated links: list items of a page, each a link with the date shown beside it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kaoping.facts.view import LEVELS, NO_TARGET, Anchor, PageView, squeeze
from kaoping.facts.written_dates import WrittenDate, written_dates

SHOWS = "visible"
MAX_ITEMS = 300
MAX_BLOCK = 600  # characters of such a block; more than that is a whole list
MAX_MISSES = 20  # of the short cut for lists of nothing but links and dates, after which the page has none
MAX_TITLE = 120
NOT_TITLES = re.compile(
    r"[\[【>》»+\s]*(?:(?:网站|返回)?首页|更多|more|登录|注册|收藏|设为首页|上一[页篇条]|下一[页篇条]|打印|关闭|尾页|末页|详细)[\]】>》»+.…\s]*",
    re.IGNORECASE,
)
_NOT_FIRST = frozenset("[【>》»+网返首更MmLl登注收设上下打关尾末详")  # with one of these NOT_TITLES may begin
LONG_ENOUGH = 12  # characters; a longer text is the title of something
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
    dates = [when for when in dates if not _is_today(text, when)]
    if not dates:
        return None
    found: dict[int | str, Item] = {}
    for anchor, when in _pairs(page, dates):
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


def renumbered(items: list[Item], numbers: Mapping[int, int]) -> list[Item]:
    """Return the items with other numbers of targets."""
    numbers = {**numbers, NO_TARGET: NO_TARGET}
    return [Item(numbers[item.target], item.date, item.text) for item in items]


def _is_title(words: str) -> bool:
    if len(words) > LONG_ENOUGH:
        return True
    return len(words) >= 2 and (words[0] not in _NOT_FIRST or NOT_TITLES.fullmatch(words.replace(" ", "")) is None)


_TODAY = re.compile("今天|今日|现在|系统时间|星期")


def _is_today(text: str, when: WrittenDate) -> bool:
    """The day's date in a page head (今天是2022年3月4日 星期五) is no item's."""
    return (
        _TODAY.search(text, max(0, when.start - 6), when.start) is not None or "星期" in text[when.end : when.end + 4]
    )


def _pairs(page: PageView, dates: list[WrittenDate]) -> Iterator[tuple[Anchor, WrittenDate]]:
    text, blocks, neighbours = page.text, _Blocks(page), _Neighbours(page)
    for when in dates:
        start, end = when.start, when.end
        before, following = neighbours.of(end)
        if following is not None and following.start <= start:
            if not _is_all(following.text, text[start:end]) and _at_edge(following, when):
                yield following, when
            continue
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


class _Neighbours:
    """Finds the links next to places of the text, which are asked for in order.

    Page numbers are none; their place may have been found within a date.
    """

    def __init__(self, page: PageView) -> None:
        self._page = page
        self._ends = page.anchor_ends
        self._position = 0  # of the first anchor that ends where the place last asked for does, or behind it
        self._before: Anchor | None = None
        self._following: Anchor | None = None
        self._looked = 0  # up to here for the following one

    def of(self, end: int) -> tuple[Anchor | None, Anchor | None]:
        """Return the last link that ends before `end`, and the one after that."""
        position = bisect_left(self._ends, end, self._position)
        before = self._first(range(position - 1, self._position - 1, -1))
        if before is not None:
            self._before = before
        self._position = position
        following = self._following
        if following is None or following.place < position:
            following = self._following = self._first(range(max(position, self._looked), len(self._ends)))
            self._looked = following.place + 1 if following is not None else len(self._ends)
        return self._before, following

    def _first(self, places: Iterable[int]) -> Anchor | None:
        """Return the first link among the anchors at `places`."""
        for anchor in map(self._page.anchor, places):
            if anchor.start >= 0 and not anchor.text.isdigit():
                return anchor
        return None


class _Blocks:
    """Finds which of two neighbouring links shares the smaller block with a date."""

    def __init__(self, page: PageView) -> None:
        self._page = page
        self._page_text = page.text
        self._misses = 0
        self._habit: tuple[bool, int] | None = None  # side and level of the date before: lists are regular

    def owner(self, when: WrittenDate, before: Anchor | None, after: Anchor | None) -> Anchor | None:
        """Return the link that a date belongs to, or None; `before` and `after` are its neighbours."""
        start, end = when.start, when.end
        if self._habit is not None:
            date_first, level = self._habit
            usual = after if date_first else before
            if usual is not None:
                if self._fill(usual, level, start if date_first else usual.start, usual.end if date_first else end):
                    return usual
                if self._distance(self._page_text[start:end], usual, date_first=date_first) == level:
                    return usual
                if self._page.stands_in_body(usual):
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

    def _fill(self, anchor: Anchor, level: int, start: int, end: int) -> bool:
        """Whether link and date, from `start` to `end`, are all that their block holds: true of most lists."""
        if end - start > MAX_BLOCK or self._misses > MAX_MISSES:
            return False
        if self._page.text_above(anchor, level, end - start) == self._page_text[start:end]:
            return True
        self._misses += 1
        return False

    def _side_by_side(self, when: WrittenDate, anchor: Anchor) -> bool:
        """Whether nothing stands between link and date: broken tables leave both in the body itself, without rows."""
        first, last = sorted(((anchor.start, anchor.end), (when.start, when.end)))
        return not self._page_text[first[1] : last[0]].strip()

    def _distance(self, shown: str, anchor: Anchor, *, date_first: bool) -> int | None:
        """Levels from the link up to the block in which the date stands on the expected side, or None."""
        words = anchor.text
        for level in range(LEVELS):
            block = self._page.text_above(anchor, level, MAX_BLOCK + len(words))
            if block is None:
                return None
            at = block.find(shown)
            if at < 0:
                continue
            own = block.find(words)
            if date_first:
                return level if at < own else None
            return level if block.find(shown, own + len(words)) >= 0 else None
        return None
