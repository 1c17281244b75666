"""People confirm what was planted and dismiss the rest; the whole demonstration finds what it should."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kaoping.demo.manifest import Fault, Manifest
from kaoping.demo.run import DemoRequest, decide, demonstrate
from kaoping.model.findings import Finding, Plain
from kaoping.model.outcomes import Outcome, PageKind
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
def test_the_demonstration_finds_what_was_planted_and_nothing_else(tmp_path: Path) -> None:
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
