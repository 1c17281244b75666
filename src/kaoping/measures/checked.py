"""Measures that checks fill: sites, runs, draws and exclusions of one unit resolved to readings with their reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaoping.measures.aggregate import NOT_APPLICABLE, Reading, combine_sites, read_site, unknown
from kaoping.measures.decisions import DecisionBook
from kaoping.measures.drawn import NOT_DRAWN, NOTHING_TO_DRAW, DrawTable
from kaoping.measures.exclusion import Taken, leave_out, taken
from kaoping.measures.filters import number_of
from kaoping.measures.given import NOT_CONCERNED
from kaoping.measures.inputs import Draw, MeasureInputs
from kaoping.measures.params import CheckParameters, Pair, params_key, plain_value
from kaoping.measures.periods import period_days, periods_between, window_start
from kaoping.measures.sightings import Selection, SiteHistory, SiteView
from kaoping.measures.sites import scope
from kaoping.model.catalogue import CheckEntry
from kaoping.model.errors import InputError
from kaoping.model.measure_table import Cell
from kaoping.model.outcomes import CheckStatus, State
from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import CheckSource, Measure, Scheme

Answer = tuple[Reading, Cell]


class Checked:
    """What all units share: the scheme, the inputs, decisions by key and the history of each site."""

    def __init__(self, scheme: Scheme, inputs: MeasureInputs, as_of: date) -> None:
        self.scheme = scheme
        self.inputs = inputs
        self.as_of = as_of
        self.parameters = CheckParameters(scheme)
        self.counts_from = inputs.counts_from or date(as_of.year, 1, 1)
        self.book = DecisionBook(inputs.decisions, as_of)
        self.draws = DrawTable(inputs.draws)
        self._histories: dict[str, SiteHistory] = {}

    def history(self, site: str) -> SiteHistory:
        if site not in self._histories:
            self._histories[site] = SiteHistory(self.inputs.inspections.get(site, ()), self.inputs.catalogue)
        return self._histories[site]


@dataclass(slots=True)
class _Period:
    """One period of a measure: its days, the answer, and what it took from others' counts."""

    answer: Answer
    taken: Taken


