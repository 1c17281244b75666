"""The table of new media accounts as an office hands it in, and the values that follow from it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kaoping.measures.media_accounts import AccountState, MediaAccount, MediaList, media_values
from kaoping.model.measure_table import unfixed
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.runs.inputs.media_accounts import GUIDE, SHEET, read_media_accounts, write_media_template
from kaoping.runs.inputs.problems import BadInputError
from kaoping.schemes.expressions import Duration
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Measure, ProviderSource, Scheme
from kaoping.worktime import WorkTime
from tests.measures.builders import scheme
from tests.runs_inputs.builders import problems_of, written

AS_OF = date(2022, 12, 31)
ROSTER = Roster(tuple(RosterUnit(f"u{n}", name, "media") for n, name in enumerate(("甲县", "乙局", "丙局"), 1)))
HEAD = "单位编号,单位名称,平台,账号名称,最近发布日期,账号状态\n"


def read(tmp_path: Path, text: str) -> MediaList:
    return read_media_accounts(written(tmp_path / "media.csv", text), ROSTER, AS_OF)


def book(path: Path, *rows: list[Any]) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = SHEET
    for row in (HEAD.strip().split(","), *rows):
        sheet.append(row)
    workbook.save(path)
    return path


def test_accounts_of_a_csv_file(tmp_path: Path) -> None:
    rows = (
        "u1,甲县,微信,甲县发布,2022-12-20,\nu1,甲县,新浪微博,甲县发布,2022/11/1,僵尸\n"
        "u2,,无,,,\n,,,,,\nu3,丙局,抖音,丙局,,\n"
    )
    found = read(tmp_path, HEAD + rows)
    assert found.accounts == (
        MediaAccount("u1", "weixin", "甲县发布", date(2022, 12, 20)),
        MediaAccount("u1", "weibo", "甲县发布", date(2022, 11, 1), AccountState.DORMANT),
        MediaAccount("u3", "douyin", "丙局", None),
    )
    assert found.without == {"u2"}


def test_dates_of_a_workbook_are_dates(tmp_path: Path) -> None:
    path = book(tmp_path / "m.xlsx", ["u1", "甲县", "微信", "甲县发布", datetime(2022, 12, 20), "在用"])
    assert read_media_accounts(path, ROSTER, AS_OF).accounts[0].last_post == date(2022, 12, 20)


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (["u9", "", "微信", "a", "2022-12-01", ""], "A2", "名单中没有单位“u9”"),
        (["", "", "微信", "a", "2022-12-01", ""], "A2", "没有填单位编号"),
        (["u1", "乙局", "微信", "a", "2022-12-01", ""], "B2", "单位编号 u1 是“甲县”，这里却是“乙局”"),
        (["u1", "", "推特", "a", "2022-12-01", ""], "C2", "没有平台“推特”；可填：微信、"),
        (["u1", "", "", "a", "2022-12-01", ""], "C2", "没有填平台"),
        (["u1", "", "微信", "", "2022-12-01", ""], "D2", "没有填账号名称"),
        (["u1", "", "微信", "a", "上周", ""], "E2", "“上周”不是日期"),
        (["u1", "", "微信", "a", "2022-02-30", ""], "E2", "不是日期"),
        (["u1", "", "微信", "a", datetime(2023, 1, 2), ""], "E2", "晚于监测时间点 2022-12-31"),
        (["u1", "", "微信", "a", "2022-12-01", "停了"], "F2", "状态“停了”不对"),
        (["u1", "", "无", "a", "", ""], "D2", "平台填了“无”，就不要填账号名称"),
    ],
)
def test_a_bad_cell_is_told_by_sheet_and_cell(tmp_path: Path, row: list[Any], cell: str, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_media_accounts(book(tmp_path / "m.xlsx", row), ROSTER, AS_OF)
    (problem,) = problems_of(caught)
    assert problem.where == f"{SHEET}!{cell}"
    assert words in problem.message


def test_every_bad_line_is_told_at_once(tmp_path: Path) -> None:
    rows = "u1,,微信,a,2022-12-01,\nu1,,微信,a,2022-12-02,\nu2,,微信,b,12月1日,停\nu3,,无,,,\nu3,,微博,c,2022-12-01,\n"
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, HEAD + rows)
    told = [(problem.line, problem.where) for problem in problems_of(caught)]
    assert told == [(3, "account"), (4, "state"), (4, "last_post"), (6, "unit")]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "单位编号,平台\nu1,微信\n"])
def test_a_file_that_is_no_such_table(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInputError):
        read(tmp_path, text)


def test_a_workbook_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(BadInputError, match=r"不是 \.xlsx 工作簿"):
        read_media_accounts(path, ROSTER, AS_OF)
    workbook = Workbook()
    workbook.save(path)
    with pytest.raises(BadInputError, match="没有一张工作表有表头"):
        read_media_accounts(path, ROSTER, AS_OF)


def test_the_template_is_read_back_as_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "media.xlsx"
    assert write_media_template(path, ROSTER, AS_OF) == 3
    workbook = load_workbook(path)
    assert workbook.sheetnames == [SHEET, GUIDE]
    sheet = workbook[SHEET]
    assert [sheet.cell(2, 1).value, sheet.cell(2, 2).value] == ["u1", "甲县"]
    sheet["C2"], sheet["D2"], sheet["E2"] = "微信", "甲县发布", date(2022, 12, 1)
    workbook.save(path)
    found = read_media_accounts(path, ROSTER, AS_OF)
    assert found.accounts == (MediaAccount("u1", "weixin", "甲县发布", date(2022, 12, 1)),)
    assert found.units == {"u1"}, "rows left blank say nothing"


def media(name: str, column: str, **more: Any) -> Measure:
    where = tuple(more.pop("where", {}).items())
    return Measure(name, name, "count", ProviderSource(f"media.{column}", where), **more)


SCHEME: Scheme = scheme(
    media("stale", "stale_accounts", window=Duration(Decimal(14), "d")),
    media("stale_weixin", "stale_accounts", where={"platform": "weixin"}, window=Duration(Decimal(1), "mo")),
    media("all", "accounts"),
    media("zombie", "zombie"),
    media("monthly", "stale_accounts", by="month"),
)


def values(*accounts: MediaAccount, without: frozenset[str] = frozenset()) -> dict[tuple[str, str], Any]:
    found = media_values(SCHEME, MediaList(accounts, without), AS_OF, WorkTime())
    return {(g.unit, g.measure): int(unfixed(g.value)) if g.state is State.KNOWN else g.state for g in found}


def test_two_weeks_without_a_post() -> None:
    """前2周内无更新: 14 days before 31 December is 17 December; what was posted then is within."""
    found = values(
        MediaAccount("u1", "weixin", "a", date(2022, 12, 17)),
        MediaAccount("u1", "weibo", "b", date(2022, 12, 16)),
        MediaAccount("u1", "weixin", "c", date(2022, 11, 1), AccountState.CLOSED),
        MediaAccount("u1", "weixin", "d", date(2022, 11, 29), AccountState.DORMANT),
    )
    assert found == {("u1", "stale"): 2, ("u1", "stale_weixin"): 1, ("u1", "all"): 3, ("u1", "zombie"): 1}


def test_what_nobody_knows_stays_unknown() -> None:
    found = values(MediaAccount("u1", "weibo", "b", None), without=frozenset({"u2"}))
    assert found["u1", "stale"] is State.UNKNOWN
    assert (found["u1", "stale_weixin"], found["u1", "all"]) == (0, 1)
    assert (found["u2", "stale"], found["u2", "all"]) == (0, 0)
    assert not any(unit == "u3" for unit, _ in found), "a unit that is not on the list is not known to be without fault"


@given(st.lists(st.dates(date(2022, 1, 1), AS_OF), max_size=12))
def test_stale_are_those_before_the_window(days: list[date]) -> None:
    accounts = [MediaAccount("u1", "app", f"a{number}", day) for number, day in enumerate(days)]
    if accounts:
        assert values(*accounts)["u1", "stale"] == sum((AS_OF - day).days > 14 for day in days)


def test_the_veto_of_the_state_council_reads_the_list() -> None:
    listed = MediaList((MediaAccount("u1", "weixin", "甲县发布", date(2022, 12, 1)),))
    (stale,) = media_values(load_scheme("state-council-2019"), listed, AS_OF, WorkTime())
    assert (stale.measure, int(unfixed(stale.value)), stale.note) == ("media_stale", 1, "甲县发布（最近 2022-12-01）")
