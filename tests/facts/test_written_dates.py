"""Dates are read in every notation of Chinese pages, and nothing else is taken for one."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.facts.written_dates import first_date, resolve, written_dates
from kaoping.markup.scanning import text_shape


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022-03-04", "2022-03-04"),
        ("发布于2022年3月4日上午", "2022-03-04"),
        ("2022/3/4 10:20", "2022-03-04"),
        ("[2022.3.4]", "2022-03-04"),
        ("２０２２－０３－０４", "2022-03-04"),
        ("2022 年 03 月 04 日", "2022-03-04"),
        ("标题\n03-04\n下一条", "--03-04"),
        ("标题\n[3月4日]\n下一条", "--03-04"),
        ("[03-04] 关于防汛的通知\n下一条", "--03-04"),
        ("关于防汛的通知 [03/04]\n下一条", "--03-04"),
        ("04\n2022-03\n标题", "2022-03-04"),
        ("2022/03\n04\n标题", "2022-03-04"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_notations(text: str, iso: str) -> None:
    assert [found.iso for found in written_dates(text)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "2022-13-04",
        "2023-02-29",
        "1022-03-04",
        "12022-03-04",
        "2022-03",
        "适合3-4岁",
        "10-12",
        "电话 0527-2022-03",
        "2022",
    ],
)
def test_no_dates(text: str) -> None:
    assert [found for found in written_dates(f"一行{text}") if found.year] == []
    assert first_date(text) is None


def test_a_date_ends_before_the_blank_line_after_it() -> None:
    (found,) = written_dates("标题\n10-17\n\n业务工作")
    assert (found.start, found.end) == (3, 8)


def test_years_that_lists_leave_out() -> None:
    today = date(2022, 1, 10)
    assert resolve("--01-05", today) == date(2022, 1, 5)
    assert resolve("--12-28", today) == date(2021, 12, 28)
    assert resolve("--12-28", today, 2019) == date(2019, 12, 28)
    assert resolve("--02-29", today) == date(2020, 2, 29)
    assert resolve("--02-29", today, 2021) is None
    assert resolve("2023-05-06", today) == date(2023, 5, 6)


@settings(max_examples=60)
@given(st.text(alphabet="0123456789-/.年月日 \n２０[]标题", max_size=80))
def test_any_text_gives_real_dates_in_order(text: str) -> None:
    found = written_dates(text)
    assert all(first.end <= second.start for first, second in pairwise(found))
    for each in found:
        date(each.year or 2000, each.month, each.day)
        assert 0 <= each.start < each.end <= len(text)


DATE_LIKE = st.sampled_from(
    [*"0129 -./年月日\n²条\x1c\xa0－", "2024", "2024-05-06", "1999.12.31", "2023年1月", "\n05-06"]
)


@settings(max_examples=300)
@given(st.lists(DATE_LIKE, max_size=12).map("".join))
def test_the_short_cut_finds_what_a_whole_scan_finds(text: str) -> None:
    wide = "，共０件"  # a full-width digit anywhere has the whole text scanned
    assert written_dates(f"{text}\n完") == [
        found for found in written_dates(f"{text}\n完{wide}") if found.end <= len(text)
    ]


def test_a_shape_keeps_every_place() -> None:
    text = "电话 0527-80000000，Ｃ７\n"
    assert text_shape(text) == (b"?? 0000-00000000???\n", True, 0, 0)
    assert text_shape("20é\ufffd") == (b"00??", False, 1, 1)
