"""Classes of evidence run out one by one; what is left still proves what it proved."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.cli import cli
from kaoping.evidence import removing
from kaoping.evidence.expiring import EvidenceClass
from kaoping.evidence.pictures import PICTURES
from kaoping.evidence.removing import Removal
from kaoping.evidence.sealing import seal_run
from kaoping.model.errors import InputError
from kaoping.runs import expired_evidence as expired
from kaoping.runs.found_evidence import export_evidence
from kaoping.runs.sealed_folders import sealed_sites, verify_results
from tests.evidence.test_export import finding
from tests.evidence.test_removal import records

REMOVAL = Removal("信息公开科", "保留期满", datetime(2023, 12, 31, 9, tzinfo=UTC))
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def held(results: Path) -> dict[str, int]:
    return {what.value: count for what, (count, _) in expired.held_evidence(results).items()}


def test_each_class_goes_alone_and_the_rest_agrees(results: Path, folder: Path, tmp_path: Path) -> None:
    before = held(results)
    assert before["private"] == 1
    assert before["finding"] > 0
    dead = finding(results, "dead-link")["key"]
    leak = finding(results, "personal-data")["key"]
    assert expired.expire_evidence(results, EvidenceClass.PRIVATE, TOMORROW, REMOVAL) == 1
    assert export_evidence(results, leak, tmp_path / "a.zip").removed == 1
    assert export_evidence(results, dead, tmp_path / "b.zip").removed == 0
    assert held(results) == before | {"private": 0}
    others = expired.expire_evidence(results, EvidenceClass.FINDING, TOMORROW, REMOVAL)
    assert others == before["finding"]
    assert export_evidence(results, dead, tmp_path / "c.zip").removed > 0
    assert sum(record.startswith(b"removed") for record in records(folder)) == 1 + others
    checked = verify_results(results)
    assert checked.good
    assert len(checked.folders[0].removed) == 1 + others
    assert expired.expire_evidence(results, EvidenceClass.FINDING, TOMORROW, REMOVAL) == 0, "done already"


def test_what_was_sealed_later_stays(results: Path) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert expired.expire_evidence(results, EvidenceClass.FINDING, yesterday, REMOVAL) == 0
    assert verify_results(results).folders[0].removed == ()


def test_pictures_are_a_class(results: Path, folder: Path) -> None:
    (folder / PICTURES).mkdir(exist_ok=True)
    (folder / PICTURES / "a.jpg").write_bytes(b"a picture" * 20)
    sites = sealed_sites(results)
    seal_run("http://x/", folder, sites.ledger, datetime.now(UTC))
    assert expired.expire_evidence(results, EvidenceClass.PICTURE, TOMORROW, REMOVAL) == 1
    assert (folder / PICTURES / "a.jpg").read_bytes().startswith(b"removed")
    assert verify_results(results).good


def test_a_killed_expiry_is_finished(results: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(removing, "replace_file", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            expired.expire_evidence(results, EvidenceClass.FINDING, TOMORROW, REMOVAL)
    assert not verify_results(results).good
    expired.expire_evidence(results, EvidenceClass.FINDING, TOMORROW, REMOVAL)
    assert verify_results(results).good


def test_the_command_lists_and_asks_for_who_and_why(results: Path) -> None:
    shown = CliRunner().invoke(cli, ["evidence", "expire", str(results)]).output
    assert "private  1 份" in shown
    refused = CliRunner().invoke(cli, ["evidence", "expire", str(results), "--class", "finding"])
    assert isinstance(refused.exception, InputError)
    arguments = [
        "--class",
        "finding",
        "--before",
        f"{TOMORROW:%Y-%m-%d}",
        "--reason",
        "保留期满",
        "--by",
        "科",
        "--yes",
    ]
    done = CliRunner().invoke(cli, ["evidence", "expire", str(results), *arguments], catch_exceptions=False)
    assert "已删除" in done.output
