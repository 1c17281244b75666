"""Calendar files of an operator: both forms, every mistake named, nothing half used."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kaoping.model.errors import StorageError
from kaoping.worktime import CalendarFileError, official_calendar, read_calendar, read_calendars
from kaoping.worktime.calendar_files import import_name, render_calendar, save_calendar

LINES = """# 试用
年份 2031
来源 试用文号〔2030〕1号
放假 2031-01-01 元旦
放假 2031-01-22 至 2031-01-28 春节
上班 2031-01-19 春节
放假 2031年5月1日到2031年5月3日 劳动节
放假 2031-10-01 至 2031-10-07 国庆节
上班 2031-10-11
"""


def entries(*, skip: str = "") -> list[dict[str, Any]]:
    off = ["2031-01-01", "2031-01-22", "2031-01-23", "2031-01-24", "2031-05-01", "2031-10-01", "2031-10-02",
           "2031-10-03"]  # fmt: skip
    return [{"name": "假", "date": day, "isOffDay": True} for day in off if day != skip]


def document(tmp_path: Path, content: object, name: str = "2031.json") -> Path:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_text_form(tmp_path: Path) -> None:
    calendar = read_calendar(document(tmp_path, LINES, "2031.txt"))
    assert calendar.years == {2031}
    assert calendar.source == "试用文号〔2030〕1号"
    assert len(calendar.days) == 20
    assert calendar.days[date(2031, 1, 19)] is True
    assert calendar.days[date(2031, 5, 3)] is False
    assert calendar.names[date(2031, 5, 3)] == "劳动节"
    assert official_calendar().extended([calendar]).is_working_day(date(2031, 10, 11))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_form_in_the_encodings_of_editors(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "2031.txt"
    path.write_bytes(LINES.replace("\n", "\r\n").encode(encoding))
    assert read_calendar(path).names[date(2031, 1, 1)] == "元旦"


def test_published_form(tmp_path: Path) -> None:
    made_up = {"name": "春节", "date": "2031-01-19", "isOffDay": False}
    spill = {"name": "元旦", "date": "2030-12-31", "isOffDay": True}
    content = {"year": 2031, "papers": ["文"], "days": [*entries(), made_up, spill], "$schema": "x"}
    calendar = official_calendar().extended([read_calendar(document(tmp_path, content))])
    assert calendar.is_working_day(date(2031, 1, 19))
    assert not calendar.is_working_day(date(2031, 1, 24))
    assert 2030 not in calendar.years


def test_written_and_read_again_it_is_the_same(tmp_path: Path) -> None:
    first = read_calendar(document(tmp_path, LINES, "in.txt"))
    save_calendar(first, tmp_path / "new" / import_name(first))
    again = read_calendar(tmp_path / "new" / "2031.txt")
    assert (again.days, again.years, again.source) == (first.days, first.years, first.source)
    assert again.names == first.names
    assert "放假 2031-01-22 至 2031-01-28 春节" in render_calendar(first)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"year": 2031, "papers": [], "days": []}, "2031 年的 days 是空的"),
        ({"year": "2031", "days": entries()}, "整数 year"),
        ({"year": True, "days": entries()}, "整数 year"),
        ([1], "整数 year"),
        ("{", "不是有效的 JSON"),
        ({"year": 2031, "days": entries(skip="2031-10-02")}, "缺少放假日：2031-10-02"),
        ({"year": 2031, "days": [e for e in entries() if "-01-2" not in e["date"]]}, "春节"),
        ({"year": 2031, "days": [*entries(), {"date": "2031-02-30", "isOffDay": True}]}, r"days\[8\].*2031-02-30"),
        ({"year": 2031, "days": [*entries(), {"date": "2031-06-01", "isOffDay": "yes"}]}, r"days\[8\].*isOffDay"),
        ({"year": 2031, "days": [*entries(), {"date": "2031-05-01", "isOffDay": False}]}, "既写了放假又写了上班"),
        ({"year": 2031, "days": [*entries(), {"date": "2013-05-01", "isOffDay": True}]}, "2013-05-01 不属于 2031"),
    ],
)
def test_wrong_documents(tmp_path: Path, content: object, message: str) -> None:
    with pytest.raises(CalendarFileError, match=message) as caught:
        read_calendar(document(tmp_path, content))
    assert "2031.json" in str(caught.value)


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    lines = [
        "放假 2031-06-01", "放价 2031-06-02", "放假 2031-02-30", "放假 2031-06-05 至 2031-06-03",
        "放假 2031-01-01 至 2031-12-31", "上班 2031-06-01",
    ]  # fmt: skip
    with pytest.raises(CalendarFileError) as caught:
        read_calendar(document(tmp_path, "\n".join(lines), "坏.txt"))
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4, 5, 6]


def test_an_empty_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalendarFileError, match="没有一行"):
        read_calendar(document(tmp_path, "# 空\n", "空.txt"))


def test_missing_and_binary_files(tmp_path: Path) -> None:
    with pytest.raises(CalendarFileError, match="读不了"):
        read_calendar(tmp_path / "none.json")
    (tmp_path / "x.txt").write_bytes(b"\xff\xff\xff")
    with pytest.raises(CalendarFileError, match="不是文本文件"):
        read_calendar(tmp_path / "x.txt")


def test_a_folder_is_read_in_order_and_an_unannounced_year_passed_over(tmp_path: Path) -> None:
    document(tmp_path, {"year": 2031, "days": entries()})
    document(tmp_path, {"year": 2032, "papers": [], "days": []}, "2032.json")
    document(tmp_path, "放假 2031-06-09 本地\n", "本地.txt")
    document(tmp_path, "not read", "readme.md")
    calendar = official_calendar().extended(read_calendars([tmp_path]))
    assert 2031 in calendar.years
    assert 2032 not in calendar.years
    assert not calendar.is_working_day(date(2031, 6, 9))


def test_two_whole_years_that_disagree_are_refused(tmp_path: Path) -> None:
    document(tmp_path, {"year": 2031, "days": entries()}, "a.json")
    document(tmp_path, LINES.replace("01-28 春节", "01-28 春节\n上班 2031-10-04").replace("10-07", "10-03"), "b.txt")
    document(tmp_path, {"year": 2031, "days": [*entries(), {"date": "2031-10-04", "isOffDay": True}]}, "c.json")
    with pytest.raises(CalendarFileError, match=r"2031-10-04 与 .*b\.txt 的安排相反"):
        read_calendars([tmp_path])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    calendar = read_calendar(document(tmp_path, LINES, "in.txt"))
    with pytest.raises(StorageError, match="写不了日历文件"):
        save_calendar(calendar, tmp_path / "file" / "2031.txt")
