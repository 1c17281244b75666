"""Beside pages, a run keeps what the availability monitor saw and what a browser shows, and its pages say so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kaoping.browse.chromium import VARIABLE
from kaoping.model.outcomes import State as Known
from kaoping.model.probe_series import Opening, ProbeVisit
from kaoping.probe.played import write_played
from kaoping.schemes.handed_in import read_handed_in
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.cycles.actions.create_cycle import create_cycle
from kaoping.web.cycles.actions.place_units import place_units
from kaoping.web.cycles.models import Cycle, CycleStep
from kaoping.web.cycles.placing import Place as InCycle
from kaoping.web.cycles.scheme_copies import catalogue
from kaoping.web.inspecting_settings import Inspecting
from kaoping.web.monitoring.actions.order_run import Order, order_run
from kaoping.web.monitoring.availability import series_folder
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.measures import unreachable_shares
from kaoping.web.monitoring.models import Finding, RunSite
from kaoping.web.registry.models import Site
from kaoping.web.settings import DEPLOYMENT
from kaoping.worktime import beijing_date
from tests.browse.looking import ROOT, needs_chromium
from tests.runs.small_site import pages, served
from tests.web.conftest import City
from tests.web.monitored import carry_out

SYSTEM = Actor(None)
QUICK = {"max_pages": 20, "pace": 500, "browser": False}
TEXT = """\
id: sucheng-open
title: 宿城市网站可用性考评
basis: {document: 宿城政办〔2026〕9号, issued: "2026-01-05", by: 宿城市人民政府办公室}
groups: {county: 县区}
measures:
  unreachable: {from: availability.unreachable_share, where: {days: 2, visits_per_day: 20}, kind: share}
parts:
  - id: website
    title: 网站
    points: 100
    clause: 一
    indicators:
      - {id: opens, title: 能打开, points: 100, text: 打不开的不到5%的得满分, award: {tiers: [100 if unreachable < 5%]}}
total: {combine: sum}
no_site: fail
"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation that may inspect sites on this machine, and has a folder of its own."""
    inspecting = Inspecting(allow_private=("127.0.0.0/8",), canaries=(), processes=1, no_sandbox=ROOT)
    monkeypatch.setattr(settings, "DEPLOYMENT", replace(DEPLOYMENT, inspecting=inspecting, data=tmp_path))


def play(address: str, failing: int, per_day: int = 24) -> None:
    """Two days of visits up to now, the first so many of which failed."""
    now, step = timezone.now(), timedelta(days=1) / per_day
    first = now - timedelta(days=2)
    visits = [
        ProbeVisit(first + step * (number + 0.5), Opening.TIMEOUT if number < failing else Opening.UP, 0.4, 15.0)
        for number in range(2 * per_day)
    ]
    write_played(series_folder(), {address: visits}, (first, now))


def opening_cycle(city: City) -> Cycle:
    """A cycle of this year whose scheme asks how often sites did not open."""
    today = beijing_date(timezone.now())
    fields: dict[str, Any] = {"name": "可用性", "kind": Cycle.Kind.OTHER, "body": city.region}
    fields |= {"period_from": today - timedelta(days=30), "period_to": today + timedelta(days=30)}
    cycle = create_cycle(SYSTEM, fields, read_handed_in(TEXT.encode(), "可用性.yaml", catalogue())[0], "可用性.yaml")
    place_units(SYSTEM, cycle.pk, [city.east.unit.pk], InCycle("county"))
    Cycle.objects.filter(pk=cycle.pk).update(state="monitoring")
    begun = {"step": "begin_monitoring", "before": "buffer", "after": "monitoring", "by": "系统"}
    CycleStep.objects.create(cycle=cycle, on=fields["period_from"], **begun)
    return Cycle.objects.get(pk=cycle.pk)


def inspected(city: City, address: str, cycle: Cycle | None = None, **options: Any) -> RunSite:
    """One run of the county's site."""
    Site.objects.filter(pk=city.east.site.pk).update(address=address)
    run = order_run(SYSTEM, Order([city.east.site.pk], "复查", {**QUICK, **options}, cycle))
    carry_out(run)
    return run.sites.select_related("run").get()


@pytest.mark.parametrize(("failing", "outcome", "share"), [(4, "fail", 83_333), (2, "pass", 41_667)])
def test_visits_of_the_monitor_are_judged_and_count(city: City, failing: int, outcome: str, share: int) -> None:
    cycle = opening_cycle(city)
    with served(pages()) as address:
        play(address, failing)
        row = inspected(city, address, cycle)
    kept = run_folder(row.run_id) / row.folder / "visits.json"
    assert kept.exists()
    found = Finding.objects.filter(check_id="site-unreachable", state="open")
    assert [one.values["failed"] for one in found] == ([4] if outcome == "fail" else [])
    (given,) = unreachable_shares(cycle)
    assert (given.unit, given.measure, given.state) == (city.east.unit.code, "unreachable", Known.KNOWN)
    assert given.value == share


def test_too_few_visits_and_none_at_all_stay_unknown(city: City) -> None:
    cycle = opening_cycle(city)
    with served(pages()) as address:
        inspected(city, address, cycle)
        assert unreachable_shares(cycle) == ()
        play(address, 0, per_day=10)
        inspected(city, address, cycle)
    (given,) = unreachable_shares(cycle)
    assert given.state is Known.UNKNOWN
    assert "20 次，打不开 0 次" in given.note


def test_a_run_without_a_browser_says_why(
    city: City, browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    with served(pages()) as address:
        row = inspected(city, address, browser=True)
    assert (row.state, row.browsed) == ("imported", 0)
    client = browse(Role.BODY)
    run = client.get(reverse("monitoring:run", kwargs={"pk": row.run_id})).content.decode()
    assert "没有看：本机没有可用的 Chromium 浏览器" in run
    assert (
        "没有看：本机没有可用的 Chromium 浏览器"
        in client.get(reverse("monitoring:run-site", kwargs={"pk": row.pk})).content.decode()
    )


@pytest.mark.full
def test_a_browser_looks_and_the_run_says_what_it_saw(city: City, browse: Callable[..., Client]) -> None:
    needs_chromium()
    with served(pages()) as address:
        row = inspected(city, address, browser=True)
        plain = inspected(city, address)
    assert row.state == "imported"
    assert row.browsed is not None
    assert row.browsed >= 2
    assert set(row.coverage["browser"]["devices"]) == {"desktop", "phone"}
    assert plain.browsed is None
    assert Finding.objects.filter(check_id__in=("accessibility", "mobile-layout"), state="open").exists()
    client = browse(Role.BODY)
    run = client.get(reverse("monitoring:run", kwargs={"pk": row.run_id})).content.decode()
    assert f"已查看网页 {row.browsed} 个" in run
    site = client.get(reverse("monitoring:run-site", kwargs={"pk": row.pk})).content.decode()
    for words in ("浏览器查看", "axe-core", "按手机查看网页"):
        assert words in site
    assert "axe-core" not in client.get(reverse("monitoring:run-site", kwargs={"pk": plain.pk})).content.decode()
