"""A record removed for privacy is gone, its place says so, and everything else can still be checked."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fastwarc.warc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.cli import cli
from kaoping.crawl.warc_members import answer_spans
from kaoping.evidence import removing
from kaoping.evidence.keeping import KEPT
from kaoping.evidence.leaves import Leaf, LeafKind
from kaoping.runs.found_evidence import export_evidence, remove_evidence
from kaoping.runs.judging import rejudge
from kaoping.runs.sealed_folders import verify_results
from tests.evidence.test_export import finding

REMOVAL = removing.Removal("信息公开科", "当事人申请", datetime(2022, 12, 31, 9, tzinfo=UTC))


def remove(results: Path, key: str) -> Result:
    arguments = ["evidence", "remove", str(results), key, "--reason", "当事人申请", "--by", "信息公开科", "--yes"]
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


def records(folder: Path) -> list[bytes]:
    with (folder / KEPT).open("rb") as file:
        return [record.reader.read() for record in ArchiveIterator(file)]


def test_the_record_is_gone_and_the_rest_agrees(results: Path, folder: Path, tmp_path: Path) -> None:
    spans, before = answer_spans(folder / KEPT), records(folder)
    assert any("公示：闻某，110***".encode() in record for record in before)
    key = finding(results, "personal-data")["key"]
    assert remove(results, key).exit_code == 0
    after = records(folder)
    assert not any("公示：闻某".encode() in record for record in after)
    assert len(after) == len(before) - 1, "encrypted record and masked text became one tombstone"
    assert answer_spans(folder / KEPT) == spans, "every pointer is still true"
    checked = verify_results(results)
    assert checked.good
    (note,) = checked.folders[0].removed
    assert "信息公开科：当事人申请" in note
    done = export_evidence(results, key, tmp_path / "e.zip")
    assert (done.answers, done.removed) == (0, 1)


def test_the_tombstone_is_protected_too(results: Path, folder: Path) -> None:
    remove(results, finding(results, "personal-data")["key"])
    gone = next(at for at, record in enumerate(records(folder)) if record.startswith(b"removed"))
    assert gone >= 0
    data = (folder / KEPT).read_bytes()
    (folder / KEPT).write_bytes(data.replace(b"removed ", b"REMOVED ", 1))
    assert not verify_results(results).good


def test_judging_again_after_a_removal_still_agrees(results: Path) -> None:
    remove(results, finding(results, "personal-data")["key"])
    rejudge(results, lambda: datetime.now(UTC))
    checked = verify_results(results)
    assert checked.good
    assert len(checked.folders[0].removed) == 1


def test_killed_after_the_entry_it_is_finished_by_the_same_command(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = finding(results, "personal-data")["key"]

    def killed(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(removing, "replace_file", killed)
    with pytest.raises(KeyboardInterrupt):
        remove_evidence(results, key, REMOVAL)
    monkeypatch.undo()
    checked = verify_results(results)
    assert "已登记删除" in "".join(checked.folders[0].wrong)
    remove_evidence(results, key, REMOVAL)
    assert verify_results(results).good
    assert len((results / "ledger.jsonl").read_bytes().splitlines()) == 2


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.integers(400, 1500), st.integers(65_000, 66_800), st.integers(130_000, 133_000)))
def test_a_tombstone_is_as_long_as_what_it_replaces(length: int) -> None:
    leaf = Leaf(LeafKind.ANSWER, KEPT, 7, length, "0" * 64)
    assert len(removing._tombstone(leaf, REMOVAL.at)) == length
