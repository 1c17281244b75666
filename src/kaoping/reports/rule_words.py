"""The rule of an indicator in Chinese words, as it is for one unit."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from kaoping.reports.expression_words import Speaker, duration_text
from kaoping.schemes.expressions import Number
from kaoping.schemes.model import (
    Award,
    Benchmark,
    Carry,
    Criterion,
    Deduct,
    Full,
    Item,
    LateRatio,
    Manual,
    Open,
    Panel,
    Ratio,
    Rule,
    Share,
    Survey,
    Tiers,
    Timed,
)
from kaoping.schemes.model import Node as SchemeNode

WHOLE = Number(Decimal(1))


def node_rule_text(node: SchemeNode, speaker: Speaker, *, penalty: bool = False) -> str:
    """Return guards and rule of a leaf in words; `penalty` is for indicators that only take away (减分)."""
    guards = []
    if node.zero_if:
        guards.append(f"{_any(node.zero_if, speaker)}的，不得分")
    if node.full_if:
        guards.append(f"{_any(node.full_if, speaker)}的，得满分")
    rule = node.points if isinstance(node.points, Open) else node.rule or Manual()
    said = rule_text(rule, speaker, penalty=penalty)
    if guards and isinstance(rule, Full):
        said = "否则得满分"
    return "；".join([*guards, said]) + "。"


def rule_text(rule: Rule, speaker: Speaker, *, penalty: bool = False) -> str:
    """Return a rule in words, without a full stop."""
    if isinstance(rule, Deduct):
        return _deduct(rule, speaker, "减" if penalty else "扣")
    return _WORDS[type(rule)](rule, speaker)


def item_text(item: Item, speaker: Speaker, verb: str) -> str:
    """Return one item: what it counts and how many points each time."""
    amount = speaker.amount(item.amount)
    if item.per is not None:
        said = f"{speaker.say(item.per)}{speaker.each(item.per)}，{verb}{amount}"
    else:
        assert item.condition is not None
        said = f"{speaker.say(item.condition)}的，{verb}{amount}"
    return f"{said}（最多{verb}{speaker.amount(item.cap)}）" if item.cap else said


def item_words(rule: Rule, speaker: Speaker, *, penalty: bool = False) -> dict[str, str]:
    """Return every item and criterion of a rule in words, by id."""
    if isinstance(rule, Deduct):
        return {item.id: item_text(item, speaker, "减" if penalty else "扣") for item in rule.items}
    if isinstance(rule, Award):
        flat = [each for entry in rule.items for each in (entry.items if isinstance(entry, Tiers) else (entry,))]
        return {item.id: item_text(item, speaker, "得") for item in flat}
    if isinstance(rule, Share):
        words = {one.id: _criterion(one, speaker) for one in rule.criteria}
        for one in rule.criteria:
            words |= item_words(one.rule, speaker) if one.rule else {}
        return words
    return {}


def _deduct(rule: Deduct, speaker: Speaker, verb: str) -> str:
    items = "；".join(item_text(item, speaker, verb) for item in rule.items)
    if verb == "减":
        return items
    return f"从满分扣起：{items}；{'可扣为负分' if rule.below_zero else '扣完为止'}"


def _award(rule: Award, speaker: Speaker) -> str:
    if rule.mode == "tiers":
        return _tiers([item for item in rule.items if isinstance(item, Item)], speaker)
    said = [
        _tiers(entry.items, speaker) if isinstance(entry, Tiers) else item_text(entry, speaker, "得")
        for entry in rule.items
    ]
    return ("以下各项累计，不超过本项分值：" if rule.mode == "sum" else "以下各项取最高的一项：") + "；".join(said)


def _tiers(items: "tuple[Item, ...] | list[Item]", speaker: Speaker) -> str:
    return "依次判断，先符合者为准：" + "；".join(item_text(item, speaker, "得") for item in items)


def _share(rule: Share, speaker: Speaker) -> str:
    return "分项计分：" + "；".join(_criterion(one, speaker) for one in rule.criteria)


def _criterion(one: Criterion, speaker: Speaker) -> str:
    head = f"{one.title}占{speaker.quantity(one.percent)}%"
    guards = f"，{_any(one.zero_if, speaker)}的此项不得分" if one.zero_if else ""
    if one.of is not None:
        return f"{head}（按{speaker.say(one.of)}）{guards}"
    if one.condition is not None:
        return f"{head}（{speaker.say(one.condition)}的得此项）{guards}"
    return f"{head}（{rule_text(one.rule or Manual(), speaker)}）{guards}"


def _ratio(rule: Ratio, speaker: Speaker) -> str:
    if speaker.is_share(rule.of) and rule.target == WHOLE:
        return f"{speaker.say(rule.of, 5)}×本项分值"
    over = "可超过满分" if rule.over else "达到或超过的得满分"
    return f"{speaker.say(rule.of, 5)}÷{speaker.say(rule.target, 6)}×本项分值，{over}"


def _late_ratio(rule: LateRatio, speaker: Speaker) -> str:
    return f"按期得满分，逾期按应用时间（至{speaker.say(rule.due)}）与实用时间（至{speaker.say(rule.taken)}）之比折算"


def _benchmark(rule: Benchmark, speaker: Speaker) -> str:
    peers = "同类别" if rule.within == "class" else "同组"
    return f"标杆法：{speaker.say(rule.of)}÷{peers}单位最高值×本项分值"


def _timed(rule: Timed, speaker: Speaker) -> str:
    limits = "；".join(f"{duration_text(limit)}内得{speaker.quantity(percent)}%" for limit, percent in rule.within)
    only = f"（须{speaker.say(rule.only_if)}）" if rule.only_if is not None else ""
    return f"按{speaker.say(rule.of)}计分{only}：{limits}；超过的不得分"


def _panel(rule: Panel, speaker: Speaker) -> str:
    trim = f"，去掉{rule.trim}个最高分和{rule.trim}个最低分" if rule.trim else ""
    return f"专家按{speaker.quantity(rule.scale)}分制打分{trim}，取平均值折算"


def _survey(rule: Survey, speaker: Speaker) -> str:
    minimum = f"，样本不少于{speaker.quantity(rule.minimum)}份" if rule.minimum is not None else ""
    return f"按{speaker.say(rule.of)}折算{minimum}"


def _carry(rule: Carry, speaker: Speaker) -> str:
    return f"{speaker.say(rule.of)}各期得分乘以{speaker.share(rule.factor)}后累计"


def _any(conditions: "tuple[Any, ...]", speaker: Speaker) -> str:
    return "，或".join(speaker.say(condition) for condition in conditions)


_WORDS: Mapping[type[object], Callable[[Any, Speaker], str]] = {
    Award: _award,
    Share: _share,
    Ratio: _ratio,
    LateRatio: _late_ratio,
    Benchmark: _benchmark,
    Timed: _timed,
    Panel: _panel,
    Survey: _survey,
    Carry: _carry,
    Full: lambda _rule, _speaker: "得满分",
    Manual: lambda _rule, _speaker: "由评分人员按评分细则打分",
    Open: lambda rule, _speaker: f"空缺（{rule.reason}），由评分人员打分",
}
