"""`kaoping schemes import`: from a file to a draft that the linter reads, with its report."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli.schemes import command
from kaoping.model.errors import InputError
from kaoping.schemes.loader import load_scheme
from tests.drafting.captures import CELL_A_LINE, ROW_A_LINE


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    file = tmp_path / "方案.txt"
    file.write_text(CELL_A_LINE, encoding="utf-8")
    return file


def test_draft_and_report(capture: Path, tmp_path: Path) -> None:
    draft, report = tmp_path / "draft.yaml", tmp_path / "report.json"
    result = run("import", capture, "--out", draft, "--report", report)
    assert result.exit_code == 0, result.output
    assert "下一步：kaoping schemes lint" in result.output
    linted = run("lint", draft)
    assert linted.exit_code == 0, linted.output
    scheme = load_scheme(str(draft))
    assert [(node.title, str(node.points)) for node in scheme.nodes() if not node.children][:3] == [
        ("概况", "2"),
        ("领导", "4"),
        ("留言", "4"),
    ]
    told = json.loads(report.read_text(encoding="utf-8"))
    assert [(leaf["name"], leaf["points"], leaf["rule"], leaf["confidence"]) for leaf in told["leaves"]] == [
        ("概况", 2, "deduct", "high"),
        ("领导", 4, "deduct", "high"),
        ("留言", 4, "award", "high"),
        ("减分情形", None, "deduct", "high"),
    ]
    assert told["leaves"][1]["source"] == {"where": "第10行", "line": 10}
    assert [veto["condition"] for veto in told["vetoes"]] == ["是否被通报不合格"]


def test_the_original_words_stand_beside_each_leaf(capture: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    run("import", capture, "--out", draft)
    text = draft.read_text(encoding="utf-8")
    assert "# 评分细则：1.沒有欄目的,不得分; 2.內容有誤的,每發現一處,扣1分。" in text
    assert 'text: "1.没有栏目的，不得分；2.内容有误的，每发现一处，扣1分。"' in text


def test_only_the_tables_asked_for(tmp_path: Path) -> None:
    file, draft = tmp_path / "方案.txt", tmp_path / "draft.yaml"
    file.write_text(f"{ROW_A_LINE}\n其他\n{CELL_A_LINE}", encoding="utf-8")
    chosen = run("import", file, "--out", draft, "--report", tmp_path / "report.json", "--tables", "1")
    assert (chosen.exit_code, "没有读进来" in chosen.output) == (0, False)
    assert [part.title for part in load_scheme(str(draft)).parts] == ["某市网站考评指标（县市区）"]
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [(each["kind"], each["text"]) for each in told["unread"]] == [("not chosen", "二、评测指标")]
    missing = run("import", file, "--out", tmp_path / "other.yaml", "--tables", "5")
    assert isinstance(missing.exception, InputError)
    assert "没有第5张指标表" in str(missing.exception)


def test_a_draft_that_exists_is_not_overwritten(capture: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("id: mine\n", encoding="utf-8")
    refused = run("import", capture, "--out", draft)
    assert isinstance(refused.exception, InputError)
    assert draft.read_text(encoding="utf-8") == "id: mine\n"
    assert run("import", capture, "--out", draft, "--force").exit_code == 0


@pytest.mark.parametrize("name", ["大写", "Suqian", "a b", "-a"])
def test_an_id_that_is_none(capture: Path, tmp_path: Path, name: str) -> None:
    result = run("import", capture, "--out", tmp_path / "draft.yaml", f"--id={name}")
    assert isinstance(result.exception, InputError)
    assert f"方案编号“{name}”应由小写字母、数字和连字符组成" in str(result.exception)
    assert not (tmp_path / "draft.yaml").exists()
