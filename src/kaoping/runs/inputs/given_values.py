"""Reads one value for one unit and measure, however handed in, and says what is wrong with each of its fields."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kaoping.measures import Given, Question, questions
from kaoping.measures.given import kind_of, mark_limit
from kaoping.measures.periods import normal_period
from kaoping.measures.values import normal_text, parse_value
from kaoping.model.measure_table import UNBOUNDED, unfixed
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.checklists import checklist_items
from kaoping.schemes.model import AskSource, CheckSource, Measure, Scheme

STATES = {
    "known": State.KNOWN, "已测": State.KNOWN, "已知": State.KNOWN,
    "unknown": State.UNKNOWN, "未测": State.UNKNOWN, "未知": State.UNKNOWN,
    "not_applicable": State.NOT_APPLICABLE, "不适用": State.NOT_APPLICABLE,
}  # fmt: skip
_SEPARATORS = re.compile(r"[、,，;；|\s]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as handed in. `value` may be a number, date or bool of a workbook; all else is text."""

    unit: str
    measure: str
    period: str = ""
    value: object = ""
    state: str = ""
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field (unit, measure, period, value or state) of an entry."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class _Target:
    """What an entry may be about: a measure of the scheme, or a node that is marked by hand."""

    measure: Measure | None
    question: Question | None
    kind: str
    several: bool


class ValueReader:
    """Reads entries for one scheme and roster; remembers where each cell was given, to refuse a second value.

    `allowed` are the kinds of measure that may be set: "ask" (with marked nodes), "other" (from, import, ledger) and
    "check".
    """

    def __init__(self, scheme: Scheme, roster: Roster, allowed: Iterable[str]) -> None:
        self._scheme = scheme
        self._allowed = frozenset(allowed)
        self._units = {unit.id: unit for unit in roster.units}
        self._targets = _targets(scheme)
        self._seen: dict[tuple[str, str, str], str] = {}

    def read(self, entry: Entry, place: str) -> tuple[tuple[Given, ...], tuple[Fault, ...]]:
        """Return the values of an entry, or all that is wrong with it. `place` is told when it is given again."""
        unit, target = self._units.get(entry.unit), self._targets.get(entry.measure)
        faults = []
        if unit is None:
            faults.append(Fault("unit", f"名单中没有单位“{entry.unit}”" if entry.unit else "没有填单位编号"))
        if target is None:
            message = f"方案 {self._scheme.id} 没有测评值或指标“{entry.measure}”" if entry.measure else "没有填测评值"
            faults.append(Fault("measure", message))
        elif _source(target) not in self._allowed:
            faults.append(Fault("measure", f"“{entry.measure}”不能在这里填：{_WHY_NOT[_source(target)]}"))
            target = None
        if unit is None or target is None:
            return (), tuple(faults)
        return self._given(entry, unit, target, place)

    def about(self, entry: Entry) -> str:
        """Return which unit and measure an entry is about, in words; empty while one of them is not known."""
        unit, target = self._units.get(entry.unit), self._targets.get(entry.measure)
        if unit is None or target is None:
            return ""
        title = target.question.title if target.question else target.measure.title if target.measure else ""
        code = f"（{entry.measure}）" if title != entry.measure else ""
        return f"{unit.name}的“{title}”{code}"

    def _given(
        self, entry: Entry, unit: RosterUnit, target: _Target, place: str
    ) -> tuple[tuple[Given, ...], tuple[Fault, ...]]:
        if target.question is not None and not target.question.concerns(unit):
            return (), (Fault("measure", f"“{entry.measure}”不适用于单位“{unit.name}”，不用填"),)
        faults: list[Fault] = []
        state = _state(entry, faults)
        period = self._period(entry, unit, target, faults)
        found: list[Given] = []
        for number, raw in _pieces(entry, target, period, state):
            value = self._value(raw, unit, target, faults, checklist_item=bool(period)) if state is State.KNOWN else 0
            found.append(Given(unit.id, entry.measure, number, value, state, entry.by, entry.note))
        for given in found:
            key = (given.unit, given.measure, given.period)
            if key in self._seen:
                faults.append(Fault("measure", f"与{self._seen[key]}重复：同一单位、测评值和期次只能填一次"))
            self._seen.setdefault(key, place)
        return (() if faults else tuple(found)), tuple(faults)

    def _period(self, entry: Entry, unit: RosterUnit, target: _Target, faults: list[Fault]) -> str:
        text, measure = entry.period.strip(), target.measure
        by = measure.by if measure else ""
        try:
            if by:
                return normal_period(text, by)
            if measure is not None and measure.each and text:
                return _item(text, checklist_items(self._scheme, measure.each, unit))
            if target.several and text:
                return _positive(text)
            if measure is not None and measure.sample is not None and measure.sample.from_ != "self":
                return text
        except ValueError as error:
            faults.append(Fault("period", str(error)))
            return text
        if text:
            faults.append(Fault("period", f"“{entry.measure}”不分期，期次应留空，填的是“{text}”"))
        return ""

    def _value(
        self, raw: object, unit: RosterUnit, target: _Target, faults: list[Fault], *, checklist_item: bool
    ) -> int:
        asked_per_item = target.measure is not None and target.measure.each and checklist_item
        kind = "bool" if asked_per_item else "number" if target.kind == "list" else target.kind
        try:
            value = parse_value(kind, raw)
        except ValueError as error:
            faults.append(Fault("value", str(error)))
            return 0
        limit = mark_limit(target.question, unit, self._scheme) if target.question else UNBOUNDED
        if value > limit:
            most = format(unfixed(limit).normalize(), "f")
            faults.append(Fault("value", f"超出范围：应在 0 到 {most} 之间，填的是 {normal_text(raw)}"))
        return value


