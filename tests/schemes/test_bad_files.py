"""A faulty file is refused with file, line and indicator for every fault at once; harmless oddities are accepted."""

from pathlib import Path

import pytest

from kaoping.model.errors import Problem, SchemeError
from kaoping.schemes.loader import load_scheme
from tests.schemes.conftest import BASE, WriteScheme


def problems_of(path: Path | str) -> tuple[Problem, ...]:
    with pytest.raises(SchemeError) as caught:
        load_scheme(path)
    return caught.value.problems


def line_of(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


DEAD = "dead: {check: dead-link, where: {page: home}}"
LINKS = "deduct: [0.5 per dead, 1 per slow]"


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("points: 6,", "points: 6, points: 5,", "links", "重复"),
        ("points: 6,", "pionts: 6,", "links", "是否想写“points”"),
        ("points: 6,", "points: \uff16,", "links", "改成半角“6”"),
        ("points: 6,", "points: 1 .5\u5206,", "links", "如1.5"),
        ("points: 6,", "points: 6e1,", "links", "科学记数法"),
        ("points: 6,", "points: [6],", "links", "应是一个值"),
        ("tags:", "units: {city: {names: [甲]}}\ntags:", "city", "没有声明分类或类别“city”"),
        ("tags:", "units: {county: {names: [甲, 乙, 甲]}}\ntags:", "county", "“甲”在名单中写了两次"),
        ("tags:", "units: {county: [甲]}\ntags:", "", "考评对象名单“county”应是映射"),
        ("tags:", "units: {county: {clause: 附件1}}\ntags:", "county", "缺少“names”"),
        ("points: 6,", "points: $targt,", "links", "没有声明参数“$targt”"),
        ("points: 6,", "points: {county: 6, default: x},", "links", "“x”不是数"),
        (LINKS, "deduct: [0.5 per max(dead, 1)]", "links", "加引号"),
        (LINKS, "deduct: [0.5 per dad]", "links", "没有声明测评值“dad”"),
        (LINKS, "deduct: [0.5 per target]", "links", "参数要写“$target”"),
        (LINKS, "deduct: [0.5 dead]", "links", "应写成“数值 per 测评值”"),
        (LINKS, "deduct: 0.5 per dead", "links", "应是列表"),
        (LINKS, "deduct: []", "links", "没有一项"),
        (LINKS, "deduct: [{per: dead}]", "links", "points"),
        (LINKS, "deduct: [{per: dead, if: good, points: 1}]", "links", "中的一个"),
        (LINKS, "deduct: [0.5 per dead], full: true", "links", "只能有一种计分规则"),
        (LINKS, "full: yes", "links", "full: true"),
        (LINKS, "full: true, below_zero: true", "links", "只用于 deduct"),
        (LINKS, "award: {tiers: [1 per dead]}", "links", "数值 if 条件"),
        (LINKS, "award: {best: [1 if good], sum: [1 if good]}", "links", "中的一个"),
        (LINKS, "ratio: {target: 3}", "links", "缺少“of”"),
        (LINKS, "ratio: {due: dead}", "links", "缺少“taken”"),
        (LINKS, "timed: {of: slow, within: {1日: 50%}}", "links", "不是时长"),
        (LINKS, "timed: {of: slow, within: {1wd: 50}}", "links", "百分数"),
        (LINKS, "carry: {of: slow}", "links", "缺少“factor”"),
        (LINKS, "benchmark: {of: slow, within: county}", "links", "可用：group、class"),
        (LINKS, "panel: {scale: 100, trim: 0.5}", "links", "整数"),
        (LINKS, "share: [{title: 甲, if: good}]", "links", "缺少“percent”"),
        (LINKS, "share: [{percent: 100%, title: 甲}]", "links", "要写“id”"),
        (LINKS, "share: [{percent: 100%, title: 甲, if: good, of: slow}]", "links", "中的一个"),
        (LINKS, "deduct: [1 if base > 3]", "links", "base 只能用于"),
        (LINKS, 'deduct: [1 if points("surveys") > 3]', "links", "只能用于"),
        (LINKS, 'deduct: [1 if tag("rural")]', "links", "没有声明标签“rural”"),
        (LINKS, "deduct: [1 if group = city]", "links", "没有声明分类“city”"),
        (LINKS, "deduct: [1 if class = county]", "links", "没有声明类别“county”"),
        (LINKS, "indicators: [], full: true", "links", "不能再写计分规则"),
        (LINKS, "indicators: []", "links", "没有一个指标"),
        (LINKS, "draw: {children: 3}", "links", "没有下级指标"),
        (LINKS, "method: 猜测", "links", "测评方式没有“猜测”"),
        ("id: surveys, title: 调查", "id: links, title: 调查", "links", "编号“links”重复"),
        ("id: surveys", "id: Sur_veys", "Sur_veys", "小写字母、数字和连字符"),
        ("{id: surveys, ", "{", "website", "缺少“id”"),
        ("title: 链接, points: 6", "points: 6", "links", "缺少“title”"),
        (DEAD, "dead: {check: dead-link, ask: 几处}", "dead", "同时写了"),
        (DEAD, "dead: {kind: count}", "dead", "没有写来源"),
        (DEAD, "dead: {check: dead-link, take: most}", "dead", "可用：count"),
        (DEAD, "dead: {check: dead-link, window: 2w}", "dead", "不是时长"),
        (DEAD, "dead: {check: dead-link, sample: pages}", "dead", "没有声明抽样"),
        (DEAD, "dead: {check: dead-link, each: list}", "dead", "没有声明清单"),
        (DEAD, "dead: {check: dead-link, excluding: [x]}", "dead", "没有声明测评值"),
        (DEAD, "dead: {check: dead-link, with: {n: \uff15}}", "dead", "半角“5”"),
        (DEAD, "dead: {ask: 几处, where: {page: home}}", "dead", "不能与“ask”同用"),
        ("  dead: {", "  Dead-links: {", "Dead-links", "小写字母、数字和下划线"),
        ("  dead: {", "  per: {", "per", "保留词"),
        (DEAD, "dead: {check: dead-link, check: x}", "dead", "重复"),
        (DEAD, "dead: {check: dead-link, take}", "dead", "没有值"),
        ("good: {ask: 是否良好, kind: bool}", "good: {ask: 是否良好, kind: boolean}", "good", "可用：count"),
        ("tags: {urban: 四城区}", "tags: {county: 四城区}", "county", "只能有一种含义"),
        ("big: {of: department, title: 大部门}", "big: {of: city}", "big", "没有声明分类“city”"),
        ("value: {urban: 8, county: 6, default: 3}", "value: \uff16", "target", "改成半角“6”"),
        ("total: {combine: sum}", "total: {combine: add}", "", "可用：weighted、sum、deductions"),
        ("total: {combine: sum}", "total: {combine: sum, round: {places: 9}}", "", "0到6"),
        ("total: {combine: sum}", "total: {combine: sum, subtract: [x]}", "", "没有声明测评值“x”"),
        ("total: {combine: sum}", "convert: [{from: websit, to: 20}]", "", "没有编号为“websit”"),
        ("total: {combine: sum}", "vetoes: [{id: v, if: good, then: none}]", "v", "then"),
        ("total: {combine: sum}", "vetoes: [{id: v, then: zero}]", "v", "中的一个"),
        ("total: {combine: sum}", "vetoes: [{id: v, if: good}]", "v", "缺少“then”"),
        ("total: {combine: sum}", 'vetoes: [{id: v, if: points("x") < 3, then: zero}]', "v", "没有编号为“x”"),
        ("total: {combine: sum}", "adjust: [{id: a, title: 甲, kind: bonus, full: true}]", "a", "缺少“limit”"),
        ("total: {combine: sum}", "adjust: [{id: a, title: 甲, kind: more, limit: 3, full: true}]", "a", "bonus、"),
        ("total: {combine: sum}", "adjust: [{id: a, title: 甲, kind: bonus, limit: 3}]", "a", "中的一个"),
        ("total: {combine: sum}", "grades: [{title: 优秀}]", "", "缺少“from”"),
        ("    points: 10\n", "    points: 10\n    open: 待定\n", "website", "open"),
    ],
)  # fmt: skip
def test_fault_is_named(write: WriteScheme, old: str, new: str, where: str, said: str) -> None:
    path = write((old, new))
    found = problems_of(path)
    matching = [problem for problem in found if said in problem.message]
    assert matching, [str(problem) for problem in found]
    assert any(problem.where == where for problem in matching), matching
    if where not in ("county", "website"):
        near = line_of(path.read_text(encoding="utf-8"), new.splitlines()[0])
        assert {problem.line for problem in matching} == {near}
    assert all(problem.file == str(path) for problem in matching)


