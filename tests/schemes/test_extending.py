"""A year's scheme is one short file on another; what names nothing of the other's is told with file and line."""

from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.model.errors import Problem
from kaoping.schemes.linter import lint, lint_file
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Manual, Open
from tests.schemes.conftest import WriteScheme
from tests.schemes.test_bad_files import line_of, problems_of

OPEN_BASE = """\
id: open-2024
title: 年年另定分值的办法
groups: {county: 县区}
tags: {urban: 四城区}
parameters: {target: {value: 3, clause: 一}}
measures:
  good: {ask: 是否良好, kind: bool}
  held: {ask: 开展次数, kind: count}
parts:
  - id: website
    title: 网站
    points: 100
    clause: 一
    indicators:
      - {id: fixed, title: 已定, points: 10, text: 无, full: true}
      - {id: links, title: 链接, points: {open: 另定}, text: 人工评定}
      - {id: branch, title: 服务, points: {open: 另定}, indicators: [
          {id: leaf-one, title: 甲, points: {open: 另定}, text: 良好, zero_if: [not good], full: true},
          {id: leaf-two, title: 乙, points: {open: 另定}, text: 次数, award: {tiers: [100% if held > $target]}}]}
  - {id: media, title: 新媒体, points: 20, clause: 二, open: 指标另定}
adjust:
  - {id: extra, title: 加分, kind: bonus, limit: {open: 另定}, clause: 三, text: 另定, manual: true}
vetoes:
  - {id: low, title: 过低, if: points("links") < 3 and tag("urban"), then: zero, clause: 四}
total: {combine: sum}
convert:
  - {from: total, to: {open: 另定}, title: 折合}
  - {from: media, to: 5, title: 折合新媒体}
"""

HEAD = "id: year-2025\ntitle: 2025年方案\nextends: ./open.yaml\n"


@pytest.fixture
def year(write: WriteScheme) -> WriteScheme:
    """Writes a year's file on the open scheme."""
    write(text=OPEN_BASE, name="open.yaml")

    def write_year(*changes: tuple[str, str], text: str = "", name: str = "year.yaml") -> Path:
        return write(*changes, text=HEAD + text, name=name)

    return write_year


def only_problem(path: Path) -> Problem:
    """The one thing that is wrong: one mistake is told once."""
    (problem,) = problems_of(path)
    return problem


def test_the_open_points_of_a_year_are_one_line(year: WriteScheme) -> None:
    text = """\
fill: {links: 40, branch: 50, leaf-one: 20, leaf-two: 30, extra: 5}
convert: [{from: total, to: 25}]
parts: [{id: media, indicators: [{id: wechat, title: 微信, points: 20, text: 人工评定}]}]
"""
    scheme = load_scheme(year(text=text))
    points = {node.id: node.points for node in scheme.nodes()}
    assert points == {
        "fixed": 10, "links": 40, "branch": 50, "leaf-one": 20, "leaf-two": 30, "wechat": 20, "extra": 5,
    }  # fmt: skip
    assert scheme.adjust[0].limit == Decimal(5)
    assert {one.from_: (one.to, one.title) for one in scheme.convert} == {
        "total": (Decimal(25), "折合"),
        "media": (Decimal(5), "折合新媒体"),
    }
    assert lint(scheme, None) == ()
    assert (scheme.id, scheme.lineage) == ("year-2025", ("open-2024",))


def test_what_is_not_filled_stays_open(year: WriteScheme) -> None:
    scheme = load_scheme(year(text="fill: {links: 40}\n"))
    still = {node.id for node in scheme.nodes() if isinstance(node.points, Open)}
    assert still == {"branch", "leaf-one", "leaf-two", "extra"}
    assert {p.where for p in lint(scheme, None) if p.code == "open"} == {*still, "media", "total"}


def test_an_open_branch_may_be_marked_as_a_whole(year: WriteScheme) -> None:
    scheme = load_scheme(year(text="parts: [{id: website, indicators: [{id: branch, points: 50, manual: true}]}]\n"))
    branch = next(node for node in scheme.nodes() if node.id == "branch")
    assert branch.points == Decimal(50)
    assert (branch.children, branch.rule) == ((), Manual())


