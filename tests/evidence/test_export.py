"""What an appeal carries: complete, checkable without this program, and without anybody's personal data."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastwarc.warc import ArchiveIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping.cli import cli
from kaoping.evidence.standalone import PROOF, check_files, read_files
from kaoping.model.errors import InputError
from kaoping.runs.found_evidence import export_evidence
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.judging import Shape
from kaoping.runs.sealed_folders import verify_results
from tests.evidence.conftest import OPTIONS, identity_number, site_with_faults
from tests.runs.small_site import served


def finding(results: Path, check: str) -> dict[str, Any]:
    (path,) = results.glob("*/findings.jsonl")
    said = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return next(each for each in said if each["check"] == check and each["outcome"] == "fail")


@pytest.fixture(scope="module")
def exported(inspected_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("exported") / "e.zip"
    export_evidence(inspected_once, finding(inspected_once, "dead-link")["key"], out)
    return out


def test_it_holds_the_finding_and_its_exchanges(inspected_once: Path, exported: Path, tmp_path: Path) -> None:
    expected = finding(inspected_once, "dead-link")
    with zipfile.ZipFile(exported) as archive:
        archive.extractall(tmp_path)
    assert json.loads((tmp_path / "finding.json").read_bytes()) == expected
    with (tmp_path / "evidence.warc.gz").open("rb") as file:
        urls = {record.headers["WARC-Target-URI"] for record in ArchiveIterator(file)}
    assert urls == {expected["values"]["target"], expected["url"]}
    readme = (tmp_path / "说明.txt").read_text(encoding="utf-8")
    assert expected["key"] in readme
    assert re.search(r"^问题      链接不可用（不通过）；.*；链接地址：http://[^\n]*/gone\.html；", readme, re.MULTILINE)
    ran = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "verify.py")], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, "一致" in ran.stdout) == (0, True), ran.stdout + ran.stderr


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.sampled_from(["finding.json", "evidence.warc.gz"]), st.integers(0, 10**6), st.integers(1, 255))
def test_any_changed_byte_of_the_evidence_is_seen(exported: Path, name: str, place: int, by: int) -> None:
    files = read_files(exported)
    assert check_files(files) == []
    changed = bytearray(files[name])
    changed[place % len(changed)] ^= by
    assert any(name in sentence for sentence in check_files({**files, name: bytes(changed)}))
    assert check_files({**files, name: files[name] + b"\n"})


def test_a_proof_of_something_else_is_seen(exported: Path) -> None:
    files = read_files(exported)
    proof = json.loads(files[PROOF])
    for change in (
        {"root": "0" * 64},
        {"leaves": proof["leaves"] + 1},
        {"items": proof["items"][1:]},
        {"items": [proof["items"][0] | {"index": 0}, *proof["items"][1:]]},
        {"ledger": proof["ledger"].replace('"number":1', '"number":2')},
        {"ledger": None},
    ):
        assert check_files({**files, PROOF: json.dumps(proof | change).encode()}), change


def test_personal_data_is_handed_out_masked(results: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.zip"
    done = export_evidence(results, finding(results, "personal-data")["id"], out)
    assert (done.answers, done.encrypted, done.withheld, done.opened) == (1, 1, 0, False)
    files = read_files(out)
    assert check_files(files) == []
    assert "clear.warc.gz" not in files
    closed, seen = (record.reader.read() for record in ArchiveIterator(io.BytesIO(files["evidence.warc.gz"])))
    assert "公示：闻某，110*************" in seen.decode()
    everything = b"".join([*files.values(), closed, seen])
    assert identity_number().encode() not in everything
    assert "个人信息" in files["说明.txt"].decode()


def test_the_clear_record_is_handed_out_only_when_asked_for(results: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.zip"
    key = finding(results, "personal-data")["key"]
    told = CliRunner().invoke(cli, ["evidence", "export", str(results), key, "--out", str(out), "--clear"])
    assert (told.exit_code, "未遮盖" in told.output) == (0, True)
    files = read_files(out)
    assert check_files(files) == []
    records = [record.reader.read() for record in ArchiveIterator(io.BytesIO(files["clear.warc.gz"]), parse_http=False)]
    assert identity_number().encode() in records[0]
    assert records[1].startswith(b"GET /xw/1.html")


def test_what_was_kept_in_clear_is_not_handed_out(tmp_path: Path) -> None:
    with served(site_with_faults()) as address:
        request = InspectRequest((address,), tmp_path / "all", OPTIONS, Shape(keep_all=True))
        inspect_sites(request, lambda: datetime.now(UTC))
    done = export_evidence(tmp_path / "all", finding(tmp_path / "all", "personal-data")["id"], tmp_path / "p.zip")
    assert (done.answers, done.withheld) == (0, 1)
    files = read_files(tmp_path / "p.zip")
    assert "evidence.warc.gz" not in files
    assert check_files(files) == []


def test_an_unknown_finding_is_told(results: Path) -> None:
    result = CliRunner().invoke(cli, ["evidence", "export", str(results), "no-such-key"])
    assert isinstance(result.exception, InputError)
    assert "no-such-key" in str(result.exception)


def test_the_command_checks_what_it_exported(results: Path, tmp_path: Path) -> None:
    out = tmp_path / "e.zip"
    key = finding(results, "dead-link")["key"]
    assert CliRunner().invoke(cli, ["evidence", "export", str(results), key, "--out", str(out)]).exit_code == 0
    result = CliRunner().invoke(cli, ["evidence", "verify", str(out)])
    assert (result.exit_code, "一致" in result.output) == (0, True)
    assert verify_results(results).good
