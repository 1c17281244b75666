"""Runs over time: monitoring point, daily monitoring, windows, series and their periods."""

from datetime import date
from decimal import Decimal

import pytest

from kaoping.measures.periods import normal_period, period_days, periods_between, window_start
from kaoping.model.outcomes import CheckStatus, Outcome, State
from kaoping.schemes.expressions import Duration
from kaoping.worktime import WorkTime
from tests.measures.builders import SITE, checked, finding, inputs, inspection, record, scheme, spread, table, value

MARCH, MAY, NOVEMBER = date(2022, 3, 10), date(2022, 5, 10), date(2022, 11, 10)
RUNS = {
    SITE: (
        inspection(finding("old"), finding("gone"), as_of=MARCH),
        inspection(finding("old"), finding("new"), as_of=MAY),
        inspection(finding("new"), as_of=NOVEMBER),
    )
}


def test_at_the_monitoring_point_the_last_run_counts() -> None:
    assert value(table(scheme(checked("m")), inputs(inspections=RUNS)), "m") == 1
    assert value(table(scheme(checked("m")), inputs(inspections=RUNS), as_of=MAY), "m") == 2


def test_runs_for_a_later_point_are_not_looked_at() -> None:
    assert value(table(scheme(checked("m")), inputs(inspections=RUNS), as_of=date(2022, 3, 1)), "m") is State.UNKNOWN


def test_a_later_run_without_the_check_does_not_hide_an_earlier_one() -> None:
    runs = {SITE: (inspection(finding("old"), as_of=MARCH), inspection(records=(record("blank-column"),), as_of=MAY))}
    assert value(table(scheme(checked("m")), inputs(inspections=runs)), "m") == 1


def test_daily_monitoring_counts_distinct_faults_of_the_period() -> None:
    assert value(table(scheme(checked("m", when="period")), inputs(inspections=RUNS)), "m") == 3


def test_faults_of_the_buffer_do_not_count() -> None:
    given = inputs(inspections=RUNS, counts_from=date(2022, 4, 1))
    assert value(table(scheme(checked("m", when="period")), given), "m") == 2


def test_a_fault_suspected_once_and_certain_once_counts() -> None:
    runs = {SITE: (inspection(finding("x"), as_of=MARCH), inspection(finding("x", Outcome.SUSPECTED), as_of=MAY))}
    found = table(scheme(checked("m", when="period")), inputs(inspections=runs))
    assert (value(found, "m"), spread(found, "m")) == (1, (1, 1))


def test_a_period_is_known_when_any_of_its_runs_measured() -> None:
    lost = inspection(records=(record(status=CheckStatus.NOT_MEASURED, examined=0),), as_of=MAY)
    runs = {SITE: (inspection(finding("x"), as_of=MARCH), lost)}
    assert value(table(scheme(checked("m", when="period")), inputs(inspections=runs)), "m") == 1
    assert value(table(scheme(checked("m")), inputs(inspections=runs)), "m") is State.UNKNOWN


def test_a_window_limits_the_runs() -> None:
    window = Duration(Decimal(2), "mo")
    of = scheme(checked("m", when="period", window=window), checked("p", window=Duration(Decimal(14), "d")))
    found = table(of, inputs(inspections=RUNS))
    assert value(found, "m") == 1
    assert value(found, "p") is State.UNKNOWN  # no run in the last two weeks


def test_a_series_has_one_value_per_period() -> None:
    found = table(scheme(checked("m", when="period", by="quarter")), inputs(inspections=RUNS))
    assert found.periods("m") == ("2022Q1", "2022Q2", "2022Q3", "2022Q4")
    values = [value(found, "m", period) for period in found.periods("m")]
    assert values == [2, 2, State.UNKNOWN, 1]


def test_a_series_by_month_as_at_the_last_run_of_each_month() -> None:
    runs = {SITE: (inspection(finding("1"), as_of=MARCH), inspection(as_of=date(2022, 3, 28)))}
    found = table(scheme(checked("m", by="month")), inputs(inspections=runs), as_of=date(2022, 3, 31))
    assert [value(found, "m", period) for period in found.periods("m")] == [State.UNKNOWN, State.UNKNOWN, 0]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("month", ("2021-11", "2021-12", "2022-01", "2022-02")),
        ("quarter", ("2021Q4", "2022Q1")),
        ("year", ("2021", "2022")),
    ],
)
def test_periods_between_cross_the_year(by: str, expected: tuple[str, ...]) -> None:
    assert periods_between(date(2021, 11, 30), date(2022, 2, 1), by) == expected


@pytest.mark.parametrize(
    ("by", "period", "days"),
    [
        ("month", "2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("quarter", "2022Q4", (date(2022, 10, 1), date(2022, 12, 31))),
        ("year", "2022", (date(2022, 1, 1), date(2022, 12, 31))),
    ],
)
def test_days_of_a_period(by: str, period: str, days: tuple[date, date]) -> None:
    assert period_days(period, by) == days


@pytest.mark.parametrize(
    ("by", "text", "expected"),
    [
        ("quarter", "2022Q1", "2022Q1"),
        ("quarter", "2022年第一季度", "2022Q1"),
        ("quarter", "2022-4季度", "2022Q4"),
        ("quarter", " ２０２２ｑ３ ", "2022Q3"),
        ("month", "2022.3", "2022-03"),
        ("month", "2022年12月", "2022-12"),
        ("year", "2022年", "2022"),
    ],
)
def test_periods_as_people_write_them(by: str, text: str, expected: str) -> None:
    assert normal_period(text, by) == expected


@pytest.mark.parametrize(("by", "text"), [("quarter", "2022Q5"), ("month", "2022-13"), ("year", "22"), ("month", "")])
def test_other_periods_are_refused(by: str, text: str) -> None:
    with pytest.raises(ValueError, match="期次"):
        normal_period(text, by)


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [(14, "d", date(2022, 12, 17)), (2, "mo", date(2022, 10, 31)), (1, "wd", date(2022, 12, 30)), (5, "h", None)],
)
def test_windows_are_counted_back_from_the_monitoring_point(amount: int, unit: str, expected: date | None) -> None:
    as_of = date(2022, 12, 31)
    assert window_start(as_of, Duration(Decimal(amount), unit), WorkTime()) == (expected or as_of)
