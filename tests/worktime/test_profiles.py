"""Settings by region: inheritance, seasons, local calendars, and every mistake placed."""

from datetime import date
from pathlib import Path

import pytest

from kaoping.model.errors import InputError
from kaoping.worktime import DayEnd, OffHours, WorkingHours, official_calendar
from kaoping.worktime.profiles import Profiles, read_profiles
from tests.worktime.moments import at

SETTINGS = """
default:
  off_hours: next_start
regions:
  "320000":
    day_end: midnight
  "321300":
    hours: 09:00-12:00, 13:30-17:30
    seasons:
      - {from: 06-01, to: 09-30, hours: "08:30-12:00, 14:30-18:00"}
  "321322":
    day_end: close
  "450000":
    calendars: [三月三.txt]
"""


def profiles(tmp_path: Path, text: str) -> Profiles:
    (tmp_path / "三月三.txt").write_text("放假 2026-04-20 至 2026-04-21 三月三\n", encoding="utf-8")
    path = tmp_path / "worktime.yaml"
    path.write_text(text, encoding="utf-8")
    return read_profiles(path, official_calendar())


def test_a_region_inherits_what_it_does_not_say(tmp_path: Path) -> None:
    read = profiles(tmp_path, SETTINGS)
    assert read.of("110000").day_end is DayEnd.CLOSE
    assert read.of("110000").off_hours is OffHours.NEXT_START
    assert read.of("320500").day_end is DayEnd.MIDNIGHT
    assert read.of("321311").day_end is DayEnd.MIDNIGHT
    assert read.of("321311").hours == read.of("321300").hours != WorkingHours()
    assert read.of("321322").day_end is DayEnd.CLOSE
    assert read.of("321322").hours == read.of("321300").hours
    assert read.of("321322").off_hours is OffHours.NEXT_START
    assert read.of("") is read.default


def test_seasons_and_local_holidays_count(tmp_path: Path) -> None:
    read = profiles(tmp_path, SETTINGS)
    assert read.of("321322").add_working_days(at("2026-05-29 10:00"), 1) == at("2026-06-01 18:00")
    assert read.of("321322").add_working_days(at("2026-05-28 10:00"), 1) == at("2026-05-29 17:30")
    assert not read.of("450100").calendar.is_working_day(date(2026, 4, 20))
    assert read.of("321322").calendar.is_working_day(date(2026, 4, 20))


def test_new_hours_replace_inherited_seasons(tmp_path: Path) -> None:
    read = profiles(tmp_path, SETTINGS.replace("    day_end: close", '    hours: "09:00-17:00"'))
    assert read.of("321322").hours.seasons == ()


def test_an_empty_default_is_the_default(tmp_path: Path) -> None:
    assert profiles(tmp_path, "default:\n").of("321300").hours == WorkingHours()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("default: {day_end: noon}", r"\[default\]: day_end 只能是 close 或 midnight"),
        ("default: {off_hours: 3}", "same_day 或 next_start"),
        ("default: {hour: 09:00-17:00}", "不认识的字段 hour"),
        ("defaults: {}", "不认识的字段 defaults"),
        ("default: {hours: 全天}", r"\[default\]: 工作时段“全天”"),
        ("default: 全天", "应为设置的对应表"),
        ("- 1", "default 和 regions 两节"),
        ("default: [", "读不了工作时间设置"),
        ("default: {seasons: 夏}", "seasons 应为列表"),
        ("default: {seasons: [{from: 06-01}]}", "季节作息应写成"),
        ("default: {seasons: [{from: 6月, to: 09-30, hours: '09:00-17:00'}]}", "应为月-日"),
        ("default: {calendars: [none.txt]}", "none.txt"),
        ("regions: [1]", "对应表"),
        ("regions: {江苏: {}}", r"\[regions\.江苏\]"),
        ("regions: {'320000': {}, '32': {}}", "不重复"),
    ],
)
def test_mistakes_name_the_file_and_the_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        profiles(tmp_path, text)
    assert "worktime.yaml" in str(caught.value)


def test_a_later_file_takes_the_place_of_what_was_said_of_a_region(tmp_path: Path) -> None:
    profiles(tmp_path, SETTINGS)
    later = tmp_path / "321300.yaml"
    later.write_text(
        'regions:\n  "321300":\n    days: [放假 2026-06-01 至 2026-06-02 当地, 上班 2026-06-06 当地]\n',
        encoding="utf-8",
    )
    read = read_profiles(tmp_path / "worktime.yaml", official_calendar(), later)
    here = read.of("321322")
    assert [here.calendar.is_working_day(date(2026, 6, day)) for day in (1, 2, 3, 6)] == [False, False, True, True]
    assert here.hours == WorkingHours()
    assert here.off_hours is OffHours.NEXT_START
    assert here.calendar.name_of(date(2026, 6, 1)) == "当地"
    later.write_text('regions: {"321300": {days: [休息 2026-06-01]}}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"321300.yaml.*regions.321300"):
        read_profiles(tmp_path / "worktime.yaml", official_calendar(), later)
