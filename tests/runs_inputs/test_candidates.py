"""The list of candidates as an office hands it in."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from kaoping.draws.plans import PoolPlan
from kaoping.draws.values import Candidate, Pool, PoolName
from kaoping.runs.inputs.candidates import Listed, read_candidates
from kaoping.runs.inputs.problems import BadInputError
from tests.runs_inputs.builders import problems_of, written

A, B = PoolName("sample", "guides", "a"), PoolName("sample", "guides", "b")
POSTS = PoolName("sample", "posts", "a")
AREAS = PoolPlan(PoolName("indicators", "areas", "*"), 1, "领域", children=(Candidate("x", "甲"), Candidate("y", "乙")))
PLANS = (PoolPlan(A, 5, "甲县"), PoolPlan(B, 2, "乙县"), PoolPlan(POSTS, 2, "甲县每月", every="month"), AREAS)
HEAD = "sample,unit,item,name,period\n"


def read(tmp_path: Path, text: str) -> Listed:
    return read_candidates(written(tmp_path / "c.csv", text), PLANS)


def test_what_is_listed_and_what_is_missing(tmp_path: Path) -> None:
    found = read(
        tmp_path, HEAD + "guides,a,g2,居住证,\nguides,a, g1 ,,\nposts,a,p,文,2022年3月\nposts,a,p,文,2022-04\n"
    )
    assert found.pools == (
        Pool(A, 5, "甲县", (Candidate("g2", "居住证"), Candidate("g1", "g1"))),
        Pool(PoolName("sample", "posts", "a", "2022-03"), 2, "甲县每月", (Candidate("p", "文"),)),
        Pool(PoolName("sample", "posts", "a", "2022-04"), 2, "甲县每月", (Candidate("p", "文"),)),
        Pool(AREAS.name, 1, "领域", AREAS.children),
    )
    assert found.missing == (PLANS[1],)


def test_a_row_may_be_of_several_samples(tmp_path: Path) -> None:
    plans = (*PLANS, PoolPlan(PoolName("sample", "forms", "a"), 1, "甲县表格"))
    text = HEAD + "guides、forms,a,g1,,\nforms；guides,a,g2,,\nguides,a,g3,,\n"
    found = read_candidates(written(tmp_path / "c.csv", text), plans)
    listed = {pool.name.id: [one.id for one in pool.candidates] for pool in found.pools}
    assert listed == {"guides": ["g1", "g2", "g3"], "forms": ["g1", "g2"], "areas": ["x", "y"]}
    with pytest.raises(BadInputError, match="没有要列名单的抽样“form”"):
        read_candidates(written(tmp_path / "c.csv", HEAD + "guides、form,a,g1,,\n"), plans)
    with pytest.raises(BadInputError) as caught:
        read_candidates(written(tmp_path / "c.csv", HEAD + "guides、forms,a,,,\n"), plans)
    assert len(problems_of(caught)) == 1, "one empty cell is one fault, of however many samples"


def test_nothing_to_draw_from_must_be_said(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "guides,a,无,,\n")
    assert found.pools[0] == Pool(A, 5, "甲县", ())
    assert [plan.name for plan in found.missing] == [B, POSTS]


@pytest.mark.parametrize(
    ("rows", "line", "where", "words"),
    [
        ("guide,a,x,,", 2, "sample", "没有要列名单的抽样“guide”；可用的有：guides、posts"),
        ("areas,*,x,,", 2, "sample", "没有要列名单的抽样"),
        ("guides,c,x,,", 2, "unit", "“c”不是要抽“guides”的单位"),
        ("guides,a,,居住证,", 2, "item", "没有填对象"),
        ("guides,a,-,,", 2, "item", "没有填对象"),
        ("guides,a,x,,\nguides,a,\u200bx ,,", 3, "item", "与第 2 行重复"),
        ("guides,a,x,,\nguides,a,无,,", 3, "item", "又列了对象"),
        ("guides,a,无,,\nguides,a,x,,", 3, "item", "又列了对象"),
        ("guides,a,x,,2022-03", 2, "period", "应留空"),
        ("posts,a,x,,", 2, "period", "应写成 2022-03"),
        ("posts,a,x,,2022Q1", 2, "period", "应写成 2022-03"),
    ],
)
def test_bad_lines(tmp_path: Path, rows: str, line: int, where: str, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, HEAD + rows + "\n")
    (problem,) = problems_of(caught)
    assert (problem.line, problem.where) == (line, where)
    assert words in problem.message


def test_all_bad_lines_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, HEAD + "guide,a,x,,\nguides,a,x,,\nguides,a,x,,\nguides,z,x,,\n")
    assert [problem.line for problem in problems_of(caught)] == [2, 4, 5]


def test_chinese_headers_and_a_workbook(tmp_path: Path) -> None:
    text = "抽样编号,单位编号,期次,对象,名称\nguides,a,,g1,居住证\n"
    as_csv = read_candidates(written(tmp_path / "c.csv", text, "gb18030"), PLANS)
    book = Workbook()
    book.active.title = "说明"  # type: ignore[union-attr]  # a new workbook has a sheet
    sheet = book.create_sheet("名单")
    for row in (
        ["2022年候选名单"],
        [],
        text.split("\n")[0].split(","),
        ["guides", "a", None, "g1", "居住证"],
        [None] * 5,
    ):
        sheet.append(row)
    book.save(tmp_path / "c.xlsx")
    assert read_candidates(tmp_path / "c.xlsx", PLANS) == as_csv


def test_a_workbook_without_the_header(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["单位", "对象"])  # type: ignore[union-attr]  # a new workbook has a sheet
    book.save(tmp_path / "c.xlsx")
    with pytest.raises(BadInputError, match="没有一张工作表有表头"):
        read_candidates(tmp_path / "c.xlsx", PLANS)


def test_numbers_that_a_spreadsheet_made_of_ids(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["sample", "unit", "item"], ["guides", "a", 7.0], ["guides", "a", 8]):
        book.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
    book.save(tmp_path / "c.xlsx")
    (found, _) = read_candidates(tmp_path / "c.xlsx", PLANS).pools
    assert [candidate.id for candidate in found.candidates] == ["7", "8"]
