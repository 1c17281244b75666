"""After judging, what proves something is kept, the rest dropped, and every pointer is true; also after a kill."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastwarc.warc import ArchiveIterator

from kaoping.crawl.warc import NAME as SPOOL
from kaoping.evidence import keeping
from kaoping.evidence.keeping import KEPT
from kaoping.runs import judging
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.judging import Shape, rejudge
from kaoping.runs.sealed_folders import verify_results
from tests.evidence.conftest import OPTIONS, OPTIONS_OFFSITE, site_with_faults
from tests.runs.small_site import served


def url_at(folder: Path, warc: str, offset: int) -> str:
    with (folder / warc).open("rb") as file:
        file.seek(offset)
        return str(next(iter(ArchiveIterator(file))).headers["WARC-Target-URI"])


def findings(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()]


def check_pointers(folder: Path) -> int:
    """Every pointer leads to its own record; return how many rows say that theirs was dropped."""
    dropped = 0
    for name, column in (("pages", "final_url"), ("targets", "url")):
        for row in pq.read_table(folder / f"{name}.parquet").to_pylist():
            if row["warc"]:
                assert url_at(folder, row["warc"], row["warc_offset"]) == row[column]
            dropped += not row["warc"] and bool(row["evidence_digest"])
    for finding in findings(folder):
        for proof in (finding["evidence"], finding["evidence"].get("page")):
            if proof and proof["warc"]:
                expected = {finding["url"], str(finding["values"].get("target"))}
                assert url_at(folder, proof["warc"], proof["offset"]) in expected
    return dropped


def test_what_proves_nothing_is_dropped_and_pointers_are_true(folder: Path) -> None:
    assert not (folder / SPOOL).exists()
    assert check_pointers(folder) > 0
    kept = {row["final_url"]: bool(row["warc"]) for row in pq.read_table(folder / "pages.parquet").to_pylist()}
    assert [
        path for path in ("/", "/xw/") if not any(url.endswith(path) and there for url, there in kept.items())
    ] == []
    proved = [f for f in findings(folder) if f["outcome"] != "not_measured"]
    assert proved
    assert all(f["evidence"].get("warc") == KEPT for f in proved if f["url"] in kept)


def test_a_dead_target_without_an_answer_keeps_what_was_tried(tmp_path: Path) -> None:
    site = {"/": "<html><title>首页</title><body><a href='http://127.0.0.1:9/x'>旧站</a></body></html>"}
    with served(site) as address:
        request = InspectRequest((address,), tmp_path, OPTIONS_OFFSITE)
        (inspected,) = inspect_sites(request, lambda: datetime.now(UTC))
    dead = [f for f in findings(inspected.directory) if f["values"].get("target") == "http://127.0.0.1:9/x"]
    assert dead
    for finding in dead:
        proof = finding["evidence"]
        assert url_at(inspected.directory, proof["warc"], proof["offset"]) == "http://127.0.0.1:9/x"
        assert url_at(inspected.directory, proof["page"]["warc"], proof["page"]["offset"]) == address


def test_everything_is_kept_on_request_and_rejudging_does_not_drop_it(tmp_path: Path) -> None:
    with served(site_with_faults()) as address:
        request = InspectRequest((address,), tmp_path, OPTIONS, shape=Shape(keep_all=True))
        (site,) = inspect_sites(request, lambda: datetime.now(UTC))
    rejudge(tmp_path, lambda: datetime.now(UTC))
    assert (site.directory / SPOOL).exists()
    assert check_pointers(site.directory) == 0
    assert verify_results(tmp_path).good


def test_judging_again_needs_no_dropped_page(folder: Path) -> None:
    before = (folder / "findings.jsonl").read_bytes()
    rejudge(folder.parent, lambda: datetime.now(UTC))
    assert (folder / "findings.jsonl").read_bytes() == before
    assert len((folder.parent / "ledger.jsonl").read_bytes().splitlines()) == 1, "nothing changed: no second line"


class Killed(BaseException):
    """Stands for kill -9: nothing after it is done."""


@pytest.mark.parametrize("moment", range(9))
def test_killed_between_any_two_steps_the_same_command_ends_as_if_undisturbed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Stop before the n-th change of a name in the site's folder, check every pointer, and go on."""
    with served(site_with_faults()) as address:
        request = InspectRequest((address,), tmp_path / "all", OPTIONS, shape=Shape(keep_all=True))
        (site,) = inspect_sites(request, lambda: datetime.now(UTC))
    folder = site.directory
    renamed = Path.replace
    count = 0

    def stop(path: Path, *arguments: Any) -> Any:
        nonlocal count
        if count == moment:
            raise Killed
        count += 1
        return renamed(path, *arguments)

    monkeypatch.setattr(Path, "replace", stop)
    again = InspectRequest((address,), tmp_path / "all", OPTIONS)
    with pytest.raises(Killed):
        inspect_sites(again, lambda: datetime.now(UTC))
    monkeypatch.undo()
    check_pointers(folder)

    inspect_sites(again, lambda: datetime.now(UTC))
    assert not (folder / SPOOL).exists()
    assert not (folder / keeping.MOVES).exists()
    assert (folder / judging.JUDGED).exists()
    assert check_pointers(folder) > 0
    assert verify_results(tmp_path / "all").good
    shutil.rmtree(tmp_path / "all")