_WHY_NOT = {
    "check": "它由系统检查得出，有异议请在 decisions 中对问题作出认定",
    "other": "它由系统数据或导入表得出，请放入 imports",
    "ask": "它由人工测评，请填入测评表",
}


def _targets(scheme: Scheme) -> Mapping[str, _Target]:
    found = {
        question.name: _Target(None, question, question.kind, question.several)
        for question in questions(scheme)
        if question.name not in scheme.measures
    }
    for name, measure in scheme.measures.items():
        kind = kind_of(measure)
        found[name] = _Target(measure, None, kind, kind == "list")
    return found


def _source(target: _Target) -> str:
    if target.measure is None or isinstance(target.measure.source, AskSource):
        return "ask"
    return "check" if isinstance(target.measure.source, CheckSource) else "other"


def _state(entry: Entry, faults: list[Fault]) -> State:
    text, filled = normal_text(entry.state), not _blank(entry.value)
    state = STATES.get(text) if text else State.KNOWN if filled else State.UNKNOWN
    if state is None:
        faults.append(Fault("state", f"状态“{entry.state}”不对，应为 已测、未测 或 不适用"))
        return State.UNKNOWN
    if state is State.KNOWN and not filled:
        faults.append(Fault("value", "状态是已测，但没有填结果"))
        return State.UNKNOWN
    if state is not State.KNOWN and filled:
        faults.append(
            Fault("state", f"状态是{entry.state}，却填了结果“{normal_text(entry.value)}”；请改状态或清空结果")
        )
    return state


def _pieces(entry: Entry, target: _Target, period: str, state: State) -> list[tuple[str, object]]:
    """A list may be written in one field (评委打分 90、85、88); its items are numbered from 1."""
    if not target.several or period or state is not State.KNOWN or not isinstance(entry.value, str):
        number = period or ("1" if target.several and state is State.KNOWN else "")
        return [(number, entry.value)]
    parts = [part for part in _SEPARATORS.split(entry.value.strip()) if part]
    return [(str(number), part) for number, part in enumerate(parts, 1)]


def _item(text: str, items: tuple[str, ...]) -> str:
    number = _positive(text)
    if int(number) > len(items):
        raise ValueError(f"清单中该单位只有 {len(items)} 项，没有第 {number} 项")
    return number


def _positive(text: str) -> str:
    folded = normal_text(text)
    if not re.fullmatch(r"[1-9]\d{0,4}", folded):
        raise ValueError(f"序号应是 1、2、3…，填的是“{text}”")
    return folded


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def shown_limit(question: Question, unit: RosterUnit, scheme: Scheme) -> Decimal | None:
    """Return the greatest mark as a number, or None where the document leaves it open."""
    limit = mark_limit(question, unit, scheme)
    return None if limit >= UNBOUNDED else unfixed(limit)
