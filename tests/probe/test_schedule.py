"""Turns are even, spread, never early, and the same after every restart."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kaoping.probe.contract import ProbeSite
from kaoping.probe.schedule import JITTER, Schedule, turn_time
from tests.probe.virtual_time import START

SITES = st.builds(ProbeSite, st.from_regex(r"http://[a-z]{1,8}\.gov\.cn/", fullmatch=True), st.floats(60, 86_400))


@given(SITES, st.integers(0, 100_000_000))
def test_turns_keep_their_order_and_distance(site: ProbeSite, turn: int) -> None:
    gap = turn_time(site, turn + 1) - turn_time(site, turn)
    assert (1 - JITTER) * site.interval * 0.999 <= gap <= (1 + JITTER) * site.interval * 1.001


@given(SITES, st.floats(START, START + 1e6), st.lists(st.floats(0.1, 20_000), min_size=1, max_size=40))
def test_each_turn_comes_once_however_often_the_schedule_is_made_anew(
    site: ProbeSite, start: float, steps: list[float]
) -> None:
    """One that is asked now and then, and one that is made anew each time, give the same turns; none is early."""
    going_on, now = Schedule([site], start), start
    for step in steps:
        anew = Schedule([site], now)
        due = anew.next_due
        assert now < due == going_on.next_due
        now += step
        came = list(going_on.due(now))
        assert came == ([0] if due <= now else [])
        assert list(anew.due(now)) == came


def test_a_day_has_as_many_visits_as_intervals() -> None:
    site = ProbeSite("http://www.lanting.gov.cn/", 1800)
    schedule, now, visits = Schedule([site], START), START, 0
    while schedule.next_due < START + 86_400:
        now = schedule.next_due
        visits += len(list(schedule.due(now)))
    assert 47 <= visits <= 49


def test_thousands_of_sites_do_not_come_together() -> None:
    """14,000 sites every half hour are 7.8 a second; chance alone leaves no second with more than a few times that."""
    sites = [ProbeSite(f"http://www.x{number}.gov.cn/", 1800) for number in range(14_000)]
    schedule = Schedule(sites, START)
    seconds: Counter[int] = Counter()
    while schedule.next_due < START + 1800:
        due = schedule.next_due
        seconds[int(due - START)] += len(list(schedule.due(due)))
    assert 12_000 <= sum(seconds.values()) <= 16_000
    assert max(seconds.values()) <= 30


def test_after_a_pause_nobody_is_visited_at_once() -> None:
    sites = [ProbeSite(f"http://www.x{number}.gov.cn/", 600) for number in range(2_000)]
    schedule = Schedule(sites, START)
    late = START + 20_000
    assert len(list(schedule.due(late))) == 2_000  # overdue once each, however long the pause was
    assert list(schedule.due(late)) == []


def test_no_sites_are_never_due() -> None:
    assert Schedule([], START).next_due > 1e300
