"""Scoring tables without the network: what is written, what is removed, and what is refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from kaoping.model.errors import KaopingError
from kaoping.runs.score_tables import ScoreRequest, score_tables

SCHEME = """
id: small
title: 小方案
basis: {document: 某办法, issued: 2022-01-01, by: 某办}
groups: {county: 县区}
measures:
  dead: {check: dead-link, title: 打不开的链接}
parts:
  - id: website
    title: 网站
    weight: 100%
    points: 10
    clause: 一
    indicators:
      - {id: links, title: 链接, points: 10, text: 每处扣1分, clause: 一, deduct: [1 per dead]}
total: {combine: weighted, ceiling: 100}
"""


def request(folder: Path, units: str, values: str = "") -> ScoreRequest:
    (folder / "small.yaml").write_text(SCHEME, encoding="utf-8")
    roster = "".join(f"{unit},单位{unit},county,,,,\n" for unit in units)
    (folder / "roster.csv").write_text(f"unit,name,group,class,tags,sites,exempt\n{roster}", encoding="utf-8")
    (folder / "measures.csv").write_text(f"unit,measure,period,value,state\n{values}", encoding="utf-8")
    measures, names = folder / "measures.csv", folder / "roster.csv"
    return ScoreRequest(str(folder / "small.yaml"), measures, names, as_of=date(2022, 12, 31), out=folder / "out")


def test_a_table_is_scored(tmp_path: Path) -> None:
    score_tables(request(tmp_path, "ab", "a,dead,,3,known\n"))
    results = json.loads((tmp_path / "out/results.json").read_text(encoding="utf-8"))
    by_unit = {unit["unit"]: unit for unit in results["groups"]["county"]}
    assert (by_unit["a"]["total"], by_unit["a"]["complete"]) == (7, True)
    assert [by_unit["b"][name] for name in ("total", "low", "high", "complete")] == [None, 0, 10, False]
    tree = json.loads((tmp_path / "out/units/a.json").read_text(encoding="utf-8"))
    assert tree["children"][0]["children"][0]["measures"]["dead"]["value"] == 3


def test_only_trees_of_the_earlier_result_are_removed(tmp_path: Path) -> None:
    others = tmp_path / "out/units/notes.json"
    others.parent.mkdir(parents=True)
    others.write_text("{}", encoding="utf-8")
    score_tables(request(tmp_path, "ab"))
    score_tables(request(tmp_path, "b"))
    assert {path.name for path in others.parent.iterdir()} == {"b.json", "notes.json"}


@pytest.mark.parametrize("stranger", ["no json", "[]", '{"groups": {"county": [{"unit": "../../measures"}, 1]}}'])
def test_a_strange_earlier_result_removes_nothing(tmp_path: Path, stranger: str) -> None:
    wanted = request(tmp_path, "a")
    wanted.out.mkdir()
    (wanted.out / "results.json").write_text(stranger, encoding="utf-8")
    (tmp_path / "measures.json").write_text("{}", encoding="utf-8")
    score_tables(wanted)
    assert (tmp_path / "measures.json").exists()
    assert "scheme" in json.loads((wanted.out / "results.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("units", "values", "message"),
    [("ab", "c,dead,,3,known\n", "名单中没有单位“c”"), ("aa", "", "重复"), ("a", "a,dead,,三,known\n", "应填")],
)
def test_bad_tables_leave_nothing(tmp_path: Path, units: str, values: str, message: str) -> None:
    wanted = request(tmp_path, units, values)
    with pytest.raises(KaopingError, match=message):
        score_tables(wanted)
    assert not wanted.out.exists()
