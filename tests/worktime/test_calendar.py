"""The official calendar: facts written down by hand from the notices, missing years, provisional guesses."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kaoping.worktime import CalendarFile, MissingYearError, official_calendar
from kaoping.worktime.calendar import Calendar, describe_years


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(*spans: str) -> set[date]:
    """`2026-02-15..23` and single dates as a set of dates."""
    result = set()
    for span in spans:
        first, _, last = span.partition("..")
        start = day(first)
        end = day(last) if "-" in last else start.replace(day=int(last)) if last else start
        result |= {start + timedelta(days=offset) for offset in range((end - start).days + 1)}
    return result


HOLIDAYS = {
    2014: days(
        "2014-01-01", "2014-01-31..2014-02-06", "2014-04-05..7", "2014-05-01..3", "2014-06-02", "2014-09-08",
        "2014-10-01..7",
    ),
    2017: days(
        "2017-01-01..2", "2017-01-27..2017-02-02", "2017-04-02..4", "2017-05-01", "2017-05-28..30", "2017-10-01..8"
    ),
    2025: days(
        "2025-01-01", "2025-01-28..2025-02-04", "2025-04-04..6", "2025-05-01..5", "2025-05-31..2025-06-02",
        "2025-10-01..8",
    ),
    2026: days(
        "2026-01-01..3", "2026-02-15..23", "2026-04-04..6", "2026-05-01..5", "2026-06-19..21", "2026-09-25..27",
        "2026-10-01..7",
    ),
}  # fmt: skip
MADE_UP = {
    2014: days("2014-01-26", "2014-02-08", "2014-05-04", "2014-09-28", "2014-10-11"),
    2017: days("2017-01-22", "2017-02-04", "2017-04-01", "2017-05-27", "2017-09-30"),
    2025: days("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    2026: days("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
}


@pytest.mark.parametrize("year", sorted(HOLIDAYS))
def test_every_day_of_a_year_is_as_the_notice_says(year: int) -> None:
    calendar = official_calendar()
    wrong = []
    for each in days(f"{year}-01-01..{year}-12-31"):
        expected = each in MADE_UP[year] or (each.weekday() < 5 and each not in HOLIDAYS[year])
        if calendar.is_working_day(each) != expected:
            wrong.append(each)
    assert wrong == []


def test_a_moment_counts_by_its_beijing_date() -> None:
    evening_in_london = datetime(2026, 2, 13, 17, tzinfo=UTC)  # 01:00 of the 14th in Beijing, a make-up work day
    assert official_calendar().is_working_day(evening_in_london)
    assert not official_calendar().is_working_day(datetime(2026, 2, 14, 17, tzinfo=UTC))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        official_calendar().is_working_day(datetime(2026, 2, 13, 17))


def test_a_year_without_data_says_which_and_what_to_do() -> None:
    calendar = Calendar(frozenset({2025, 2026}), {})
    with pytest.raises(MissingYearError, match=r"没有 2027 年.*2025–2026.*worktime import 2027\.json") as caught:
        calendar.is_working_day(day("2027-01-04"))
    assert caught.value.year == 2027


def test_the_year_before_the_first_is_missing_too() -> None:
    with pytest.raises(MissingYearError):
        official_calendar().is_working_day(day("2003-12-31"))


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2027-01-01", False), ("2027-01-04", True), ("2027-01-09", False), ("2027-05-02", False),
        ("2027-10-01", False), ("2027-10-04", True),
    ],
)  # fmt: skip
def test_a_guess_is_weekdays_less_the_fixed_holidays(text: str, worked: bool) -> None:
    guessing = Calendar(frozenset({2026}), {}).provisionally()
    assert guessing.is_working_day(day(text)) is worked


def test_a_guess_never_changes_a_known_year() -> None:
    calendar = official_calendar()
    guessing = calendar.provisionally()
    assert all(calendar.is_working_day(d) == guessing.is_working_day(d) for d in days("2026-01-01..2026-12-31"))


def test_neighbouring_working_days_over_spring_festival() -> None:
    calendar = official_calendar()
    assert calendar.next_working_day(day("2026-02-14")) == day("2026-02-24")
    assert calendar.previous_working_day(day("2026-02-24")) == day("2026-02-14")
    assert calendar.next_working_day(day("2025-12-31")) == day("2026-01-04")


def test_a_file_of_a_year_replaces_it_but_not_the_new_year_of_the_next() -> None:
    """31 December 2018 was off by the arrangement of 2019: correcting 2018 must not lose it."""
    file = CalendarFile("2018", frozenset({2018}), {day("2018-02-15"): False}, {})
    extended = official_calendar().extended([file])
    assert not extended.is_working_day(day("2018-12-31"))
    assert extended.is_working_day(day("2018-12-29"))
    assert extended.is_working_day(day("2018-10-02"))  # the file left it out
    assert official_calendar().differing_days(file)[0] == day("2018-01-01")


def test_local_changes_cover_no_year() -> None:
    local = CalendarFile("三月三", frozenset(), {day("2026-04-20"): False, day("2027-04-09"): False}, {})
    extended = official_calendar().extended([local])
    assert not extended.is_working_day(day("2026-04-20"))
    assert extended.is_working_day(day("2026-04-21"))
    assert 2027 not in Calendar(frozenset({2026}), {}).extended([local]).years


def test_names_are_what_people_say() -> None:
    assert official_calendar().name_of(day("2026-02-17")) == "春节"
    assert official_calendar().name_of(day("2026-03-17")) == ""


def test_years_are_described_in_runs() -> None:
    assert describe_years({2026, 2024, 2025, 2028}) == "2024–2026、2028"
    assert describe_years(()) == ""
