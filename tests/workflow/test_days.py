"""Days that follow from one another: how they are reckoned, what is said of them, what cannot be told."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.workflow.cycle_days import MILESTONES, PERIOD_END, PERIOD_START, TITLES, default_rules
from kaoping.workflow.days import DayRule, Reckoner, shifted
from kaoping.worktime import Unit, WorkTime

WORK = WorkTime()


def reckoner(known: dict[str, date], **rules: DayRule) -> Reckoner:
    """Rules named a, b…, with the days that are known."""
    return Reckoner(rules, known, {"a": "甲", "b": "乙", "c": "丙"}, WORK)


def test_twenty_working_days_after_the_announcement() -> None:
    known = {PERIOD_START: date(2026, 1, 1), PERIOD_END: date(2026, 12, 31), "announce": date(2026, 3, 20)}
    days = Reckoner(default_rules(date(2026, 1, 1), date(2026, 12, 31)), known, TITLES, WORK).days(MILESTONES)
    assert days["buffer_end"].day == date(2026, 4, 20)
    assert days["buffer_end"].how == ("“公布考评方案”后第 20 个工作日（2026-03-20）；其间放假 清明 4月4日—4月6日")
    assert days["monitoring"].day == date(2026, 4, 21)
    assert days["evaluation"].day == date(2026, 10, 1)
    assert (days["report_due"].day, days["report_due"].remark) == (date(2026, 12, 12), "当日休息（星期六）")
    assert days["appeal_due"].how == "“反馈结果”后第 3 个工作日，待“反馈结果”确定后推算"


def test_make_up_days_are_told() -> None:
    found = reckoner({"a": date(2026, 2, 13)}, b=DayRule(anchor="a", amount=2)).day("b")
    assert found.day == date(2026, 2, 24)
    assert found.how.endswith("其间放假 春节 2月15日—2月23日；调休上班 2月14日")


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (DayRule(anchor="a"), date(2026, 1, 31)),
        (DayRule(anchor="a", amount=10, unit=Unit.DAY), date(2026, 2, 10)),
        (DayRule(anchor="a", amount=1, unit=Unit.MONTH), date(2026, 2, 28)),
        (DayRule(anchor="a", amount=-1, unit=Unit.MONTH), date(2025, 12, 31)),
        (DayRule(anchor="a", amount=-1), date(2026, 1, 30)),
        (DayRule(fixed=date(2026, 5, 1)), date(2026, 5, 1)),
        (DayRule(), None),
    ],
)
def test_rules(rule: DayRule, day: date | None) -> None:
    assert reckoner({"a": date(2026, 1, 31)}, b=rule).day("b").day == day


def test_a_circle_is_named() -> None:
    found = reckoner({}, a=DayRule(anchor="b"), b=DayRule(anchor="c"), c=DayRule(anchor="b", amount=1))
    assert found.day("a").day is None
    assert "乙 → 丙 → 乙" in found.day("b").how


def test_a_year_without_its_arrangement_is_provisional_and_so_is_what_follows() -> None:
    found = reckoner({"a": date(2098, 3, 1)}, b=DayRule(anchor="a", amount=3), c=DayRule(anchor="b"))
    assert (found.day("b").provisional, found.day("c").provisional) == (True, True)
    assert found.day("b").day == date(2098, 3, 5)


def test_short_cycles_have_no_buffer_of_their_own() -> None:
    rules = default_rules(date(2026, 4, 1), date(2026, 6, 30))
    assert rules["buffer_end"].amount == 0
    assert rules["monitoring"].anchor == PERIOD_START


@settings(max_examples=25)
@given(st.dates(date(2005, 1, 1), date(2025, 12, 31)), st.integers(1, 60))
def test_working_days_forth_and_back(day: date, amount: int) -> None:
    ahead = shifted(day, DayRule(anchor="a", amount=amount), WORK)
    assert WORK.working_days_between(day, ahead) == amount
    assert WORK.calendar.is_working_day(ahead)
