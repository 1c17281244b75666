"""`kaoping schemes`: what it prints and with which exit code it ends."""

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import main
from kaoping.cli.schemes import RULES, command
from kaoping.schemes.edition_lock import Edition, read_lock
from kaoping.schemes.expanded import RULE_NAMES
from kaoping.schemes.loader import library_ids
from tests.schemes.conftest import WriteScheme


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_list() -> None:
    rows = json.loads(run("list", "--json").stdout)
    assert [row["id"] for row in rows] == list(library_ids())
    suqian = next(row for row in rows if row["id"] == "suqian-2022")
    assert suqian["groups"] == {"county": "县区（功能区）", "department": "市级部门"}
    assert suqian["leaves"] == 28
    assert suqian["edition"] == "2022-03-04"
    assert {row["id"]: row["published"] for row in rows} == {
        name: Edition(name, row["edition"]) in read_lock() for name, row in zip(library_ids(), rows, strict=True)
    }
    assert "28个末级指标；版次2022-03-04" in run("list").stdout


def test_show() -> None:
    result = run("show", "suqian-2022")
    assert result.exit_code == 0
    for fragment in (
        "概况信息 2分",
        "权重县区（功能区） 80%、市级部门 70%",
        "概况信息 2分（扣分）",
        "不设上限",
        "站点无法访问",
        "全国抽查不合格或被通报",
    ):
        assert fragment in result.stdout
    expanded = json.loads(run("show", "suqian-2022", "--json").stdout)
    assert len(expanded["leaves"]) == 28


def test_show_tells_parts_of_one_title_apart() -> None:
    shown = run("show", "hengyang-2018").stdout.splitlines()
    websites = [line for line in shown if line.startswith("政府网站 100分")]
    assert len(websites) == 2
    assert "仅适用于县市区；不适用于四城区" in websites[0]
    assert "仅适用于市直部门" in websites[1]


def test_lint_exit_codes(write: WriteScheme) -> None:
    good = run("lint", write())
    assert (good.exit_code, good.stdout) == (0, "错误0条，提醒0条，说明0条\n")
    unequal = run("lint", write(("points: 6", "points: 5")))
    assert unequal.exit_code == 1
    assert "合计9分，与本级10分不符" in unequal.stdout
    broken = run("lint", write(("points: 6", "pionts: 6")))
    assert broken.exit_code == 1
    assert "是否想写“points”" in broken.stdout


def test_lint_json(write: WriteScheme) -> None:
    (problem,) = json.loads(run("lint", write(("points: 6", "points: 5")), "--json").stdout)
    assert (problem["severity"], problem["code"], problem["where"], problem["line"]) == (
        "error",
        "points-sum",
        "website",
        17,
    )


@pytest.mark.parametrize("name", ["nothing", "none.yaml"])
@pytest.mark.parametrize("how", ["lint", "show", "diff"])
def test_nothing_is_a_wrong_argument(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, how: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["kaoping", "schemes", how, name, *(["suqian-2022"] if how == "diff" else [])])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert name in capsys.readouterr().err


def test_lint_tells_independent_faults_at_once(write: WriteScheme) -> None:
    faulty = write(
        ("{check: dead-link,", "{check: dead-lnik,"), ("0.5 per dead, 1", "0.5 per daed, 1"), ("4, text", "3, text")
    )
    said = run("lint", faulty)
    assert said.exit_code == 1
    for words in ("没有声明测评值“daed”", "没有检查项“dead-lnik”", "下级指标合计9分，与本级10分不符"):
        assert words in said.stdout


def test_every_kind_of_rule_has_a_name() -> None:
    assert set(RULES) == set(RULE_NAMES.values())
    for name in library_ids():
        assert not re.search(r"[（\[](?:deduct|award|manual|full|carry)", run("show", name).stdout)


def test_diff_exit_codes(write: WriteScheme) -> None:
    old, new = write(name="old.yaml"), write(("points: 6,", "points: 5,"), name="new.yaml")
    same = run("diff", old, write(("points: 6,", "points: 6.0,"), name="same.yaml"))
    assert same.exit_code == 0
    assert "两个方案相同" in same.stdout
    changed = run("diff", old, new)
    assert changed.exit_code == 1
    assert "共1处变化：分值与权重1处。" in changed.stdout
    assert "\n网站\n  分值与权重\n    “链接”：6分 → 5分〔一 / 链接〕\n" in changed.stdout


def test_diff_json(write: WriteScheme) -> None:
    old, new = write(name="old.yaml"), write(("points: 6,", "points: {county: 5, default: 6},"), name="new.yaml")
    result = run("diff", old, new, "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert (said["same"], said["counts"]) == (False, {"分值与权重": 1})
    (change,) = said["changes"]
    assert change["text"] == "“链接”，县区：6分 → 5分〔一 / 链接〕"
    assert {key: change[key] for key in ("kind", "subject", "id", "field", "part", "audience", "old", "new")} == {
        "kind": "changed",
        "subject": "indicator",
        "id": "links",
        "field": "points",
        "part": "website",
        "audience": ["county"],
        "old": 6,
        "new": 5,
    }
    assert json.loads(run("diff", "suqian-2022", "suqian-2022", "--json").stdout)["same"]


def test_two_different_schemes_are_told_whole() -> None:
    result = run("diff", Path(__file__).parent / "data" / "everything.yaml", "suqian-2022")
    assert result.exit_code == 1
    for words in ("没有编号相同的指标", "取消部分“第一部分”", "新增部分“政府网站年度评测”", "新增类别“县、区”"):
        assert words in result.stdout


def test_schema_is_json() -> None:
    assert json.loads(run("schema").stdout)["$schema"].startswith("https://json-schema.org/")
