"""Fills in a leaf of the draft: its points, rule, method, texts, and the words it was read from."""

import re
from collections.abc import Iterator

from kaoping.schemes.drafting.columns import Role
from kaoping.schemes.drafting.draft_model import DraftNode
from kaoping.schemes.drafting.drafted import Confidence, Manual, Open
from kaoping.schemes.drafting.outline import Indicator
from kaoping.schemes.drafting.plain_text import for_display, squeezed
from kaoping.schemes.drafting.rule_reading import read_rule

# Tried in order; several may apply (网络测评 电话测评).
_METHODS = (
    (re.compile("现场评审|评审会"), "现场评审"),
    (re.compile("专家"), "专家测评"),
    (re.compile("电话"), "电话测评"),
    (re.compile("模拟|暗访"), "模拟测试"),
    (re.compile("实地|现场(?:考核|检查|查看)"), "实地考核"),
    (re.compile("材料|资料|台账|佐证"), "材料审查"),
    (re.compile("满意度|社会|问卷"), "社会评价"),
    (re.compile("自动|技术监测"), "自动检测"),
    (re.compile("网络|网上|平台|在线"), "网络测评"),
)
_KEPT = {"basis": Role.BASIS, "scope": Role.SCOPE, "materials": Role.MATERIALS}
_ORIGINAL = (Role.EXPLANATION, Role.CRITERION, Role.POINTS, Role.METHOD, Role.NOTE)
_NAMED_METHOD = re.compile(r"[(（](现场评审|专家评审)[)）]")


def draft_leaf(node: DraftNode, indicator: Indicator) -> None:
    """Read everything about a leaf from the indicator's cells into the draft's node."""
    criterion, explanation = indicator.text(Role.CRITERION), indicator.text(Role.EXPLANATION)
    if indicator.from_criterion:
        explanation = ""
    node.points = abs(indicator.points) if indicator.points is not None else None
    stated = indicator.heading.points
    if None not in (stated, indicator.points) and stated != indicator.points:
        node.remarks.append(f"名称中写{stated}分，分值栏写{indicator.points}分，按分值栏")
    node.reading = read_rule(criterion or explanation, indicator.points, indicator.heading.method)
    if not indicator.from_criterion:
        _mind_lost_criterion(node, criterion)
    named = _NAMED_METHOD.search(explanation)
    methods = f"{indicator.heading.method}{named[1] if named else ''}" or indicator.text(Role.METHOD)
    notes = [for_display(indicator.text(Role.NOTE)), *node.reading.notes]
    node.texts = {
        "text": _described(explanation, criterion) or node.title,
        "method": "、".join(_methods(methods)),
        **{key: for_display(indicator.text(role)) for key, role in _KEPT.items()},
        "note": "；".join(note.rstrip("。") for note in dict.fromkeys(notes) if note),
    }
    node.original = tuple(_original(indicator))


def _mind_lost_criterion(node: DraftNode, criterion: str) -> None:
    """A criterion that only repeats the name says that the document lost the real one; without any, people mark."""
    assert node.reading is not None
    if criterion and squeezed(for_display(criterion)) == squeezed(node.title):
        node.reading.rule = Open("评分细则一栏只有名称，原文缺失")
        node.reading.reasons = []
        node.reading.doubt(Confidence.MEDIUM, "评分细则一栏只有名称")
    elif not criterion and isinstance(node.reading.rule, Manual) and node.reading.confidence is Confidence.HIGH:
        node.reading.reasons = ["原文没有评分细则，由评分人给分"]


def _described(explanation: str, criterion: str) -> str:
    texts = [for_display(text) for text in (explanation, criterion)]
    filled = [text for text in dict.fromkeys(texts) if re.search(r"[\w\u3400-\u9fff]", text)]
    return "".join(text if text.endswith(("。", "；", "：", "）")) else f"{text}。" for text in filled[:-1]) + "".join(
        filled[-1:]
    )


def _methods(text: str) -> list[str]:
    return [method for pattern, method in _METHODS if pattern.search(text)]


def _original(indicator: Indicator) -> Iterator[tuple[str, str]]:
    for role in _ORIGINAL:
        cells = (cell for row in indicator.rows for cell in row.others.get(role, ()))
        texts = dict.fromkeys(re.sub(r"\s+", " ", cell.original or cell.text).strip() for cell in cells)
        joined = " / ".join(text for text in texts if text)
        if joined:
            yield role.value, joined
