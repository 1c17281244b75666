"""A browser in an inspection: its looks are kept, sealed and judged again; without one everything else goes on."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.browse.contract import OFF, BrowseOptions
from kaoping.cli import cli
from kaoping.evidence.pictures import PICTURES, is_picture
from kaoping.facts.store import FactStore
from kaoping.model.browser_looks import Device
from kaoping.model.findings import CheckRecord
from kaoping.model.outcomes import CheckStatus, Fault, PageKind
from kaoping.runs.browser_file import NAME, read_browser
from kaoping.runs.browsing import chosen_pages
from kaoping.runs.collect import site_record
from kaoping.runs.inspect import InspectedSite, InspectRequest, inspect_sites
from kaoping.runs.judging import rejudge
from kaoping.runs.sealed_folders import verify_results
from tests.browse.looking import SHORT, needs_chromium
from tests.runs.small_site import pages, served
from tests.runs.test_inspect import OPTIONS

NEED = {"accessibility", "mobile-layout", "floating-ads"}
NOBODY = BrowseOptions(pages=2, chromium="/nowhere/chromium")


def inspected(address: str, out: Path, browse: BrowseOptions) -> InspectedSite:
    request = InspectRequest((address,), out, OPTIONS, browse=browse)
    (site,) = inspect_sites(request, lambda: datetime.now(UTC))
    return site


def records(site: InspectedSite) -> list[CheckRecord]:
    return [record for record in site.judgement.records if record.check in NEED]


def test_without_a_browser_only_its_checks_are_not_measured(tmp_path: Path) -> None:
    with served(pages()) as address:
        site = inspected(address, tmp_path, NOBODY)
    assert {record.check for record in records(site)} == NEED
    for record in records(site):
        assert (record.status, record.fault) == (CheckStatus.NOT_MEASURED, Fault.US)
        assert record.reason == "browser-missing"
    assert any(finding.check == "dead-link" for finding in site.judgement.findings)
    assert "apt-get install chromium" in (site.directory / "index.html").read_text(encoding="utf-8")
    assert verify_results(tmp_path).good


def test_nobody_asks_for_one_unless_told(tmp_path: Path) -> None:
    with served(pages()) as address:
        site = inspected(address, tmp_path, OFF)
    assert {record.reason for record in records(site)} == {"no-browser"}
    assert not (site.directory / NAME).exists()


def test_the_command_says_at_once_that_there_is_none(tmp_path: Path) -> None:
    with served(pages()) as address:
        options = ["--allow-private", "127.0.0.0/8", "--canary", address, "--no-availability", "--pace", "1000"]
        missing = ["--browser", "--browser-program", "/nowhere/chromium"]
        done = CliRunner().invoke(cli, ["inspect", address, "--out", str(tmp_path / "out"), *options, *missing])
    assert done.exit_code == 0
    assert "本机没有可用的 Chromium 浏览器" in done.stderr
    assert "未能检测" in done.stderr


def test_pages_are_chosen_by_kind_and_drawn_by_the_address(tmp_path: Path) -> None:
    with served(pages()) as address:
        site = inspected(address, tmp_path, OFF)
    store = FactStore(site_record(site.url, site.directory, datetime.now(UTC)))
    chosen = list(chosen_pages(store, BrowseOptions(pages=1)))
    assert [(wish.url.removeprefix(address), wish.device) for wish in chosen[:3]] == [
        ("", Device.DESKTOP),
        ("", Device.PHONE),
        ("xw/", Device.DESKTOP),
    ]
    assert len([wish for wish in chosen if wish.url.endswith(".html")]) == 2, "one article, on both devices"
    assert chosen == list(chosen_pages(store, BrowseOptions(pages=1)))


def test_names_of_pictures_stay_in_their_folder() -> None:
    assert is_picture("pictures/seen-0-desktop.jpg")
    for name in ("pictures/../x.jpg", "pictures/a/b.jpg", "/etc/x.jpg", "pictures/x.html", "pictures/.jpg", "x.jpg"):
        assert not is_picture(name)


@pytest.mark.full
def test_what_a_browser_saw_is_kept_sealed_and_judged_again(tmp_path: Path) -> None:
    needs_chromium()
    with served(pages()) as address:
        site = inspected(address, tmp_path, BrowseOptions(pages=2, no_sandbox=SHORT.no_sandbox, pause=0, settle=1))
    looks = read_browser(site.directory)
    assert looks is not None
    assert looks.browser.startswith("Chromium ")
    assert {page.reason for page in looks.pages} == {""}
    assert {record.status for record in records(site)} == {CheckStatus.DONE}
    rules = [each for each in site.judgement.findings if each.check == "accessibility"]
    assert ("html-has-lang", PageKind.HOME) in {(each.values["rule"], each.page) for each in rules}
    phone = [each for each in site.judgement.findings if each.check == "mobile-layout"]
    assert {each.reason for each in phone} == {"no-viewport"}
    shown = sorted(path.name for path in (site.directory / PICTURES).glob("seen-*.jpg"))
    assert shown == sorted(page.picture for page in looks.pages)
    assert all((site.directory / PICTURES / name).read_bytes().startswith(b"\xff\xd8") for name in shown)

    assert verify_results(tmp_path).good
    (again,) = rejudge(tmp_path, lambda: datetime.now(UTC))
    assert (again.new, again.gone) == (0, 0)
    picture = site.directory / PICTURES / shown[0]
    picture.write_bytes(picture.read_bytes()[:-1] + b"\x00")
    assert any(shown[0] in sentence for folder in verify_results(tmp_path).folders for sentence in folder.wrong)
    picture.unlink()
    assert not verify_results(tmp_path).good


def test_a_killed_inspection_does_not_send_the_browser_again(tmp_path: Path) -> None:
    with served(pages()) as address:
        site = inspected(address, tmp_path, NOBODY)
        before = (site.directory / NAME).read_bytes()
        (site.directory / "coverage.json").unlink()  # as after a kill between looking and sealing
        inspected(address, tmp_path, NOBODY)
    assert (site.directory / NAME).read_bytes() == before
    assert json.loads(before)["reason"] == "browser-missing"
    assert (site.directory / "coverage.json").exists()
