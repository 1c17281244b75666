"""A record removed for privacy is gone, its place says so, and everything else can still be checked."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fastwarc.warc import ArchiveIterator

from kaoping.cli import cli
from kaoping.crawl.stored import read_answer
from kaoping.crawl.warc_members import Gap, answer_spans, gaps_member
from kaoping.evidence import removing
from kaoping.evidence.keeping import KEPT
from kaoping.evidence.leaves import Leaf, LeafKind
from kaoping.evidence.sealing import read_seal, seal_run
from kaoping.evidence.verifying import answer_bytes
from kaoping.model.pages import EvidencePointer
from kaoping.runs.found_evidence import export_evidence, remove_evidence
from kaoping.runs.judging import rejudge
from kaoping.runs.sealed_folders import sealed_sites, verify_results
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
    assert len(after) == len(before), "encrypted record and masked text became one tombstone, the list of gaps came"
    assert [span.offset for span in answer_spans(folder / KEPT)] == [span.offset for span in spans]
    checked = verify_results(results)
    assert checked.good
    notes = checked.folders[0].removed
    assert sum(KEPT in note for note in notes) == 1
    assert all("信息公开科：当事人申请" in note for note in notes)
    done = export_evidence(results, key, tmp_path / "e.zip")
    assert (done.answers, done.removed) == (0, 1)


def test_the_tombstone_is_protected_too(results: Path, folder: Path) -> None:
    remove(results, finding(results, "personal-data")["key"])
    gone = next(at for at, record in enumerate(records(folder)) if record.startswith(b"removed"))
    assert gone >= 0
    data = (folder / KEPT).read_bytes()
    (folder / KEPT).write_bytes(data.replace(b"removed", b"REMOVED", 1))
    assert not verify_results(results).good


def test_judging_again_after_a_removal_still_agrees(results: Path) -> None:
    remove(results, finding(results, "personal-data")["key"])
    rejudge(results, lambda: datetime.now(UTC))
    checked = verify_results(results)
    assert checked.good
    assert sum(KEPT in note for note in checked.folders[0].removed) == 1


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
    ledger = (results / "ledger.jsonl").read_bytes()
    remove_evidence(results, key, REMOVAL)
    assert (results / "ledger.jsonl").read_bytes() == ledger, "done already"


def kept_size(results: Path) -> int:
    return sum(path.stat().st_size for path in results.glob(f"*/{KEPT}"))


def test_the_disk_is_freed_and_every_other_place_is_what_it_was(results: Path, folder: Path) -> None:
    leaves = [leaf for leaf in read_seal(folder).leaves if leaf.kind is LeafKind.ANSWER]
    before, size = {leaf: answer_bytes(folder, leaf) for leaf in leaves}, kept_size(results)
    large = [leaf for leaf in leaves if leaf.length >= removing.smallest(leaf)]
    ledger = sealed_sites(results).ledger
    gone: list[Leaf] = []
    for some in (large[1::2], large[::2]):  # twice, so that gaps come between gaps
        removing.remove_answers(folder, some, REMOVAL, ledger)
        gone += some
        assert verify_results(results).good
        for leaf in leaves:
            held = read_answer(folder, EvidencePointer("", KEPT, leaf.place))
            assert (held.body == b"removed") is (leaf in gone)
            if leaf in gone:
                inside = read_answer(folder, EvidencePointer("", KEPT, leaf.place + leaf.length - 1))
                assert inside.body == b"removed", "a pointer into a removed answer leads to no other"
            else:
                assert answer_bytes(folder, leaf) == before[leaf]
    left = size - sum(leaf.length for leaf in gone) + len(gone) * 400 + 1000
    assert kept_size(results) < left < size
    seal_run(read_seal(folder).site, folder, ledger, REMOVAL.at)
    assert [leaf for leaf in read_seal(folder).leaves if leaf.kind is LeafKind.ANSWER] == leaves
    assert any(record.startswith(b"[[") for record in records(folder)), (
        "other programs read the list of gaps as a record"
    )


def test_any_changed_byte_of_an_archive_with_gaps_is_seen(results: Path, folder: Path) -> None:
    remove(results, finding(results, "personal-data")["key"])
    whole = (folder / KEPT).read_bytes()
    for place in range(0, 1200, 3):
        (folder / KEPT).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert not verify_results(results).good, place


def test_a_list_of_gaps_that_nobody_entered_is_seen(results: Path, folder: Path) -> None:
    whole = (folder / KEPT).read_bytes()
    (folder / KEPT).write_bytes(gaps_member([Gap(0, 10, 10)]) + whole)
    assert "空缺表" in "".join(verify_results(results).folders[0].wrong)
