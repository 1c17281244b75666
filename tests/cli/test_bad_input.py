"""`kaoping score` on files as people hand them in: faults are named with line and indicator, nothing is written."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaoping.cli import main

SCHEME = """\
id: small
title: 小方案
basis: {document: 某办法, issued: 2022-01-01}
groups: {county: 县区, department: 部门}
measures:
  dead: {check: dead-link, title: 打不开的链接数}
  held: {ask: 开展次数, kind: count}
parts:
  - id: website
    title: 网站
    points: 10
    clause: 一
    indicators:
      - {id: links, title: 链接, points: 6, text: 每处扣1分, deduct: [1 per dead]}
      - {id: surveys, title: 调查, points: 4, text: 3次得4分, award: {tiers: [4 if held >= 3, 1 if held >= 1]}}
total: {combine: sum}
"""
ROSTER = "unit,name,group\na,甲县,county\nb,乙局,department\n"
VALUES = "unit,measure,period,value,state\na,dead,,2,\na,held,,3,\nb,dead,,0,\nb,held,,1,\n"
TIERS = "tiers: [4 if held >= 3, 1 if held >= 1]"
LINKS_LINE, SURVEYS_LINE = 14, 15

Score = Callable[..., tuple[int, str, Path]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Score:
    """Runs the command on three files; returns exit code, what it said as an error, and the folder of results."""

    def run_score(scheme: str = SCHEME, roster: str | bytes = ROSTER, values: str | bytes = VALUES) -> Any:
        for name, content in (("small.yaml", scheme), ("roster.csv", roster), ("values.csv", values)):
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name).write_bytes(data)
        arguments = ["score", "small.yaml", "--measures", "values.csv", "--roster", "roster.csv", "--out", "out"]
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["kaoping", *arguments, "--as-of", "2022-12-31"])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, capsys.readouterr().err, tmp_path / "out"

    return run_score


def totals(out: Path) -> dict[str, tuple[Any, Any, Any]]:
    groups = json.loads((out / "results.json").read_text(encoding="utf-8"))["groups"]
    return {one["unit"]: (one["total"], one["low"], one["high"]) for units in groups.values() for one in units}


def test_good_input(run: Score) -> None:
    code, said, out = run()
    assert (code, said) == (0, "")
    assert totals(out) == {"a": (8, 8, 8), "b": (7, 7, 7)}


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("id: small\n", "id: small\nextends: small.yaml\n", "small.yaml:2", "成环"),
        (
            "{check: dead-link,",
            "{check: dead-lnik,",
            "small.yaml:6 [dead]",
            "没有检查项“dead-lnik”，是否想写“dead-link”",
        ),
        (TIERS, "tiers: [1 if held >= 1, 4 if held >= 3]", "small.yaml:15 [surveys]", "永远轮不到"),
        ("points: 6", "points: 5", "small.yaml:9 [website]", "下级指标合计9分，与本级10分不符"),
        ("[1 per dead]", "[150% per dead]", "small.yaml:14 [links]", "150%应在0到100%之间"),
        ("points: 6", "points: -6", "small.yaml:14 [links]", "分值不能是负数"),
        ("points: 6", "points: NaN", "small.yaml:14 [links]", "“NaN”不是数"),
        ("points: 6", "points: １０", "small.yaml:14 [links]", "改成半角“10”"),
        ("points: 6", "points: 1 .5分", "small.yaml:14 [links]", "只写半角数字，不带空格和单位，如1.5"),
        ("[1 per dead]", "[１ per dead]", "small.yaml:14 [links]", "“１”是全角数字，请改用半角"),
        ("    title: 网站", "\ttitle: 网站", "small.yaml:10", "缩进请用空格"),
        ("groups: {county: 县区, department: 部门}", "groups: {county: 县区, county: 部门}", "small.yaml:4", "重复"),
    ],
)
def test_bad_schemes(run: Score, old: str, new: str, place: str, said: str) -> None:
    assert old in SCHEME
    code, message, out = run(SCHEME.replace(old, new))
    assert code == 2
    assert place in message
    assert said in message
    assert not out.exists()


def test_overlapping_tiers_are_pointed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SCHEME.replace(TIERS, "tiers: [4 if held >= 1 and held <= 3, 1 if held >= 3]"), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["kaoping", "schemes", "lint", str(path)])
    main()
    assert (
        f"提醒 {path}:15 [surveys]: “1 if held >= 3”与前面的“4 if held >= 1 and held <= 3”范围重叠"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        ("a,dead,,NaN,", "values.csv:2 [value]", "甲县的“打不开的链接数”（dead）：应填数，填的是“nan”"),
        ("a,dead,,inf,", "values.csv:2 [value]", "甲县的“打不开的链接数”（dead）：应填数"),
        ("a,dead,,-3,", "values.csv:2 [value]", "甲县的“打不开的链接数”（dead）：不能是负数：-3"),
        ("a,dead,,2.5,", "values.csv:2 [value]", "甲县的“打不开的链接数”（dead）：应填整数"),
        ("a,dead,,1 .5分,", "values.csv:2 [value]", "只写数字，不带空格和单位，如 1.5"),
        ("c,dead,,1,", "values.csv:2 [unit]", "名单中没有单位“c”"),
        ("a,deed,,1,", "values.csv:2 [measure]", "没有测评值或指标“deed”"),
    ],
)
def test_bad_values(run: Score, row: str, place: str, said: str) -> None:
    code, message, out = run(values=f"unit,measure,period,value,state\n{row}\n")
    assert code == 2
    assert f"{place}: {said}" in message or (place in message and said in message)
    assert not out.exists()


@pytest.mark.parametrize(
    ("rows", "place", "said"),
    [
        ("a,甲县,county\na,甲县,department", "roster.csv:3 [a]", "同时列在分组“county”（第 2 行）和“department”"),
        ("a,甲县,county\na,甲县,county", "roster.csv:3 [a]", "第 2 行已经列过"),
        ("a,甲县,city", "roster.csv:2 [a]", "分组“city”不在方案 small 中；可用的分组：county、department"),
        (",甲县,county", "roster.csv:2", "单位没有编号"),
    ],
)
def test_bad_rosters(run: Score, rows: str, place: str, said: str) -> None:
    code, message, out = run(roster=f"unit,name,group\n{rows}\n")
    assert code == 2
    assert place in message
    assert said in message
    assert not out.exists()


def test_a_value_that_is_missing_for_some_units_is_no_zero(run: Score) -> None:
    """Not yet known: no total, no rank, and the lowest and highest score that is still possible."""
    code, said, out = run(values="unit,measure,period,value,state\na,dead,,2,\na,held,,3,\nb,held,,3,\n")
    assert (code, said) == (0, "")
    assert totals(out) == {"a": (8, 8, 8), "b": (None, 4, 10)}
    tree = json.loads((out / "units/b.json").read_text(encoding="utf-8"))
    links = tree["children"][0]["children"][0]
    assert (links["points"], links["low"], links["high"]) == (None, 0, 6)


def test_an_empty_cell_is_no_zero_either(run: Score) -> None:
    _, _, out = run(values=VALUES.replace("b,dead,,0,", "b,dead,,,"))
    assert totals(out)["b"] == (None, 1, 7)


def test_oddities_of_excel_and_editors_are_harmless(run: Score) -> None:
    expected = {"a": (8, 8, 8), "b": (7, 7, 7)}
    tabbed = "\ufeff" + VALUES.replace(",", "\t").replace("\n", "\r\n")
    _, said, out = run(
        scheme="\ufeff" + SCHEME.replace("\n", "\r\n"),
        roster="\ufeff" + ROSTER.replace("\n", "\r\n"),
        values=tabbed.replace("dead\t\t2", "dead\t\t２"),  # a full-width digit in a cell is a digit
    )
    assert said == ""
    assert totals(out) == expected
    _, said, out = run(roster=ROSTER.encode("gbk"), values=VALUES.replace(",2,", ", 2 ,").encode("utf-16"))
    assert said == ""
    assert totals(out) == expected
