"""What was sealed is checked to the byte, and what does not agree is named with its place."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping.cli import cli
from kaoping.evidence.keeping import KEPT
from kaoping.evidence.leaves import FILES, folder_leaves
from kaoping.evidence.ledger import LEDGER, Ledger
from kaoping.evidence.sealing import SEAL, Seal, seal_run, seal_text
from kaoping.model.errors import InputError
from kaoping.runs.sealed_folders import verify_results

# Those two come with a probe series, and with an earlier inspection.
INSPECTED = tuple(name for name in FILES if name not in ("visits.json", "earlier.json"))


def verified(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["evidence", "verify", *arguments])


def change(path: Path, place: int, by: int) -> None:
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= by
    path.write_bytes(data)


def test_what_nobody_touched_agrees(results: Path) -> None:
    result = verified(str(results))
    assert result.exit_code == 0, result.output
    assert "一致" in result.output


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.sampled_from([*INSPECTED, KEPT, SEAL, "../ledger.jsonl"]), st.integers(0, 10**6), st.integers(1, 255))
def test_any_changed_byte_of_any_file_is_seen(inspected_once: Path, name: str, place: int, by: int) -> None:
    (folder,) = (path for path in inspected_once.iterdir() if path.is_dir())
    path = folder / name
    before = path.read_bytes()
    try:
        change(path, place, by)
        checked = verify_results(inspected_once)
        said = " ".join([*checked.ledger, *(wrong for each in checked.folders for wrong in each.wrong)])
        assert not checked.good
        assert path.name in said
    finally:
        path.write_bytes(before)


def test_the_line_and_the_record_are_named(results: Path, folder: Path) -> None:
    lines = (folder / "findings.jsonl").read_bytes().splitlines(keepends=True)
    change(folder / "findings.jsonl", len(lines[0]) + len(lines[1]) + 5, 1)
    leaves = [leaf.split() for leaf in json.loads((folder / SEAL).read_text(encoding="utf-8"))["leaves"]]
    second = [leaf for leaf in leaves if leaf[0] == "answer"][1]
    change(folder / KEPT, int(second[2]) + 40, 1)
    result = verified(str(results))
    assert result.exit_code == 1
    assert "findings.jsonl 第 3 行：内容被改动" in result.output
    assert f"{KEPT} 第 {second[2]} 字节起的记录" in result.output


@pytest.mark.parametrize("name", [*INSPECTED, KEPT, SEAL])
def test_a_file_that_is_gone_is_named(results: Path, folder: Path, name: str) -> None:
    (folder / name).unlink()
    result = verified(str(results))
    assert result.exit_code == 1
    assert name in result.output


def test_a_seal_made_anew_does_not_agree_with_the_ledger(results: Path, folder: Path) -> None:
    change(folder / "checks.json", 3, 1)
    (folder / SEAL).write_bytes(seal_text(Seal("http://127.0.0.1/", tuple(folder_leaves(folder)))))
    result = verified(str(results))
    assert result.exit_code == 1
    assert "与账目第 1 行登记的根不符" in result.output


def test_a_ledger_made_anew_lacks_the_head_that_was_noted(results: Path, folder: Path) -> None:
    head = verify_results(results).head
    assert verified(str(results), "--head", head).exit_code == 0
    (results / LEDGER).unlink()
    assert isinstance(verified(str(results)).exception, InputError)
    seal_run("http://127.0.0.1/", folder, Ledger(results / LEDGER), datetime(2022, 12, 31, tzinfo=UTC))
    assert verified(str(results)).exit_code == 0
    result = verified(str(results), "--head", head)
    assert result.exit_code == 1
    assert head in result.output
