"""The criterion of an indicator line by line, as tables of indicators list it: 1. …；2. …。"""

from kaoping.reports.rule_words import item_text, rule_text
from kaoping.reports.scheme_document.audience import AudienceSpeaker
from kaoping.schemes.expressions import Expr
from kaoping.schemes.model import Award, Criterion, Deduct, Full, Item, Manual, Node, Open, Rule, Share, Tiers

BY_HAND = "由评分人员按评分细则打分"
_TOGETHER = {"tiers": "按先符合的一档得分。", "sum": "各项累计，不超过本项分值。", "best": "按最高的一项得分。"}


def rule_lines(node: Node, speaker: AudienceSpeaker, *, verb: str = "扣") -> tuple[str, ...]:
    """Return guards and rule of a leaf in lines; none for a leaf that people mark by its text alone.

    `verb` says what deducting is called: 扣, or 减 in what only takes away.
    """
    lines = [*_guards(node.zero_if, "不得分", speaker), *_guards(node.full_if, "得满分", speaker)]
    rule, closing = node.rule or Manual(), ""
    if isinstance(rule, Full):
        lines.append("其他情形得满分。" if lines else "得满分。")
    elif isinstance(rule, Manual):
        lines += [f"其他情形{BY_HAND}。"] if lines else []
    elif isinstance(rule, Open):
        lines.append(f"【{rule.reason}】")
    else:
        lines += _body(rule, speaker, verb)
        closing = _closing(rule, verb, bounded=node.points is not None)
    if len(lines) > 1:
        return (*(f"{number}. {line}" for number, line in enumerate(lines, start=1)), *filter(None, [closing]))
    return tuple(f"{line.removesuffix('。')}，{closing}" if closing else line for line in lines)


def _body(rule: Rule, speaker: AudienceSpeaker, verb: str) -> list[str]:
    if isinstance(rule, Deduct):
        return [f"{item_text(item, speaker, verb)}。" for item in rule.items]
    if isinstance(rule, Award):
        return _award(rule, speaker)
    if isinstance(rule, Share):
        return [_criterion(one, speaker) for one in rule.criteria]
    return [f"{rule_text(rule, speaker)}。"]


def _closing(rule: Rule, verb: str, *, bounded: bool) -> str:
    """What holds of all lines together; `bounded`: the indicator has points, beyond which nothing is deducted."""
    if isinstance(rule, Deduct) and verb == "扣" and bounded:
        return "可扣为负分。" if rule.below_zero else "扣完为止。"
    if isinstance(rule, Award) and len(rule.items) > 1:
        return _TOGETHER[rule.mode]
    return ""


def _award(rule: Award, speaker: AudienceSpeaker) -> list[str]:
    lines = []
    for entry in rule.items:
        items = entry.items if isinstance(entry, Tiers) else (entry,)
        said = "；".join(item_text(item, speaker, "得") for item in items if isinstance(item, Item))
        lines.append(f"{said}{'（取先符合的一档）' if isinstance(entry, Tiers) and len(items) > 1 else ''}。")
    return lines


def _criterion(one: Criterion, speaker: AudienceSpeaker) -> str:
    share = speaker.number(one.percent, lambda number: f"{number.normalize():f}%")
    said = [_credited(one, speaker)]
    said += [f"{_any(one.zero_if, speaker)}的，此项不得分"] if one.zero_if else []
    said += [f"{_any(one.full_if, speaker)}的，此项得满分"] if one.full_if else []
    said.append(speaker.audience.restriction(one.applies_to, None))
    detail = "；".join(filter(None, said))
    return f"{one.title}，{share}" + (f"（{detail}）。" if detail else "。")


def _credited(one: Criterion, speaker: AudienceSpeaker) -> str:
    if one.of is not None:
        return f"按{speaker.say(one.of)}计"
    if one.condition is not None:
        return f"{speaker.say(one.condition)}的得此项"
    if isinstance(one.rule, Open):
        return f"【{one.rule.reason}】"
    return "" if one.rule is None or isinstance(one.rule, Manual) else rule_text(one.rule, speaker)


def _guards(conditions: tuple[Expr, ...], outcome: str, speaker: AudienceSpeaker) -> list[str]:
    return [f"{_any(conditions, speaker)}的，{outcome}。"] if conditions else []


def _any(conditions: tuple[Expr, ...], speaker: AudienceSpeaker) -> str:
    return "，或".join(speaker.say(condition) for condition in conditions)
