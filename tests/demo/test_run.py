"""People confirm what was planted and dismiss the rest; the whole demonstration finds what it should."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kaoping.demo.casts import CASTS
from kaoping.demo.manifest import Fault, Manifest
from kaoping.demo.run import Demonstrated, DemoRequest, decide, demonstrate, demonstrate_all
from kaoping.evidence.keys import VARIABLE
from kaoping.model.findings import Finding, Plain
from kaoping.model.outcomes import Outcome, PageKind
from kaoping.runs.batch import share_batch, write_text
from kaoping.worktime import WorkTime

SITE = "http://127.0.0.1:1/"
SOFT = Fault("a-1", "a", SITE, "dead-link", ("fail", "suspected"), values={"target": (SITE + "gone",)}, note="软 404")


def finding(target: str, outcome: Outcome) -> Finding:
    values: Mapping[str, Plain] = {"target": target}
    now = datetime.now(UTC)
    return Finding("i", target, "dead-link", "1", {}, outcome, SITE, SITE, PageKind.HOME, values, None, "", "", {}, now)


def test_only_what_is_suspected_is_decided_on() -> None:
    manifest = Manifest("云泽市", date(2022, 12, 31), 1, {"a": SITE}, (SOFT,))
    planted, innocent = finding(SITE + "gone", Outcome.SUSPECTED), finding(SITE + "fine", Outcome.SUSPECTED)
    certain = finding(SITE + "gone", Outcome.FAIL)
    decided = decide([planted, innocent, certain], manifest)
    assert [(each.key, decision) for each, decision, _ in decided] == [
        (SITE + "gone", "confirm"),
        (SITE + "fine", "dismiss"),
    ]


@pytest.mark.full
def test_the_demonstration_finds_what_was_planted_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "operator.keys"))
    done = demonstrate(
        DemoRequest(tmp_path, base_port=0), lambda: datetime.now(UTC), progress=None, worktime=WorkTime()
    )
    planted = json.loads((tmp_path / "planted.json").read_text(encoding="utf-8"))
    assert done.planted.recall >= 0.95
    assert planted["unexpected"] == []
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    county = {entry["unit"]: entry for entry in results["groups"]["county"]}
    assert county["linxi"]["rank"] == 1
    assert county["linxi"]["complete"]
    assert "不合格政府网站" in county["qingke"]["labels"]
    assert not county["lanting"]["complete"]
    assert (tmp_path / "bulletin.docx").stat().st_size > 0
    assert (tmp_path / "index.html").stat().st_size > 0
    assert (tmp_path / "city" / "evidence.keys").exists()
    assert not (tmp_path / "operator.keys").exists(), "a demonstration leaves the operator's keys alone"


@pytest.mark.full
def test_every_scheme_of_the_library_assesses_the_city_from_one_crawl(tmp_path: Path) -> None:
    request = DemoRequest(tmp_path, base_port=0)
    plays = list(demonstrate_all(request, lambda: datetime.now(UTC), progress=None, worktime=WorkTime()))
    assert [play.out.name for play in plays] == list(CASTS)
    crawls = {(play.out / "sites" / "batch.json").read_text(encoding="utf-8") for play in plays}
    assert len(crawls) == 1
    for play in plays:
        assert_complete(play)
    again = json.loads((tmp_path / "suqian-2022" / "planted.json").read_text(encoding="utf-8"))
    assert (again["found"], again["false"]) == (again["planted"], 0)


def assert_complete(play: Demonstrated) -> None:
    """Every unit is ranked or stands apart; what was written is all there and says so where values are made up."""
    results = json.loads((play.out / "results.json").read_text(encoding="utf-8"))
    ranked = [unit for group in results["groups"].values() for unit in group]
    apart = {unit["unit"] for group in results["apart"].values() for unit in group}
    everyone = {unit.id for unit in play.assessed.assessment.roster.units}
    assert {unit["unit"] for unit in ranked} | apart == everyone
    assert not {unit["unit"] for unit in ranked} & apart
    assert "dangan" in apart, "exempt"
    for unit in ranked:
        assert unit["rank_best"] <= unit["rank_worst"]
        assert unit["complete"] or unit["unit"] in ("lanting", "tiyu"), (play.out.name, unit)
        assert unit["low"] <= (unit["total"] if unit["total"] is not None else unit["low"])
    scheme, cast = play.assessed.assessment.scheme, CASTS[play.out.name]
    pages = [
        play.out / "bulletin.html",
        play.out / "index.html",
        *(play.out / "units" / f"{one['unit']}.html" for one in ranked),
    ]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert ("测试赋值" in text) is (cast.test_values is not None), page
    assert (play.out / "bulletin.docx").stat().st_size > 0
    assert (play.out / "results.xlsx").stat().st_size > 0
    drawn = play.assessed.assessment.draws
    assert bool(drawn) is any(measure.sample for measure in scheme.measures.values())
    if drawn:
        sheet = (play.out / "units" / "linxi.html").read_text(encoding="utf-8")
        assert results["draws"][0]["seed"] in sheet


def test_a_shared_crawl_is_not_changed_by_judging_it_twice(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    (first / "a").mkdir(parents=True)
    (first / "batch.json").write_text(json.dumps({"sites": []}))
    (first / "batch.lock").write_text("")
    (first / "a" / "findings.jsonl").write_text("one")
    share_batch(first, second)
    assert not (second / "batch.lock").exists()
    write_text(second / "a" / "findings.jsonl", "two")
    assert (first / "a" / "findings.jsonl").read_text() == "one"
    share_batch(first, second)
    assert (second / "a" / "findings.jsonl").read_text() == "one"
