"""The pages of runs and plans: what they say, what can be done on them, and what they ask of the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.monitoring.actions.import_site import import_site
from kaoping.web.monitoring.actions.order_run import Order, order_run
from kaoping.web.monitoring.actions.take_part import take_part
from kaoping.web.monitoring.importing import Weighing
from kaoping.web.monitoring.models import Patrol, Run, RunSite
from kaoping.web.registry.models import Site, Unit
from tests.web.conftest import City
from tests.web.monitored import sealed, sighting

SYSTEM = Actor(None)
QUICK = {"max_pages": 20, "pace": 5.0, "browser": False}


@pytest.fixture
def run(city: City) -> Run:
    """A run of both sites that is under way; one of them is through."""
    made = order_run(SYSTEM, Order([city.east.site.pk, city.west.site.pk], "复查", QUICK))
    take_part(SYSTEM, made.parts.get().pk, timezone.now())
    row = made.sites.get(site=city.east.site)
    import_site(SYSTEM, row.pk, sealed([sighting(city.east.site, "甲")], looks={}), Weighing())
    return made


def text(client: Client, name: str, **kwargs: Any) -> str:
    answer = client.get(reverse(f"monitoring:{name}", kwargs=kwargs))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_tells_how_far_a_run_is(run: Run, browse: Callable[..., Client]) -> None:
    client = browse(Role.ADMIN)
    page = text(client, "run", pk=run.pk)
    assert "网站 1/2，已访问网页 40 个。" in page
    assert "新发现 1，已消失 0，仍存在 1" in page
    assert 'hx-trigger="every 3s"' in page
    Run.objects.filter(pk=run.pk).update(alive_at=timezone.now() - timedelta(minutes=2))
    assert "没有动静" in text(client, "progress", pk=run.pk)
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    assert "hx-trigger" not in text(client, "progress", pk=run.pk)


def test_a_unit_sees_its_own_part_of_a_run(run: Run, browse: Callable[..., Client]) -> None:
    client = browse(Role.LIAISON)
    page = text(client, "run", pk=run.pk)
    assert "网站 1/1" in page
    assert "西县" not in page
    assert "停止" not in page
    assert text(client, "runs").count("复查") > 0


def test_one_site_of_a_run_tells_what_was_not_seen(run: Run, city: City, browse: Callable[..., Client]) -> None:
    row = run.sites.get(site=city.east.site)
    row.coverage["skipped"] = [{"reason": "max-pages", "count": 17}]
    row.checks = [{"check": "dns", "status": "not_measured", "examined": 0, "fault": "us", "reason": "no-canary"}]
    row.save()
    page = text(browse(Role.BODY), "run-site", pk=row.pk)
    assert ">17<" in page
    assert "未能测量的检查" in page
    assert "新发现" in page


def test_ticked_sites_are_inspected_now(city: City, browse: Callable[..., Client]) -> None:
    client, address = browse(Role.BODY), reverse("monitoring:order")
    sent = {"row": [city.east.site.pk], "which": "ticked", "max_pages": 50, "pace": "1", "act": "order"}
    answer = client.post(address, sent)
    made = Run.objects.get()
    assert answer["Location"] == reverse("monitoring:run", kwargs={"pk": made.pk})
    assert (made.options["max_pages"], made.sites.get().site) == (50, city.east.site)
    client.post(address, sent | {"pace": "99"})
    client.post(address, sent | {"row": []})
    client.post(address, sent | {"row": [city.west.site.pk]})
    assert Run.objects.count() == 1


def test_a_plan_is_made_and_stopped(city: City, browse: Callable[..., Client]) -> None:
    client = browse(Role.BODY)
    sent = {
        "name": "每日巡查", "body": f"{city.east.region.name}（{city.east.region.code}）", "rhythm": "daily", "day": 1,
        "at": "01:30", "max_pages": 300, "pace": 2, "active": "on",
    }  # fmt: skip
    assert client.post(reverse("monitoring:patrol-add"), sent).status_code == 302
    plan = Patrol.objects.get()
    assert str(plan.at) == "01:30:00"
    page = text(client, "patrols")
    assert "01:30" in page
    initial = {f"initial-{name}": value for name, value in sent.items()}
    changed = {name: value for name, value in sent.items() if name != "active"}
    address = reverse("monitoring:patrol-edit", kwargs={"pk": plan.pk})
    assert client.post(address, changed | initial | {"initial-active": "True"}).status_code == 302
    plan.refresh_from_db()
    assert not plan.active


def test_a_run_is_stopped_on_its_page(run: Run, browse: Callable[..., Client]) -> None:
    client = browse(Role.ADMIN)
    client.post(reverse("monitoring:run-stop", kwargs={"pk": run.pk}))
    run.refresh_from_db()
    assert run.state == "stopping"
    Run.objects.update(state=Run.State.STOPPED)
    client.post(reverse("monitoring:run-resume", kwargs={"pk": run.pk}))
    run.refresh_from_db()
    assert run.state == "waiting"


@pytest.mark.parametrize(("name", "most"), [("runs", 12), ("run", 10), ("progress", 5), ("order", 8), ("patrols", 6)])
def test_queries_do_not_grow_with_sites(
    name: str, most: int, run: Run, city: City, browse: Callable[..., Client]
) -> None:
    client = browse(Role.BODY)
    kwargs = {"pk": run.pk} if name in ("run", "progress") else {}
    Run.objects.update(body=city.east.region)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client, name, **kwargs)
        return len(queries)

    before = asked()
    units = [Unit(code=f"u{n}", name=f"单位{n}", region=city.east.region) for n in range(30)]
    sites = Site.objects.bulk_create(
        [
            Site(unit=unit, name=unit.code, address=f"https://{unit.code}.cn/", host=f"{unit.code}.cn")
            for unit in Unit.objects.bulk_create(units)
        ]
    )
    RunSite.objects.bulk_create([RunSite(run=run, site=site, address=site.address) for site in sites])
    Patrol.objects.bulk_create([Patrol(name=f"计划{n}", body=city.east.region, at="01:00") for n in range(9)])
    Patrol.objects.update(at="01:00")
    assert asked() <= before + 1  # a list without rows asks once less
    assert before <= most
