"""Runs share the bodies of pages; what they kept too long goes with a line in the ledger, and the rest still proves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from kaoping.crawl.payloads import PAYLOADS
from kaoping.evidence.ledger import LEDGER, Ledger
from kaoping.evidence.standalone import check_files, read_files
from kaoping.evidence.store import EvidenceStore
from kaoping.model.errors import InputError
from kaoping.runs.daily_roots import listed_days
from kaoping.runs.sealed_folders import verify_results
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.inspecting_settings import Inspecting
from kaoping.web.monitoring.actions.end_part import Ending, end_part
from kaoping.web.monitoring.actions.order_run import Order, order_run
from kaoping.web.monitoring.daily_root import close_evidence_day
from kaoping.web.monitoring.finding_folder import evidence_of, evidence_store, run_folder, runs_folder
from kaoping.web.monitoring.forgetting import forget_old_folders
from kaoping.web.monitoring.models import Finding, RunSite
from kaoping.web.registry.models import Site
from kaoping.web.settings import DEPLOYMENT
from tests.runs.small_site import pages, served
from tests.web.conftest import City
from tests.web.monitored import carry_out

SYSTEM = Actor(None)
QUICK = {"max_pages": 20, "pace": 500, "browser": False}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation that keeps folders for ten days, in a folder of its own."""
    inspecting = Inspecting(allow_private=("127.0.0.0/8",), canaries=(), processes=1, keep_days=10)
    monkeypatch.setattr(settings, "DEPLOYMENT", replace(DEPLOYMENT, inspecting=inspecting, data=tmp_path))


def long_pages() -> dict[str, str]:
    """The small site, its pages as long as real ones."""
    drawn = Random(7)
    long = "<p>" + "".join(chr(drawn.randrange(0x4E00, 0x9FA0)) for _ in range(2000)) + "</p>"
    return {path: text.replace("</body>", f"{long}</body>") for path, text in pages().items()}


def two_runs(city: City) -> tuple[RunSite, RunSite]:
    """Two runs that see the same site, one after the other."""
    with served(long_pages()) as address:
        Site.objects.filter(pk=city.east.site.pk).update(address=address)
        for name in ("复查", "再查"):
            run = order_run(SYSTEM, Order([city.east.site.pk], name, QUICK))
            carry_out(run)
            end_part(SYSTEM, run.parts.get().pk, timezone.now(), Ending())
    first, second = RunSite.objects.order_by("pk")
    return first, second


def bodies(row: RunSite) -> dict[str, Path]:
    return {path.name: path for path in (run_folder(row.run_id) / row.folder / PAYLOADS).iterdir()}


def test_what_two_runs_keep_of_a_page_is_on_disk_once(city: City) -> None:
    first, second = map(bodies, two_runs(city))
    assert len(first) >= 2
    assert first.keys() == second.keys()
    assert all(path.samefile(second[name]) for name, path in first.items())
    assert {each.runs for each in EvidenceStore(evidence_store()).files()} == {2}


def test_what_goes_is_entered_and_the_finding_keeps_its_proof(city: City, browse: Callable[..., Client]) -> None:
    first, second = two_runs(city)
    old = run_folder(first.run_id) / first.folder
    assert forget_old_folders(timezone.now().replace(minute=0) + timedelta(days=5)) == 0
    assert forget_old_folders(timezone.now().replace(minute=0) + timedelta(days=11)) == 1
    assert not old.exists()
    (entry,) = Ledger(old.parent / LEDGER).removals(old.name)
    assert (entry.said["by"], entry.said["reason"]) == ("考评平台", "保留期满（10 天）")
    for row in (first, second):
        assert verify_results(run_folder(row.run_id) / "0000").good
    assert {each.runs for each in EvidenceStore(evidence_store()).files()} == {1}
    found = Finding.objects.get(check_id="dead-link")
    evidence = evidence_of(found)
    assert evidence is not None
    assert evidence.folder == run_folder(second.run_id) / second.folder
    zipped = browse(Role.BODY).get(f"/monitoring/findings/{found.pk}/evidence/")
    assert zipped.status_code == 200
    path = old.parent / "e.zip"
    path.write_bytes(zipped.content)
    assert check_files(read_files(path)) == []


def test_bodies_that_no_run_holds_go_too(city: City) -> None:
    first, _ = two_runs(city)
    (stray := evidence_store() / "ab" / ("ab" + "0" * 62 + ".warc.gz")).parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    assert forget_old_folders(timezone.now().replace(minute=0) + timedelta(days=11)) == 1
    assert not stray.exists()
    assert first.folder


def test_what_was_changed_stays_and_the_others_go(city: City) -> None:
    first, _ = two_runs(city)
    folder = run_folder(first.run_id) / first.folder
    (folder / "evidence.json").write_bytes(b"{}")
    assert forget_old_folders(timezone.now().replace(minute=0) + timedelta(days=11)) == 0
    assert (folder / "findings.jsonl").exists()
    first.refresh_from_db()
    assert first.folder


def test_where_files_cannot_be_shared_a_run_goes_without(
    city: City, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(store: EvidenceStore, out: Path) -> None:
        raise InputError("没有硬链接")

    monkeypatch.setattr(EvidenceStore, "examine", refused)
    first, second = two_runs(city)
    assert (first.state, second.state) == ("imported", "imported")
    assert not (run_folder(first.run_id) / first.folder / PAYLOADS).exists()
    assert "没有硬链接" in caplog.text


def test_a_day_is_closed_once_over_all_runs(city: City) -> None:
    first, _ = two_runs(city)
    tomorrow = timezone.now().replace(minute=0) + timedelta(days=1)
    assert close_evidence_day(tomorrow.replace(minute=1)) == 0
    assert close_evidence_day(tomorrow) == 1
    assert close_evidence_day(tomorrow) == 0
    (day,) = listed_days(runs_folder())
    checked = verify_results(run_folder(first.run_id) / "0000", day.digest)
    assert checked.good
    assert checked.days is not None
    assert checked.days.open_lines == 0
    assert forget_old_folders(tomorrow + timedelta(days=11)) == 1
    assert close_evidence_day(tomorrow + timedelta(days=12)) == 1, "a removal is a line, too"
    assert verify_results(run_folder(first.run_id) / "0000", day.digest).good