def test_everything_wrong_is_said_at_once(write: WriteScheme) -> None:
    path = write(("points: 6,", "pionts: 6,"), ("held >= $target", "hold >= $targte"), ("kind: bool", "kind: boo"))
    said = "\n".join(str(problem) for problem in problems_of(path))
    for fragment in ("pionts", "hold", "targte", "boo"):
        assert fragment in said
    assert [problem.line for problem in problems_of(path)] == sorted(problem.line or 0 for problem in problems_of(path))


def test_the_message_is_for_a_person(write: WriteScheme) -> None:
    path = write(("points: 6,", "points: \uff16,"))
    with pytest.raises(SchemeError) as caught:
        load_scheme(path)
    line = line_of(path.read_text(encoding="utf-8"), "\uff16")
    assert str(caught.value) == f"{path}:{line} [links]: “points”：“\uff16”含全角字符，请改成半角“6”"


def test_a_forgotten_quote_is_recognised(write: WriteScheme) -> None:
    path = write(("total: {combine: sum}", "vetoes: [{id: v, if: max(dead, slow) > 2, then: zero}]"))
    assert any("加引号" in problem.message and problem.where == "v" for problem in problems_of(path))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "空的"),
        ("# 只有注释\n", 1, "空的"),
        ("- a\n- b\n", 1, "最外层"),
        ("points:10\n", 1, "最外层"),
        ("id: a\npoints\uff1a10\ntitle: b\n", 3, "全角"),
        ("id: a\n\ttitle: b\n", 2, "制表符"),
        ("id: 'a\ntitle: b\n", 1, "引号没有配对"),
        ("id: [a\ntitle: b\n", 2, "方括号没有配对"),
        ("id: {a: b\ntitle: b\n", 2, "花括号没有配对"),
        ("id: a\n---\nid: b\n", 2, "一个文件只能写一个方案"),
        ("id: *x\n", 1, "别名"),
        ("id: &x a\ntitle: *x\n", 1, "别名"),
        ("id: !secret a\n", 1, "标签"),
        ("id: a\ntitle:\n", 2, "没有值"),
        ("id: a\ntitle: null\n", 2, "没有值"),
        ("id: a\n? [b]\n: c\n", 2, "应是一个词"),
        ("id: " + "[" * 200 + "]" * 200, 1, "嵌套过深"),
    ],
)
def test_yaml_faults(write: WriteScheme, text: str, line: int, said: str) -> None:
    found = problems_of(write(text=text))
    assert any(said in problem.message and problem.line == line for problem in found), found


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (BASE.encode("gb18030"), "UTF-8"),
        (BASE.encode("utf-16"), "UTF-8"),
        (b"id: a\0b\n", "空字符"),
        (b"id: \xff\n", "UTF-8"),
        (b"#" * 4_000_001, "过大"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_bytes(data)
    assert any(said in problem.message for problem in problems_of(path))


def test_bom_and_windows_line_ends_are_harmless(tmp_path: Path, write: WriteScheme) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert load_scheme(path).digest == load_scheme(write()).digest


def test_yaml_1_2_words_stay_words(write: WriteScheme) -> None:
    scheme = load_scheme(write(("title: 链接", "title: no"), ("title: 调查", "title: 012")))
    assert [node.title for node in scheme.nodes()] == ["no", "012"]


FOLDED = """\
- id: links
        title: 链接
        points: 6
        text: >-
          每处 扣0.5分，
          首页（含二级
          页面）在内 each
          one
        deduct: [0.5 per dead, 1 per slow]
"""


def test_lines_of_chinese_text_are_joined_without_a_space(write: WriteScheme) -> None:
    one_line = "- {id: links, title: 链接, points: 6, text: 每处扣0.5分, deduct: [0.5 per dead, 1 per slow]}\n"
    scheme = load_scheme(write((one_line, FOLDED)))
    assert next(scheme.nodes()).text == "每处扣0.5分，首页（含二级页面）在内 each one"


def test_missing_file_and_unknown_id(tmp_path: Path) -> None:
    assert "文件不存在" in problems_of(tmp_path / "none.yaml")[0].message
    assert "suqian-2022" in problems_of("suqian-2023")[0].message