@dataclass(slots=True)
class UnitChecks:
    """All check measures of one unit; a measure that others exclude is resolved before them, once."""

    shared: Checked
    unit: RosterUnit
    _done: dict[str, dict[str, _Period]] = field(default_factory=dict)
    _doing: list[str] = field(default_factory=list)

    def answers(self, measure: Measure) -> Mapping[str, Answer]:
        """Return period → reading and reasons; a plain measure has the period ""."""
        return {period: found.answer for period, found in self._resolve(measure).items()}

    def _resolve(self, measure: Measure) -> dict[str, _Period]:
        if measure.name in self._done:
            return self._done[measure.name]
        if measure.name in self._doing:
            circle = " → ".join((*self._doing, measure.name))
            raise InputError(f"考评方案 {self.shared.scheme.id} 的不重复扣分互相引用：{circle}；请去掉其中一处。")
        self._doing.append(measure.name)
        source = measure.source
        assert isinstance(source, CheckSource)
        entry = self.shared.inputs.catalogue.checks.get(source.check)
        if entry is None:
            found = self._all_unknown(measure, f"没有名为 {source.check} 的检查项")
        elif not scope(self.unit, measure.sites, self.shared.inputs.below):
            found = self._all_unknown(measure, "该单位没有登记网站，无法检查")
        else:
            found = self._all_periods(measure, source, entry)
        self._doing.pop()
        self._done[measure.name] = found
        return found

    def _all_unknown(self, measure: Measure, note: str) -> dict[str, _Period]:
        answer = unknown(measure.kind), Cell(note=note)
        return {period: _Period(answer, Taken(open=True)) for period in self._periods(measure)}

    def _all_periods(self, measure: Measure, source: CheckSource, entry: CheckEntry) -> dict[str, _Period]:
        shared = self.shared
        params = shared.parameters.of(measure, entry, self.unit)
        if params is None:
            answer = NOT_APPLICABLE, Cell(note=NOT_CONCERNED)
            return {period: _Period(answer, Taken()) for period in self._periods(measure)}
        pair = (entry.id, params_key(params))
        where = tuple((name, plain_value(value, self.unit, shared.scheme)) for name, value in source.where)
        found: dict[str, _Period] = {}
        for period in self._periods(measure):
            selection = self._selection(measure, pair, where, period)
            views, note = self._views(measure, selection, period)
            if views is None:
                reading = NOT_APPLICABLE if note == NOTHING_TO_DRAW else unknown(measure.kind)
                found[period] = _Period((reading, Cell(note=note)), Taken(open=reading.state is State.UNKNOWN))
            elif measure.kind == "list":
                return _listed(views, source.take[1])
            else:
                found[period] = self._period(measure, source, views, period)
        return found

    def _periods(self, measure: Measure) -> tuple[str, ...]:
        if not measure.by:
            return ("",)
        return periods_between(self.shared.counts_from, self.shared.as_of, measure.by)

    def _selection(self, measure: Measure, pair: Pair, where: tuple[tuple[str, object], ...], period: str) -> Selection:
        shared = self.shared
        first, last = date.min, shared.as_of
        if period:
            first, end = period_days(period, measure.by)
            last = min(end, last)
        if measure.window is not None:
            first = max(first, window_start(last, measure.window, shared.inputs.worktime))
        if measure.when == "period":
            first = max(first, shared.counts_from)
        return Selection(pair, first, last, last, measure.when == "period", where)

    def _views(self, measure: Measure, selection: Selection, period: str) -> tuple[list[SiteView] | None, str]:
        """Views of the sites in scope, or None and why there are none (nothing drawn, nothing to draw from)."""
        shared, sample = self.shared, measure.sample
        sites: Iterable[str] = scope(self.unit, measure.sites, shared.inputs.below)
        if sample is not None:
            draw = shared.draws.of(sample.id, self.unit.id, period)
            if draw is None:
                return None, NOT_DRAWN
            if not draw.candidates:
                return None, NOTHING_TO_DRAW
            if sample.from_ == "self":
                selection = _narrowed(selection, draw)
            else:
                sites = (*(sites if sample.from_ == "both" else ()), *(draw.sites or draw.chosen))
        views = [shared.history(site).view(selection, shared.book) for site in dict.fromkeys(sites)]
        return views, ""

    def _period(self, measure: Measure, source: CheckSource, views: Sequence[SiteView], period: str) -> _Period:
        elsewhere = Taken()
        for name in measure.excluding:
            elsewhere |= self._taken_by(name, period)
        readings = [read_site(view, measure, source.take, leave_out(view, elsewhere)) for view in views]
        how = measure.sample.combine if measure.sample and measure.sample.from_ != "self" else measure.combine
        reading = combine_sites(readings, measure, source.take[0], how)
        own = Taken(open=reading.state is State.UNKNOWN)
        for view in views:
            own |= taken(view.counted.values(), view.pending.values())
        return _Period((reading, _cell(views)), own)

    def _taken_by(self, name: str, period: str) -> Taken:
        measure = self.shared.scheme.measures.get(name)
        if measure is None or not isinstance(measure.source, CheckSource):
            return Taken()  # what people count has no items that a machine could recognise
        if not self.shared.parameters.concern(name, self.unit):
            return Taken()  # no indicator of this unit is charged with it
        periods = self._resolve(measure)
        if period in periods:
            return periods[period].taken
        everything = Taken()
        for found in periods.values():
            everything |= found.taken
        return everything


def _narrowed(selection: Selection, draw: Draw) -> Selection:
    return Selection(
        selection.pair,
        selection.first,
        selection.last,
        selection.as_of,
        selection.every_run,
        selection.where,
        frozenset(draw.chosen),
    )


def _listed(views: Sequence[SiteView], path: str) -> dict[str, _Period]:
    """One period per finding that has the value, in order of address; unknown when a site was not measured."""
    if any(view.status not in {CheckStatus.DONE, CheckStatus.NOT_APPLICABLE} for view in views):
        return {"1": _Period((unknown("list"), _cell(views)), Taken(open=True))}
    findings = sorted(
        (finding for view in views for finding in (*view.counted.values(), *view.passing.values())),
        key=lambda finding: (finding.site, finding.url, finding.key),
    )
    found: dict[str, _Period] = {}
    for finding in findings:
        number = number_of(finding, path)
        if number is not None:
            reading = Reading(State.KNOWN, number, number, number)
            found[str(len(found) + 1)] = _Period((reading, Cell(counted=(finding.key,))), Taken())
    return found or {"1": _Period((NOT_APPLICABLE, _cell(views)), Taken())}


def _cell(views: Sequence[SiteView]) -> Cell:
    return Cell(
        counted=tuple(sorted({key for view in views for key in view.counted})),
        pending=tuple(sorted({key for view in views for key in view.pending})),
        left_out=tuple(sorted({(finding.key, why) for view in views for finding, why in view.left_out})),
        note="；".join(dict.fromkeys(_note(view) for view in views if view.status is not CheckStatus.DONE)),
    )


def _note(view: SiteView) -> str:
    title = {None: "尚未检查", CheckStatus.NOT_MEASURED: "未能测得", CheckStatus.NOT_APPLICABLE: "不适用"}[view.status]
    return f"{title}（{view.note}）" if view.note and view.note != title else title
