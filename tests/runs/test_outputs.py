"""The published files: what is written can be read back, by us and by others."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.model.errors import StorageError
from kaoping.model.findings import CheckRecord, Finding
from kaoping.model.outcomes import CheckStatus, Fault, Outcome, PageKind
from kaoping.model.pages import Coverage
from kaoping.runs.outputs import (
    read_checks,
    read_coverage,
    read_findings,
    write_checks,
    write_coverage,
    write_findings,
)
from tests.runs.records import NOON, SITE

FINDING = Finding(
    id="i" * 24,
    key="k" * 24,
    check="dead-link",
    check_version="1",
    params={},
    outcome=Outcome.FAIL,
    site=SITE,
    url=f"{SITE}a.html",
    page=PageKind.ARTICLE,
    values={"target": f"{SITE}gone.html", "status": 404, "pages": [f"{SITE}a.html"]},
    fault=Fault.SITE,
    reason="http-404",
    snippet="附件下载",
    evidence={"digest": "sha256:00", "warc": "a.warc.gz", "offset": 0},
    at=NOON,
)


def test_findings_survive_the_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    other = replace(FINDING, outcome=Outcome.NOT_MEASURED, fault=None, params={"kinds": ["news"], "days": 14})
    write_findings(path, [FINDING, other])
    assert list(read_findings(path)) == [FINDING, other]
    row = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert list(row)[:4] == ["id", "key", "check", "check_version"]
    assert row["outcome"] == "fail"
    assert row["page"] == "article"


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    write_findings(path, [replace(FINDING, values={"days": Decimal(14), "share": Decimal("0.5")})])
    assert json.loads(path.read_text())["values"] == {"days": 14, "share": 0.5}


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    write_findings(path, [FINDING])
    path.write_text(path.read_text() + "{}\n")
    with pytest.raises(StorageError, match=r"findings\.jsonl:2"):
        list(read_findings(path))


def test_checks_and_coverage_survive_the_round_trip(tmp_path: Path) -> None:
    records = (
        CheckRecord("dead-link", {}, CheckStatus.DONE, 12),
        CheckRecord("https", {"x": 1}, CheckStatus.NOT_MEASURED, 0, Fault.US, "check-error"),
    )
    write_checks(tmp_path / "checks.json", records)
    assert read_checks(tmp_path / "checks.json") == records
    coverage = Coverage(SITE, NOON, NOON, 3, 40, 5000, 0.5, (("robots", 2),), "done", ("note",))
    write_coverage(tmp_path / "coverage.json", coverage)
    assert read_coverage(tmp_path / "coverage.json") == coverage
    assert json.loads((tmp_path / "coverage.json").read_text())["skipped"] == [{"reason": "robots", "count": 2}]
