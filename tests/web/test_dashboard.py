"""The first page of monitoring says how things stand, to each of what they may see, in a fixed number of questions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kaoping.model.outcomes import Outcome, PageKind
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.monitoring.actions.import_site import import_site
from kaoping.web.monitoring.importing import Weighing
from kaoping.web.monitoring.models import AvailabilityDay, Finding, Outage, Run, RunSite
from kaoping.web.registry.models import Site
from tests.web.conftest import City
from tests.web.monitored import FIRST, run_of, sealed, sighting


@pytest.fixture
def seen(city: City) -> City:
    """A run of each county: one sure fault, one suspected, one column about to expire; an outage."""
    for where in (city.east, city.west):
        name = where.region.name
        values = {"column": f"{name}要闻", "last_day": "2026-03-05", "days_left": 3}
        expiring = sighting(
            where.site, "要闻", Outcome.SUSPECTED, check="column-expiring", page=PageKind.COLUMN, values=values
        )
        what = sealed([sighting(where.site, "甲"), sighting(where.site, "乙", Outcome.SUSPECTED), expiring])
        row = import_site(Actor(None), run_of(where.site).pk, what, Weighing())
        RunSite.objects.filter(pk=row.pk).update(finished_at=timezone.now())
        Outage.objects.create(site=where.site, since=FIRST, until=FIRST, visits=1, outcome="timeout", ongoing=True)
        AvailabilityDay.objects.create(site=where.site, day=timezone.localdate(), visits=20, failures=5)
    Run.objects.update(state=Run.State.DONE, finished_at=timezone.now())
    return city


def shown(client: Client, name: str = "dashboard", **kwargs: int) -> str:
    answer = client.get(reverse(f"monitoring:{name}", kwargs=kwargs))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_everybody_sees_their_own(seen: City, browse: Callable[..., Client]) -> None:
    page = shown(browse(Role.ADMIN))
    assert "<strong>6</strong><span>全部</span>" in page
    assert "西县要闻" in page
    own = shown(browse(Role.LIAISON))
    assert "<strong>3</strong><span>全部</span>" in own
    assert "西县要闻" not in own
    assert "25%" in own  # of visits failed


def test_what_waits_is_for_those_who_can_do_it(seen: City, browse: Callable[..., Client]) -> None:
    page = shown(browse(Role.BODY))
    assert "<strong>2</strong><span>疑似问题待确认</span>" in page
    assert "还没有启用的巡查计划" in page
    assert "疑似问题待确认" not in shown(browse(Role.LEADER))
    assert "疑似问题待确认" in browse(Role.ADMIN).get("/").content.decode()


def test_a_site_shows_its_days_and_outages(seen: City, browse: Callable[..., Client]) -> None:
    page = shown(browse(Role.LIAISON), "availability", pk=seen.east.site.pk)
    assert "超时" in page
    assert "尚未恢复" in page
    assert "西县" not in shown(browse(Role.LEADER), "outages")


def test_checks_are_shown_with_their_accuracy(seen: City, browse: Callable[..., Client]) -> None:
    page = shown(browse(Role.BODY), "checks")
    assert "精确率" in page
    assert "check=wrong-wording" in page


@pytest.mark.parametrize(("name", "most"), [("dashboard", 24), ("checks", 5), ("outages", 6)])
def test_queries_do_not_grow(name: str, most: int, seen: City, browse: Callable[..., Client]) -> None:
    client = browse(Role.BODY)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(client, name)
        return len(queries)

    before = asked()
    sites = [
        Site(unit=seen.east.unit, name=f"网站{n}", address=f"https://s{n}.cn/", host=f"s{n}.cn") for n in range(20)
    ]
    Site.objects.bulk_create(sites)
    for site in sites[:3]:
        later = run_of(site, 1)
        import_site(Actor(None), later.pk, sealed([sighting(site, "丙")]), Weighing())
        Outage.objects.create(site=site, since=FIRST + timedelta(days=1), until=FIRST, visits=1, outcome="dns")
    assert Finding.objects.count() == 9
    assert asked() <= before
    assert before <= most
