"""What is generated from the checks is up to date: the reference, the figures, the commands."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.checks.discovery import all_checks, catalogue_entries
from kaoping.checks.reference import HINTS, render_all
from kaoping.checks.scaffold import new_check
from kaoping.cli.checks import command
from kaoping.model.catalogue import CheckEntry
from kaoping.model.errors import InputError

DOCS = Path(__file__).parents[2] / "docs/checks"
FIELDS = {"id", "title", "outcomes", "stage", "basis", "params", "precision", "recall", "n_real", "n_fixture"}


def test_reference_is_up_to_date() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert written == render_all(all_checks()), "run: python -m kaoping.checks.reference docs/checks"


def test_list_gives_the_contract_fields() -> None:
    result = CliRunner().invoke(command, ["list", "--json"])
    rows = json.loads(result.output)
    assert [row["id"] for row in rows] == [entry.id for entry in catalogue_entries()]
    assert all(set(row) >= FIELDS for row in rows)
    days = next(row for row in rows if row["id"] == "column-freshness")["params"]
    assert {"name": "days", "type": "int", "default": 14} in days


def test_list_and_show_are_for_people() -> None:
    assert "dead-link" in CliRunner().invoke(command, ["list"]).output
    shown = CliRunner().invoke(command, ["show", "dead-link"])
    assert "链接不可用" in shown.output
    assert "整改建议" in shown.output


@pytest.mark.parametrize("check", all_checks())
def test_show_is_chinese_unless_the_developer_asks(check: str) -> None:
    shown = CliRunner().invoke(command, ["show", check]).output
    assert all(heading in shown for heading in ("依据", "判定", "参数", "为何重要", "整改建议"))
    assert not re.search(r"Why|How to fix|\*\*|\||[a-z]+ [a-z]+ [a-z]+", shown)
    whole = CliRunner().invoke(command, ["show", check, "--verbose"]).output
    assert whole.startswith(shown)
    assert "Why: " in whole


def test_every_parameter_has_a_hint() -> None:
    names = {spec.name for each in all_checks().values() for spec in each.params}
    assert set(HINTS) == names


def test_show_of_an_unknown_check_says_so() -> None:
    assert isinstance(CliRunner().invoke(command, ["show", "no-such"]).exception, InputError)


def test_new_check_is_written_once(tmp_path: Path) -> None:
    (tmp_path / "src/kaoping/checks/library").mkdir(parents=True)
    (tmp_path / "tests/checks/cases").mkdir(parents=True)
    result = CliRunner().invoke(command, ["new", "empty-page", "--title", "空白页面", "--root", str(tmp_path)])
    assert result.exit_code == 0, result.exception
    code = (tmp_path / "src/kaoping/checks/library/empty_page.py").read_text(encoding="utf-8")
    compile(code, "empty_page.py", "exec")
    assert "def empty_page(" in code
    assert "check: empty-page" in (tmp_path / "tests/checks/cases/empty_page.yaml").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="已经存在"):
        new_check("empty-page", "空白页面", tmp_path, "0.1")


@pytest.mark.parametrize("bad", ["Dead", "dead_link", "-x", "a--b", "../x", ""])
def test_bad_ids_are_refused(bad: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不合规范"):
        new_check(bad, "", tmp_path, "0.1")


@pytest.mark.parametrize("entry", catalogue_entries(), ids=lambda entry: entry.id)
def test_every_check_tells_officials_why_it_matters_and_what_to_do(entry: CheckEntry) -> None:
    """In the catalogue, in Chinese sentences, and without words of developers."""
    for said in (entry.matters, entry.advice):
        assert said.endswith("。")
        assert len(re.findall(r"[\u4e00-\u9fff]", said)) >= 10
        assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", said)
    assert entry.matters != entry.advice
    assert entry.basis
