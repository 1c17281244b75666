"""Reads the rule of an indicator from its criterion, and says how sure the reading is."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kaoping.schemes.drafting.consequence_entries import Consequence
from kaoping.schemes.drafting.consequences import completed, consequences
from kaoping.schemes.drafting.criterion_text import CriterionText, Item, take_apart, without_own_points
from kaoping.schemes.drafting.drafted import (
    Award,
    Benchmark,
    Confidence,
    Deduct,
    Full,
    Line,
    Manual,
    Open,
    Panel,
    Reading,
    measures_of,
)
from kaoping.schemes.drafting.plain_text import for_display
from kaoping.schemes.drafting.portions import read_share
from kaoping.schemes.drafting.questions import Questions
from kaoping.schemes.drafting.whole_rules import read_whole

_SCORING = re.compile(r"扣\d|扣分|得分|不得|\d分|\d%|加分|减分|赋分|计分")
_AMOUNT = re.compile(r"扣\d|扣分|\d分|\d%|不得分")
_ELSEWHERE = re.compile(r"(?:细则|标准|办法|分值)[^。；]{0,20}(?:另行|实时)(?:发布|公布|制定|通知|确定|印发)")
_HIGHEST_ONLY = re.compile(r"不(?:重复|累计|叠加)|(?:按|取|就)(?:其)?最?高|最高(?:得分|一项|分)")
_PANEL_METHODS = ("现场评审", "专家评审")


@dataclass(frozen=True, slots=True)
class ReadItem:
    """A numbered item with what was read in it."""

    found: tuple[Consequence, ...]
    rest: str
    text: str
    questions: Questions
    supplied: bool = False  # a forgotten 扣 was put in

    def kinds(self) -> set[str]:
        return {each.kind for each in self.found}

    def cap(self, points: Decimal | None) -> str:
        """The most that the item may take or give, empty where that is all the indicator has."""
        cap = next((each.amount for each in self.found if each.kind == "cap"), "")
        in_points = bool(cap) and not cap.endswith("%")
        return "" if cap == "100%" or (in_points and points is not None and Decimal(cap) >= points) else cap


def read_rule(criterion: str, points: Decimal | None, method: str = "") -> Reading:
    """Read a criterion's rule. `points` are the leaf's, `method` one that its heading names (现场评审).

    What is not understood becomes `manual` with low confidence; nothing is invented.
    """
    text = take_apart(without_own_points(criterion, points))
    reading = _read(text, abs(points) if points is not None else None, method)
    for note in text.notes:
        _take_note(note, reading)
    if any(asked.supposed for asked in measures_of(reading)):
        reading.doubt(Confidence.MEDIUM, "有的计分条件原文没有写明，问题是代拟的")
    return reading


def _read(text: CriterionText, points: Decimal | None, method: str) -> Reading:
    whole = read_whole(text.all)
    if whole is not None:
        return whole
    items = [_read_item(item) for item in text.items]
    kinds = {kind for item in items for kind in item.kinds()}
    by_panel = method in _PANEL_METHODS
    if "portion" in kinds:
        reading = read_share([(item.found, item.text, item.questions) for item in items], by_panel)
    elif by_panel and not kinds & {"deduct", "award"}:
        return Reading(Panel())
    elif "award" in kinds:
        reading = _award(items, points)
    elif "benchmark" in kinds:
        reading = _benchmark(items)
    elif kinds & {"deduct", "zero"}:
        reading = _deduct(items, points)
    else:
        return _manual(text.all)
    for item in items:
        _take_rest(item.rest, reading)
    if any(item.supplied for item in items):
        reading.doubt(Confidence.MEDIUM, "原文漏写“扣”字，按扣分读")
    return reading


def _read_item(item: Item) -> ReadItem:
    whole = completed(item.text)
    found, rest = consequences(whole)
    return ReadItem(tuple(found), rest, whole, Questions(item.drawn), whole != item.text)


# ---- the rules ---------------------------------------------------------------------------------------------------


def _deduct(items: list[ReadItem], points: Decimal | None) -> Reading:
    lines: list[Line] = []
    zeros = []
    for item in items:
        cap = item.cap(points)
        for each in item.found:
            if each.kind == "zero":
                zeros.append(item.questions.zero(each))
            elif each.kind == "deduct":
                lines.append(item.questions.line(each, cap))
    reading = Reading(Deduct(tuple(lines)) if lines else Full(), tuple(zeros))
    for line in lines:
        if points is not None and not line.amount.endswith("%") and Decimal(line.amount) > points:
            reading.doubt(Confidence.MEDIUM, f"一次扣{line.amount}分，多于本项{points}分，请核对")
    return reading


def _award(items: list[ReadItem], points: Decimal | None) -> Reading:
    entries, deductions, zeros = [], False, []
    for item in items:
        cap = item.cap(points)
        lines = tuple(item.questions.line(each, cap) for each in item.found if each.kind == "award")
        entries += [lines] if lines else []
        deductions |= "deduct" in item.kinds()
        if not lines:
            zeros += [item.questions.zero(each) for each in item.found if each.kind == "zero"]
    highest_only = any(_HIGHEST_ONLY.search(item.text) for item in items)
    reading = Reading(_arranged(entries, points, highest_only), tuple(zeros))
    if deductions:
        reading.doubt(Confidence.LOW, "既有得分又有扣分，只读了得分的部分")
    _check_award(reading, points)
    return reading


def _arranged(entries: list[tuple[Line, ...]], points: Decimal | None, highest_only: bool) -> Award:
    """Items add up where their highest amounts make the points; else they are steps of one ladder."""
    flat = [line for entry in entries for line in entry]
    highest = [max((_worth(line, points) for line in entry), default=Decimal(0)) for entry in entries]
    each = [_worth(line, points) for line in flat]
    if any(line.per for line in flat):
        return Award("sum", tuple((line,) for line in flat))
    if points is not None and len(entries) > 1 and sum(highest) == points and max(highest) < points:
        return Award("sum", tuple(_steps(entry, points) for entry in entries))
    if points is not None and len(flat) > 1 and sum(each) == points and max(each) < points and not highest_only:
        return Award("sum", tuple((line,) for line in flat))
    if points is None and not highest_only and len(entries) > 1:
        return Award("sum", tuple(_steps(entry, points) for entry in entries))
    return Award("tiers", tuple((line,) for line in _steps(tuple(flat), points)))


def _steps(lines: tuple[Line, ...], points: Decimal | None) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: -_worth(line, points)))


def _check_award(reading: Reading, points: Decimal | None) -> None:
    assert isinstance(reading.rule, Award)
    lines = [line for entry in reading.rule.entries for line in entry]
    if points is None or any(line.per for line in lines):
        return
    tops = [max(_worth(line, points) for line in entry) for entry in reading.rule.entries]
    best = sum(tops, Decimal(0)) if reading.rule.mode == "sum" else max(tops)
    if best != points:
        reading.doubt(Confidence.LOW, f"各项最多得{best}分，与本项{points}分不符")
        if best > points:
            reading.rule = Manual()


def _benchmark(items: list[ReadItem]) -> Reading:
    item, each = next((item, each) for item in items for each in item.found if each.kind == "benchmark")
    reading = Reading(Benchmark(item.questions.number(each.condition)))
    if len(items) > 1:
        reading.doubt(Confidence.LOW, "有多条细则，只读了按标杆法赋分的一条")
    return reading


def _manual(text: str) -> Reading:
    reading = Reading(Manual())
    if not text.strip():
        reading.doubt(Confidence.MEDIUM, "没有评分细则，由评分人给分")
    elif _ELSEWHERE.search(text):
        reading.rule = Open("原文说明细则另行公布")
        reading.reasons.append("细则另行公布")
    elif _SCORING.search(text):
        reading.doubt(Confidence.LOW, "细则中的计分办法没有读懂，暂由评分人给分")
    else:
        reading.reasons.append("原文没有写怎样计分，由评分人给分")
    return reading


def _worth(line: Line, points: Decimal | None) -> Decimal:
    if line.amount.endswith("%"):
        return (points or Decimal(100)) * Decimal(line.amount[:-1]) / 100
    return Decimal(line.amount)


# ---- what stands beside the rule ---------------------------------------------------------------------------------


def _take_rest(rest: str, reading: Reading) -> None:
    """Words after the last consequence: remarks, unless they speak of points that nobody has read."""
    if not rest or len(rest) < 4 or _HIGHEST_ONLY.search(rest):
        return
    if rest == "不设上限":
        return
    if _AMOUNT.search(rest) and not re.fullmatch(r"\d+分\)?", rest):
        reading.doubt(Confidence.LOW, f"没有读懂：{for_display(rest)}")
    else:
        reading.notes.append(for_display(rest))


def _take_note(note: str, reading: Reading) -> None:
    """A note may hold a condition for nothing (…的，该指标不得分); any other is kept as a note."""
    found, _ = consequences(note)
    zeros = tuple(Questions().zero(each) for each in found if each.kind == "zero" and each.condition)
    reading.zero_if += zeros
    if not zeros:
        reading.notes.append(for_display(note))
    if not zeros and _SCORING.search(note) and "不重复扣分" not in note:
        reading.doubt(Confidence.MEDIUM, "注中的计分办法没有写成规则")