def test_points_may_be_filled_by_key_and_over_several_files(year: WriteScheme, write: WriteScheme) -> None:
    year(text="fill: {links: {urban: 30, default: 40}}\n")
    grandchild = "id: year-2026\ntitle: 2026年方案\nextends: ./year.yaml\nfill: {branch: 50}\n"
    scheme = load_scheme(write(text=grandchild, name="next.yaml"))
    assert scheme.lineage == ("year-2025", "open-2024")
    assert {node.id for node in scheme.nodes() if isinstance(node.points, Open)} == {"leaf-one", "leaf-two", "extra"}


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("fill: {linkz: 40}\n", "linkz", "不是部分、指标或加减分的编号，是否想写“links”"),
        ("fill: {fixed: 40}\n", "fixed", "分值已定（10），不是空缺；确需修改，请在 parts 中写它的 points"),
        ("fill: {media: 40}\n", "media", "分值已定（20）"),
        ("fill: {links: 四十}\n", "links", "“四十”不是数"),
        ("fill: {links\uff1a40}\n", "links\uff1a40", "冒号用了全角"),
        ("fill: [links]\n", "fill", "应是“编号: 分值”的映射"),
        ("parts: [{id: websit, points: 90}]\n", "websit", "“websit”的部分，是否想写“website”；如是新增，请写title"),
        ("parts: [{id: website, indicators: [{id: lnks, points: 3}]}]\n", "lnks", "“lnks”的指标，是否想写“links”"),
        ("parts: [{id: website, indicators: [{id: leaf-one, points: 3}]}]\n", "leaf-one", "在“branch”之下，不在这里"),
        ("parts: [{id: links, points: 3}]\n", "links", "“links”在“website”之下，不在这里"),
        ("parts: [{id: website, indicators: [{id: gone, remove: true}]}]\n", "gone", "没有编号为“gone”的指标"),
        ("vetoes: [{id: lo, then: zero}]\n", "lo", "没有编号为“lo”的单项否决，是否想写“low”；如是新增，请写if、use"),
        ("adjust: [{id: extras, limit: 3}]\n", "extras", "没有编号为“extras”的加减分，是否想写“extra”"),
        ("convert: [{from: totl, title: 折合}]\n", "totl", "没有编号为“totl”的折合"),
        ("measures: {goods: {title: 良好}}\n", "goods", "没有测评值“goods”，是否想写“good”；如是新增，请写check、ask"),
        ("measures: {idle: {remove: true}}\n", "idle", "没有测评值“idle”，不能去掉"),
        ("parameters: {targt: {note: 改}}\n", "targt", "没有参数“targt”，是否想写“target”"),
        ("tags: {urbn: {remove: true}}\n", "urbn", "没有标签“urbn”，不能去掉，是否想写“urban”"),
        ("parts: [{id: website, indicators: [{id: fixed, title: 新, remove: no}]}]\n", "fixed", "“remove”只用于"),
        ("measures: {good: {remove: true}}\n", "good", "去掉了“good”，但“leaf-one”（"),
        ("parameters: {target: {remove: true}}\n", "target", "还在用它：请一并改写或去掉“leaf-two”"),
        ("tags: {urban: {remove: true}}\n", "urban", "去掉了“urban”，但“low”（"),
        ("parts: [{id: website, indicators: [{id: links, remove: true}]}]\n", "links", "但“low”（"),
        ("parts: [{id: media, remove: true}]\n", "media", "还在用它"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_once_with_its_line(year: WriteScheme, text: str, where: str, said: str) -> None:
    path = year(text=text)
    problem = only_problem(path)
    assert (problem.where, problem.file, problem.line) == (where, str(path), 4), str(problem)
    assert said in problem.message


def test_the_linter_does_not_fault_again_what_could_not_be_read(year: WriteScheme) -> None:
    found = lint_file(year(text="fill: {links: 四十, branch: 90}\n"), None)
    assert [(problem.where, problem.line) for problem in found if problem.severity == "error"] == [("links", 4)]


def test_removing_a_branch_removes_what_is_below(year: WriteScheme) -> None:
    veto = (
        '  - {id: low, title: 过低, if: points("links") < 3',
        '  - {id: low, title: 过低, if: points("leaf-one") < 3',
    )
    year(text="", name="unused.yaml")
    base = Path(year()).with_name("open.yaml")
    base.write_text(base.read_text(encoding="utf-8").replace(*veto), encoding="utf-8")
    for how in ("remove: true", "points: 30, manual: true"):
        problem = only_problem(year(text=f"parts: [{{id: website, indicators: [{{id: branch, {how}}}]}}]\n"))
        assert problem.where == "leaf-one"
        assert "去掉了“leaf-one”，但“low”" in problem.message


def test_a_part_without_indicators_left(year: WriteScheme) -> None:
    gone = ", ".join(f"{{id: {name}, remove: true}}" for name in ("fixed", "links", "branch"))
    text = f"vetoes: [{{id: low, remove: true}}]\nparts: [{{id: website, indicators: [{gone}]}}]\n"
    assert "没有一个指标" in only_problem(year(text=text)).message


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        (("id: year-2025\n", ""), "id", "要有自己的编号，如“open-2024-plan”"),
        (("id: year-2025\n", "id: open-2024\n"), "id", "编号与上级方案“open-2024”相同"),
        (("title: 2025年方案\n", ""), "title", "请写本方案的名称"),
        (("extends: ./open.yaml\n", "extends: [./open.yaml]\n"), "extends", "只能写一个"),
        (("extends: ./open.yaml\n", "extends: xingning-2061\n"), "xingning-2061", "是否想写“xingning-2016”？"),
        (("extends: ./open.yaml\n", "extends: ./opne.yaml\n"), "./opne.yaml", "文件不存在（"),
        (("extends: ./open.yaml\n", "extends: ./year.yaml\n"), "./year.yaml", "成环：year → year；请去掉其中一处"),
    ],
)  # fmt: skip
def test_the_head_of_a_years_file(year: WriteScheme, change: tuple[str, str], where: str, said: str) -> None:
    path = year(change)
    problem = only_problem(path)
    assert (problem.where, problem.file) == (where, str(path)), str(problem)
    near = change[1].strip() or HEAD.splitlines()[1 if where == "id" else 0]
    assert problem.line == line_of(path.read_text(encoding="utf-8"), near)
    assert said in problem.message


