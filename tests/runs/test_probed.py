"""An assessment that names a probe series: findings, the veto, what is sealed, and what too few visits mean."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kaoping.evidence.standalone import check_files, read_files
from kaoping.model.errors import InputError
from kaoping.model.probe_series import Opening, ProbeVisit
from kaoping.probe.played import write_played
from kaoping.runs.assess import AssessRequest, assess
from kaoping.runs.found_evidence import export_evidence
from kaoping.runs.judging import rejudge
from kaoping.runs.sealed_folders import verify_results
from tests.runs.small_site import pages, served
from tests.runs.test_assess import NOW, write_assessment

END = datetime(2022, 12, 31, 15, 59, 59, tzinfo=UTC)
WEEK = timedelta(days=7)
VETO = "national-unreachable"


def play(folder: Path, failing: dict[str, int], per_day: int = 24) -> None:
    """Write a week of visits; the first so many of each site fail."""
    step = timedelta(days=1) / per_day
    visits = {
        url: [ProbeVisit(END - WEEK + step * (number + 0.5), *_met(number < failed)) for number in range(7 * per_day)]
        for url, failed in failing.items()
    }
    write_played(folder, visits, (END - WEEK, END))


def _met(failed: bool) -> tuple[Opening, float, float]:
    return (Opening.TIMEOUT, 15.0, 15.0) if failed else (Opening.UP, 0.4, 15.0)


def probed(tmp_path: Path, failing: dict[str, int], per_day: int = 24) -> tuple[Path, dict[str, Any]]:
    """Assess two units, jia and yi, whose sites failed so often; return the results and each unit's row."""
    with served(pages()) as jia, served(pages()) as yi:
        urls = {"jia": jia, "yi": yi}
        play(tmp_path / "probes", {urls[name]: count for name, count in failing.items()}, per_day)
        path = write_assessment(tmp_path, {**urls, "bing": ""}, probes="probes")
        assess(AssessRequest(path, tmp_path / "out"), lambda: NOW)
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    return tmp_path / "out", {row["unit"]: row for row in results["groups"]["county"]}


def findings(out: Path, check: str) -> dict[str, dict[str, Any]]:
    """The findings of a check by the last part of their site's folder."""
    lines = [line for file in (out / "sites").glob("*/findings.jsonl") for line in file.read_text("utf-8").splitlines()]
    return {said["site"]: said for said in map(json.loads, lines) if said["check"] == check}


def test_a_site_that_often_did_not_open_is_vetoed(tmp_path: Path) -> None:
    out, rows = probed(tmp_path, {"jia": 9, "yi": 5})
    assert VETO in rows["jia"]["vetoes"]
    assert VETO not in rows["yi"]["vetoes"]
    said = sorted(findings(out, "site-unreachable").values(), key=lambda one: one["outcome"])
    assert [(one["outcome"], one["values"]["failed"], one["values"]["visits"]) for one in said] == [
        ("fail", 9, 168),
        ("pass", 5, 168),
    ]
    values = said[0]["values"]
    assert (values["share"], values["played"], len(values["times"])) == (0.053571, True, 9)
    assert all("sha256:" in segment for segment in values["segments"])
    assert said[0]["key"] in (out / "units" / "jia.html").read_text("utf-8")


def test_the_visits_are_sealed_and_judging_again_needs_no_series(tmp_path: Path) -> None:
    out, _ = probed(tmp_path, {"jia": 9, "yi": 0})
    assert verify_results(out).good
    for path in (tmp_path / "probes").rglob("*"):
        if path.is_file():
            path.unlink()
    before = findings(out, "site-unreachable")
    assert all(again.new == again.gone == 0 for again in rejudge(out, lambda: NOW))
    assert findings(out, "site-unreachable") == before
    changed = next((out / "sites").glob("*/visits.json"))
    changed.write_bytes(changed.read_bytes().replace(b"timeout", b"refused").replace(b'"up"', b'"dns"', 1))
    assert not verify_results(out).good


def test_an_appeal_carries_the_visits(tmp_path: Path) -> None:
    out, _ = probed(tmp_path, {"jia": 9, "yi": 0})
    (said,) = [one for one in findings(out, "site-unreachable").values() if one["outcome"] == "fail"]
    export_evidence(out, said["key"], tmp_path / "e.zip")
    files = read_files(tmp_path / "e.zip")
    assert check_files(files) == []
    assert len(json.loads(files["visits.json"])["visits"]) == 168
    assert "visits.json        拨测记录" in files["说明.txt"].decode()
    for changed in (files["visits.json"].replace(b"timeout", b"refused", 1), files["visits.json"] + b"\n"):
        assert any("visits.json" in sentence for sentence in check_files(files | {"visits.json": changed}))


def test_too_few_visits_decide_nothing(tmp_path: Path) -> None:
    out, rows = probed(tmp_path, {"jia": 60, "yi": 0}, per_day=19)
    assert VETO not in rows["jia"]["vetoes"]
    (said,) = [one for one in findings(out, "site-unreachable").values() if one["values"]["failed"]]
    assert (said["outcome"], said["values"]["visits"], said["values"]["needed"]) == ("not_measured", 133, 140)
    assert "拨测 133 次" in json.dumps(json.loads((out / "units" / "jia.json").read_text("utf-8")), ensure_ascii=False)


def test_an_import_goes_before_the_series(tmp_path: Path) -> None:
    """Who has another monitoring system hands in its figure."""
    (tmp_path / "imports.csv").write_text("unit,measure,value\njia,unreachable_share,0.01\n", encoding="utf-8")
    with served(pages()) as jia:
        play(tmp_path / "probes", {jia: 100})
        path = write_assessment(tmp_path, {"jia": jia}, probes="probes", imports="imports.csv")
        assess(AssessRequest(path, tmp_path / "out"), lambda: NOW)
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert VETO not in results["groups"]["county"][0]["vetoes"]


def test_a_folder_that_is_no_series_is_refused(tmp_path: Path) -> None:
    path = write_assessment(tmp_path, {"jia": "http://127.0.0.1:1/"}, probes="nowhere")
    with pytest.raises(InputError, match="不是拨测记录的文件夹"):
        assess(AssessRequest(path, tmp_path / "out"), lambda: NOW)
