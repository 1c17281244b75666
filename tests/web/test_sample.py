"""`kaoping serve --demo`: the sample city in the middle of an assessment, by the actions that people use."""

import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kaoping.demo.build import server_names
from kaoping.demo.roster import UNITS
from kaoping.model.errors import InputError
from kaoping.model.outcomes import State
from kaoping.web.accounts.models import Membership, User
from kaoping.web.cycles.models import Cycle
from kaoping.web.deployment import read_deployment
from kaoping.web.monitoring.models import Patrol, Run, RunSite
from kaoping.web.registry.models import Site, Unit
from kaoping.web.results.measures import child_results
from kaoping.web.results.versions import latest_version
from kaoping.web.sample.city import Sample, read_sample, sample_city
from kaoping.web.sample.people import PASSWORD, PEOPLE
from kaoping.web.sample.registering import register
from kaoping.web.serving import ServeOptions, demonstrate

AS_OF = date(2026, 11, 20)
PORTS = {name: 21800 + number for number, name in enumerate(server_names())}


@pytest.mark.django_db
def test_the_city_is_in_the_middle_of_its_year() -> None:
    register(PORTS, AS_OF)
    states = dict(Cycle.objects.order_by("period_from", "-kind").values_list("name", "state"))
    year = "2026年云泽市政府网站年度考评"
    past = {f"{year} 2026年第{number}季度": "closed" for number in (1, 2, 3)}
    assert states == {year: "monitoring", f"{year} 2026年第4季度": "monitoring", **past}
    assert set(Unit.objects.values_list("code", flat=True)) == {spec.id for spec in UNITS}
    assert Site.objects.count() == sum(bool(spec.theme) for spec in UNITS)
    whole = Cycle.objects.get(name=year)
    assert whole.participants.count() == len(UNITS)
    assert whole.participants.filter(exempt=True).count() == sum(spec.exempt for spec in UNITS)
    quarters_are_filled(whole)
    days = [step.on for cycle in Cycle.objects.all() for step in cycle.steps.order_by("pk")]
    assert all(date(2026, 1, 1) <= day <= AS_OF for day in days)
    run = Run.objects.get()
    assert (run.cycle, run.state, Patrol.objects.count()) == (whole, Run.State.WAITING, 1)
    assert run.sites.filter(state=RunSite.State.WAITING).count() == Site.objects.count() - 1  # one is exempt
    register(PORTS, AS_OF)
    assert Cycle.objects.count() == len(states)
    everybody_can_sign_in()


def quarters_are_filled(year: Cycle) -> None:
    """Their frozen results are computed from marks, and count in the year: 5 % of each."""
    judged = len(UNITS) - sum(spec.exempt for spec in UNITS)
    given = {(one.unit, one.period): one for one in child_results(year)}
    for number in (1, 2, 3):
        quarter = year.children.get(period_from=date(2026, 3 * number - 2, 1))
        version = latest_version(quarter)
        assert version is not None
        assert version.scores.count() == quarter.scores.count() == judged
        for score in version.scores.exclude(failed=True).select_related("participant__unit"):
            marks = quarter.marks.filter(participant=score.participant)
            assert score.total == Decimal(sum(mark.value or 0 for mark in marks)) / 1_000_000
            assert given[score.participant.unit.code, f"2026Q{number}"].value == score.total * 1_000_000
        assert version.scores.values("total").distinct().count() > judged // 2
    assert {one.state for (_unit, period), one in given.items() if period == "2026Q4"} == {State.UNKNOWN}


def everybody_can_sign_in() -> None:
    """As the page for signing in says."""
    assert set(Membership.objects.values_list("user__username", "role")) == {(p.login, p.role.value) for p in PEOPLE}
    for person in PEOPLE:
        client = Client()
        answer = client.post(reverse("account_login"), {"login": person.login, "password": PASSWORD})
        assert answer.status_code == 302, person.login
        assert client.session["_auth_user_id"] == str(User.objects.get(username=person.login).pk)


@pytest.mark.django_db
def test_people_are_named_in_the_sample_only(client: Client, settings: Settings, tmp_path: Path) -> None:
    assert PASSWORD not in client.get(reverse("account_login")).content.decode()
    environment = {"KAOPING_DATA": str(tmp_path), "KAOPING_DEMO": "1"}
    settings.DEPLOYMENT = read_deployment(environment)
    text = client.get(reverse("account_login")).content.decode()
    assert PASSWORD in text
    assert all(f'value="{person.login}"' in text for person in PEOPLE)


def test_others_cannot_reach_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="本机"):
        demonstrate(ServeOptions("0.0.0.0", 8000, tmp_path), AS_OF, print)


def test_a_real_installation_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kaoping.sqlite3").touch()
    with pytest.raises(InputError, match="正式数据"), sample_city(tmp_path, AS_OF):
        pass


def test_a_folder_keeps_its_city(tmp_path: Path) -> None:
    told = {"as_of": "2026-11-20", "base_port": 22800, "ports": {"fagai": 22806}}
    (tmp_path / "sample.json").write_text(json.dumps(told), encoding="utf-8")
    assert read_sample(tmp_path) == (Sample("2026-11-20", 22800), {"fagai": 22806})


@pytest.mark.full
def test_it_is_served_and_inspected(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kaoping.cli", "serve", "--demo", "--port", str(port), "--data", str(tmp_path)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAOPING_", "DJANGO_"))}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--workers", "1"], env=kept, stdout=log, stderr=log)
        try:
            wait_until(lambda: answers(port), process, tmp_path / "log")
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/") as answer:
                text = answer.read().decode()
            assert len(re.findall(r'name="login" value="', text)) == len(PEOPLE)
            wait_until(lambda: inspected(tmp_path / "kaoping.sqlite3"), process, tmp_path / "log")
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0, (tmp_path / "log").read_text()


def wait_until(done: Callable[[], bool], process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait for what comes about in the platform's processes; a busy machine takes its time."""
    end = time.monotonic() + 600
    while not done():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.5)


def answers(port: int) -> bool:
    """Whether the platform is up."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False


def inspected(database: Path) -> bool:
    """Whether the first inspection is through; then every site that answers has findings."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        (state,) = connection.execute("SELECT state FROM monitoring_run ORDER BY id").fetchone()
        if state != "done":
            return False
        sites = "SELECT count(DISTINCT site_id) FROM monitoring_finding WHERE outcome IN ('fail', 'suspected')"
        assert connection.execute(sites).fetchone()[0] >= len(UNITS) - 4  # no site, one silent, one exempt
        return True
