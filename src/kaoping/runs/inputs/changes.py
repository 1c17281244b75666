"""Reads changes to be tried as people type them: `link-health=4`, `可用性=4`, `website@county=75%`."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from kaoping.analysis.changed_scheme import removable
from kaoping.analysis.changes import Change, Decide, Remove, SetParameter, SetPoints, SetValue, SetWeight
from kaoping.measures.inputs import DecisionKind
from kaoping.model.errors import Problem
from kaoping.model.roster import Roster
from kaoping.runs.inputs.given_values import STATES, Entry, ValueReader
from kaoping.runs.inputs.problems import refuse
from kaoping.schemes.expressions import Duration
from kaoping.schemes.model import Scheme
from kaoping.schemes.numbers_text import MiswrittenError, is_duration, parse_duration, parse_fraction, parse_number

_Value = TypeVar("_Value")
_QUOTES = re.compile("[“”‘’\"']")
_CHANGE = re.compile(r"(?P<name>[^=@]+?)(?:@(?P<only>[^=@]+?))?\s*=\s*(?P<value>.+)")


@dataclass(frozen=True, slots=True)
class TypedChanges:
    """What was typed, option by option; `unit` is whose measures are meant where none is named (`UNIT:measure=…`)."""

    points: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    unit: str = ""


def read_changes(typed: TypedChanges, scheme: Scheme, roster: Roster) -> tuple[Change, ...]:
    """Return the changes that were typed; raises BadInputError naming everything that cannot be read.

    Indicators, parts, vetoes, measures, units and groups may be called by their titles where these are unique. Whether
    what they name exists, and whether they can be tried, is found out by trying them.
    """
    reading = _Reading(scheme, roster, typed.unit)
    kinds = (
        (DecisionKind.CONFIRM, typed.confirmed),
        (DecisionKind.DISMISS, typed.dismissed),
        (DecisionKind.WAIVE, typed.waived),
    )
    found: list[Change] = [change for text in typed.parameters for change in reading.parameter(text)]
    found += (change for text in typed.weights for change in reading.weight(text))
    found += (reading.removal(name) for name in typed.removed)
    found += (change for text in typed.measures for change in reading.measure(text))
    found += (Decide(key.lower(), kind) for kind, keys in kinds for key in keys)
    found += (change for text in typed.points for change in reading.points(text))
    refuse(reading.problems)
    return tuple(found)


class _Reading:
    """Reads one change after another and collects what is wrong."""

    def __init__(self, scheme: Scheme, roster: Roster, unit: str) -> None:
        self.unit = unit
        self.values = ValueReader(scheme, roster, ("ask", "other", "check"))
        self.problems: list[Problem] = []
        self.units = {one.id: one.name for one in roster.units}
        self.indicators = {node.id: node.title for node in scheme.nodes()}
        self.parts = {part.id: part.title for part in scheme.parts}
        self.measures = {name: one.title for name, one in scheme.measures.items()} | self.indicators
        classes = {name: title for name, (_, title) in scheme.classes.items()}
        self.callings = {**self.units, **scheme.tags, **scheme.site_types, **classes, **scheme.groups}
        self.removable = {**removable(scheme), **self.indicators}

    def points(self, text: str) -> Iterator[SetPoints]:
        for name, only, value in self._split(text, "--set", "指标=分值", parse_number):
            if value < 0:
                self._wrong("--set", text, "分值不能是负数")
            yield SetPoints(self._id("--set", name, self.indicators), value, only)

    def weight(self, text: str) -> Iterator[SetWeight]:
        for name, only, value in self._split(text, "--weight", "部分=权重，如 website=75%", parse_fraction):
            if not 0 <= value <= 1:
                self._wrong("--weight", text, "权重应在 0 到 100% 之间")
            yield SetWeight(self._id("--weight", name, self.parts), value, only)

    def parameter(self, text: str) -> Iterator[SetParameter]:
        for name, only, value in self._split(text, "--param", "参数名=值", _parameter_value):
            yield SetParameter(name.removeprefix("$"), value, only)

    def removal(self, text: str) -> Remove:
        return Remove(self._id("--remove", text.strip(), self.removable))

    def measure(self, text: str) -> Iterator[SetValue]:
        match = _CHANGE.fullmatch(text.strip())
        before, colon, name = match["name"].strip().partition(":") if match else ("", "", "")
        unit, name = (before, name) if colon else (self.unit, before)
        if match is None or not unit:
            self._wrong("--measure", text, "应写成 单位:测评值=值，或用 --unit 给出单位后写 测评值=值")
            return
        value = match["value"].strip()
        state = value if value in STATES else ""
        unit, name = self._id("--measure", unit, self.units), self._id("--measure", name, self.measures)
        entry = Entry(unit, name, (match["only"] or "").strip(), "" if state else value, state)
        given, faults = self.values.read(entry, "另一个 --measure")
        for fault in faults:
            self._wrong("--measure", text, fault.message)
        for one in given:
            yield SetValue(one.unit, one.measure, one.period, one.value, one.state)

    def _split(
        self, text: str, option: str, shape: str, read: Callable[[str], _Value]
    ) -> Iterator[tuple[str, str, _Value]]:
        match = _CHANGE.fullmatch(text.strip())
        if match is None:
            self._wrong(option, text, f"应写成 {shape}；只对一部分单位试改时写 名称@分组=…")
            return
        try:
            value = read(match["value"].strip())
        except MiswrittenError as error:
            self._wrong(option, text, str(error))
            return
        only = (match["only"] or "").strip()
        yield match["name"].strip(), self._id(option, only, self.callings) if only else "", value

    def _id(self, option: str, name: str, titles: Mapping[str, str]) -> str:
        """Return the id of what was called by its id or its title; what nothing is called stays as it is."""
        if name in titles:
            return name
        called = [id_ for id_, title in titles.items() if _unquoted(title) == _unquoted(name)]
        if len(called) > 1:
            self._wrong(option, name, f"叫这个名称的不止一个，请写编号：{'、'.join(called)}")
        return called[0] if called else name

    def _wrong(self, option: str, text: str, message: str) -> None:
        self.problems.append(Problem(message, where=f"{option} {text}"))


def _unquoted(title: str) -> str:
    """Return a title without quotation marks, which shells take away."""
    return _QUOTES.sub("", title)


def _parameter_value(text: str) -> Decimal | Duration:
    return parse_duration(text) if is_duration(text) else parse_fraction(text)
