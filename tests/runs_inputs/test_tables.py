"""CSV files as people save them, and the values in them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kaoping.measures import DecisionKind
from kaoping.model.measure_table import fixed
from kaoping.model.outcomes import State
from kaoping.runs.inputs.decisions import read_decisions
from kaoping.runs.inputs.imports import read_imports
from kaoping.runs.inputs.measure_values import read_measure_table
from kaoping.runs.inputs.problems import BadInputError
from kaoping.runs.inputs.roster import read_roster
from tests.measures.builders import value
from tests.runs_inputs.builders import ROSTER, SCHEME, problems_of, written

HEADER = "unit,measure,period,value,state\n"


def imported(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[tuple[str, str, str, int, State]]:
    path = written(tmp_path / "imports.csv", HEADER + text, encoding)
    return [(one.unit, one.measure, one.period, one.value, one.state) for one in read_imports(path, SCHEME, ROSTER)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings_that_excel_and_editors_write(tmp_path: Path, encoding: str) -> None:
    assert imported(tmp_path, "a,opened,,是,已测\n", encoding) == [("a", "opened", "", fixed(1), State.KNOWN)]


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_other_separators(tmp_path: Path, separator: str) -> None:
    text = (HEADER + "a,missing,,3,\n").replace(",", separator)
    (given,) = read_imports(written(tmp_path / "i.csv", text), SCHEME, ROSTER)
    assert given.value == fixed(3)


@pytest.mark.parametrize(
    ("row", "period", "expected"),
    [
        ("a,missing,,３,known", "", 3),  # full-width digits
        ("a,missing,,3.0,", "", 3),
        ('a,amount,,"1,200.5",', "", Decimal("1200.5")),
        ("a,rate,,80%,", "", Decimal("0.8")),
        ("a,rate,,0.25,", "", Decimal("0.25")),
        ("a,opened,,否,", "", 0),
        ("a,opened,,TRUE,", "", 1),
        ("a,updated,,2022年3月1日,", "", date(2022, 3, 1).toordinal()),
        ("a,reply,,1wd,", "", 25200),
        ("a,reply,,36 小时,", "", 129600),
        ("a,rank,2022年第一季度,2,", "2022Q1", 2),
        ("a,by-hand,,9.5,", "", Decimal("9.5")),
        ("a,tasks,2,是,", "2", 1),
        ("a,tasks,,50%,", "", Decimal("0.5")),
        ("a,towns,某镇,4,", "某镇", 4),
        ("a,review,3,88,", "3", 88),
    ],
)
def test_values_of_every_kind(tmp_path: Path, row: str, period: str, expected: Decimal) -> None:
    (given,) = imported(tmp_path, row + "\n")
    assert given[2:] == (period, fixed(expected), State.KNOWN)


def test_several_marks_in_one_field(tmp_path: Path) -> None:
    found = imported(tmp_path, 'a,review,,"90、85, 88",\n')
    assert [(period, number) for _, _, period, number, _ in found] == [
        ("1", fixed(90)),
        ("2", fixed(85)),
        ("3", fixed(88)),
    ]


def test_states(tmp_path: Path) -> None:
    found = imported(tmp_path, "a,missing,,,\na,opened,,,unknown\na,amount,,,not_applicable\nb,amount,,,不适用\n")
    assert [one[4] for one in found] == [State.UNKNOWN, State.UNKNOWN, State.NOT_APPLICABLE, State.NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ("z,missing,,1,", "unit", "名单中没有单位“z”"),
        (",missing,,1,", "unit", "没有填单位编号"),
        ("a,nothing,,1,", "measure", "没有测评值或指标“nothing”"),
        ("a,dead,,1,", "measure", "由系统检查得出"),
        ("a,missing,,很多,", "value", "应填数，填的是“很多”"),
        ("a,missing,,-1,", "value", "不能是负数"),
        ("a,missing,,1.5,", "value", "应填整数"),
        ("a,missing,,NaN,", "value", "应填数"),
        ("a,amount,,inf,", "value", "应填数"),
        ("a,missing,,１ .５处,", "value", "只写数字，不带空格和单位，如 1.5"),
        ("a,amount,,15分,", "value", "应填数，填的是“15分”；只写数字，不带空格和单位，如 15"),
        ("a,amount,,--,", "value", "应填数，填的是“--”"),
        ("a,amount,,－3,", "value", "不能是负数：-3"),
        ("a,rate,,150%,", "value", "应在 0 到 1 之间"),
        ("a,amount,,1e13,", "value", "数太大"),
        ("a,rate,,80,", "value", "80%"),
        ("a,opened,,也许,", "value", "“是”或“否”"),
        ("a,updated,,2022-02-30,", "value", "应填日期"),
        ("a,reply,,3,", "value", "带单位"),
        ("a,by-hand,,10.5,", "value", "应在 0 到 10 之间"),
        ("c,by-hand,,8,", "value", "应在 0 到 7.5 之间"),
        ("a,review,,101,", "value", "应在 0 到 100 之间"),
        ("a,rank,2022Q5,1,", "period", "2022Q1 的形式"),
        ("a,rank,,1,", "period", "2022Q1 的形式"),
        ("a,missing,2022,1,", "period", "不分期"),
        ("a,tasks,3,是,", "period", "只有 2 项"),
        ("a,missing,,1,unknown", "state", "却填了结果"),
        ("a,missing,,,known", "value", "没有填结果"),
        ("a,missing,,1,大概", "state", "状态“大概”不对"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(tmp_path: Path, row: str, field: str, message: str) -> None:
    with pytest.raises(BadInputError) as caught:
        imported(tmp_path, "b,amount,,1,\n" + row + "\n")
    (problem,) = problems_of(caught)
    assert (problem.line, problem.where) == (3, field)
    assert message in problem.message


def test_a_bad_value_names_the_unit_and_the_measure(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        imported(tmp_path, "a,missing,,NaN,\n")
    (problem,) = problems_of(caught)
    assert problem.message == "甲县的“missing”：应填数，填的是“nan”"


def test_every_problem_is_told_at_once_and_nothing_is_taken(tmp_path: Path) -> None:
    rows = "z,nothing,,1,\na,missing,,x,\na,amount,,1,\na,amount,,2,\n"
    with pytest.raises(BadInputError, match="共发现 4 处问题") as caught:
        imported(tmp_path, rows)
    assert [problem.line for problem in problems_of(caught)] == [2, 2, 3, 5]
    assert "与第 4 行重复" in problems_of(caught)[-1].message


def test_lines_are_counted_through_quoted_line_breaks(tmp_path: Path) -> None:
    path = written(tmp_path / "i.csv", 'unit,measure,value,note\na,amount,1,"一\n二"\n\nz,amount,1,\n')
    with pytest.raises(BadInputError) as caught:
        read_imports(path, SCHEME, ROSTER)
    assert [problem.line for problem in problems_of(caught)] == [5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "文件是空的"),
        ("unit,measure\n", "缺少列 value"),
        ("unit,measure,value,value\n", "出现了 2 次"),
        ("unit,measure,value,peroid\n", "是不是 period"),
        ("unit,measure,value\na,missing,1,2\n", "4 列"),
        ('unit,measure,value\na,missing,"1\n', "引号不配对"),
        ("unit\0,", "不是文本文件"),
    ],
)
def test_files_that_are_no_such_table(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        read_imports(written(tmp_path / "i.csv", text), SCHEME, ROSTER)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="打不开"):
        read_imports(tmp_path / "none.csv", SCHEME, ROSTER)


# ---- decisions ---------------------------------------------------------------------------------------------------

KEY = "0123456789abcdef01234567"


def test_decisions_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        f"key,decision,from,until,by,reason\n{KEY},waive,2022-03-01,2022/3/31,张三,改版\n{KEY},维持,,,李四,申诉不成立\n"
    )
    first, second = read_decisions(written(tmp_path / "d.csv", text, "gbk"))
    assert (first.kind, first.from_, first.until, first.by) == (
        DecisionKind.WAIVE,
        date(2022, 3, 1),
        date(2022, 3, 31),
        "张三",
    )
    assert (second.kind, second.from_, second.until, second.reason) == (DecisionKind.UPHOLD, None, None, "申诉不成立")


def test_bad_decisions_are_told_together(tmp_path: Path) -> None:
    rows = ("abc,waive,,", f"{KEY},forget,,", f"{KEY},waive,2022-13-01,", f"{KEY},waive,2022-03-02,2022-03-01")
    text = "\n".join(("key,decision,from,until", *rows))
    with pytest.raises(BadInputError) as caught:
        read_decisions(written(tmp_path / "d.csv", text))
    assert [(problem.line, problem.where) for problem in problems_of(caught)] == [
        (2, "key"),
        (3, "decision"),
        (4, "from"),
        (5, "until"),
    ]


# ---- roster ------------------------------------------------------------------------------------------------------

ROSTER_HEADER = "unit,name,group,class,tags,sites,exempt\n"


def test_a_roster(tmp_path: Path) -> None:
    text = ROSTER_HEADER + "001,甲县,county,district,urban,http://a.gov.cn;b.gov.cn,否\nc,丙局,department,,,,true\n"
    first, second = read_roster(written(tmp_path / "r.csv", text, "utf-8-sig"), SCHEME).units
    assert (first.id, first.class_, first.tags) == ("001", "district", ("urban",))
    assert first.sites == ("http://a.gov.cn/", "http://b.gov.cn/")
    assert (first.exempt, second.exempt, second.sites) == (False, True, ())


def test_a_site_listed_under_several_addresses_is_one(tmp_path: Path) -> None:
    """Else it would be crawled twice, and what is wrong with it counted twice."""
    text = ROSTER_HEADER + "a,甲县,county,,,https://a.gov.cn;http://a.gov.cn/;http://www.a.gov.cn;http://b.gov.cn/x/,\n"
    (unit,) = read_roster(written(tmp_path / "r.csv", text), SCHEME).units
    assert unit.sites == ("https://a.gov.cn/", "http://b.gov.cn/x/")


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("a,甲,city,,,,", 2, "分组“city”不在方案"),
        ("a,甲,county,zone,,,", 2, "分类“zone”不在方案"),
        ("a,甲,county,tier1,,,", 2, "属于分组“department”"),
        ("a,甲,county,,rural,,", 2, "标签“rural”未在方案"),
        ("a,甲,county,,,ftp://x,", 2, "网址“ftp://x”不对"),
        ("a,甲,county,,,,maybe", 2, "exempt 应为"),
        ("../a,甲,county,,,,", 2, "只能由文字、数字"),
        (",甲,county,,,,", 2, "没有编号"),
        ("a,,county,,,,", 2, "没有名称"),
        ("a,甲,county,,,,\na,甲,county,,,,", 3, "第 2 行已经列过"),
        ("a,甲,county,,,,\nA,甲,department,,,,", 3, "同时列在分组"),
        ("a,甲,county,,,http://x.cn/,\nb,乙,county,,,https://x.cn,", 3, "同时属于“甲”（第 2 行）和“乙”"),
        ("a,甲,county,,,http://x.cn/,\nb,乙,county,,,http://www.x.cn,", 3, "同时属于“甲”（第 2 行）和“乙”"),
    ],
)
def test_bad_rosters(tmp_path: Path, rows: str, line: int, message: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_roster(written(tmp_path / "r.csv", ROSTER_HEADER + rows + "\n"), SCHEME)
    (problem,) = problems_of(caught)
    assert problem.line == line
    assert message in problem.message


def test_a_roster_without_units_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="没有单位"):
        read_roster(written(tmp_path / "r.csv", ROSTER_HEADER), SCHEME)


# ---- measure tables ----------------------------------------------------------------------------------------------

ROWS = [("a", "dead", "", "4", "known"), ("b", "dead", "", None, "unknown"), ("a", "rank", "2022Q2", "3", None)]


def test_csv_and_parquet_give_the_same_table(tmp_path: Path) -> None:
    text = HEADER + "".join(",".join(field or "" for field in row) + "\n" for row in ROWS)
    csv = written(tmp_path / "m.csv", text)
    columns = dict(zip(HEADER.strip().split(","), map(list, zip(*ROWS, strict=True)), strict=True))
    pq.write_table(pa.table(columns), tmp_path / "m.parquet")
    as_of = date(2022, 12, 31)
    tables = [read_measure_table(path, SCHEME, ROSTER, as_of) for path in (csv, tmp_path / "m.parquet")]
    assert tables[0] == tables[1]
    assert value(tables[0], "dead") == 4
    assert value(tables[0], "dead", row=1) is State.UNKNOWN
    assert tables[0].periods("rank") == ("2022Q2",)
    assert tables[0].periods("late") == ("2022Q1", "2022Q2", "2022Q3", "2022Q4")
    assert value(tables[0], "by-hand") is State.UNKNOWN


def test_numbers_in_parquet_need_not_be_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"unit": ["a"], "measure": ["amount"], "value": [1.5]}), tmp_path / "m.parquet")
    table = read_measure_table(tmp_path / "m.parquet", SCHEME, ROSTER, date(2022, 12, 31))
    assert value(table, "amount") == Decimal("1.5")


@pytest.mark.parametrize(
    ("number", "message"), [(float("nan"), "应填数"), (float("inf"), "应填数"), (-1.0, "不能是负数")]
)
def test_numbers_in_parquet_that_are_none(tmp_path: Path, number: float, message: str) -> None:
    pq.write_table(pa.table({"unit": ["a"], "measure": ["amount"], "value": [number]}), tmp_path / "m.parquet")
    with pytest.raises(BadInputError, match=message) as caught:
        read_measure_table(tmp_path / "m.parquet", SCHEME, ROSTER, date(2022, 12, 31))
    (problem,) = problems_of(caught)
    assert (problem.line, problem.where) == (1, "value")


@pytest.mark.parametrize("content", [b"", b"not parquet"])
def test_a_broken_parquet_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.parquet").write_bytes(content)
    with pytest.raises(BadInputError, match="Parquet"):
        read_measure_table(tmp_path / "m.parquet", SCHEME, ROSTER, date(2022, 12, 31))
