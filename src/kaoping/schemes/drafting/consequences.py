"""The small grammar of what follows: 不得分, 每处扣1分, 得4分, 50%… Each pattern is one entry of a table.

A criterion is read as conditions, each followed by its consequence. To add a way of writing, add an entry to `ENTRIES`;
the first entry that matches at a place is taken.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

NUMBER = r"(\d+(?:\.\d+)?)"
_UNITS = "处个条项次篇件起例家人天日期份类种张页名宗款"
_VERB = "(?P<verb>发现|出现|存在|查出|有|缺少|缺失|缺|少|被|超过|超|逾期|延迟|迟|漏|错|下降|降低|增加|高|低|多)?"
_MORE = "(?P<more>[^,;。]{0,24})$"
# 每被通报一个网站, 每发现一处, 每处; and, at the start of a clause, 发现1条未报送的
_EACH: Final = (
    re.compile(rf"(?:每|各){_VERB}(?P<rest>[^,;。每]{{0,40}}?)[一1](?P<unit>[{_UNITS}]){_MORE}"),
    re.compile(rf"(?:每|各){_VERB}(?P<rest>[^,;。每]{{0,6}}?)(?P<unit>[{_UNITS}]){_MORE}"),
    re.compile(
        rf"(?:^|[,;。])(?:如)?(?:发现|出现|存在|有)?[一1](?P<unit>[{_UNITS}])(?!工作日|月|小时|季度|自然日)"
        r"(?P<more>[^,;。]{0,20}(?:未|不|超|错|缺|没|无|违|逾|漏)[^,;。]{0,20})(?:,[^,;。]{2,20})?$"
    ),
    re.compile(rf"[一1](?P<unit>个月|[{_UNITS.replace('天', '').replace('日', '')}])(?P<more>)$"),
)
_UNDERSTOOD: Final = 8  # a condition shorter than this, such as 4-5名, leans on the one before
_NO_SUBJECT: Final = re.compile(r"[\d一二三四五六七八九十第前后]")
_SEPARATORS: Final = " ,;。:、\n"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What happens under a condition. `kind`: zero, deduct, award, portion, cap, benchmark, until."""

    kind: str
    amount: str = ""  # in points or, ending with %, of the leaf's points
    condition: str = ""
    unit: str = ""  # 处, 个…: it happens for each; empty: once
    items: bool = False
    inner: bool = False  # stands in brackets and qualifies what follows
    whole: bool = False  # 考核不得分: it is the whole assessment that gets nothing
    text: str = ""  # everything since the consequence before
    start: int = 0  # where its own words begin, and where they end
    end: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A way of writing a consequence: a pattern, and what it says."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Consequence]


def _amount(found: re.Match[str]) -> str:
    return found[1] + ("%" if found[2] == "%" else "")


_OF_ITEM = r"(?:(?:本|该)?(?:项|指标)?(?:的)?(?:权重|分值|总分|得分)的?|(?:本|该)(?:项|指标)的?)?"
_THIS = r"(?:该|本|此)?(?:项|指标|部分)?(?:指标|项|部分)?(?:(?:年度)?(?:考核|考评)|总分)?"
_NOTHING = r"不得分|不计分|不给分|不予计分|不予得分|(?:得|计|记)(?:0|零)分(?!\d)|扣(?:除)?(?:全部分值|全部分数|全分|完)"
_WHOLE = re.compile(r"^[,，]?(?:则|即|均)?(?:年度)?(?:考核|考评|总分)")
_BEFORE_DEDUCTION = r"(?:则|再|另|各|分别|一次性|每(?:处|个|条|项|次|篇)|予以)?"
_AT_MOST = (
    r"(?:累计|合计|总计)?(?:最高|最多|至多|不超过|上限(?:为)?)(?:累计)?(?:扣分|扣减|扣|减|加分|加|得|奖励)?(?:不超过)?"
)
ENTRIES: Final = (
    Entry(
        "扣完为止",
        re.compile(r"[,，]?(?:直至|直到)?扣(?:完|至)[^,;。%]{0,8}为止|[,，]?扣完为限"),
        lambda _: Consequence("until"),
    ),
    Entry(
        "最多N分",
        re.compile(rf"[,，]?{_AT_MOST}{NUMBER}(分|%)(?:为止)?"),
        lambda found: Consequence("cap", _amount(found)),
    ),
    Entry(
        "共N%",
        re.compile(rf"[,，]?(?:共计|共|合计){NUMBER}(%)"),
        lambda found: Consequence("portion", _amount(found)),
    ),
    Entry(
        "不得分",
        re.compile(rf"[,，]?(?:则|即|均|一律|直接)?{_THIS}(?:均|则|即|一律)?(?:{_NOTHING})"),
        lambda found: Consequence("zero", whole=_WHOLE.search(found[0]) is not None),
    ),
    Entry(
        "扣N分",
        re.compile(rf"[,，]?{_BEFORE_DEDUCTION}(?:倒扣|扣减|扣除|扣|减去|减){_OF_ITEM}{NUMBER}(分|%)"),
        lambda found: Consequence("deduct", _amount(found)),
    ),
    Entry(
        "加N分",
        re.compile(rf"[,，]?(?:则|再|另|各|可)?(?:奖励|加|奖){NUMBER}(分)"),
        lambda found: Consequence("award", found[1]),
    ),
    Entry(
        "得N分",
        re.compile(rf"[,，]?(?:则|只|仅|可|再|另|各)?(?:得|计|给|记|赋)(?:分值的|权重的|本项的)?{NUMBER}(分|%)"),
        lambda found: Consequence("award", _amount(found)),
    ),
    Entry("满分", re.compile(r"[,，]?(?:则|可|即)?(?:得|计|给|为)满分"), lambda _: Consequence("award", "100%")),
    Entry(
        "标杆法",
        re.compile(r"\(?按照?标杆(?:法|值)?(?:进行)?(?:赋分|计分|评分|打分)?\)?"),
        lambda _: Consequence("benchmark"),
    ),
    Entry(
        "N%",
        re.compile(rf"(?:(?<=[,，)的])|[,，]\s*)(?:占|占比|只得|权重)?{NUMBER}(%)(?=\s*(?:[;,。.(\n]|$))"),
        lambda found: Consequence("portion", _amount(found)),
    ),
    Entry("(N%)", re.compile(rf"\({NUMBER}(%)\)"), lambda found: Consequence("portion", _amount(found))),
)
_ANY: Final = re.compile("|".join(f"(?P<e{number}>{entry.pattern.pattern})" for number, entry in enumerate(ENTRIES)))
_BARE_EACH = re.compile(rf"每(?:发现|出现|存在)?一?[{_UNITS}]\s*{NUMBER}(分|%)")


