"""Reads criteria that are percentages of the indicator: `1.…，50%；2.…，每发现一个扣5%，共20%`."""

import re
from dataclasses import replace
from decimal import Decimal

from kaoping.schemes.drafting.consequence_entries import Consequence
from kaoping.schemes.drafting.consequences import stripped
from kaoping.schemes.drafting.drafted import (
    Asked,
    Benchmark,
    Confidence,
    Deduct,
    Manual,
    Open,
    Panel,
    Portion,
    Reading,
    Rule,
    Share,
    Timed,
)
from kaoping.schemes.drafting.plain_text import for_display
from kaoping.schemes.drafting.questions import Questions

Items = list[tuple[tuple[Consequence, ...], str, Questions]]
_WITHIN = re.compile(
    r"(?:在|于)?(\d+)个?(工作日|小时|天|日|个月|月)(?:内|以内)[^,;。%]{0,20}[,的]*(?:可|只|得|占)*(\d+(?:\.\d+)?)%"
)
_UNITS = {"工作日": "wd", "小时": "h", "天": "d", "日": "d", "个月": "mo", "月": "mo"}
_NAMES_A_FAULT = re.compile(r"(?<!不)(?<!未)存在[^，；]{2,30}(?:情况|现象|问题)")
_ALL = Decimal(100)


def read_share(items: Items, by_panel: bool = False) -> Reading:
    """Read items that are worth percentages; what is missing to 100 % stays open. `by_panel`: experts mark each."""
    portions: list[Portion] = []
    reading = Reading(Manual())
    for found, text, questions in items:
        if any(each.kind == "portion" for each in found):
            portions += _portions(found, text, questions)
        else:
            _aside(found, text, reading, questions)
    if by_panel:
        portions = [replace(each, how=Panel()) if isinstance(each.how, Asked) else each for each in portions]
    total = sum((portion.percent for portion in portions), Decimal(0))
    if total > _ALL or not portions:
        reading.doubt(Confidence.LOW, f"各得分点合计{total}%，多于100%，没有写成得分点")
        return reading
    if total < _ALL:
        missing = f"各得分点只有{total}%，其余{_ALL - total}%原文缺失"
        portions.append(Portion(_ALL - total, "原文缺失的得分点", Open(missing)))
        reading.doubt(Confidence.MEDIUM, missing)
    if any(_NAMES_A_FAULT.search(portion.title) for portion in portions):
        reading.doubt(Confidence.MEDIUM, "有的得分点写的是存在的问题，请核对是得分还是扣分")
    reading.rule = Share(tuple(portions))
    return reading


def _portions(found: tuple[Consequence, ...], text: str, questions: Questions) -> list[Portion]:
    timed = _timed(text, questions)
    if timed is not None:
        best = max(Decimal(percent[:-1]) for _, percent in timed.within)
        return [Portion(best, for_display(stripped(text)), timed)]
    portions, pending, start = [], list[Consequence](), 0
    for each in found:
        if each.kind != "portion":
            pending.append(each)
            continue
        title = stripped(text[start : each.start])
        portions.append(_portion(Decimal(each.amount[:-1]), title, pending, questions))
        pending, start = [], each.end
    return portions


def _portion(percent: Decimal, title: str, found: list[Consequence], questions: Questions) -> Portion:
    zeros = tuple(questions.zero(each) for each in found if each.kind == "zero")
    shown = for_display(title)
    lines = tuple(questions.line(each) for each in found if each.kind == "deduct")
    benchmark = next((each for each in found if each.kind == "benchmark"), None)
    how: Asked | Rule = questions.share(title)
    if lines:
        how = Deduct(lines)
    elif benchmark is not None:
        how = Benchmark(questions.number(benchmark.condition))
    return Portion(percent, shown, how, zeros)


def _aside(found: tuple[Consequence, ...], text: str, reading: Reading, questions: Questions) -> None:
    """An item without a percentage: a condition for nothing, or words."""
    zeros = [questions.zero(each) for each in found if each.kind == "zero"]
    reading.zero_if += tuple(zeros)
    if any(each.kind in ("deduct", "award") for each in found):
        reading.doubt(Confidence.LOW, f"没有写成得分点：{for_display(text)}")
    elif not zeros and len(text) > 3:
        reading.notes.append(for_display(text))


def _timed(text: str, questions: Questions) -> Timed | None:
    limits = [(f"{found[1]}{_UNITS[found[2]]}", f"{found[3]}%") for found in _WITHIN.finditer(text)]
    if len(limits) < 2:
        return None
    subject = stripped(re.split(r"[。;]|(?:在|于)?\d+个?(?:工作日|小时|天|日|个月|月)", text)[0])
    accurate = Asked(f"{for_display(subject)}：答复是否准确", "bool") if "准确" in text else None
    return Timed(Asked(f"{for_display(subject)}：用时", "duration"), accurate, tuple(limits))
