"""Values of one of two compared schemes in words: what was added or removed, and what a changed field holds."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kaoping.reports.difference_headings import UNITS
from kaoping.reports.measure_words import WORDS, every_words, number_words, source_words, value_words
from kaoping.reports.rule_words import item_words, node_rule_text
from kaoping.reports.scheme_document.audience import Audience, speaker_for
from kaoping.reports.scheme_document.vetoes import consequence_text
from kaoping.schemes.difference import Change
from kaoping.schemes.model import Adjustment, Node, Part, Rule, Scheme, Veto

_ABSENT = {"limit": "不设上限", "ceiling": "不设上限", "floor": "不设下限", "at_least": "无", "at_most": "无"}
_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "when_not_applicable": {
        "": "未规定", "exclude": "不计入基数", "rescale": "按比例折算", "full": "得满分", "spread": "平均加到其他指标",
    },
    "rank_by": {"points": "得分", "rate": "得分率"},
    "no_site": {"": "未规定", "fail": "不合格", "exclude": "不参加", "list": "单列"},
    "combine": {"weighted": "按权重合成", "sum": "各部分相加", "deductions": "只扣分"},
}  # fmt: skip
_KINDS = {"bonus": "加分", "penalty": "减分"}


class SideWords:
    """Says what stands in one scheme, for all its groups at once."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.audience = Audience(scheme, tuple(scheme.groups))
        self.speaker = speaker_for(self.audience)
        self.titles = _titles(scheme)
        self._whole_vetoes = frozenset(veto.id for veto in scheme.vetoes)
        taking = (one for one in _adjustments(scheme) if one.kind == "penalty")
        self._penalties = frozenset(node.id for one in taking for root in one.nodes for node in root.walk())

    def thing(self, subject: str, thing: Any) -> str:
        """Return what was added or removed, in short; nothing where its name says all."""
        say = _THINGS.get(subject)
        return say(self, thing) if say else ""

    def value(self, change: Change, value: Any) -> str:
        """Return what the field of a change holds."""
        field = change.field
        if change.subject in ("measure", "sample") and field in WORDS:
            return WORDS[field][value]
        if field in _SETTINGS:
            return _SETTINGS[field][value]
        if value is None and field in _ABSENT:
            return _ABSENT[field]
        if field in UNITS:
            return number_words(value, self.speaker, UNITS[field])
        if field == "then":
            return self.consequences(value, whole=change.id in self._whole_vetoes)
        say = _FIELDS.get(field)
        return say(self, value) if say else value_words(value, self.speaker)

    def rule(self, name: str) -> str:
        """Return guards and rule of the indicator of an id."""
        node = next(node for node in self.scheme.nodes() if node.id == name)
        if node.children:
            return "由下级指标计分"
        return node_rule_text(node, self.speaker, penalty=name in self._penalties).removesuffix("。")

    def items(self, name: str, rule: Rule | None) -> dict[str, str]:
        """Return every item and criterion of the rule of an indicator, by id; none where it has no items."""
        return item_words(rule, self.speaker, penalty=name in self._penalties) if rule is not None else {}

    def people(self, names: tuple[str, ...]) -> str:
        """Return the titles of groups, classes, tags and site types that must all hold."""
        return "、".join(map(self.audience.name, names))

    # things

    def indicator(self, node: Node) -> str:
        points = number_words(node.points, self.speaker, "分") if node.points is not None else ""
        text = "" if node.children else node.text or self.rule(node.id)
        return "，".join(filter(None, (points, text)))

    def veto(self, veto: Veto) -> str:
        then = self.consequences(veto.then, whole=veto.id in self._whole_vetoes)
        return f"{veto.text or self.speaker.say(veto.condition)}（后果：{then}）"

    def adjustment(self, one: Adjustment) -> str:
        limit = "不设上限" if one.limit is None else f"最多{number_words(one.limit, self.speaker, '分')}"
        return f"{_KINDS[one.kind]}，{limit}"

    # fields

    def conditions(self, value: Any) -> str:
        several = value if isinstance(value, tuple) else (value,) if value is not None else ()
        return "，或".join(self.speaker.say(one) for one in several) or "无"

    def consequences(self, then: Any, *, whole: bool) -> str:
        return "、".join(consequence_text(one, self.speaker, whole=whole) for one in then)

    def reach(self, value: Any) -> str:
        if value is None:
            return "无限制"
        return self.people(value.names) if value.condition is None else self.speaker.say(value.condition)

    def draw(self, value: Any) -> str:
        if value is None:
            return "不抽查"
        return f"抽{self.speaker.quantity(value.children)}个，{'各单位分别抽' if value.per == 'unit' else '统一抽'}"

    def ids(self, value: Any) -> str:
        several: tuple[str, ...] = value if isinstance(value, tuple) else (value.id,)
        return "、".join(self.titles.get(one, one) for one in several)


_THINGS: Mapping[str, Callable[[SideWords, Any], str]] = {
    "indicator": SideWords.indicator,
    "veto": SideWords.veto,
    "adjustment": SideWords.adjustment,
    "part": lambda side, part: number_words(part.points, side.speaker, "分"),
    "measure": lambda side, measure: source_words(measure.source, side.speaker),
    "parameter": lambda side, parameter: value_words(parameter.value, side.speaker),
    "sample": lambda side, sample: value_words(sample, side.speaker),
    "grade": lambda side, grade: f"{number_words(grade.from_, side.speaker, '分')}起",
    "conversion": lambda side, one: f"折合为{number_words(one.to, side.speaker, '分')}",
    "units": lambda side, names: "、".join(names),
}
_FIELDS: Mapping[str, Callable[[SideWords, Any], str]] = {
    "kind": lambda _side, value: _KINDS[value],
    "zero_if": SideWords.conditions,
    "full_if": SideWords.conditions,
    "condition": SideWords.conditions,
    "entry": SideWords.conditions,
    "applies_to": SideWords.reach,
    "except_": SideWords.reach,
    "parent": SideWords.ids,
    "order": SideWords.ids,
    "draw": SideWords.draw,
    "source": lambda side, value: source_words(value, side.speaker),
    "every": lambda side, value: every_words(value, side.speaker),
    "open": lambda side, value: number_words(value, side.speaker) if value else "无",
    "round": lambda _side, value: f"{value.places}位小数，{'四舍五入' if value.mode == 'half_up' else '截去'}",
}


def _titles(scheme: Scheme) -> dict[str, str]:
    return {"total": "总分"} | {thing.id: thing.title for thing in _things(scheme)}


def _things(scheme: Scheme) -> Iterator[Part | Adjustment | Node | Veto]:
    yield from scheme.parts
    yield from _adjustments(scheme)
    yield from scheme.nodes()
    for part in scheme.parts:
        yield from part.vetoes
    yield from scheme.vetoes


def _adjustments(scheme: Scheme) -> tuple[Adjustment, ...]:
    return (*(one for part in scheme.parts for one in part.adjust), *scheme.adjust)
