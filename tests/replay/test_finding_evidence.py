"""What a program that shows evidence gets: the records of a finding, its picture, and stored pages safe to show."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from kaoping.evidence.keeping import KEPT
from kaoping.evidence.pictures import LIST, PICTURES
from kaoping.evidence.removing import Removal
from kaoping.model.errors import InputError
from kaoping.replay.finding_evidence import Held, Part, finding_evidence, render_record
from kaoping.replay.rendering import render_address
from kaoping.replay.stored_pages import stored_pages
from kaoping.runs.found_evidence import remove_evidence
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.judging import Shape
from tests.evidence.conftest import OPTIONS, folder, identity_number, inspected_once, results, site_with_faults
from tests.evidence.test_export import finding
from tests.replay.test_replay import check_tame
from tests.runs.small_site import served

__all__ = ["folder", "inspected_once", "results"]  # fixtures


def test_a_dead_link_has_the_answer_and_the_page(results: Path, folder: Path) -> None:
    said = finding(results, "dead-link")
    shown = finding_evidence(results, said["key"])
    assert finding_evidence(folder, said["id"]) == shown, "the site's own folder does as well"
    assert (shown.finding.key, shown.folder) == (said["key"], folder)
    target, page = shown.records
    assert (target.part, target.held, target.status) == (Part.THING, Held.KEPT, 404)
    assert (page.part, page.held, page.status) == (Part.CARRIER, Held.KEPT, 200)
    assert (target.url, page.url) == (said["values"]["target"], said["url"])
    assert page.digest == said["evidence"]["page"]["digest"]
    assert page.date is not None
    assert abs(page.date - shown.finding.at).total_seconds() < 600
    rendered = render_record(shown, 1, "/stored?url=")
    assert rendered.status == 200
    assert rendered.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert rendered.headers["Content-Type"] == "text/html; charset=utf-8"
    text = rendered.body.decode()
    assert "政务动态" in text
    check_tame(text)
    links = [a.attributes["href"] for a in LexborHTMLParser(text).css("a[href]")]
    assert links
    assert all((link or "").startswith("/stored?url=http%3A") for link in links)
    alone = LexborHTMLParser(render_record(shown, 1, "").body.decode())
    assert alone.css("a[href]") == [], "with an empty prefix links lead nowhere"
    assert render_address(folder, said["url"], "/stored?url=") == rendered


def test_personal_data_is_masked_and_a_removal_is_said(results: Path, folder: Path) -> None:
    said = finding(results, "personal-data")
    (record,) = finding_evidence(results, said["key"]).records
    assert (record.held, record.masked, record.digest) == (Held.KEPT, True, "encrypted")
    body = render_record(finding_evidence(results, said["key"]), 0, "").body.decode()
    assert "公示：闻某，110***" in body
    assert identity_number() not in body
    remove_evidence(results, said["key"], Removal("科", "申请", datetime.now(UTC)))
    removed = finding_evidence(results, said["key"])
    assert removed.records[0].held is Held.REMOVED
    gone = render_record(removed, 0, "")
    assert (gone.status, gone.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "已依规删除" in gone.body.decode()
    assert render_address(folder, said["url"], "").status == 404


def test_what_was_kept_in_clear_is_shown_masked(tmp_path: Path) -> None:
    with served(site_with_faults()) as address:
        inspect_sites(InspectRequest((address,), tmp_path, OPTIONS, Shape(keep_all=True)), lambda: datetime.now(UTC))
    shown = finding_evidence(tmp_path, finding(tmp_path, "personal-data")["key"])
    body = render_record(shown, 0, "").body.decode()
    assert "公示：闻某，110***" in body
    assert identity_number() not in body


def test_the_picture_comes_with_the_finding(results: Path, folder: Path) -> None:
    key = finding(results, "dead-link")["key"]
    assert finding_evidence(results, key).picture is None
    (folder / PICTURES).mkdir(exist_ok=True)
    (folder / PICTURES / f"{key}.jpg").write_bytes(b"\xff\xd8 a picture")
    row = {
        "key": key,
        "picture": f"{key}.jpg",
        "made": "2022-12-31T00:00:00Z",
        "browser": "b",
        "places": 2,
        "digest": "",
    }
    (folder / LIST).write_text(json.dumps([row]))
    picture = finding_evidence(results, key).picture
    assert picture is not None
    assert (picture.jpeg[:2], picture.places, picture.browser) == (b"\xff\xd8", 2, "b")


def test_damage_and_what_is_not_there_are_said(results: Path, folder: Path) -> None:
    said = finding(results, "dead-link")
    with (folder / KEPT).open("r+b") as file:
        file.seek(said["evidence"]["offset"])
        file.write(b"\0" * 40)
    assert [each.held for each in finding_evidence(results, said["key"]).records] == [Held.DAMAGED, Held.KEPT]
    with pytest.raises(InputError, match="没有编号为"):
        finding_evidence(results, "0" * 24)
    assert render_address(folder, "http://nowhere.example/", "").status == 404
    dropped = [url for url, page in stored_pages(folder).items() if not page.kept]
    assert dropped
    assert "没有保留" in render_address(folder, dropped[0], "").body.decode()
