"""The assessment file: what it asks for, and everything that can be wrong with it."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from kaoping.cli.marks import command
from kaoping.model.errors import InputError, Problem, SchemeError
from kaoping.reports.view import Letter
from kaoping.runs.inputs.assessment import Assessment, InspectOptions, read_assessment
from kaoping.runs.inputs.problems import BadInputError
from kaoping.schemes.model import Scheme
from tests.runs_inputs.builders import SCHEME, problems_of, written

GOOD = """\
scheme: trial-2022
as_of: 2022-12-31
counts_from: 2022-02-01
draws: []
inspect: {max_pages: 300, pace: 20, allow_private: [127.0.0.0/8], connect_to: ["a.cn:80:127.0.0.1:8801"], canaries: []}
units:
  - {id: 001, name: 甲县, group: county, class: district, tags: [urban], sites: ["http://127.0.0.1:8801/"], exempt: no}
  - {id: town, name: 乙镇, group: county, sites: ["http://town.cn"], under: 001}
  - {id: village, name: 丙村, group: county, sites: ["http://village.cn"], under: town}
marks: marks.xlsx
"""


def load(reference: str | Path) -> Scheme:
    if str(reference) == "trial-2022":
        return SCHEME
    raise SchemeError((Problem(f"没有方案 {reference}"),))


def read(tmp_path: Path, text: str) -> Assessment:
    return read_assessment(written(tmp_path / "a.yaml", text), load)


def found(tmp_path: Path, text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, text)
    return [(problem.line, problem.message) for problem in problems_of(caught)]


def test_a_whole_file(tmp_path: Path) -> None:
    (tmp_path / "marks.xlsx").touch()
    asked = read(tmp_path, GOOD)
    assert (asked.scheme, asked.as_of, asked.counts_from) == (SCHEME, date(2022, 12, 31), date(2022, 2, 1))
    assert asked.inspect == InspectOptions(300, None, 20, None, ("127.0.0.0/8",), ("a.cn:80:127.0.0.1:8801",), ())
    first = asked.roster.units[0]
    assert (first.id, first.class_, first.tags, first.sites) == (
        "001",
        "district",
        ("urban",),
        ("http://127.0.0.1:8801/",),
    )
    assert asked.below == {"001": ("http://town.cn/", "http://village.cn/"), "town": ("http://village.cn/",)}
    assert (asked.marks, asked.decisions, asked.draws) == (tmp_path / "marks.xlsx", None, ())


def test_the_least_file(tmp_path: Path) -> None:
    asked = read(tmp_path, "scheme: trial-2022\nas_of: 2022-12-31\nunits: [{id: a, name: 甲, group: county}]\n")
    assert asked.inspect == InspectOptions()
    assert asked.inspect.canaries is None


def test_looking_around_the_sites_is_usual_and_can_be_switched_off(tmp_path: Path) -> None:
    (tmp_path / "marks.xlsx").touch()
    assert read(tmp_path, GOOD).inspect.availability
    assert not read(tmp_path, GOOD.replace("max_pages: 300", "availability: false")).inspect.availability
    with pytest.raises(BadInputError, match="availability 应为 true 或 false"):
        read(tmp_path, GOOD.replace("max_pages: 300", "availability: maybe"))


UNIT = "  - {id: a, name: 甲, group: county}\n"


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("scheme: trial-2022", "scheme: nowhere"), 1, "考评方案“nowhere”不能用"),
        (("as_of: 2022-12-31", "as_of: 2022-02-30"), 2, "不是有效日期"),
        (("counts_from: 2022-02-01", "counts_from: 2023-02-01"), 3, "晚于监测时间点"),
        (("draws:", "drwas:"), 4, "是不是 draws"),
        (("max_pages: 300", "max_pages: 0"), 5, "不小于 1 的整数"),
        (("max_pages: 300", "max_pages: many"), 5, "不小于 1 的整数"),
        (("pace: 20", "pace: nan"), 5, "pace 应是"),
        (("127.0.0.0/8", "127.0.0.0/99"), 5, "不是地址段"),
        (("a.cn:80:127.0.0.1:8801", "a.cn:80"), 5, "主机1:端口1:主机2:端口2"),
        (("max_pages", "max_page"), 5, "是不是 max_pages"),
        (("group: county, class", "group: city, class"), 7, "分组“city”不在方案"),
        (("class: district", "class: tier1"), 7, "属于分组“department”"),
        (("tags: [urban]", "tags: [rural]"), 7, "标签“rural”"),
        (("exempt: no", "exempt: perhaps"), 7, "exempt 应为 true 或 false"),
        (("http://127.0.0.1:8801/", "ftp://a.cn/"), 7, "网址“ftp://a.cn/”不对"),
        (("name: 甲县", "nmae: 甲县"), 7, "是不是 name"),
        (("http://town.cn", "https://village.cn/"), 9, "同时属于“乙镇”（第 8 行）和“丙村”"),
        (("id: town", "id: 001"), 8, "第 7 行已经列过"),
        (("id: village, name: 丙村, group: county", "id: town, name: 丙村, group: department"), 9, "同时列在分组"),
        (("under: town", "under: city"), 9, "“city”不在单位列表中"),
        (("under: 001", "under: village"), 8, "绕回了自己"),
        (("marks: marks.xlsx", "marks: none.xlsx"), 10, "不存在"),
        (("as_of: 2022-12-31", "as_of: 2022-12-31\nas_of: 2022-12-30"), 3, "重复"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, change: tuple[str, str], line: int, message: str) -> None:
    (tmp_path / "marks.xlsx").touch()
    assert change[0] in GOOD
    assert any(at == line and message in said for at, said in found(tmp_path, GOOD.replace(*change)))


def test_all_problems_are_told_together(tmp_path: Path) -> None:
    text = GOOD.replace("county, class", "city, class").replace("2022-12-31", "soon").replace("http://town.cn", "x://")
    assert {line for line, _ in found(tmp_path, text)} == {2, 7, 8, 10}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "考评文件是空的"),
        ("- a\n", "名称: 值"),
        ("scheme: [\n", "YAML"),
        ("as_of: 2022-12-31\nunits: []\n", "缺少 scheme"),
        ("scheme: trial-2022\nas_of: 2022-12-31\n", "至少一个单位"),
        ("scheme: trial-2022\nas_of: 2022-12-31\nunits: [a]\n", "单位应写成"),
        ("scheme: trial-2022\nas_of: 2022-12-31\ninspect: 3\nunits: []\n", "inspect 应写成"),
    ],
)
def test_files_that_are_no_assessment(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, text)
    assert message in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="打不开"):
        read_assessment(tmp_path / "none.yaml", load)


def test_a_scheme_file_stands_beside_the_assessment(tmp_path: Path) -> None:
    seen: list[str | Path] = []

    def note(reference: str | Path) -> Scheme:
        seen.append(reference)
        return SCHEME

    text = "scheme: schemes/own.yaml\nas_of: 2022-12-31\nunits: [{id: a, name: 甲, group: county}]\n"
    read_assessment(written(tmp_path / "a.yaml", text), note)
    assert seen == [tmp_path / "schemes" / "own.yaml"]


ASK = """\
scheme: suqian-2022
as_of: 2022-12-31
units:
  - {id: muyang, name: 沭阳县, group: county, class: district, sites: ["http://127.0.0.1:8801/"]}
