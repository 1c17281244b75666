"""Daily roots: one line a day that fixes every ledger of many runs; proofs reach up to it."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli
from kaoping.evidence.daily import DAILY, ROOTS, published_line
from kaoping.evidence.ledger import LEDGER, RUN, Ledger
from kaoping.evidence.standalone import PROOF, check_files, main, read_files
from kaoping.model.errors import InputError
from kaoping.runs.daily_roots import check_days, close_day, listed_days
from kaoping.runs.found_evidence import export_evidence
from tests.evidence.test_export import finding

TOMORROW = datetime.now(UTC) + timedelta(days=1)
NIGHT = datetime(2022, 12, 30, 15, 59, tzinfo=UTC)  # 23:59 in Beijing


def enter(parent: Path, run: str, at: datetime) -> Ledger:
    path = parent / run / LEDGER
    path.parent.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(path)
    ledger.append({"kind": RUN, "folder": "a", "root": "0" * 64, "at": at.isoformat()})
    return ledger


def verified(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["evidence", "verify", *arguments], catch_exceptions=False)


def test_a_day_holds_what_was_entered_until_its_end_in_beijing(tmp_path: Path) -> None:
    enter(tmp_path, "一 次", NIGHT)
    enter(tmp_path, "b/sites", NIGHT + timedelta(minutes=2))
    first = close_day(tmp_path, NIGHT + timedelta(hours=1))
    assert first is not None
    assert (first.said["day"], first.said["leaves"]) == ("2022-12-30", 1)
    assert close_day(tmp_path, NIGHT + timedelta(hours=1)) is None, "that day has its root"
    second = close_day(tmp_path, NIGHT + timedelta(days=1, hours=1))
    assert second is not None
    assert (second.said["day"], second.said["leaves"], second.said["previous"]) == ("2022-12-31", 1, first.digest)
    assert close_day(tmp_path, NIGHT + timedelta(days=9)) is None, "nothing new"
    assert [published_line(day) for day in listed_days(tmp_path)] == [published_line(first), published_line(second)]
    assert "\n" not in published_line(first)
    late = enter(tmp_path, "一 次", NIGHT)
    assert check_days(late) is not None
    third = close_day(tmp_path, NIGHT + timedelta(days=9))
    assert third is not None
    assert third.said["leaves"] == 1, "what turns up late comes under the next root"


def test_what_cannot_be_closed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="下面没有带账目"):
        close_day(tmp_path, NIGHT)
    ledger = enter(tmp_path, "a", NIGHT)
    with pytest.raises(InputError, match="还没有过完"):
        close_day(tmp_path, NIGHT, date(2022, 12, 30))
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b"run", b"ran"))
    with pytest.raises(InputError, match="没有做日总根"):
        close_day(tmp_path, TOMORROW)
    assert not (tmp_path / DAILY / ROOTS).exists()


def test_a_ledger_written_anew_is_found(results: Path) -> None:
    parent = results.parent
    enter(parent, "other", NIGHT)
    day = close_day(parent, TOMORROW)
    assert day is not None
    assert day.said["leaves"] == 2
    said = verified(str(results))
    assert (said.exit_code, "一致  日总根" in said.output) == (0, True), said.output
    assert verified(str(results), "--head", day.digest).exit_code == 0
    entries = [entry.said for entry in Ledger(results / LEDGER).entries]
    (results / LEDGER).unlink()
    anew = Ledger(results / LEDGER)
    for entry in entries:
        anew.append({**{name: value for name, value in entry.items() if name != "digest"}, "at": NIGHT.isoformat()})
    said = verified(str(results))
    assert said.exit_code == 1
    assert f"与 {day.said['day']} 的日总根不符" in said.output


def test_the_folder_of_all_runs_is_checked_as_a_whole(results: Path) -> None:
    parent = results.parent
    shutil.copytree(results, parent / "again")
    close_day(parent, TOMORROW)
    assert verified(str(parent)).exit_code == 0
    (findings,) = (parent / "again").glob("*/findings.jsonl")
    findings.write_bytes(findings.read_bytes() + b"x")
    said = verified(str(parent))
    assert said.exit_code == 1
    assert str(findings) in said.output


@pytest.mark.parametrize("name", ["DAY", ROOTS])
def test_any_changed_byte_of_the_days_is_seen(tmp_path: Path, name: str) -> None:
    ledger = enter(tmp_path, "a", NIGHT)
    enter(tmp_path, "b", NIGHT)
    close_day(tmp_path, NIGHT + timedelta(hours=1))
    path = tmp_path / DAILY / name.replace("DAY", "2022-12-30.txt")
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        checked = check_days(ledger)
        assert checked is not None
        assert checked.wrong, (name, place)
    path.unlink()
    gone = check_days(ledger)
    assert gone is None if name == ROOTS else gone is not None and bool(gone.wrong)


def test_an_export_is_proven_up_to_the_day(results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    enter(results.parent, "other", NIGHT)
    day = close_day(results.parent, TOMORROW)
    assert day is not None
    done = export_evidence(results, finding(results, "dead-link")["key"], tmp_path / "e.zip")
    assert main([str(done.path)]) == 0
    assert f"日总根 {day.said['day']} 第1号 {day.said['root']}" in capsys.readouterr().out
    files = read_files(done.path)
    assert str(day.said["root"]) in files["说明.txt"].decode()
    proof = json.loads(files[PROOF])
    changes: tuple[dict[str, Any], ...] = (
        {"leaf": proof["day"]["leaf"].replace(" 1 ", " 2 ")},
        {"index": 1 - proof["day"]["index"]},
        {"path": []},
        {"day": proof["day"]["day"].replace('"leaves":2', '"leaves":3')},
        {"day": proof["day"]["day"].replace(str(day.said["root"]), "0" * 64)},
    )
    for change in changes:
        changed = json.dumps(proof | {"day": proof["day"] | change}, ensure_ascii=False).encode()
        assert check_files(files | {PROOF: changed}), change
    (tmp_path / "verify.py").write_bytes(files["verify.py"])
    ran = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "verify.py"), str(done.path)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, "日总根" in ran.stdout) == (0, True)


def test_the_command_prints_one_line(tmp_path: Path) -> None:
    enter(tmp_path, "a", NIGHT)
    made = CliRunner().invoke(cli, ["evidence", "day", str(tmp_path), "--date", "2022-12-30"], catch_exceptions=False)
    assert made.output.startswith("考评证据日总根 2022-12-30 第1号 账目1行 根 ")
    assert made.output.count("\n") == 1
    assert CliRunner().invoke(cli, ["evidence", "day", str(tmp_path), "--list"]).output == made.output
    again = CliRunner().invoke(cli, ["evidence", "day", str(tmp_path)])
    assert "没有可列入的账目" in again.output
