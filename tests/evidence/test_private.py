"""Evidence with personal data is encrypted; all of it is checked without the key, and every change is seen."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping.cli import cli
from kaoping.crawl.warc_members import answer_spans, packed_member
from kaoping.evidence.keeping import KEPT
from kaoping.evidence.keys import VARIABLE, Key, KeyFile, operator_keys
from kaoping.evidence.private import Masked, key_of, opened_answer, sealed_answer
from kaoping.model.errors import InputError, StorageError
from kaoping.runs.found_evidence import export_evidence
from kaoping.runs.judging import rejudge
from kaoping.runs.sealed_folders import verify_results
from tests.evidence.conftest import identity_number
from tests.evidence.test_export import finding

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANSWER = packed_member(b"WARC/1.1\r\nContent-Length: 2\r\n\r\nok\r\n\r\n", 0)
MASKED = Masked("http://a.gov.cn/", "2026-11-22T12:00:00Z", 200, "text/html", "号码 110***".encode())
KEY = Key(bytes(range(32)))


def test_nothing_in_the_folder_shows_the_number(folder: Path) -> None:
    number = identity_number()
    for path in folder.rglob("*"):
        if path.is_file():
            assert number.encode() not in path.read_bytes(), path
    for name in ("pages", "links", "targets"):
        assert number not in str(pq.read_table(folder / f"{name}.parquet").to_pylist())
    with (folder / KEPT).open("rb") as file:
        data = file.read()
    for span in answer_spans(folder / KEPT):
        part = data[span.offset : span.end]
        assert number.encode() not in part
    assert sum(bool(key_of(data[span.offset : span.end])) for span in answer_spans(folder / KEPT)) == 1


def test_no_digest_is_left_to_try_numbers_against(results: Path, folder: Path) -> None:
    said = finding(results, "personal-data")
    assert said["evidence"]["digest"] == "encrypted"
    rows = pq.read_table(folder / "pages.parquet").to_pylist()
    (row,) = [row for row in rows if row["final_url"] == said["url"]]
    assert (row["evidence_digest"], row["digest"]) == ("encrypted", "")
    assert sum(row["evidence_digest"].startswith("sha256:") for row in rows) == len(rows) - 1


def test_it_is_said_what_is_encrypted_and_checked_without_the_key(
    results: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = CliRunner().invoke(cli, ["evidence", "verify", str(results)])
    assert told.exit_code == 0
    assert "加密  " in told.output
    assert "本机有这把密钥" in told.output
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    told = CliRunner().invoke(cli, ["evidence", "verify", str(results)])
    assert (told.exit_code, "本机没有这把密钥" in told.output) == (0, True)
    with pytest.raises(StorageError, match="没有这把密钥"):
        export_evidence(results, finding(results, "personal-data")["id"], tmp_path / "e.zip", clear=True)
    assert export_evidence(results, finding(results, "personal-data")["id"], tmp_path / "e.zip").encrypted == 1


def test_judging_again_needs_no_key_and_says_the_same(
    results: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    before = (folder / "findings.jsonl").read_bytes()
    (again,) = rejudge(results, lambda: datetime.now(UTC))
    assert (again.new, again.gone) == (0, 0)
    assert (folder / "findings.jsonl").read_bytes() == before
    assert not (tmp_path / "none").exists()


def test_what_was_closed_before_a_new_key_is_still_opened(
    results: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copied = tmp_path / "evidence.keys"
    copied.write_bytes(Path(os.environ[VARIABLE]).read_bytes())
    copied.chmod(0o600)
    monkeypatch.setenv(VARIABLE, str(copied))
    told = CliRunner().invoke(cli, ["evidence", "new-key"])
    assert told.exit_code == 0
    keys = operator_keys(os.environ).keys()
    assert len(keys) == 2
    assert list(keys)[-1] in told.output
    done = export_evidence(results, finding(results, "personal-data")["id"], tmp_path / "e.zip", clear=True)
    assert done.opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.binary(max_size=3000), st.binary(max_size=500), st.data())
def test_any_changed_byte_is_seen(answer: bytes, text: bytes, data: st.DataObject) -> None:
    masked = Masked("http://a.gov.cn/公示", "2026-11-22T12:00:00Z", 200, "text/plain", text)
    closed = sealed_answer(answer, masked, KEY)
    assert key_of(closed) == KEY.id
    assert opened_answer(closed, {KEY.id: KEY}) == answer
    changed = bytearray(closed)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        told = opened_answer(bytes(changed), {KEY.id: KEY})
    except StorageError:
        return
    # what does not raise is either no encrypted answer any more, or a byte of gzip's that means nothing
    assert told in (answer, bytes(changed))


def test_masked_text_of_another_answer_is_seen() -> None:
    one = sealed_answer(ANSWER, MASKED, KEY)
    other = sealed_answer(ANSWER, Masked(MASKED.url, MASKED.date, 200, "text/html", b"nothing"), KEY)
    length = int.from_bytes(one[16:20], "little")
    with pytest.raises(StorageError, match="不是同时做成的"):
        opened_answer(one[:length] + other[int.from_bytes(other[16:20], "little") :], {KEY.id: KEY})


def test_two_encryptions_of_the_same_differ_and_show_nothing() -> None:
    first, second = sealed_answer(ANSWER, MASKED, KEY), sealed_answer(ANSWER, MASKED, KEY)
    assert first != second
    assert ANSWER not in first
    assert repr(KEY) == f"Key({KEY.id})"


def test_a_changed_byte_of_the_encrypted_record_is_named(results: Path, folder: Path) -> None:
    data = bytearray((folder / KEPT).read_bytes())
    (span,) = [span for span in answer_spans(folder / KEPT) if key_of(bytes(data[span.offset : span.end]))]
    data[span.offset + 700] ^= 1
    (folder / KEPT).write_bytes(data)
    checked = verify_results(results)
    assert any(f"第 {span.offset} 字节起" in sentence for sentence in checked.folders[0].wrong)


def test_a_key_is_made_once_with_advice_for_its_owner_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = KeyFile(tmp_path / "config" / "evidence.keys")
    key = file.in_use(NOW, tmp_path / "results")
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert "另行备份" in caplog.text
    assert "不要和结果目录放在一起" in file.path.read_text(encoding="utf-8")
    assert file.in_use(NOW, tmp_path / "results") == key
    new = file.add(NOW)
    assert file.in_use(NOW, tmp_path / "results") == new
    assert set(file.keys()) == {key.id, new.id}


def test_a_key_does_not_lie_with_the_results(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不能放在结果目录里"):
        KeyFile(tmp_path / "results" / "keys").in_use(NOW, tmp_path / "results")


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys")
    file.add(NOW)
    file.path.chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        file.keys()


@pytest.mark.parametrize("change", ["short", "id", "word"])
def test_a_damaged_file_is_told_by_its_line(tmp_path: Path, change: str) -> None:
    file = KeyFile(tmp_path / "keys")
    key = file.add(NOW)
    text = file.path.read_text(encoding="utf-8")
    changes = {"short": text[:-9] + "\n", "id": text.replace(key.id, "0" * 16), "word": text + "hello\n"}
    file.path.write_text(changes[change], encoding="utf-8")
    with pytest.raises(InputError, match="行：不是证据密钥"):
        file.keys()


def test_the_place_of_the_keys_is_the_operators_choice() -> None:
    assert operator_keys({VARIABLE: "/k/e"}).path == Path("/k/e")
    assert operator_keys({"XDG_CONFIG_HOME": "/c"}).path == Path("/c/kaoping/evidence.keys")
    assert operator_keys({"HOME": "/h"}).path == Path("/h/.config/kaoping/evidence.keys")


def test_findings_hold_no_number(folder: Path) -> None:
    for line in (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines():
        assert identity_number() not in json.dumps(json.loads(line), ensure_ascii=False)
