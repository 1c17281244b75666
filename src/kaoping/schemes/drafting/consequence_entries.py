"""The ways of writing what follows a condition: 不得分, 每处扣1分, 得4分, 50%… Each is one entry of a table.

To add a way of writing, add an entry to `ENTRIES`; the first that matches at a place is taken. Texts are tidy and in
half width when they get here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

NUMBER: Final = r"(\d+(?:\.\d+)?)"
UNITS: Final = "处个条项次篇件起例家人天日期份类种张页名宗款"


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
_NOTHING = (
    r"不得分|不计分|不给分|不予计分|不予得分|(?:得|计|记)(?:0|零)分(?!\d)|扣(?:除)?(?:全部分值|全部分数|全分|完)|全扣"
)
_WHOLE = re.compile(r"^[,，]?(?:则|即|均)?(?:年度)?(?:考核|考评|总分)")
_BEFORE_DEDUCTION = r"(?:则|再|另|各|分别|一次性|每(?:处|个|条|项|次|篇)|予以)?"
_CHANGE = "(?:扣分|扣减|扣|减|加分|加|得|奖励)?"
_AT_MOST = rf"(?:累计|合计|总计)?{_CHANGE}(?:最高|最多|至多|不超过|上限为?|封顶)(?:累计)?{_CHANGE}(?:不超过)?"
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
    Entry("N分扣完为止", re.compile(rf"[,，]{NUMBER}(分)扣完为止"), lambda found: Consequence("cap", found[1])),
    Entry(
        "N分/处",
        re.compile(rf"[,，]?(?:按|以|每)?{NUMBER}(分)/([{UNITS}])(?:的标准)?(?:扣减|扣除|扣分|扣)?"),
        lambda found: Consequence("deduct", found[1], unit=found[3]),
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
