"""Measures that people, imports and provider columns fill: plain values, series, lists, checklists, drawn bodies."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kaoping.measures.aggregate import NOT_APPLICABLE, Reading
from kaoping.measures.drawn import NOTHING_TO_DRAW, DrawTable
from kaoping.measures.inputs import Given, MeasureInputs
from kaoping.measures.providers import find_provider
from kaoping.measures.questions import Question
from kaoping.measures.values import bounds
from kaoping.model.measure_table import SCALE, Cell, fixed, unfixed
from kaoping.model.outcomes import State
from kaoping.model.roster import RosterUnit
from kaoping.schemes.checklists import checklist_items
from kaoping.schemes.model import Measure, ProviderSource, Sample, Scheme
from kaoping.schemes.quantities import resolve

Answer = tuple[Reading, Cell]
NOT_GIVEN = "尚未填报"
NOT_CONCERNED = "该指标不适用于该单位"


class GivenValues:
    """All values given, by measure and unit; what people marked goes before imports, and these before providers."""

    def __init__(self, inputs: MeasureInputs) -> None:
        self._values: dict[tuple[str, str], dict[str, Given]] = defaultdict(dict)
        self._periods: dict[str, set[str]] = defaultdict(set)
        for source in (inputs.providers, inputs.imports, inputs.marks):
            for given in source:
                place = self._values[given.measure, given.unit]
                place[given.period] = _preferred(given, place.get(given.period))
                self._periods[given.measure].add(given.period)

    def of(self, measure: str, unit: str) -> Mapping[str, Given]:
        return self._values.get((measure, unit), {})

    def periods(self, measure: str) -> frozenset[str]:
        """Periods that any unit has a value for."""
        return frozenset(self._periods.get(measure, ()))


def _preferred(given: Given, before: Given | None) -> Given:
    """The later source counts, unless it knows nothing; that another one said something else is not hidden."""
    if before is not None and given.state is State.UNKNOWN:
        return before
    if before is None or before.state is not State.KNOWN or before.value == given.value:
        return given
    number = format(unfixed(before.value).normalize(), "f")
    return replace(given, note="；".join(filter(None, (given.note, f"另有不同的导入值未采用：{number}"))))


def kind_of(measure: Measure) -> str:
    """Return a measure's kind: its provider column's where the scheme says nothing more exact than a number."""
    source = measure.source
    entry = find_provider(source.name) if isinstance(source, ProviderSource) else None
    return entry.kind if entry is not None and measure.kind == "number" else measure.kind


def measure_answers(
    measure: Measure,
    unit: RosterUnit,
    values: GivenValues,
    *,
    scheme: Scheme,
    draws: DrawTable,
    expected: Sequence[str],
) -> Mapping[str, Answer]:
    """Return period → reading of a measure from what was given.

    `draws` say what a sampled measure is asked about, `expected` are the periods that a series must have.
    """
    given, kind = values.of(measure.name, unit.id), kind_of(measure)
    if measure.each and "" not in given:
        return {"": _checklist(checklist_items(scheme, measure.each, unit), given)}
    sampled = _Sampled(measure.sample, unit, draws) if measure.sample is not None else None
    if measure.by:
        return {period: _plain(given.get(period), kind, sampled, period) for period in expected}
    if kind == "list":
        return _numbered(given, bounds(kind))
    if sampled is not None and sampled.sample.from_ != "self" and "" not in given:
        return {"": sampled.answer(given, kind)}
    return {"": _plain(given.get(""), kind, sampled)}


def mark_answers(question: Question, unit: RosterUnit, values: GivenValues, scheme: Scheme) -> Mapping[str, Answer]:
    """Return period → reading of what is marked by hand: between 0 and the leaf's points (or the panel's scale)."""
    if not question.concerns(unit):
        return {"": (NOT_APPLICABLE, Cell(note=NOT_CONCERNED))}
    given = values.of(question.name, unit.id)
    limits = (0, mark_limit(question, unit, scheme))
    if question.several:
        return _numbered(given, limits)
    return {"": _answer(given.get(""), "number", limits)}


def mark_limit(question: Question, unit: RosterUnit, scheme: Scheme) -> int:
    """Return the greatest mark of `unit` in fixed point; unbounded where the document leaves the points open."""
    if question.limit is None:
        return bounds("number")[1]
    limit = resolve(question.limit, unit, scheme)
    if question.percent is not None:
        limit = limit * resolve(question.percent, unit, scheme) / 100
    return fixed(limit)


def _answer(given: Given | None, kind: str, limits: tuple[int, int] | None = None) -> Answer:
    if given is not None and given.state is State.KNOWN:
        return Reading(State.KNOWN, given.value, given.value, given.value), Cell(note=given.note)
    if given is not None and given.state is State.NOT_APPLICABLE:
        return NOT_APPLICABLE, Cell(note=given.note)
    low, high = limits or bounds(kind)
    return Reading(State.UNKNOWN, low, low, high), Cell(note=(given.note if given else "") or NOT_GIVEN)


def _numbered(given: Mapping[str, Given], limits: tuple[int, int]) -> Mapping[str, Answer]:
    """Items of a list in their order; a list explicitly without items does not apply, one not given is unknown."""
    items = {period: value for period, value in given.items() if period}
    if items:
        return {period: _answer(items[period], "list", limits) for period in sorted(items, key=_number)}
    return {"1": _answer(given.get(""), "list", limits)}


def _number(period: str) -> tuple[int, str]:
    return (int(period), "") if period.isdigit() else (0, period)


def _checklist(items: tuple[str, ...], given: Mapping[str, Given]) -> Answer:
    """Fulfilled ÷ applicable items; a unit without items on the checklist is not concerned."""
    if not items:
        return NOT_APPLICABLE, Cell(note="清单中没有该单位的事项")
    answers = [given.get(str(number)) for number in range(1, len(items) + 1)]
    open_ = sum(1 for answer in answers if answer is None or answer.state is State.UNKNOWN)
    known = [answer for answer in answers if answer is not None and answer.state is State.KNOWN]
    whole = len(known) + open_
    if not whole:
        return NOT_APPLICABLE, Cell()
    fulfilled = sum(1 for answer in known if answer.value > 0)
    low, high = _round(fulfilled * SCALE, whole), _round((fulfilled + open_) * SCALE, whole)
    if open_:
        return Reading(State.UNKNOWN, low, low, high), Cell(note=f"清单还有 {open_} 项未填")
    return Reading(State.KNOWN, low, low, high), Cell()


@dataclass(frozen=True, slots=True)
class _Sampled:
    """A measure that is asked about what was drawn for a unit."""

    sample: Sample
    unit: RosterUnit
    draws: DrawTable

    def nothing(self, period: str = "") -> bool:
        """Whether it is known that there was nothing to draw from."""
        draw = self.draws.of(self.sample.id, self.unit.id, period)
        return draw is not None and not draw.candidates

    def answer(self, given: Mapping[str, Given], kind: str) -> Answer:
        """Combine the values of the bodies drawn; before the draw, of those that were judged."""
        draw = self.draws.of(self.sample.id, self.unit.id)
        if draw is None:
            return _of_bodies(given.values(), self.sample.combine, kind) if given else _answer(None, kind)
        own = (self.unit.id,) if self.sample.from_ == "both" else ()
        due = (*own, *draw.chosen)
        if not due:
            return NOT_APPLICABLE, Cell(note=NOTHING_TO_DRAW)
        unjudged = Given(self.unit.id, "", state=State.UNKNOWN)
        reading, cell = _of_bodies([given.get(body, unjudged) for body in due], self.sample.combine, kind)
        others = "、".join(body for body in given if body not in due)
        return reading, replace(cell, note="；".join(filter(None, (cell.note, others and f"未抽中，不计：{others}"))))


def _plain(given: Given | None, kind: str, sampled: _Sampled | None, period: str = "") -> Answer:
    """One value; where there was nothing to draw from and nobody says otherwise, the measure does not apply."""
    told = given is not None and given.state is not State.UNKNOWN
    if sampled is not None and not told and sampled.nothing(period):
        return NOT_APPLICABLE, Cell(note=NOTHING_TO_DRAW)
    return _answer(given, kind)


def _of_bodies(given: Iterable[Given], how: str, kind: str) -> Answer:
    """Values of the bodies drawn (乡镇、县直部门…), combined as the sample says; those not applicable left aside."""
    answers = [_answer(value, kind)[0] for value in given]
    readings = [reading for reading in answers if reading.state is not State.NOT_APPLICABLE]
    if not readings:
        return NOT_APPLICABLE, Cell()
    low, high = (_joined([getattr(reading, end) for reading in readings], how) for end in ("low", "high"))
    open_ = any(reading.state is State.UNKNOWN for reading in readings) and low != high
    return Reading(State.UNKNOWN if open_ else State.KNOWN, low, low, high), Cell(note=NOT_GIVEN if open_ else "")


def _joined(numbers: list[int], how: str) -> int:
    if how == "mean":
        return min(_round(sum(numbers), len(numbers)), bounds("number")[1])
    return min(sum(numbers) if how == "sum" else min(numbers), bounds("number")[1])


def _round(total: int, count: int) -> int:
    return (2 * total + count) // (2 * count)  # half up, once