marks: marks.xlsx
"""


def test_the_template_command_writes_a_workbook_and_never_over_one(tmp_path: Path) -> None:
    source, out = written(tmp_path / "a.yaml", ASK), tmp_path / "marks.xlsx"
    result = CliRunner().invoke(command, ["template", str(source), "--out", str(out)], catch_exceptions=False)
    assert result.exit_code == 0
    assert "格待填" in result.output
    assert load_workbook(out).sheetnames == ["说明", "县区（功能区）"]
    again = CliRunner().invoke(command, ["template", str(source), "--out", str(out)])
    assert isinstance(again.exception, InputError)
    assert "已存在" in str(again.exception)
    forced = CliRunner().invoke(command, ["template", str(source), "--out", str(out), "--force"])
    assert forced.exit_code == 0


def test_the_letter_of_the_bulletin(tmp_path: Path) -> None:
    (tmp_path / "marks.xlsx").touch()
    assert read(tmp_path, GOOD).letter == Letter()
    letter = "letter: {office: 甲市府办, number: 甲政办〔2023〕1号, contact: 李明 0527-1, rectify_days: 5}\n"
    asked = read(tmp_path, GOOD + letter + "title: 2022年甲市政府网站考评\n")
    assert asked.letter == Letter("", "甲市府办", "甲政办〔2023〕1号", "", "李明 0527-1", 5)
    assert asked.title == "2022年甲市政府网站考评"
    imprint = "letter: {copies: 市委办公室, printed_by: 秘书科, printed_on: 2023-01-10}\n"
    said = read(tmp_path, GOOD + imprint).letter
    assert (said.copies, said.printed_by, said.printed_on) == ("市委办公室", "秘书科", date(2023, 1, 10))


def test_earlier_results_to_compare_with(tmp_path: Path) -> None:
    (tmp_path / "marks.xlsx").touch()
    missing = f"文件 {tmp_path / 'last/results.json'} 不存在；路径相对于考评文件所在的文件夹"
    assert found(tmp_path, GOOD + "previous: last/results.json\n") == [(11, missing)]
    (tmp_path / "last").mkdir()
    (tmp_path / "last" / "results.json").touch()
    assert read(tmp_path, GOOD + "previous: last/results.json\n").previous == tmp_path / "last" / "results.json"


def test_what_can_be_wrong_with_the_letter(tmp_path: Path) -> None:
    (tmp_path / "marks.xlsx").touch()
    assert found(tmp_path, GOOD + "letter: {ofice: 甲市府办, rectify_days: 0}\n") == [
        (11, "letter没有“ofice”这一项，是不是 office？"),
        (11, "rectify_days 应是不小于 1 的整数，写的是“0”"),
    ]
    ((line, message),) = found(tmp_path, GOOD + "letter: {printed_on: 明天}\n")
    assert line == 11
    assert "明天" in message
    assert found(tmp_path, GOOD + "letter: 甲市府办\n") == [(11, "letter 应写成 {名称: 值} 的形式")]
