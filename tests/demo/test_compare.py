"""What counts as found, as missed and as false."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kaoping.demo.compare import compare, write_planted
from kaoping.demo.manifest import Fault, Manifest, read_manifest, write_manifest
from kaoping.model.errors import InputError
from kaoping.model.findings import Finding, Plain
from kaoping.model.outcomes import Outcome, PageKind

SITE = "http://127.0.0.1:1/"
DEAD = Fault(
    "a-1",
    "a",
    SITE,
    "dead-link",
    ("fail",),
    ("home",),
    (),
    {"target": (SITE + "gone",), "kind": ("link",)},
    note="首页坏链",
)
ANYWHERE = Fault("a-2", "a", SITE, "https", counted=False, outcomes=("suspected",))


def manifest(*faults: Fault) -> Manifest:
    return Manifest("云泽市", date(2022, 12, 31), 1, {"a": SITE}, faults)


def finding(check: str = "dead-link", values: Mapping[str, Plain] | None = None, **changes: object) -> Finding:
    shown = {"target": SITE + "gone", "kind": "link"} if values is None else values
    base = Finding(
        "i", "k", check, "1", {}, Outcome.FAIL, SITE, SITE, PageKind.HOME, shown, None, "", "", {}, datetime.now(UTC)
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def test_what_only_a_browser_shows_is_counted_apart_without_one() -> None:
    seen = replace(DEAD, id="a-3", check="floating-ads", browser=True)
    settled = replace(DEAD, id="a-4", check="blank-column", browser=False, counted=False)
    floating, blank = finding("floating-ads"), finding("blank-column")
    without = compare(manifest(DEAD, seen, settled), [finding(), blank])
    assert (without.planted, without.found, without.false, without.needs_browser) == (1, 1, 0, 1)
    looked = compare(manifest(DEAD, seen, settled), [finding(), floating], browser=True)
    assert (looked.planted, looked.found, looked.false, looked.needs_browser) == (2, 2, 0, 0)
    assert compare(manifest(DEAD, seen, settled), [finding(), blank], browser=True).false == 1


def test_a_finding_like_the_fault_is_found() -> None:
    result = compare(manifest(DEAD), [finding()])
    assert (result.planted, result.found, result.false, result.missed) == (1, 1, 0, ())


@pytest.mark.parametrize(
    "other",
    [
        finding(outcome=Outcome.SUSPECTED),
        finding(page=PageKind.COLUMN),
        finding(values={"target": SITE + "other", "kind": "link"}),
        finding(values={"target": SITE + "gone"}),
        finding(check="blank-column"),
    ],
)
def test_a_finding_unlike_the_fault_is_false_and_the_fault_missed(other: Finding) -> None:
    result = compare(manifest(DEAD), [other])
    assert (result.found, result.false) == (0, 1)
    assert result.missed == (DEAD,)


@pytest.mark.parametrize(
    "other",
    [
        finding(outcome=Outcome.PASS),
        finding(outcome=Outcome.NOT_MEASURED),
        finding(site="http://127.0.0.1:2/", url="http://127.0.0.1:2/"),
    ],
)
def test_passes_and_other_sites_are_nobodys_business(other: Finding) -> None:
    assert compare(manifest(DEAD), [other]).false == 0


def test_what_follows_is_neither_planted_nor_false() -> None:
    result = compare(manifest(ANYWHERE), [finding("https", {}, outcome=Outcome.SUSPECTED)])
    assert (result.planted, result.found, result.false) == (0, 0, 0)
    assert result.recall == 1


def test_one_thing_under_several_parameters_is_one_unexplained_finding() -> None:
    stale: Mapping[str, Plain] = {"column": "要闻", "latest": date(2022, 1, 1)}
    twice = [finding("column-freshness", stale, params={"days": days}, key=str(days)) for days in (14, 30)]
    assert compare(manifest(), twice).false == 1


def test_addresses_are_compared_with_the_roots_slash_and_dates_as_text() -> None:
    fault = Fault(
        "a-3", "a", SITE.rstrip("/"), "future-dates", urls=(SITE.rstrip("/"),), values={"date": ("2023-01-12",)}
    )
    assert compare(manifest(fault), [finding("future-dates", {"date": date(2023, 1, 12)})]).found == 1


def test_the_comparison_is_written_as_agreed(tmp_path: Path) -> None:
    write_planted(compare(manifest(DEAD), [finding("mojibake")]), tmp_path / "planted.json")
    data = json.loads((tmp_path / "planted.json").read_text(encoding="utf-8"))
    assert (data["planted"], data["found"], data["false"]) == (1, 0, 1)
    assert [fault["id"] for fault in data["missed"]] == ["a-1"]
    assert [unexpected["check"] for unexpected in data["unexpected"]] == ["mojibake"]


def test_a_manifest_is_read_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(manifest(DEAD, ANYWHERE), path)
    assert read_manifest(path) == manifest(DEAD, ANYWHERE)


@pytest.mark.parametrize("text", ["", "[]", '{"faults": [{}]}'])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="清单"):
        read_manifest(path)
