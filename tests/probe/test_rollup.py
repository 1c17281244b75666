"""Figures and outages are those of the visits, whatever the visits are; what was not watched is never an outage."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kaoping.model.probe_series import FAILED, NOT_MEASURED, OPENED, Opening, ProbeSeries, ProbeVisit, Unwatched
from kaoping.probe.rollup import day_figures, outages, quantile, total_figures
from kaoping.probe.rows import Event, EventRow
from kaoping.probe.watching import unwatched

BEGIN = datetime(2026, 3, 2, 4, tzinfo=UTC)
END = BEGIN + timedelta(days=3)


def after(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def visit(minutes: float, outcome: Opening = Opening.UP, seconds: float = 0.2) -> ProbeVisit:
    return ProbeVisit(after(minutes), outcome, seconds, 15.0)


def series(*visits: ProbeVisit, gaps: tuple[Unwatched, ...] = ()) -> ProbeSeries:
    return ProbeSeries("http://www.lanting.gov.cn/", BEGIN, END, visits, gaps)


def letters(text: str, gaps: tuple[Unwatched, ...] = ()) -> ProbeSeries:
    """A visit every ten minutes: u up, x failed, o ours."""
    kinds = {"u": Opening.UP, "x": Opening.TIMEOUT, "o": Opening.OURS}
    return series(*(visit(10 * place, kinds[letter]) for place, letter in enumerate(text)), gaps=gaps)


def minutes_of(found: ProbeSeries) -> list[tuple[int, int, bool]]:
    starts = ((outage.since - BEGIN, outage) for outage in outages(found))
    return [(round(start.total_seconds() / 60), round(outage.minutes), outage.open) for start, outage in starts]


def test_outages_go_from_the_first_failure_to_the_next_good_visit() -> None:
    assert minutes_of(letters("uuxxxuuxu")) == [(20, 30, False), (70, 10, False)]
    assert minutes_of(letters("uxx")) == [(10, 10, True)]
    assert minutes_of(letters("xoxu")) == [(0, 30, False)]  # ours in between says nothing
    assert minutes_of(letters("uou")) == []


def test_an_outage_does_not_reach_over_a_time_nobody_watched() -> None:
    gap = Unwatched(after(25), after(75), "suspended")
    assert minutes_of(letters("uxxxxxxxxu", (gap,))) == [(10, 10, True), (30, 60, False)]


VISITS = st.lists(
    st.builds(
        visit, st.floats(0, 3 * 24 * 60), st.sampled_from(Opening), st.integers(0, 20_000).map(lambda ms: ms / 1000)
    ),
    max_size=60,
).map(lambda visits: sorted(visits, key=lambda one: one.at))
GAPS = st.lists(st.tuples(st.floats(0, 4000), st.floats(0.1, 500)), max_size=4).map(
    lambda pairs: tuple(Unwatched(after(start), after(start + length), "held") for start, length in pairs)
)


@given(VISITS, GAPS)
def test_every_failed_visit_is_in_exactly_one_outage(visits: list[ProbeVisit], gaps: tuple[Unwatched, ...]) -> None:
    found = outages(series(*visits, gaps=gaps))
    assert sum(outage.visits for outage in found) == sum(one.outcome in FAILED for one in visits)
    for before, later in itertools.pairwise(found):
        assert before.until <= later.since
    for outage in found:
        inside = [one for one in visits if outage.since < one.at < outage.until]
        assert not any(one.outcome in OPENED for one in inside)
        assert not any(outage.since < gap.since < outage.until for gap in gaps)


@given(VISITS)
def test_the_days_add_up_to_the_whole(visits: list[ProbeVisit]) -> None:
    watched = series(*visits)
    days, whole = day_figures(watched), total_figures(watched)
    assert sum(day.visits for day in days) == whole.visits == sum(v.outcome not in NOT_MEASURED for v in visits)
    assert sum(day.failed for day in days) == whole.failed <= whole.visits
    assert sum(day.unmeasured for day in days) == whole.unmeasured
    assert all(day.longest_outage <= whole.longest_outage for day in days)
    assert all(day.availability is None or 0 <= day.availability <= 1 for day in days)


@given(st.lists(st.floats(0, 100), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_the_smallest_that_is_large_enough(numbers: list[float], share: float) -> None:
    found = quantile(numbers, share)
    assert found in numbers
    assert sum(number <= found for number in numbers) >= share * len(numbers) - 1e-9
    smaller = [number for number in numbers if number < found]
    assert len(smaller) < share * len(numbers) + 1e-9


def event(minutes: float, kind: Event, seconds: float = 0.0) -> EventRow:
    return EventRow(after(minutes), kind, seconds)


def alive(first: int, last: int) -> list[EventRow]:
    return [event(minute, Event.ALIVE) for minute in range(first, last)]


def gaps_of(*events: EventRow, until: float = 60) -> list[tuple[float, float, str]]:
    found = unwatched(events, BEGIN, after(until))
    return [
        ((gap.since - BEGIN).total_seconds() / 60, (gap.until - BEGIN).total_seconds() / 60, gap.reason)
        for gap in found
    ]


def test_nothing_kept_is_nothing_watched() -> None:
    assert gaps_of() == [(0, 60, "not-running")]


def test_a_stop_and_a_kill() -> None:
    stopped = [
        event(0, Event.STARTED),
        *alive(1, 20),
        event(20, Event.STOPPED),
        event(30, Event.STARTED),
        *alive(31, 60),
    ]
    assert gaps_of(*stopped) == [(20, 30, "not-running")]
    killed = [event(0, Event.STARTED), *alive(1, 20), event(19.5, Event.STARTED), *alive(20, 60)]
    assert gaps_of(*killed) == [(19, 19.5, "killed")]


def test_sleep_holding_and_a_set_clock() -> None:
    running = [event(0, Event.STARTED), *alive(1, 10), event(25, Event.SUSPENDED, 900), *alive(26, 60)]
    assert gaps_of(*running) == [(10, 25, "suspended")]
    forward = [event(0, Event.STARTED), *alive(1, 10), event(9.5, Event.CLOCK_SET, 1800), *alive(40, 60)]
    assert gaps_of(*forward) == [(9.5, 39.5, "clock-set")]


def test_our_own_outage_is_not_watched() -> None:
    events = [event(0, Event.STARTED), *alive(1, 60), event(10.2, Event.BLIND), event(17.4, Event.SIGHTED)]
    assert gaps_of(*events) == [(10.2, 17.4, "no-network")]


EVENTS = st.lists(st.builds(event, st.floats(0, 300), st.sampled_from(Event), st.floats(-4000, 4000)), max_size=30)


@given(EVENTS)
def test_unwatched_times_lie_apart_and_inside(events: list[EventRow]) -> None:
    found = unwatched(events, BEGIN, after(240))
    assert all(BEGIN <= gap.since < gap.until <= after(240) for gap in found)
    assert all(before.until <= later.since for before, later in itertools.pairwise(found))
