"""Runs from the plan or the order to the end: what is due, what is inspected, what a stop or a crash leaves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit, OutOfReachError, RefusedError
from kaoping.web.cycles.models import Cycle
from kaoping.web.inspecting_settings import Inspecting
from kaoping.web.monitoring.actions.add_patrol import add_patrol
from kaoping.web.monitoring.actions.change_patrol import change_patrol
from kaoping.web.monitoring.actions.conclude_run import conclude_run
from kaoping.web.monitoring.actions.end_part import Ending, end_part
from kaoping.web.monitoring.actions.fail_site import Failure, fail_site
from kaoping.web.monitoring.actions.order_run import Order, order_run
from kaoping.web.monitoring.actions.resume_run import resume_run
from kaoping.web.monitoring.actions.start_due_run import start_due_run
from kaoping.web.monitoring.actions.stop_run import stop_run
from kaoping.web.monitoring.actions.take_part import take_part
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.inspecting import claim
from kaoping.web.monitoring.models import Finding, Patrol, Run, RunPart, RunSite
from kaoping.web.monitoring.progress import Reporter
from kaoping.web.monitoring.queueing import queue_open_parts
from kaoping.web.monitoring.rounds import start_due_runs
from kaoping.web.monitoring.tasks import inspect_part
from kaoping.web.registry.models import Site
from kaoping.web.settings import DEPLOYMENT
from kaoping.worktime import BEIJING
from tests.runs.small_site import pages, served
from tests.web.conftest import City
from tests.web.monitored import carry_out

SYSTEM = Actor(None)
S = Site.State
QUICK = {"max_pages": 20, "pace": 500, "browser": False}


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def plan(city: City, now: str = "2026-03-02 12:00", **more: Any) -> Patrol:
    fields = {"name": "每日巡查", "body": city.region, "rhythm": "daily", "at": time(1), **more}
    patrol = add_patrol(SYSTEM, fields)
    Patrol.objects.update(last_due=beijing(now))
    return patrol


def states(run: Run) -> dict[str, str]:
    return {row.site.unit.region.name: row.state for row in run.sites.select_related("site__unit__region")}


def take(run: Run, now: datetime | None = None) -> RunPart | None:
    """The one part of a run, where it is free."""
    return take_part(SYSTEM, run.parts.get().pk, now or timezone.now())


def ended(run: Run, now: datetime | None = None, **how: Any) -> str:
    """The state of a run after the process of its one part has ended."""
    return end_part(SYSTEM, run.parts.get().pk, now or timezone.now(), Ending(**how)).run.state


def test_a_time_that_has_come_begins_one_run(city: City) -> None:
    plan(city)
    assert start_due_runs(beijing("2026-03-03 00:59")) == 0
    assert start_due_runs(beijing("2026-03-03 01:00")) == 1
    assert start_due_runs(beijing("2026-03-03 01:00")) == 0
    run = Run.objects.get()
    assert (run.due_at, run.name) == (beijing("2026-03-03 01:00"), "每日巡查 2026-03-03 01:00")
    assert states(run) == {"东县": "waiting", "西县": "waiting"}


def test_after_a_week_without_the_server_one_run_makes_up(city: City) -> None:
    plan(city)
    assert start_due_runs(beijing("2026-03-10 09:00")) == 1
    assert Run.objects.get().due_at == beijing("2026-03-10 01:00")
    Run.objects.update(state=Run.State.DONE)
    assert start_due_runs(beijing("2026-03-10 09:01")) == 0


def test_a_plan_waits_for_its_own_run(city: City) -> None:
    plan(city)
    start_due_runs(beijing("2026-03-03 01:00"))
    assert start_due_runs(beijing("2026-03-04 01:00")) == 0
    Run.objects.update(state=Run.State.DONE)
    assert start_due_runs(beijing("2026-03-04 05:00")) == 1


def test_a_new_plan_begins_with_the_time_to_come(city: City) -> None:
    patrol = add_patrol(SYSTEM, {"name": "每日巡查", "body": city.region, "at": time(1)})
    assert start_due_run(SYSTEM, patrol.pk, timezone.now()) is None
    assert start_due_run(SYSTEM, patrol.pk, timezone.now() + timedelta(days=1)) is not None


def test_a_stopped_plan_makes_up_nothing(city: City) -> None:
    patrol = plan(city)
    change_patrol(SYSTEM, patrol.pk, {"active": Edit(True, False)})
    assert start_due_runs(beijing("2026-03-10 09:00")) == 0
    change_patrol(SYSTEM, patrol.pk, {"active": Edit(False, True)})
    assert start_due_runs(timezone.now()) == 0


def test_sites_are_left_out_by_their_state(city: City) -> None:
    Site.objects.filter(pk=city.west.site.pk).update(state=S.REDESIGN, state_until=date(2026, 3, 31))
    plan(city)
    start_due_runs(beijing("2026-03-03 01:00"))
    left_out = RunSite.objects.get(site=city.west.site)
    assert (left_out.state, left_out.note) == ("left_out", "改版窗口期（至 2026-03-31）")
    Run.objects.update(state=Run.State.DONE)
    start_due_runs(beijing("2026-04-01 01:00"))  # the window is over
    assert states(Run.objects.latest("pk")) == {"东县": "waiting", "西县": "waiting"}


def test_a_time_with_no_site_to_inspect_is_over(city: City) -> None:
    Site.objects.update(state=S.OFFLINE)
    plan(city)
    assert start_due_runs(beijing("2026-03-03 01:00")) == 0
    assert Patrol.objects.get().last_due == beijing("2026-03-03 01:00")


def test_only_the_bodys_own_open_cycle_can_be_followed(city: City, cycle_in: Callable[..., Cycle]) -> None:
    with pytest.raises(RefusedError, match="不是这个地区"):
        plan(city, cycle=cycle_in(city.east))
    with pytest.raises(RefusedError, match="还没有公布"):
        plan(city, cycle=Cycle.objects.get(), body=city.east.region)


@pytest.mark.parametrize(
    ("more", "why"), [({"day": 29, "rhythm": "monthly"}, "28"), ({"max_pages": 0}, "网页数"), ({"pace": 90}, "请求数")]
)
def test_figures_make_sense(city: City, more: dict[str, Any], why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        plan(city, **more)


def test_plans_are_made_within_reach_only(city: City, actor: Callable[..., Actor]) -> None:
    with pytest.raises(RefusedError, match="范围"):
        add_patrol(actor(Role.BODY), {"name": "全市", "body": city.region, "at": time(1)})
    with pytest.raises(OutOfReachError):
        change_patrol(actor(Role.BODY, city.west), plan(city, body=city.east.region).pk, {})
    with pytest.raises(OutOfReachError):
        start_due_run(actor(Role.ADMIN), 1, timezone.now())


def test_what_is_ordered_is_inspected_within_reach(city: City, actor: Callable[..., Actor]) -> None:
    both = [city.east.site.pk, city.west.site.pk]
    run = order_run(actor(Role.BODY), Order(both, "复查", QUICK))
    assert (run.body, states(run)) == (city.east.region, {"东县": "waiting"})
    assert order_run(SYSTEM, Order(both, "复查", QUICK)).body == city.region
    with pytest.raises(RefusedError, match="没有可巡查"):
        order_run(actor(Role.BODY, city.west), Order([city.east.site.pk], "复查", QUICK))


def test_a_run_is_stopped_and_gone_on_with(city: City) -> None:
    run = order_run(SYSTEM, Order([city.east.site.pk], "复查", QUICK))
    assert stop_run(SYSTEM, run.pk).state == "stopped"
    assert resume_run(SYSTEM, run.pk).state == "waiting"
    taken = take(run)
    assert taken is not None
    assert (taken.run.pk, taken.run.state) == (run.pk, "running")
    assert take(run) is None
    assert stop_run(SYSTEM, run.pk).state == "stopping"
    with pytest.raises(RefusedError):
        stop_run(SYSTEM, run.pk)
    assert ended(run) == "stopped"


def test_a_run_that_lost_its_process_is_taken_by_the_next(city: City) -> None:
    run = order_run(SYSTEM, Order([city.east.site.pk], "复查", QUICK))
    now = timezone.now()
    part = take(run, now)
    assert take(run, now + timedelta(seconds=20)) is None
    assert take(run, now + timedelta(seconds=40)) == part


def test_a_run_that_was_to_stop_and_lost_its_machine_has_stopped(city: City) -> None:
    run = order_run(SYSTEM, Order([city.east.site.pk], "复查", QUICK))
    now = timezone.now()
    take(run, now)
    stop_run(SYSTEM, run.pk)
    assert conclude_run(SYSTEM, run.pk, now + timedelta(seconds=20)).state == "stopping"
    assert conclude_run(SYSTEM, run.pk, now + timedelta(seconds=40)).state == "stopped"
    assert run.parts.get().state == "waiting"
    with pytest.raises(OutOfReachError):
        conclude_run(SYSTEM, run.pk, now)


def test_what_nobody_is_at_is_put_into_its_queue_again(city: City) -> None:
    run = order_run(SYSTEM, Order([city.east.site.pk], "复查", QUICK))
    waiting = DBTaskResult.objects.filter(task_path=inspect_part.module_path)
    assert list(waiting.values_list("queue_name", "args_kwargs")) == [
        ("ordered", {"args": [run.parts.get().pk], "kwargs": {}})
    ]
    queue_open_parts(timezone.now())
    assert waiting.count() == 1  # it waits already
    waiting.delete()  # the queue was lost
    queue_open_parts(timezone.now())
    assert waiting.count() == 1
    waiting.delete()
    take(run)
    queue_open_parts(timezone.now())
    assert waiting.count() == 0  # somebody is at it
    RunPart.objects.update(alive_at=timezone.now() - timedelta(minutes=1))
    queue_open_parts(timezone.now())
    assert waiting.count() == 1


def test_a_part_waits_while_another_is_at_its_hosts(city: City) -> None:
    first = order_run(SYSTEM, Order([city.east.site.pk], "复查", QUICK))
    second = order_run(SYSTEM, Order([city.east.site.pk, city.west.site.pk], "再查", QUICK))
    take(first)
    assert claim(first.parts.get())
    assert not claim(second.parts.get())
    ended(first)
    RunPart.objects.filter(run=first).update(alive_at=timezone.now() - timedelta(minutes=1))
    assert claim(second.parts.get())


def test_a_site_that_kills_every_process_does_not_stop_the_others(city: City) -> None:
    run = order_run(SYSTEM, Order([city.east.site.pk, city.west.site.pk], "复查", QUICK))
    now = timezone.now()
    for wait in (10, 20, 40):
        assert take(run, now) is not None
        run.sites.filter(site=city.east.site).update(state=RunSite.State.CRAWLING)
        assert ended(run, now, crashed=True) == "running"
        assert take(run, now + timedelta(seconds=wait - 1)) is None  # later each time
        now += timedelta(seconds=wait)
    assert take(run, now) is not None
    assert states(run) == {"东县": "failed", "西县": "waiting"}


def test_progress_leaves_finished_sites_alone(city: City) -> None:
    run = order_run(SYSTEM, Order([city.east.site.pk, city.west.site.pk], "复查", QUICK))
    reporter = Reporter(run.parts.get(), dict(run.sites.values_list("address", "pk")))
    for site in (city.east.site, city.west.site):
        reporter(site.address, 5, 7, 11)
    run.sites.filter(site=city.west.site).update(state=RunSite.State.IMPORTED, pages=30)
    reporter.write(timezone.now())
    assert set(run.sites.values_list("state", "pages", "queued")) == {("crawling", 5, 7), ("imported", 30, 0)}
    run.refresh_from_db()
    assert run.alive_at is not None


def test_a_failure_is_noted_once_nothing_better_is_known(city: City, actor: Callable[..., Actor]) -> None:
    run = order_run(SYSTEM, Order([city.east.site.pk], "复查", QUICK))
    row = run.sites.get()
    assert fail_site(SYSTEM, row.pk, Failure("磁盘已满")).fault == "us"
    with pytest.raises(OutOfReachError):
        fail_site(actor(Role.ADMIN), row.pk, Failure("x"))
    assert ended(run) == "failed"


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation that may inspect sites on this machine, and has a folder of its own."""
    inspecting = Inspecting(allow_private=("127.0.0.0/8",), canaries=(), processes=1)
    deployment = replace(DEPLOYMENT, inspecting=inspecting, data=tmp_path)
    monkeypatch.setattr(settings, "DEPLOYMENT", deployment)


@pytest.mark.usefixtures("loopback")
@pytest.mark.django_db(transaction=True)
def test_a_run_is_carried_out(city: City) -> None:
    with served(pages()) as address, served({}) as empty:
        Site.objects.filter(pk=city.east.site.pk).update(address=address)
        Site.objects.filter(pk=city.west.site.pk).update(address=empty)
        run = order_run(SYSTEM, Order([city.east.site.pk, city.west.site.pk], "复查", QUICK))
        carry_out(run)
        east, west = run.sites.get(site=city.east.site), run.sites.get(site=city.west.site)
        assert (east.state, east.pages, east.reachable) == ("imported", 4, True)
        assert (run_folder(run.pk) / east.folder / "findings.jsonl").exists()
        assert (west.state, west.reachable, west.fault) == ("imported", False, "site")
        assert Finding.objects.filter(check_id="dead-link", state="open").count() == 1
        assert ended(run) == "done"
    again = order_run(SYSTEM, Order([city.east.site.pk], "再查", QUICK))
    carry_out(again)  # nothing answers now: what was known stays
    assert again.sites.get().reachable is False
    assert Finding.objects.filter(check_id="dead-link", state="open").count() == 1
