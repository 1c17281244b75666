"""Message boards (留言公开): lists and pages of citizens' messages, with when they came, when and by whom answered."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from types import MappingProxyType
from typing import Any

import msgspec

from kaoping.facts.record import SiteRecord
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.facts.view import NO_TARGET, PageView, squeeze
from kaoping.model.outcomes import PageKind

MOST = 90
PAGES_EACH = 4  # list pages of one column
ITEMS_EACH = 30  # messages of one column, the newest
MAX_MESSAGES = 60
MAX_ROWS = 120
NEAR = 400  # characters in which a label's value stands
BOARD_NAME = re.compile(
    r"信箱|留言|来信|信件|咨询|投诉|建言|献策|问政|诉求|互动交流|政民互动|民意通道|公众参与|办理动态|百姓心声"
)
SPECIAL = re.compile(
    r"统计|须知|信访|纪检|监察|举报|检举|廉政|巡视|巡察|12388|征集|调查|访谈"
)  # channels of their own (专门渠道), and no boards
_WHO = r"(?:网民|网友|群众|市民|公众|来信|用户)?"
_LABELS = MappingProxyType(
    {
        "asked": rf"{_WHO}(?:留言|来信|写信|提问|提交|咨询|投诉|发件|信件|反映|诉求|受理|发表|问题|申请)(?:时间|日期)",
        "replied": r"(?:答复|回复|办结|回信|反馈|解答|办理|处理|公开)(?:时间|日期)",
        "unit": r"(?:答复|回复|办理|承办|处理|解答|回信|受理|反馈)(?:单位|部门|机构|人)",
        "reply": r"(?:答复|回复|办理|处理|解答|反馈|回信)(?:内容|意见|结果|情况)"
        r"|(?<=[\n\s【\[])(?:答复|回复)(?=\s{0,4}[】\]]?\s{0,4}[:：])",
        "kind": r"(?:留言|信件|来信|诉求|问题|咨询|投诉)(?:类[别型]|性质)",
        "state": r"(?:办理|处理|信件|当前|留言|回复|答复)(?:状态|进度)",
    }
)
_ANY = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()))
_HEADS: Mapping[str, "re.Pattern[str]"] = MappingProxyType(
    {
        **{name: re.compile(rf"(?:{words})") for name, words in _LABELS.items() if name != "reply"},
        "title": re.compile(r"(?:信件|留言|来信|咨询|问题|投诉|诉求)?(?:标题|主题|题目|名称)"),
        "kind": re.compile(r"(?:留言|信件|来信|诉求|问题)?(?:类[别型]|性质)"),
        "state": re.compile(r"(?:办理|处理|信件|当前|回复|答复)?(?:状态|进度)"),
        "asked": re.compile(rf"{_LABELS['asked']}|时间|日期"),
    }
)
_BEFORE = frozenset(("", *"\n [【（(|\xa0\u3000，"))
_VALUE = re.compile(r"\s{0,9}[】\]）)]?\s{0,9}[:：]?\s{0,9}")
_WHEN = re.compile(
    r"(20\d\d)\s?[-/年.]\s?(\d{1,2})\s?[-/月.]\s?(\d{1,2})日?(?:[ \t\n\xa0]*([01]?\d|2[0-3])[:：时]([0-5]\d))?"
)
_PENDING = re.compile("未(?:答复|回复|办结|处理|受理)|待(?:答复|回复|办理|处理|受理)|办理中|处理中|受理中|正在办理")
_STATISTICS = re.compile(
    r"(?:总计?收件|来信总数|(?:收到|受理)(?:留言|来信|信件|诉求)|(?:留言|来信|信件|诉求|受理)(?:总数|总量|数量)|累计(?:受理|收到|办结))"
    r"[\s:：]{0,4}\d+|(?:办结率|答复率|回复率|按时办结率)[\s:：]{0,4}\d+(?:\.\d+)?\s*%"
)


class Message(msgspec.Struct, frozen=True):
    """One message. Times are ISO, with the time of day where the page shows it; empty where it shows none.

    `reply` is the length of the answer in characters; `pending` says that the page calls it unanswered. `target` is
    that of the link from a list, NO_TARGET where there is none.
    """

    title: str
    asked: str = ""
    replied: str = ""
    unit: str = ""
    reply: int = 0
    kind: str = ""
    pending: bool = False
    target: int = NO_TARGET


class BoardPage(msgspec.Struct, frozen=True):
    """One page: a list of messages, or one message in full (`whole`). `statistics` are figures it shows of them all."""

    messages: tuple[Message, ...]
    whole: bool
    statistics: str = ""


def wanted(record: SiteRecord, pages: Pages, columns: Columns) -> Sequence[int]:
    """Lists of the columns for messages and pages linked by such a name, then the newest messages of each."""
    by_target = {page.target: number for number, page in pages.records.items()}
    boards = [column for column in columns.of_kinds(("consultation",)) if not SPECIAL.search(column.name)]
    boards.sort(key=lambda column: (-len(column.items), column.url))
    named = (target for target in record.targets if len(target.text) <= 10 and BOARD_NAME.search(target.text))
    lists = [
        by_target[target.number] for target in named if target.number in by_target and not SPECIAL.search(target.text)
    ]
    lists = [number for column in boards if column.items for number in column.pages[:PAGES_EACH]] + lists
    lists += [number for column in boards for number in column.pages[:1]]
    single: list[int] = []
    for column in boards:
        items = sorted(column.items, key=lambda item: (item.dated is not None, item.dated or 0), reverse=True)
        single += [by_target[item.target] for item in items[:ITEMS_EACH] if item.target in by_target]
    by_page = record.links.by_page()
    for number in lists:
        own = [by_target[target] for target in by_page.of(number) if target in by_target]
        single += [page for page in own if pages.kinds.get(page) is PageKind.ARTICLE][:ITEMS_EACH]
    return tuple(dict.fromkeys((*list(dict.fromkeys(lists))[: MOST // 3], *single)))


def extract(page: PageView) -> BoardPage | None:
    """Return what the page shows of messages, None where it shows nothing of them."""
    statistics = _STATISTICS.search(page.text)
    said = squeeze(statistics.group())[:80] if statistics else ""
    rows = _table_rows(page)
    if rows:
        return BoardPage(tuple(rows[:MAX_MESSAGES]), False, said)
    messages = list(islice(_written(page), MAX_MESSAGES))
    if not messages and not said:
        return None
    return BoardPage(tuple(messages), len(messages) == 1, said)


def _table_rows(page: PageView) -> list[Message]:
    """Return the messages of tables whose first row names at least a title and a time, or a time and an office."""
    for table in page.tree.css("table")[:40]:
        rows = table.css("tr")[:MAX_ROWS]
        if len(rows) < 2:
            continue
        places = _columns_of(rows[0])
        if len(places) >= 2 and {"asked", "replied"} & places.keys() and {"title", "unit", "state"} & places.keys():
            return [message for row in rows[1:] if (message := _row(page, row, places)) is not None]
    return []


def _columns_of(row: Any) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(row.css("th, td")[:12]):
        words = "".join(cell.text(strip=True).split())
        for name, pattern in _HEADS.items():
            if name not in places and pattern.fullmatch(words):
                places[name] = place
                break
    return places


def _row(page: PageView, row: Any, places: Mapping[str, int]) -> Message | None:
    cells = row.css("td")
    said = {name: squeeze(cells[place].text()) for name, place in places.items() if place < len(cells)}
    asked, replied = _moment(said.get("asked", "")), _moment(said.get("replied", ""))
    if not asked and not replied:
        return None
    link = row.css_first("a")
    seen = page.links_by_node.get(link.mem_id) if link is not None else None
    title = said.get("title") or (squeeze(link.text()) if link is not None else "")
    return Message(
        title=title[:120],
        asked=asked,
        replied=replied,
        unit=said.get("unit", "")[:40],
        kind=said.get("kind", "")[:20],
        pending=bool(_PENDING.search(said.get("state", ""))),
        target=seen.target if seen is not None else NO_TARGET,
    )


def _written(page: PageView) -> Iterator[Message]:
    """Yield messages written as labels with their values, one after the other; each begins where one came."""
    text = page.text
    found = [(m.lastgroup or "", m.start(), m.end()) for m in _ANY.finditer(text)]
    found = [each for each in found if _is_label(text, each)]
    starts = [place for place, (name, _, _) in enumerate(found) if name == "asked"]
    if not starts:
        return
    whole = len(starts) == 1
    starts[0] = 0
    for first, after in pairwise((*starts, len(found))):
        message = _message(page, found[first:after], found[after][1] if after < len(found) else len(text), whole=whole)
        if message is not None:
            yield message


def _is_label(text: str, label: tuple[str, int, int]) -> bool:
    """A label stands at the beginning of its line or behind a bracket or blank, and before a colon, bracket or line."""
    _, start, end = label
    before, after = text[max(0, start - 1) : start], text[end : end + 2].lstrip(" \xa0\u3000】])）")[:1]
    return before in _BEFORE and (after in ("", "\n", ":", "：") or after.isdigit())


def _message(page: PageView, labels: Sequence[tuple[str, int, int]], end: int, *, whole: bool) -> Message | None:
    text, values = page.text, dict[str, str]()
    for place, (name, _, after) in enumerate(labels):
        until = labels[place + 1][1] if place + 1 < len(labels) else end
        begin = _VALUE.match(text, after)
        value = text[begin.end() if begin else after : until].strip(" \n[【（(】]）)")
        if value and not values.get(name):
            values[name] = value
    asked = _moment(values.get("asked", "")[:NEAR])
    if not asked:
        return None
    at = next(start for name, start, _ in labels if name == "asked")
    title, target = (_page_title(page), NO_TARGET) if whole else _link_before(page, at)
    return Message(
        title=title[:120],
        asked=asked,
        replied=_moment(values.get("replied", "")[:NEAR]),
        unit=values.get("unit", "").split("\n")[0][:40],
        reply=len(squeeze(values.get("reply", ""))),
        kind=values.get("kind", "").split("\n")[0][:20],
        pending=bool(_PENDING.search(values.get("state", "")[:20])),
        target=target,
    )


def _page_title(page: PageView) -> str:
    return page.metas.get("articletitle") or re.split(r"\s*[-_|—–]\s*", page.title)[0]


def _link_before(page: PageView, at: int) -> tuple[str, int]:
    """Return the last link before a place of the text that is long enough to be a title."""
    for anchor in reversed(page.anchors):
        if 0 <= anchor.start < at and len(anchor.text) >= 4:
            return squeeze(anchor.text.split("\n")[0]), anchor.target
    return "", NO_TARGET


def _moment(value: str) -> str:
    match = _WHEN.search(value)
    if match is None:
        return ""
    year, month, day, hour, minute = match.groups()
    date = f"{year}-{int(month):02d}-{int(day):02d}"
    return f"{date}T{int(hour):02d}:{minute}" if hour else date
