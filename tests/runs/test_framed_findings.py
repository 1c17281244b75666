"""Pictures of findings: made from what is kept, sealed, exported, gone with what they show; nothing calls out."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.browse.contract import BrowseOptions
from kaoping.browse.framing import Framed, Wish, run_framing
from kaoping.evidence.pictures import PICTURES
from kaoping.evidence.removing import Removal
from kaoping.evidence.standalone import check_files, read_files
from kaoping.model.errors import InputError
from kaoping.runs.found_evidence import export_evidence, remove_evidence
from kaoping.runs.framed_findings import FramedFinding, read_framed
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.judging import rejudge
from kaoping.runs.picturing import picture_results
from kaoping.runs.sealed_folders import verify_results
from tests.browse.looking import SHORT, needs_chromium
from tests.crawl.serving import serve
from tests.runs.small_site import pages, served
from tests.runs.test_inspect import OPTIONS

QUIET = BrowseOptions(1, no_sandbox=SHORT.no_sandbox)


def now() -> datetime:
    return datetime.now(UTC)


def test_without_a_browser_nothing_is_changed(tmp_path: Path) -> None:
    with served(pages()) as address:
        inspect_sites(InspectRequest((address,), tmp_path, OPTIONS), now)
    with pytest.raises(InputError, match="没有可用的 Chromium"):
        picture_results(tmp_path, BrowseOptions(1, "/nowhere/chromium"), now)
    assert verify_results(tmp_path).good


@pytest.mark.full
def test_pictures_are_made_from_what_is_kept_and_sealed(tmp_path: Path) -> None:
    needs_chromium()
    out = tmp_path / "out"
    with served(pages()) as address:
        (site,) = inspect_sites(InspectRequest((address,), out, OPTIONS), now)
    (done,) = picture_results(out, QUIET, now)  # the site is not there any more
    listed = {each.key: each for each in read_framed(site.directory)}
    assert done.pictures == len(listed) > 3
    (dead,) = [each for each in site.judgement.findings if each.check == "dead-link"]
    picture = listed[dead.key]
    assert picture.places == 1
    page = dead.evidence["page"]
    assert isinstance(page, dict)
    assert picture.digest == page["digest"]
    assert (site.directory / PICTURES / picture.picture).read_bytes().startswith(b"\xff\xd8")
    assert f'href="pictures/{picture.picture}"' in (site.directory / "index.html").read_text(encoding="utf-8")
    assert verify_results(out).good

    exported = export_evidence(out, dead.key, tmp_path / "finding.zip")
    files = read_files(exported.path)
    assert files["picture.jpg"] == (site.directory / PICTURES / picture.picture).read_bytes()
    assert "picture.jpg" in files["说明.txt"].decode()
    assert check_files(files) == []
    assert check_files(files | {"picture.jpg": files["picture.jpg"][:-1] + b"x"})
    with zipfile.ZipFile(exported.path) as archive:
        assert archive.testzip() is None

    before = (site.directory / PICTURES / picture.picture).stat().st_mtime_ns
    picture_results(out, QUIET, now)
    rejudge(out, now)
    assert (site.directory / PICTURES / picture.picture).stat().st_mtime_ns == before, "made once"
    assert verify_results(out).good

    remove_evidence(out, dead.key, Removal("某人", "个人信息", now()))
    assert (site.directory / PICTURES / picture.picture).read_bytes().startswith(b"removed")
    checked = verify_results(out)
    assert checked.good
    assert any("pictures/" in sentence for folder in checked.folders for sentence in folder.removed)
    assert "picture.jpg" not in read_files(export_evidence(out, dead.key, tmp_path / "again.zip").path)


@pytest.mark.full
def test_a_hostile_page_is_pictured_without_calling_out(tmp_path: Path) -> None:
    needs_chromium()
    with serve({}, fallback="heard") as other:
        there = other.url
        html = (
            f"<html><head><base href='{there}'><meta http-equiv='refresh' content='0;url={there}r'>"
            f"<link rel=stylesheet href='{there}c.css'><link rel=preconnect href='{there}'></head>"
            f"<body style='background:url({there}b.png)'><img src='{there}i.png'><iframe src='{there}f'></iframe>"
            f"<script>fetch('{there}s'); for (;;) {{}}</script><video src='{there}v' autoplay></video>"
            f"<a href='{there}gone'>坏链接</a><div style='display:none'><a href='http://spam.test/'>暗链</a></div>"
        ).encode()
        made: list[Framed] = []
        seen = Wish("a", "http://www.gov.test/", ("<b>说明</b>",), html=html, links=(f"{there}gone",))
        hidden = Wish("b", "http://www.gov.test/", ("说明",), html=html, links=("http://spam.test/",))
        absent = Wish("c", "http://www.gov.test/", ("说明",), html=html, texts=("没有这些字",))
        run_framing([seen, hidden, absent], QUIET, made.append)
        assert other.asked == []
    assert [(each.name, each.places) for each in made] == [("a", 1), ("b", 1), ("c", 0)]
    assert len({each.picture for each in made}) == 3
    assert all(10_000 < len(each.picture) < 100_000 for each in made)


def test_a_damaged_list_is_no_list(tmp_path: Path) -> None:
    assert read_framed(tmp_path) == ()
    (tmp_path / PICTURES).mkdir()
    for text in ("", "{}", "[1]", json.dumps([{"key": 1}])):
        (tmp_path / PICTURES / "framed.json").write_text(text)
        assert read_framed(tmp_path) == ()
    assert FramedFinding("k", "k.jpg", now(), "", 0, "").picture_of == ""
