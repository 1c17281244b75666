"""Work that waits its turn: put once, tried again, kept where it fails for good; regions share the workers evenly."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.jobs.actions.put_back import put_back
from kaoping.web.jobs.declaring import POLICIES, job, wait_before
from kaoping.web.jobs.failing import Failed, keep_failed
from kaoping.web.jobs.models import FailedWork
from kaoping.web.jobs.putting import Turn, put
from kaoping.web.jobs.queues import Queue
from kaoping.web.jobs.turns import turns
from kaoping.web.monitoring.actions.order_run import Order, order_run
from kaoping.web.monitoring.models import RunSite
from kaoping.web.monitoring.tasks import inspect_part
from kaoping.web.settings import DEPLOYMENT
from tests.web.conftest import City

pytestmark = pytest.mark.django_db(transaction=True)
CALLED: list[object] = []


@job("试作", retries=2)
def note(value: object) -> None:
    """Note the call; a word is too much for it."""
    CALLED.append(value)
    if isinstance(value, str):
        raise ValueError(value)


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    CALLED.clear()
    yield
    CALLED.clear()


def work_through(queue: str = "office") -> None:
    """Do all that may be done now."""
    call_command("db_worker", queue_name=queue, batch=True, startup_delay=False, interval=0, reload=False, verbosity=0)


def test_what_waits_is_not_put_again() -> None:
    assert put(note, [(1,), (2,), (1,)]) == 2
    assert put(note, [(2,), (3,)]) == 1
    work_through()
    assert CALLED == [1, 2, 3]
    assert put(note, [(1,)]) == 1  # it is through, and may be wanted again


def test_what_presses_comes_first_and_what_is_for_later_waits() -> None:
    put(note, [(1,)])
    put(note, [(2,)], Turn(urgent=True))
    put(note, [(3,)], Turn(after=timezone.now() + timedelta(hours=1)))
    work_through()
    assert CALLED == [2, 1]


def test_what_fails_is_tried_again_and_kept_in_the_end() -> None:
    put(note, [("坏",)])
    for _ in range(3):
        work_through()
        assert not FailedWork.objects.exists() or len(CALLED) == 3
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    work_through()
    assert CALLED == ["坏"] * 3
    kept = FailedWork.objects.get()
    assert (kept.path, kept.arguments, kept.attempts) == (f"{__name__}.note", ["坏"], 3)
    assert "ValueError: 坏" in kept.problem


def test_the_office_has_done_again_what_failed(browse: Callable[..., Client]) -> None:
    failed = Failed(f"{__name__}.note", [7], "office", "", 3)
    keep_failed(failed, "Traceback…\nValueError: 磁盘已满")
    keep_failed(replace(failed, path="gone.away"), "…")
    client, address = browse(Role.ADMIN), reverse("jobs:failures")
    page = client.get(address).content.decode()
    assert "试作" in page
    assert "ValueError: 磁盘已满" in page
    assert "Traceback" not in page
    rows = {row.path: row.pk for row in FailedWork.objects.all()}
    said = client.post(address, {"act": "again", "row": list(rows.values())}, follow=True).content.decode()
    assert "1 项任务已重新排入队列" in said
    assert "等待 1" in said
    work_through()
    assert CALLED == [7]
    assert put_back(Actor(None), rows.values(), timezone.now()) == 0


def test_figures_are_told_to_who_knows_the_token(city: City, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    put(note, [(1,)])
    address = reverse("metrics")
    assert client.get(address, headers={"Authorization": "Bearer "}).status_code == 404  # none is set
    monkeypatch.setattr(settings, "DEPLOYMENT", replace(DEPLOYMENT, metrics_token="geheim"))
    assert client.get(address).status_code == 404
    answer = client.get(address, headers={"Authorization": "Bearer geheim"})
    told = answer.content.decode().splitlines()
    assert 'kaoping_work_waiting{queue="office"} 1' in told
    assert "kaoping_sites 2" in told
    assert "kaoping_sites_never_inspected 2" in told
    run = order_run(Actor(None), Order([city.east.site.pk, city.west.site.pk], "复查", {}))
    hours = {city.east.site: 3, city.west.site: 30}
    for row in run.sites.all():
        row.state, row.finished_at = RunSite.State.IMPORTED, timezone.now() - timedelta(hours=hours[row.site])
        row.save()
    run.sites.filter(site=city.east.site).update(fault=RunSite.Fault.NETWORK)
    told = client.get(address, headers={"Authorization": "Bearer geheim"}).content.decode().splitlines()
    assert "kaoping_sites_inspected_1d 1" in told
    assert 'kaoping_site_failures_1d{fault="network"} 1' in told
    oldest = next(line for line in told if line.startswith("kaoping_oldest_inspection_seconds "))
    assert 30 * 3600 <= int(oldest.split()[1]) < 30 * 3600 + 60


def test_a_queue_is_taken_from_by_whoever_names_it() -> None:
    put(note.using(queue_name=Queue.BROWSER.value), [(1,)])
    work_through("office")
    assert CALLED == []
    work_through("browser")
    assert CALLED == [1]


def test_waits_grow_to_an_hour() -> None:
    waits = [wait_before(n) for n in range(1, 12)]
    assert waits[:4] == [10, 20, 40, 80]
    assert waits == sorted(waits)
    assert waits[-1] == 3600


def test_all_work_is_declared() -> None:
    assert inspect_part.module_path in POLICIES


@given(st.lists(st.tuples(st.sampled_from("东西南北"), st.integers(1, 60)), min_size=1, max_size=8), st.data())
def test_no_region_waits_for_more_than_one_of_each_other(puts: list[tuple[str, int]], data: st.DataObject) -> None:
    """Whatever is put while others are served: between two of a region's, every other region has at most two."""
    waiting: list[tuple[int, int, str]] = []  # turn, number, region
    served: list[str] = []
    seen_waiting: list[set[str]] = []
    numbers = iter(range(10**6))
    for region, count in puts:
        own = [turn for turn, _n, other in waiting if other == region]
        serving = min((turn for turn, _n, _r in waiting), default=None)
        given_turns = turns(serving, max(own, default=None), count)
        waiting.extend((turn, next(numbers), region) for turn in given_turns)
        for _ in range(data.draw(st.integers(0, 20))):
            _serve(waiting, served, seen_waiting)
    while waiting:
        _serve(waiting, served, seen_waiting)
    for region in {region for region, _count in puts}:
        _check_gaps(region, served, seen_waiting)


def _serve(waiting: list[tuple[int, int, str]], served: list[str], seen_waiting: list[set[str]]) -> None:
    if waiting:
        seen_waiting.append({region for _turn, _n, region in waiting})
        served.append(waiting.pop(waiting.index(min(waiting)))[2])


def _check_gaps(region: str, served: list[str], seen_waiting: list[set[str]]) -> None:
    """While a region has work waiting, no other is served more than twice between two of its own."""
    since: dict[str, int] = {}
    for who, waiting in zip(served, seen_waiting, strict=True):
        if region not in waiting or who == region:
            since = {}
        else:
            since[who] = since.get(who, 0) + 1
            assert since[who] <= 2, (region, who)


def test_a_large_region_does_not_delay_a_small_one() -> None:
    large = list(turns(None, None, 5000))
    small = list(turns(large[1000], None, 20))  # a thousand are through
    order = sorted(chain(((turn, 0) for turn in large[1000:]), ((turn, 1) for turn in small)))
    assert max(place for place, (_turn, who) in enumerate(order) if who) < 40
