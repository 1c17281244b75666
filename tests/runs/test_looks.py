"""What is looked at beside the pages: kept in the site's folder, judged again from there, done again after a kill."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kaoping.gather.contract import EVERYTHING, GatherOptions
from kaoping.model.findings import CheckRecord
from kaoping.model.outcomes import CheckStatus, Fault, Outcome
from kaoping.runs.inspect import InspectedSite, InspectRequest, inspect_sites
from kaoping.runs.judging import rejudge
from kaoping.runs.looks_file import NAME, read_looks
from tests.crawl.serving import html, serve
from tests.gather.certificates import new_authority
from tests.runs.small_site import pages, served
from tests.runs.test_inspect import OPTIONS

BESIDE = {"dns", "ipv6", "slow-home", "https-redirect", "tls-certificate"}


def inspected(address: str, out: Path, gather: GatherOptions = EVERYTHING) -> InspectedSite:
    request = InspectRequest((address,), out, OPTIONS, gather=gather)
    (site,) = inspect_sites(request, lambda: datetime.now(UTC))
    return site


def records(site: InspectedSite) -> dict[str, CheckRecord]:
    return {record.check: record for record in site.judgement.records if record.check in BESIDE}


def test_the_looks_are_kept_and_judged_again_without_the_network(tmp_path: Path) -> None:
    with served(pages()) as address:
        site = inspected(address, tmp_path)
    looks = read_looks(site.directory)
    assert looks is not None
    assert [visit.status for visit in looks.home] == [200, 200, 200]
    assert {check: record.status for check, record in records(site).items()} == {
        "dns": CheckStatus.NOT_APPLICABLE,
        "ipv6": CheckStatus.NOT_APPLICABLE,
        "slow-home": CheckStatus.DONE,
        "https-redirect": CheckStatus.NOT_APPLICABLE,
        "tls-certificate": CheckStatus.NOT_APPLICABLE,
    }
    before = (site.directory / "findings.jsonl").read_bytes()
    (again,) = rejudge(tmp_path, lambda: datetime.now(UTC))
    assert (again.new, again.gone) == (0, 0)
    assert (site.directory / "findings.jsonl").read_bytes() == before


def test_a_site_with_a_certificate_of_its_own_making(tmp_path: Path) -> None:
    tls = new_authority(tmp_path).server("127.0.0.1", timedelta(days=10))
    with serve({"/": html("<p>首页</p>")}, tls=tls) as served_site:
        site = inspected(f"https://127.0.0.1:{served_site.port}/", tmp_path / "out")
    (finding,) = [each for each in site.judgement.findings if each.check == "tls-certificate"]
    assert (finding.outcome, finding.reason) == (Outcome.SUSPECTED, "tls-untrusted")
    assert finding.values["issuer"] == "示范 CA"
    page = (site.directory / "index.html").read_text(encoding="utf-8")
    assert "HTTPS证书不受信任" in page


def test_switched_off_nothing_is_asked_beside_the_pages(tmp_path: Path) -> None:
    with served(pages()) as address:
        site = inspected(address, tmp_path, GatherOptions(enabled=False))
    assert not (site.directory / NAME).exists()
    assert {(record.status, record.reason, record.fault) for record in records(site).values()} == {
        (CheckStatus.NOT_MEASURED, "not-gathered", Fault.US)
    }


def test_what_was_seen_before_a_kill_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(pages()) as address:
        with monkeypatch.context() as patch:
            patch.setattr("kaoping.runs.collect.seal_segments", _killed)
            with pytest.raises(KeyboardInterrupt):
                inspected(address, tmp_path)
        (folder,) = (path.parent for path in tmp_path.glob(f"*/{NAME}"))
        first = (folder / NAME).read_bytes()
        inspected(address, tmp_path)
    assert (folder / NAME).read_bytes() == first


def test_half_a_file_is_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(pages()) as address:
        with monkeypatch.context() as patch:
            patch.setattr("kaoping.runs.collect.seal_segments", _killed)
            with pytest.raises(KeyboardInterrupt):
                inspected(address, tmp_path)
        (folder,) = (path.parent for path in tmp_path.glob(f"*/{NAME}"))
        (folder / NAME).write_text('{"at": "2026-', encoding="utf-8")
        site = inspected(address, tmp_path)
    looks = read_looks(folder)
    assert looks is not None
    assert len(looks.home) == 3
    assert records(site)["slow-home"].status is CheckStatus.DONE


def test_a_look_that_breaks_down_costs_its_checks_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(self: object, site: str) -> None:
        raise RuntimeError(site)

    monkeypatch.setattr("kaoping.gather.look.Lookout.look", broken)
    with served(pages()) as address:
        site = inspected(address, tmp_path)
    assert site.coverage.pages == 4
    assert {record.reason for record in records(site).values()} == {"not-gathered"}


def _killed(directory: Path) -> None:
    raise KeyboardInterrupt


def test_strangers_that_a_site_links_to_are_looked_at(tmp_path: Path) -> None:
    with serve({"/": html("<p>该域名可以转让</p>")}) as stranger:
        there = (f"www.sold.example:80:127.0.0.1:{stranger.port}",)
        options = replace(OPTIONS, connect_to=there, check_offsite=True)
        with serve({"/": html('<p>首页</p><a href="http://www.sold.example/">友情链接</a>')}) as own:
            address = f"http://127.0.0.1:{own.port}/"
            request = InspectRequest((address,), tmp_path, options)
            (site,) = inspect_sites(request, lambda: datetime.now(UTC))
    looks = read_looks(site.directory)
    assert looks is not None
    assert looks.neighbours is not None
    assert [each.url for each in looks.neighbours] == ["http://www.sold.example/"]
    assert "该域名可以转让" in looks.neighbours[0].text
    (finding,) = [each for each in site.judgement.findings if each.check == "bad-neighbour"]
    assert (finding.outcome, finding.reason, finding.url) == (Outcome.FAIL, "parked-domain", address)


def test_strangers_are_left_alone_where_links_off_the_site_are(tmp_path: Path) -> None:
    with serve({"/": html('<p>首页</p><a href="http://www.sold.example/">友情链接</a>')}) as own:
        request = InspectRequest((f"http://127.0.0.1:{own.port}/",), tmp_path, replace(OPTIONS, check_offsite=False))
        (site,) = inspect_sites(request, lambda: datetime.now(UTC))
    looks = read_looks(site.directory)
    assert looks is not None
    assert looks.neighbours is None
    (record,) = [each for each in site.judgement.records if each.check == "bad-neighbour"]
    assert (record.status, record.reason) == (CheckStatus.NOT_MEASURED, "not-gathered")
