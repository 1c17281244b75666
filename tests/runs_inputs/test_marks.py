"""The marks workbook: what is asked, and reading it back."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from kaoping.measures import Given
from kaoping.model.measure_table import fixed
from kaoping.model.outcomes import State
from kaoping.runs.inputs.marks import read_marks
from kaoping.runs.inputs.marks_layout import COLUMNS
from kaoping.runs.inputs.marks_template import write_template
from kaoping.runs.inputs.problems import BadInputError
from tests.runs_inputs.builders import ROSTER, SCHEME, problems_of

AS_OF = date(2022, 12, 31)
COUNTY, DEPARTMENT = "县区", "市级部门"
LETTER = {name: chr(ord("A") + number) for number, name in enumerate(COLUMNS)}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "marks.xlsx"
    write_template(path, SCHEME, ROSTER, as_of=AS_OF)
    return path


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    found = load_workbook(path)[sheet].iter_rows(values_only=True, min_row=2)
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def row_of(path: Path, unit: str, item: str, period: str | None = None) -> tuple[str, int]:
    for sheet in (COUNTY, DEPARTMENT):
        for number, row in enumerate(rows(path, sheet), 2):
            if (row["单位编号"], row["测评项"], row["期次"] or None) == (unit, item, period):
                return sheet, number
    raise AssertionError(f"no row for {unit} {item} {period}")


def fill(path: Path, *answers: tuple[Any, ...]) -> list[str]:
    """Write (unit, item, column, value[, period]) into the workbook; return the places written to."""
    workbook = load_workbook(path)
    places = []
    for unit, item, column, answer, *period in answers:
        sheet, number = row_of(path, unit, item, period[0] if period else None)
        workbook[sheet][f"{LETTER[column]}{number}"] = answer
        places.append(f"{sheet}!{LETTER[column]}{number}")
    workbook.save(path)
    return places


def read(path: Path) -> dict[tuple[str, str, str], Given]:
    return {(one.unit, one.measure, one.period): one for one in read_marks(path, SCHEME, ROSTER)}


def faults(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(BadInputError) as caught:
        read_marks(path, SCHEME, ROSTER)
    return [(problem.where, problem.message) for problem in problems_of(caught)]


def test_a_sheet_per_group_and_a_row_per_unit_question_and_period(book: Path) -> None:
    asked = {(row["单位编号"], row["测评项"], row["期次"] or "") for row in rows(book, COUNTY)}
    assert {unit for unit, _, _ in asked} == {"a", "b"}
    assert {period for _, item, period in asked if item == "late"} == {"2022Q1", "2022Q2", "2022Q3", "2022Q4"}
    assert {unit for unit, item, _ in asked if item == "tasks"} == {"a"}  # b has nothing on the checklist
    assert {("a", "by-hand", ""), ("a", "review", ""), ("b", "towns", "")} <= asked
    assert {row["单位编号"] for row in rows(book, DEPARTMENT)} == {"c"}  # the exempt unit is not asked about
    assert not [item for _, item, _ in asked if item in {"dead", "rank", "reported"}]


def test_clause_criterion_and_requirement_stand_beside_the_cell(book: Path) -> None:
    (row,) = [row for row in rows(book, DEPARTMENT) if row["测评项"] == "by-hand"]
    assert row["条款"] == "附件2 一"
    assert row["指标与评分细则"] == "指标by-hand：by-hand的细则"
    assert row["填写要求"] == "填 0 到 7.5 的分数"
    (item,) = [row for row in rows(book, COUNTY) if row["测评项"] == "tasks" and row["期次"] == "2"]
    assert item["问题"] == "问：tasks？：第二项"


def test_only_the_answers_may_be_edited_and_excel_checks_them(book: Path) -> None:
    sheet = load_workbook(book)[COUNTY]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "D2"
    assert {cell.coordinate[0] for cell in sheet[2] if not cell.protection.locked} == set("JKLM")
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert {"list", "whole", "decimal", "date"} <= kinds
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert '"已测,未测,不适用"' in lists
    assert '"是,否"' in lists


def test_a_blank_workbook_gives_nothing(book: Path) -> None:
    assert read(book) == {}


def test_answers_of_every_kind_come_back(book: Path) -> None:
    fill(
        book,
        ("a", "missing", "结果", 3),
        ("a", "opened", "结果", "是"),
        ("a", "updated", "结果", datetime(2022, 3, 1)),
        ("a", "reply", "结果", "1wd"),
        ("a", "rate", "结果", 0.8),
        ("a", "amount", "结果", " １２．５ "),
        ("a", "late", "结果", 2, "2022Q3"),
        ("a", "tasks", "结果", "否", "1"),
        ("a", "review", "结果", "90、80"),
        ("a", "by-hand", "结果", 9.5),
        ("a", "by-hand", "测评人", "张三"),
        ("a", "by-hand", "依据与理由", "缺一项材料"),
        ("b", "missing", "状态", "不适用"),
        ("c", "missing", "状态", "未测"),
    )
    found = read(book)
    values = {key[1:]: one.value for key, one in found.items() if key[0] == "a"}
    assert values == {
        ("missing", ""): fixed(3),
        ("opened", ""): fixed(1),
        ("updated", ""): fixed(date(2022, 3, 1).toordinal()),
        ("reply", ""): fixed(25200),
        ("rate", ""): fixed(Decimal("0.8")),
        ("amount", ""): fixed(Decimal("12.5")),
        ("late", "2022Q3"): fixed(2),
        ("tasks", "1"): 0,
        ("review", "1"): fixed(90),
        ("review", "2"): fixed(80),
        ("by-hand", ""): fixed(Decimal("9.5")),
    }
    assert (found["a", "by-hand", ""].by, found["a", "by-hand", ""].note) == ("张三", "缺一项材料")
    assert found["b", "missing", ""].state is State.NOT_APPLICABLE
    assert found["c", "missing", ""].state is State.UNKNOWN


def test_every_bad_cell_is_told_at_once_by_sheet_and_cell(book: Path) -> None:
    answers: tuple[tuple[Any, ...], ...] = (
        ("a", "missing", "结果", "三处"),
        ("a", "amount", "结果", -1),
        ("a", "rate", "结果", 80),
        ("a", "by-hand", "结果", 11),
        ("b", "missing", "结果", 1.5),
        ("b", "opened", "结果", "=1+1"),
        ("b", "amount", "结果", True),
        ("b", "rate", "结果", datetime(2022, 1, 1)),
        ("b", "by-hand", "状态", "做完了"),
        ("c", "updated", "结果", "去年"),
        ("c", "reply", "结果", "#N/A"),
        ("c", "review", "结果", "90、101"),
    )
    places = fill(book, *answers)
    found = faults(book)
    assert sorted(place for place, _ in found) == sorted(places)
    told = dict(found)
    assert told[places[0]] == "应填数，填的是“三处”"
    assert told[places[3]].startswith("超出范围：应在 0 到 10 之间")
    assert "公式" in told[places[5]]


def test_state_and_result_must_agree(book: Path) -> None:
    places = fill(
        book,
        ("a", "missing", "状态", "已测"),
        ("b", "missing", "结果", 1),
        ("b", "missing", "状态", "不适用"),
    )
    told = dict(faults(book))
    assert told[places[0].replace("!J", "!K")] == "状态是已测，但没有填结果"
    assert "却填了结果" in told[places[2]]


def test_identifying_cells_that_were_tampered_with(book: Path) -> None:
    places = fill(
        book,
        ("a", "missing", "结果", 1),
        ("a", "opened", "结果", "是"),
        ("a", "amount", "结果", 1),
        ("a", "amount", "测评项", "missing"),
        ("a", "opened", "单位编号", "zz"),
        ("b", "missing", "结果", 1),
        ("b", "missing", "单位名称", "丁县"),
        ("c", "missing", "结果", 1),
        ("c", "missing", "测评项", "dead"),
    )
    told = dict(faults(book))
    assert "重复" in told[places[3]]
    assert told[places[4]] == "名单中没有单位“zz”"
    assert "可能排序时错了行" in told[places[6]]
    assert "由系统检查得出" in told[places[8]]


def test_a_workbook_of_another_scheme_is_refused(book: Path) -> None:
    workbook = load_workbook(book)
    workbook["说明"]["B3"] = "other-2021"
    workbook.save(book)
    ((place, message),) = faults(book)
    assert place == "说明!B3"
    assert "other-2021" in message


def test_a_sheet_without_the_header_is_refused_and_an_empty_one_is_not(book: Path) -> None:
    workbook = load_workbook(book)
    workbook.create_sheet("空白")
    workbook.create_sheet("草稿")["A1"] = "随手记"
    workbook.save(book)
    ((place, message),) = faults(book)
    assert place == "草稿"
    assert "找不到表头" in message


def test_a_missing_column_is_told(book: Path) -> None:
    workbook = load_workbook(book)
    workbook[COUNTY]["K1"] = "得分"
    workbook.save(book)
    ((place, message),) = faults(book)
    assert place == f"{COUNTY}!1:1"
    assert "结果" in message


@pytest.mark.parametrize("content", [b"", b"unit,measure\n", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "marks.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match="打不开或不是"):
        read_marks(path, SCHEME, ROSTER)


def test_a_damaged_workbook_is_refused(book: Path) -> None:
    whole = book.read_bytes()
    with ZipFile(book) as parts:
        sheet = parts.getinfo("xl/worksheets/sheet2.xml")
    content = sheet.header_offset + 30 + len(sheet.filename)
    for damage in (b"\xff" * 8, b"\0" * 8):
        book.write_bytes(whole[:content] + damage + whole[content + 8 :])
        with pytest.raises(BadInputError, match="打不开或不是"):
            read_marks(book, SCHEME, ROSTER)


def test_an_unknown_compression_is_refused(book: Path) -> None:
    whole = book.read_bytes()
    start = whole.index(b"PK\x01\x02")  # the first entry of the directory; its method is ten bytes on
    book.write_bytes(whole[: start + 10] + b"\x63\0" + whole[start + 12 :])
    with pytest.raises(BadInputError, match="打不开或不是"):
        read_marks(book, SCHEME, ROSTER)


def test_ids_that_a_spreadsheet_made_numbers_are_read(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["一张自己做的表"])
    sheet.append(["单位编号", "测评项", "期次", "状态", "结果"])
    sheet.append(["a", "tasks", 2.0, None, "是"])
    path = tmp_path / "own.xlsx"
    workbook.save(path)
    assert read(path)["a", "tasks", "2"].value == fixed(1)
