"""`kaoping worktime` as a person or a program calls it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import worktime as module
from kaoping.model.errors import InputError
from kaoping.worktime import CalendarFileError, MissingYearError
from tests.worktime.test_calendar_files import LINES, entries

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls the command with an operator's calendar folder of its own."""
    monkeypatch.setattr(module, "operator_calendar_folder", lambda: tmp_path / "operator")

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(module.command, [str(argument) for argument in arguments])

    return call


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["add", "2026-02-13 16:50", "--working-hours", "2"], "2026-02-14 09:50"),
        (["add", "2026-02-13 16:50", "--working-hours", "0.5"], "2026-02-13 17:20"),
        (["add", "2026-02-13 16:50", "--working-days", "2"], "2026-02-24 17:30"),
        (["add", "2026-02-13", "--working-days", "1", "--day-end", "midnight"], "2026-02-14 24:00"),
        (["add", "2026-02-13 16:50", "--working-hours", "2", "--hours", "09:00-17:00"], "2026-02-14 10:50"),
        (["subtract", "2026-02-24", "--working-days", "1"], "2026-02-14"),
        (["subtract", "2026-02-14 09:50", "--working-hours", "2"], "2026-02-13 16:50"),
        (["dispatch", "2026-02-13 17:10"], "2026-02-13 18:10"),
        (["between", "2026-02-13 16:50", "2026-02-14 09:50"], "工作时间 2 小时 0 分钟（2 小时）\n工作日 1 天"),
        (["day", "2026-02-14"], "2026-02-14 星期六 工作日（春节调休上班）"),
        (["day", "2026-02-17"], "2026-02-17 星期二 休息日（春节）"),
        (["day", "2026-03-07"], "2026-03-07 星期六 休息日"),
    ],
)
def test_answers(run: Run, arguments: list[str], output: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (0, output + "\n")


def test_between_as_json(run: Run) -> None:
    result = run("between", "2026-02-13 16:50", "2026-02-24 10:00", "--json")
    assert json.loads(result.stdout) == {"working_hours": 9.1667, "working_days": 2}


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "2026-02-13"],
        ["add", "2026-02-13", "--working-days", "1", "--working-hours", "1"],
        ["add", "2026-02-13", "--working-days", "0"],
        ["add", "2026-02-13", "--working-hours", "-1"],
        ["add", "2026-02-13", "--working-hours", "nan"],
        ["subtract", "2026-02-13"],
        ["day", "2026-02-13", "--region", "321300"],
        ["day", "2026-02-13", "--calendar", "no-such-file"],
    ],
)
def test_wrong_arguments_are_usage_errors(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_wrong_dates_are_told(run: Run) -> None:
    assert isinstance(run("add", "明天", "--working-days", "1").exception, InputError)
    assert isinstance(run("day", "2026-02-30").exception, InputError)


def test_a_year_without_data_and_its_guess(run: Run) -> None:
    missing = run("add", "2198-12-31 09:00", "--working-days", "1")
    assert isinstance(missing.exception, MissingYearError)
    guess = run("add", "2198-12-31 09:00", "--working-days", "1", "--provisional")
    assert guess.stdout == "2199-01-02 17:30 暂定\n"
    firm = run("add", "2026-02-13 16:50", "--working-days", "1", "--provisional")
    assert firm.stdout == "2026-02-14 17:30\n"


def test_a_calendar_file_for_one_call(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "2031.txt"
    path.write_text(LINES, encoding="utf-8")
    assert run("day", "2031-01-19", "--calendar", path).stdout == "2031-01-19 星期日 工作日（春节调休上班）\n"
    assert run("years", "--calendar", path).stdout.endswith("、2031\n")
    assert "2031" not in run("years").stdout


def test_an_import_is_used_from_then_on(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "anything.json"
    path.write_text(json.dumps({"year": 2031, "days": entries()}), encoding="utf-8")
    imported = run("import", path)
    assert imported.exit_code == 0
    assert (tmp_path / "operator" / "2031.txt").is_file()
    assert isinstance(run("day", "2030-12-30").exception, MissingYearError)  # 2031 says nothing of 2030
    assert run("add", "2030-12-31 10:00", "--working-days", "1").stdout == "2031-01-02 17:30\n"
    assert run("add", "2031-01-21 10:00", "--working-days", "1").stdout == "2031-01-27 17:30\n"
    assert isinstance(run("import", path).exception, InputError)
    assert run("import", path, "--replace").exit_code == 0


def test_an_import_that_differs_from_the_built_in_calendar_says_where(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "停电.txt"
    path.write_text("放假 2026-03-03 停电\n", encoding="utf-8")
    assert "与内置日历不同：2026-03-03" in run("import", path).stdout
    assert run("day", "2026-03-03").stdout == "2026-03-03 星期二 休息日（停电）\n"


def test_one_wrong_file_and_nothing_is_imported(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.json"
    good.write_text(LINES, encoding="utf-8")
    bad.write_text(json.dumps({"year": 2032, "days": []}), encoding="utf-8")
    assert isinstance(run("import", good, bad).exception, CalendarFileError)
    assert not (tmp_path / "operator").exists()


def test_an_import_may_not_contradict_an_earlier_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LINES, encoding="utf-8")
    assert run("import", path).exit_code == 0
    other = LINES.replace("年份 2031", "年份 2031\n年份 2032").replace("上班 2031-10-11", "放假 2031-10-11")
    year_2032 = "\n".join(line.replace("2031", "2032") for line in LINES.splitlines() if line.startswith("放假"))
    path.write_text(f"{other}{year_2032}\n", encoding="utf-8")
    assert isinstance(run("import", path).exception, CalendarFileError)
    assert sorted(entry.name for entry in (tmp_path / "operator").iterdir()) == ["2031.txt"]


def test_profiles_by_region(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "worktime.yaml"
    path.write_text('regions: {"3213": {hours: "09:00-17:00"}}\n', encoding="utf-8")
    start = "2026-02-13 16:50"
    assert (
        run("add", start, "--working-days", 1, "--profiles", path, "--region", "321322").stdout == "2026-02-14 17:00\n"
    )
    assert run("add", start, "--working-days", 1, "--profiles", path).stdout == "2026-02-14 17:30\n"
