"""An assessment that names its draws, or has one made: scores, sheets, the marks workbook, and what is refused."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from kaoping.cli.marks import command as marks_command
from kaoping.cli.score import command as score_command
from kaoping.runs.assess import Assessed, AssessRequest, assess
from kaoping.runs.draw_files import DrawFolder, load_result
from kaoping.runs.inputs.problems import BadInputError
from kaoping.runs.kept_scoring import read_scoring
from tests.runs.drawn_assessment import lay_out, made_draw, sealed_draw

NAMED = "draws: draw/draws.json\nimports: imports.csv\n"
FIELDS = ("field-a", "field-b", "field-c")


def assessed(file: Path) -> Assessed:
    return assess(AssessRequest(file, file.parent / "out"), lambda: datetime(2023, 1, 4, tzinfo=UTC))


def handed_in(folder: Path, *rows: str) -> None:
    (folder / "imports.csv").write_text("\n".join(["unit,measure,period,value", *rows]) + "\n", encoding="utf-8")


def drawn(draw: DrawFolder) -> dict[str, tuple[str, ...]]:
    return {one.pool: one.items for one in load_result(draw.result("")).chosen}


def totals(done: Assessed) -> dict[str, tuple[Any, Any, Any]]:
    units = [unit for group in done.results.groups.values() for unit in group]
    return {unit.unit: (unit.total, unit.low, unit.high) for unit in units}


def test_what_was_drawn_is_what_counts(tmp_path: Path) -> None:
    file = lay_out(tmp_path, NAMED)
    chosen = drawn(made_draw(tmp_path, file))
    first, second = chosen["indicators/fields/*"]
    left_out = next(field for field in FIELDS if field not in (first, second))
    town, other = chosen["sample/towns/xian"]
    spare = next(name for name in ("t1", "t2", "t3") if name not in (town, other))
    handed_in(
        tmp_path,
        *(f"{unit},{first},,30" for unit in ("xian", "ju", "guan")),
        *(f"{unit},{second},,10" for unit in ("xian", "ju", "guan")),
        f"xian,{left_out},,30",
        "xian,faults,,1",
        "ju,faults,,0",
        "xian,town_faults,xian,2",
        f"xian,town_faults,{town},3",
        f"xian,town_faults,{other},4",
        f"xian,town_faults,{spare},9",
    )
    done = assessed(file)
    assert totals(done) == {
        "xian": (10 + 11 + 40, 61, 61),  # 20 - 10 for a guide, 20 - 2 - 3 - 4 for county and towns, the two fields
        "ju": (20 + 20 + 40, 80, 80),  # no towns: full points
        "guan": (0 + 20 + 40, 60, 60),  # no guides: nothing
    }
    tree = done.results.trace("xian")
    assert [note.code for note in tree.find(left_out).notes] == ["not_drawn"]
    measures = tree.find("towns-leaf").measures
    assert measures is not None
    assert measures["town_faults"].periods[0].note == f"未抽中，不计：{spare}"

    kept = read_scoring(tmp_path / "out")
    assert kept.case.results().groups == done.results.groups
    assert kept.with_inputs().inputs.draws  # type: ignore[union-attr]  # an assessment has inputs


def test_the_sheet_and_the_tree_show_what_was_drawn_and_its_proof(tmp_path: Path) -> None:
    file = lay_out(tmp_path, "draws: [draw/draws.json]\n")
    draw = made_draw(tmp_path, file)
    assessed(file)
    result = load_result(draw.result(""))
    page = (tmp_path / "out" / "units" / "xian.html").read_text(encoding="utf-8")
    names = {"g1": "居住证", "g2": "老年证", "g3": "生育登记"}
    guides = "、".join(names[item] for item in drawn(draw)["sample/guides/xian"])
    assert f"从 3 个中抽查 2 个：{guides}" in page
    assert result.seed in page
    assert result.seal in page
    tree = json.loads((tmp_path / "out" / "units" / "ju.json").read_text(encoding="utf-8"))
    assert [(one["id"], one["candidates"], len(one["chosen"])) for one in tree["draws"]] == [
        ("fields", 3, 2),
        ("guides", 1, 1),
    ]
    assert "全部检查：教师资格" in (tmp_path / "out" / "units" / "ju.html").read_text(encoding="utf-8")
    (proof,) = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["draws"]
    assert (proof["seed"], proof["seal"]) == (result.seed, result.seal)


def test_without_a_draw_the_points_are_open_and_never_0(tmp_path: Path) -> None:
    file = lay_out(tmp_path, "imports: imports.csv\n")
    handed_in(tmp_path, "ju,faults,,0", "ju,field-a,,30", "ju,field-b,,20", "ju,field-c,,10")
    done = assessed(file)
    assert totals(done)["ju"] == (None, 20 + 20 + 10 + 20, 20 + 20 + 30 + 20)
    assert totals(done)["guan"] == (None, 20, 100)
    page = (tmp_path / "out" / "units" / "ju.html").read_text(encoding="utf-8")
    assert "尚未抽取，得分未确定" in page
    assert 'id="draws"' not in page
    assert done.remarks == ()


def test_the_conductor_makes_the_draw(tmp_path: Path) -> None:
    file = lay_out(tmp_path, "draw: {sealed: draw/sealed.txt, secret: draw.secret.json}\n")
    draw = sealed_draw(tmp_path, file)
    assessed(file)
    made = tmp_path / "out" / "draws.json"
    before = made.read_bytes()
    assert not draw.result("").exists()
    assert load_result(made).chosen
    assess(AssessRequest(file, tmp_path / "out"), lambda: datetime(2023, 2, 1, tzinfo=UTC))
    assert made.read_bytes() == before, "the same draw is not made again"


def test_what_has_not_been_drawn_is_told(tmp_path: Path) -> None:
    file = lay_out(tmp_path, "draws: draw/draws.json\n")
    listed = tmp_path / "candidates.csv"
    listed.write_text("\n".join(listed.read_text(encoding="utf-8").splitlines()[:4]) + "\n", encoding="utf-8")
    made_draw(tmp_path, file)
    remarks = assessed(file).remarks
    assert [remark.split("：还没有抽取")[0] for remark in remarks] == ["随机抽查 guides", "随机抽查 towns"]
    assert "乙局：办事服务事项、丙馆：办事服务事项" in remarks[0]


def rewritten(draw: DrawFolder, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(draw.result("").read_text(encoding="utf-8"))
    change(document)
    draw.result("").write_text(json.dumps(document), encoding="utf-8")


def test_a_result_that_was_changed_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    file = lay_out(tmp_path, "draws: draw/draws.json\n")
    draw = made_draw(tmp_path, file)
    rewritten(draw, lambda document: document["draws"][0]["chosen"].pop())
    with pytest.raises(BadInputError, match="不由种子得出") as caught:
        assessed(file)
    assert "请用公布的原文件" in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("scheme.yaml", "id: drawing", "id: other", "这是方案“drawing”的抽查结果"),
        (
            "scheme.yaml",
            "of: service_guides, n: 2",
            "of: service_guides, n: 3",
            "方案规定抽 3 个",
        ),
        ("scheme.yaml", "id: field-c", "id: field-d", "方案中没有这些下级指标：field-c"),
        ("assessment.yaml", "{id: ju,", "{id: ke,", "没有这项抽查（乙局：办事服务事项）"),
        (
            "assessment.yaml",
            "draw/draws.json",
            "[draw/draws.json, draw/again.json]",
            "在两轮（未命名、未命名）",
        ),
        ("assessment.yaml", "draw/draws.json", "nowhere.json", "不存在"),
        ("assessment.yaml", "draws: draw/draws.json", "draw: {sealed: draw/sealed.txt}", "缺少 secret"),
        ("assessment.yaml", "draws: draw/draws.json", "draw: draw/sealed.txt", "draw 应写成"),
        (
            "assessment.yaml",
            "draws: draw/draws.json",
            "draw: {sealed: draw/sealed.txt, secret: draw.secret.json, public: 1 2 3}",
            "没有规定公开值的来源",
        ),
    ],
)
def test_what_does_not_belong_together(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    file = lay_out(tmp_path, "draws: draw/draws.json\n")
    draw = made_draw(tmp_path, file)
    (draw.path / "again.json").write_bytes(draw.result("").read_bytes())
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        assessed(file)
    assert message in str(caught.value)


def test_the_workbook_names_what_was_drawn(tmp_path: Path) -> None:
    file = lay_out(tmp_path, "draws: draw/draws.json\n")
    draw = made_draw(tmp_path, file)
    chosen = drawn(draw)
    said = CliRunner().invoke(marks_command, ["template", str(file)], catch_exceptions=False)
    assert said.exit_code == 0
    book = load_workbook(tmp_path / "marks.xlsx")
    county = [[cell.value for cell in row] for row in book["县区"].iter_rows(min_row=2)]
    asked = {(row[2], row[3] or ""): row for row in county}
    names = {"g1": "居住证", "g2": "老年证", "g3": "生育登记"}
    listed = "；".join(f"{number}. {names[item]} {item}" for number, item in enumerate(chosen["sample/guides/xian"], 1))
    assert str(asked["faults", ""][6]).endswith(f"随机抽中：{listed}")
    assert {period for name, period in asked if name == "town_faults"} == {"xian", *chosen["sample/towns/xian"]}
    department = [[cell.value for cell in row] for row in book["部门"].iter_rows(min_row=2)]
    assert {name for name, _ in asked if name in FIELDS} == set(chosen["indicators/fields/*"])  # the third is not asked
    none = next(row for row in department if row[0] == "guan" and row[2] == "faults")
    assert "没有可抽查的，留空即可" in str(none[8])


def test_before_the_draw_the_workbook_says_how_many(tmp_path: Path) -> None:
    file = lay_out(tmp_path, "draws: draw/draws.json\n")
    CliRunner().invoke(marks_command, ["template", str(file)], catch_exceptions=False)
    cells = [cell.value for row in load_workbook(tmp_path / "marks.xlsx")["县区"].iter_rows() for cell in row]
    assert set(FIELDS) <= set(cells)
    assert any("随机抽查 2 个，不足则全部检查" in str(cell) for cell in cells)


def test_tables_are_scored_by_draws_too(tmp_path: Path) -> None:
    file = lay_out(tmp_path)
    draw = made_draw(tmp_path, file)
    marks = {"field-a": 30, "field-b": 20, "field-c": 10}
    handed_in(tmp_path, "ju,faults,,0", *(f"ju,{field},,{mark}" for field, mark in marks.items()))
    roster = "unit,name,group\nxian,甲县,county\nju,乙局,department\nguan,丙馆,department\n"
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    fields = sum(marks[field] for field in drawn(draw)["indicators/fields/*"])
    tables = ["--measures", str(tmp_path / "imports.csv"), "--roster", str(tmp_path / "roster.csv")]
    arguments = [str(tmp_path / "scheme.yaml"), *tables, "--out", str(tmp_path / "out"), "--as-of", "2022-12-31"]
    for more, total in (([], None), (["--draws", str(draw.result(""))], 40 + fields)):
        CliRunner().invoke(score_command, [*arguments, *more], catch_exceptions=False)
        groups = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["groups"]
        assert next(unit["total"] for unit in groups["department"] if unit["unit"] == "ju") == total


def test_the_tables_list_every_draw_in_its_order(tmp_path: Path) -> None:
    file = lay_out(tmp_path, "draws: draw/draws.json\n")
    draw = made_draw(tmp_path, file)
    assessed(file)
    book = load_workbook(tmp_path / "out" / "results.xlsx")
    rows = list(book["随机抽查"].iter_rows(min_row=2, values_only=True))
    fields = [row for row in rows if row[2] == "fields"]
    assert [row[7] for row in fields] == list(drawn(draw)["indicators/fields/*"])
    assert [row[5] for row in fields] == [1, 2]
    assert {row[0] for row in fields} == {"全部单位"}
    (none,) = [row for row in rows if row[0] == "丙馆"]
    assert none[6] == "没有可抽查的对象"
