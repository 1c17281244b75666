"""What holds for any findings, decisions and sites."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.measures import Decision, DecisionKind, Inspection, MeasureInputs, build_table
from kaoping.measures.periods import period_days, period_of, periods_between
from kaoping.measures.values import parse_value
from kaoping.model.findings import Finding
from kaoping.model.measure_table import STATE_CODES, MeasureColumn, MeasureTable, fixed
from kaoping.model.outcomes import CheckStatus, Outcome, PageKind, State
from kaoping.model.roster import Roster
from kaoping.schemes.model import Measure
from tests.measures.builders import AS_OF, CATALOGUE, checked, finding, record, scheme, unit

UNITS = (unit("a", sites=("http://a.example/", "http://a2.example/")), unit("b"), unit("c", sites=()))
SITES = tuple(site for one in UNITS for site in one.sites)
OUTCOMES = (Outcome.FAIL, Outcome.SUSPECTED, Outcome.PASS, Outcome.NOT_MEASURED, Outcome.MANUAL)
SETTINGS = settings(max_examples=40, deadline=None)

MEASURES = tuple(
    checked(f"m{number}", **more)  # type: ignore[arg-type]  # keyword arguments of several types
    for number, more in enumerate(
        (
            {},
            {"where": {"page": "home"}},
            {"take": ("any", ""), "sites": "own", "combine": "any"},
            {"take": ("share", ""), "sites": "own"},
            {"take": ("max", "n"), "sites": "own"},
            {"take": ("sum", "n"), "when": "period"},
            {"count": "items", "sites": "own", "combine": "max"},
            {"when": "period", "by": "quarter"},
            {"excluding": ("m1",)},
        )
    )
)
SCHEME = scheme(*MEASURES)

findings = st.builds(
    lambda site, locus, outcome, page, n: finding(locus, outcome, site=site, page=page, values={"n": n}),
    st.sampled_from(SITES),
    st.sampled_from("123456"),
    st.sampled_from(OUTCOMES),
    st.sampled_from((PageKind.HOME, PageKind.ARTICLE)),
    st.integers(0, 9),
)
decisions = st.builds(
    lambda one, kind, until: Decision(one.key, kind, None, until),
    findings,
    st.sampled_from(DecisionKind),
    st.sampled_from((None, date(2022, 6, 30), AS_OF)),
)
days = st.dates(date(2022, 1, 1), AS_OF)


@dataclass(frozen=True)
class World:
    """What is drawn; the inputs made of it hold a whole calendar, too much to print."""

    inspections: Mapping[str, tuple[Inspection, ...]]
    decisions: tuple[Decision, ...]

    def __repr__(self) -> str:
        runs = {
            site: [(str(run.as_of), run.records[0].status.value, [_short(one) for one in run.findings]) for run in runs]
            for site, runs in self.inspections.items()
        }
        return f"World({runs}, {[(one.key[:4], one.kind.value, str(one.until)) for one in self.decisions]})"


def _short(one: Finding) -> str:
    return f"{one.key[:4]} {one.outcome.value} {one.page.value} {one.values['n']}"


@st.composite
def worlds(draw: st.DrawFn) -> World:
    inspections: dict[str, tuple[Inspection, ...]] = {}
    for site in SITES:
        runs = []
        for day in draw(st.lists(days, max_size=3)):
            seen = tuple(one for one in draw(st.lists(findings, max_size=6)) if one.site == site)
            status = draw(st.sampled_from((CheckStatus.DONE, CheckStatus.DONE, CheckStatus.NOT_MEASURED)))
            runs.append(Inspection(day, seen, (record(status=status, examined=len(seen)),)))
        inspections[site] = tuple(runs)
    return World(inspections, tuple(draw(st.lists(decisions, max_size=5))))


def built(world: World, units: tuple[object, ...] = UNITS) -> MeasureTable:
    inputs = MeasureInputs(CATALOGUE, world.inspections, world.decisions)
    return build_table(SCHEME, Roster(units), inputs, AS_OF)  # type: ignore[arg-type]  # units as a plain tuple


def cells(table: MeasureTable) -> dict[tuple[str, str, str], tuple[int, int, int, int]]:
    return {
        (one, *place): (column.value[row], column.low[row], column.high[row], column.state[row])
        for place, column in table.columns.items()
        for row, one in enumerate(table.units)
    }


def states(column: MeasureColumn) -> list[int]:
    return list(column.state)


@SETTINGS
@given(worlds())
def test_bounds_enclose_the_value_and_closed_cells_have_none(world: World) -> None:
    for (one, measure, period), (value, low, high, state) in cells(built(world)).items():
        assert low <= high
        if state == STATE_CODES[State.KNOWN]:
            assert low <= value <= high, (one, measure, period)
        if state == STATE_CODES[State.NOT_APPLICABLE]:
            assert (value, low, high) == (0, 0, 0)


@SETTINGS
@given(worlds())
def test_a_unit_without_sites_never_looks_faultless(world: World) -> None:
    table = built(world)
    row = table.units.index("c")
    assert {column.state[row] for column in table.columns.values()} == {STATE_CODES[State.UNKNOWN]}


@SETTINGS
@given(worlds(), st.permutations(UNITS))
def test_the_order_of_units_does_not_matter(world: World, order: list[object]) -> None:
    assert cells(built(world)) == cells(built(world, tuple(order)))


@SETTINGS
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_matter(world: World, random: object) -> None:
    def shuffled(run: Inspection) -> Inspection:
        mixed = list(run.findings)
        random.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
        return replace(run, findings=tuple(mixed))

    # one sighting per key, as a check yields them
    single = replace(
        world,
        inspections={
            site: tuple(replace(run, findings=tuple({one.key: one for one in run.findings}.values())) for run in runs)
            for site, runs in world.inspections.items()
        },
    )
    mixed = {site: tuple(shuffled(run) for run in runs) for site, runs in single.inspections.items()}
    assert cells(built(single)) == cells(built(replace(single, inspections=mixed)))


@SETTINGS
@given(worlds(), st.integers(0, 2**32 - 1))
def test_deciding_what_is_open_stays_within_the_bounds_given_before(world: World, coins: int) -> None:
    before = cells(built(world))
    everything: list[Finding] = [one for runs in world.inspections.values() for run in runs for one in run.findings]
    certain = {one.key for one in everything if one.outcome is Outcome.FAIL}
    open_ = {one.key for one in everything if one.outcome in {Outcome.SUSPECTED, Outcome.MANUAL}}
    waiting = sorted(open_ - certain - {decision.key for decision in world.decisions})
    more = tuple(
        Decision(key, DecisionKind.CONFIRM if coins >> number & 1 else DecisionKind.DISMISS)
        for number, key in enumerate(waiting)
    )
    after = cells(built(replace(world, decisions=(*world.decisions, *more))))
    for place, (_, low, high, state) in after.items():
        _, least, most, was = before[place]
        if state == STATE_CODES[State.NOT_APPLICABLE]:
            # a greatest value of nothing, once all that had one are dismissed
            assert was == state or place[1] == "m4"
            continue
        assert least <= low <= high <= most, place


@SETTINGS
@given(worlds(), findings)
def test_another_fault_never_lowers_a_count(world: World, fault: Finding) -> None:
    def with_fault(run: Inspection) -> Inspection:
        return replace(run, findings=(*run.findings, replace(fault, key="0" * 24, outcome=Outcome.FAIL)))

    runs = world.inspections[fault.site]
    more = replace(world, inspections={**world.inspections, fault.site: tuple(with_fault(run) for run in runs)})
    counts = {"m0", "m1", "m2", "m6", "m7"}
    after = cells(built(more))
    for place, (value, low, high, state) in cells(built(world)).items():
        if place[1] in counts and state == STATE_CODES[State.KNOWN] == after[place][3]:
            assert after[place][0] >= value
            assert after[place][1] >= low
            assert after[place][2] >= high


@SETTINGS
@given(worlds())
def test_the_same_inputs_give_the_same_table(world: World) -> None:
    assert built(world) == built(world)


@SETTINGS
@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 2000), st.sampled_from(("month", "quarter", "year"))
)
def test_periods_cover_every_day_once(first: date, length: int, by: str) -> None:
    last = first + timedelta(days=length)
    names = periods_between(first, last, by)
    spans = [period_days(name, by) for name in names]
    assert spans[0][0] <= first <= spans[0][1]
    assert spans[-1][0] <= last <= spans[-1][1]
    assert all(before[1] + timedelta(days=1) == after[0] for before, after in pairwise(spans))
    assert names == tuple(sorted(names))
    assert period_of(first, by) == names[0]


@SETTINGS
@given(st.decimals(0, 10**9, places=4), st.sampled_from(("number", "count", "share", "duration", "bool", "date")))
def test_what_is_read_is_what_was_written_or_refused(number: Decimal, kind: str) -> None:
    try:
        value = parse_value(kind, str(number))
    except ValueError:
        assert kind != "number"
    else:
        assert value == fixed(number)


@SETTINGS
@given(st.text(max_size=12), st.sampled_from(("number", "count", "share", "duration", "bool", "date")))
def test_any_text_is_read_or_refused_with_a_reason(text: str, kind: str) -> None:
    try:
        value = parse_value(kind, text)
    except ValueError as error:
        reason = str(error)
    else:
        reason = "read" if value >= 0 else ""
    assert reason


def test_measures_of_this_file_read_what_they_say() -> None:
    assert [measure.name for measure in MEASURES if isinstance(measure, Measure)] == [f"m{n}" for n in range(9)]