def test_a_circle_of_three_names_all_and_the_file_that_closes_it(write: WriteScheme) -> None:
    for name, above in (("one", "two"), ("two", "three"), ("three", "one")):
        write(text=f"id: {name}\ntitle: 方案\nextends: ./{above}.yaml\n", name=f"{name}.yaml")
    problem = only_problem(Path(write(text="id: top\ntitle: 方案\nextends: ./one.yaml\n", name="top.yaml")))
    assert "成环：top → one → two → three → one" in problem.message
    assert (Path(problem.file).name, problem.line) == ("three.yaml", 3)


def test_a_parent_that_cannot_be_read_is_all_that_is_told(year: WriteScheme, write: WriteScheme) -> None:
    path = year(text="fill: {links: 40}\n")
    write(text="id: [open\n", name="open.yaml")
    assert Path(only_problem(path).file).name == "open.yaml"


def test_a_second_id_names_the_file_of_the_first(year: WriteScheme) -> None:
    leaf = "{id: links, title: 又, points: 5, text: 无}"
    part = f"parts: [{{id: more, title: 更多, points: 5, clause: 五, indicators: [{leaf}]}}]\n"
    problem = only_problem(year(text=part))
    assert "重复" in problem.message
    assert "open.yaml第16行已经用过" in problem.message


def test_a_file_that_extends_nothing_has_nothing_to_fill_or_remove(write: WriteScheme) -> None:
    found = problems_of(write(("total: {combine: sum}", "total: {combine: sum}\nfill: {links: 3}")))
    assert [(problem.where, "只用于在别的方案上修改" in problem.message) for problem in found] == [("", True)]


def test_use_in_a_parent_is_found_beside_the_parent(tmp_path: Path) -> None:
    rules = "id: rules\ntitle: 规则\ngroups: {all: 全部}\nmeasures: {bad: {ask: 坏, kind: bool}}\n"
    rules += (
        "parts: [{id: site, title: 网站, points: 1, clause: 一, open: 另定, vetoes: [{id: v, if: bad, then: zero}]}]\n"
    )
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "rules.yaml").write_text(rules, encoding="utf-8")
    parent = OPEN_BASE.replace("vetoes:\n", "vetoes:\n  - {id: n, use: ./rules.yaml/site, then: zero}\n")
    (tmp_path / "city" / "open.yaml").write_text(parent, encoding="utf-8")
    year = tmp_path / "year.yaml"
    year.write_text(HEAD.replace("./open.yaml", "./city/open.yaml"), encoding="utf-8")
    assert [veto.id for veto in load_scheme(year).vetoes] == ["n-v", "low"]
