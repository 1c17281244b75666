"""All that is kept of a site can be removed: the ledger says by whom and why, and everything else still agrees."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.cli import cli
from kaoping.evidence.expiring import EvidenceClass
from kaoping.evidence.ledger import LEDGER, Ledger
from kaoping.evidence.removing import Removal
from kaoping.evidence.sealing import seal_run
from kaoping.evidence.standalone import check_files, read_files
from kaoping.evidence.store import EvidenceStore
from kaoping.model.errors import InputError, StorageError
from kaoping.runs.daily_roots import close_day
from kaoping.runs.expired_evidence import expire_sites, held_evidence, remove_site
from kaoping.runs.found_evidence import export_evidence, find_finding
from kaoping.runs.sealed_folders import sealed_sites, verify_results
from tests.evidence.test_export import finding
from tests.evidence.test_keeping import Killed

REMOVAL = Removal("考评平台", "保留期满", datetime(2026, 3, 2, 9, tzinfo=UTC))
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def test_the_line_that_stays_says_who_and_why(results: Path, folder: Path, tmp_path: Path) -> None:
    exported = export_evidence(results, (said := finding(results, "dead-link"))["key"], tmp_path / "e.zip")
    day = close_day(tmp_path, datetime.now(UTC) + timedelta(days=1))
    assert day is not None
    remove_site(folder, REMOVAL)
    assert not folder.exists()
    entry = Ledger(results / LEDGER).entries[-1]
    assert (entry.kind, entry.folder, entry.said["by"], entry.said["reason"]) == (
        *("removal", folder.name),
        *("考评平台", "保留期满"),
    )
    checked = verify_results(results, day.digest)
    assert checked.good
    (only,) = checked.folders
    assert only.removed == ("全部内容已依规删除（2026-03-02T09:00:00+00:00，考评平台：保留期满）。",)
    told = CliRunner().invoke(cli, ["evidence", "verify", str(results)])
    assert (told.exit_code, "全部内容已依规删除" in told.output) == (0, True)
    assert check_files(read_files(exported.path)) == [], "what was handed out before still proves what it proved"
    assert sum(count for count, _ in held_evidence(results).values()) == 0
    with pytest.raises(InputError, match="没有编号"):
        find_finding(results, said["key"])


def test_a_folder_that_only_vanished_is_missed(results: Path, folder: Path) -> None:
    shutil.rmtree(folder)
    assert not verify_results(results).good


def test_killed_in_between_it_is_finished_with_one_line(
    results: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(path: Path) -> None:
        (path / "findings.jsonl").unlink()
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(shutil, "rmtree", stop)
        with pytest.raises(Killed):
            remove_site(folder, REMOVAL)
    (wrong,) = verify_results(results).folders[0].wrong
    assert "再次删除" in wrong
    assert expire_sites(results, TOMORROW, REMOVAL) == 1
    assert verify_results(results).good
    assert len(Ledger(results / LEDGER).removals(folder.name)) == 1


def test_what_was_changed_stays_for_somebody_to_look_at(results: Path, folder: Path) -> None:
    (folder / "evidence.json").write_bytes(b"{}")
    with pytest.raises(StorageError, match="没有删除"):
        remove_site(folder, REMOVAL)
    assert (folder / "findings.jsonl").exists()
    assert Ledger(results / LEDGER).removals(folder.name) == []


def test_what_is_sealed_after_that_counts_again(results: Path, folder: Path, tmp_path: Path) -> None:
    site = finding(results, "dead-link")["site"]
    copy = shutil.copytree(folder, tmp_path / "copy")
    for _ in range(2):
        remove_site(folder, REMOVAL)
        assert not folder.exists()
        shutil.copytree(copy, folder)
        assert not verify_results(results).good, "removed, and there"
        seal_run(site, folder, Ledger(results / LEDGER), datetime.now(UTC))
        assert verify_results(results).good
        assert export_evidence(results, finding(results, "dead-link")["key"], tmp_path / "e.zip").removed == 0
    assert [entry.kind for entry in Ledger(results / LEDGER).entries] == ["run", "removal", "run", "removal", "run"]


def test_by_the_command_what_is_old_goes(results: Path, folder: Path) -> None:
    command = ["evidence", "expire", str(results), "--class", "all", "--by", "科", "--reason", "期满", "--yes"]
    told = CliRunner().invoke(cli, [*command, "--before", "2020-01-01"])
    assert "已删除 0 个" in told.output
    told = CliRunner().invoke(cli, [*command, "--before", TOMORROW.date().isoformat()])
    assert "已删除 1 个" in told.output
    assert not folder.exists()
    assert sealed_sites(results).folders == (folder,)
    assert verify_results(results).good


def test_other_runs_keep_what_they_share(results: Path, folder: Path, tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path / "store")
    for name in ("one", "two"):
        store.examine(tmp_path / name)
        store.hold(b"<html>" + b"x" * 5000, tmp_path / name)
    remove_site(tmp_path / "one", REMOVAL)  # never sealed: it simply goes
    assert store.sweep() == (0, 0)
    remove_site(tmp_path / "two", REMOVAL)
    assert store.sweep()[0] == 1
    assert EvidenceClass.PAGE in held_evidence(results)
    assert folder.exists()