def consequences(text: str) -> tuple[list[Consequence], str]:
    """Read all consequences of a tidy text that `completed` has seen, in order, and what stands after the last one."""
    found: list[Consequence] = []
    start = 0
    for match in _ANY.finditer(text):
        number = int(next(name for name, value in match.groupdict().items() if value is not None)[1:])
        entry = ENTRIES[number]
        own = entry.pattern.search(text, match.start())
        assert own is not None
        said = replace(entry.read(own), text=text[start : match.start()], start=match.start(), end=match.end())
        found.append(_linked(_with_condition(said, match[0]), found))
        start = match.end()
    return found, stripped(text[start:].strip(".)"))


def completed(text: str) -> str:
    """Put in the word for taking away where it was forgotten: 每发现一个5%."""
    return _BARE_EACH.sub(lambda found: f"{found[0][: found.start(1) - found.start()]}扣{found[1]}{found[2]}", text)


def _with_condition(said: Consequence, words: str) -> Consequence:
    """Add the condition that stands before a consequence, and whether it is for each."""
    condition = re.split(r"[;。\n]", said.text.rstrip(_SEPARATORS))[-1]
    inner = condition.count("(") > condition.count(")")
    if inner:
        condition = condition.rpartition("(")[2]
    condition = stripped(condition)
    each = next((found for pattern in _EACH if (found := pattern.search(condition))), None)
    own_unit = re.search(rf"每([{_UNITS}])", words)
    items = "存在该问题" in condition
    if each is None:
        return replace(said, condition=condition, unit=own_unit[1] if own_unit else "", items=items, inner=inner)
    about = _about(condition[: each.start()], each)
    return replace(said, condition=about, unit=each["unit"], items=items, inner=inner)


def _linked(said: Consequence, before: list[Consequence]) -> Consequence:
    """A condition that begins with 且 adds to the one before; one of a few words is understood from it."""
    last = next((each.condition for each in reversed(before) if each.condition and "承上句" not in each.condition), "")
    if not last or said.inner:
        return said
    if said.condition.startswith(("且", "并且", "同时")):
        return replace(said, condition=f"{last},{said.condition}")
    short = len(said.condition) < _UNDERSTOOD and _NO_SUBJECT.match(said.condition) and said.kind != "portion"
    return (
        replace(said, condition=f"{said.condition.removesuffix('的')}(承上句:{last.removesuffix('的')})")
        if short
        else said
    )


def _about(lead: str, each: re.Match[str]) -> str:
    """The condition without the words for each: what is counted."""
    groups = each.groupdict()
    verb, rest, more = groups.get("verb") or "", groups.get("rest") or "", groups["more"] or ""
    if verb in ("少", "缺", "缺少") and not rest and not more:
        return f"{stripped(lead)}缺少"
    plain = not rest and (len(more) < 3 or "存在该问题" in more)
    detail = "" if plain and verb in ("", "发现", "出现", "存在", "查出", "有") else f"{verb}{rest}{more}"
    about = stripped(f"{stripped(lead)},{detail}")
    return "缺少" if about in ("缺", "少") else about


def stripped(text: str) -> str:
    """Return the text without separators at its ends, and without brackets that have lost their other half."""
    bare = text.strip(_SEPARATORS)
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].strip(_SEPARATORS)
    while bare.startswith(")"):
        bare = bare[1:].strip(_SEPARATORS)
    return f"{bare})" if bare.count("(") > bare.count(")") else bare
