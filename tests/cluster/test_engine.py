"""The engine of a cluster by itself: regions take turns, what fails for good is kept, nothing is done twice."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.database import database
from tests.cluster.machines import Machine, end, until

pytestmark = pytest.mark.full

PUT = """
import json, sys, django
django.setup()
from django.db import transaction
from kaoping.web.jobs.putting import Turn, put
from tests.cluster.calls import note
puts = 0
for share, words in json.loads(sys.argv[1]):
    with transaction.atomic():
        puts += put(note, [(word,) for word in words], Turn(share))
print(puts)
"""
KEPT = """
import json, django
django.setup()
from kaoping.web.jobs.models import FailedWork
print(json.dumps(list(FailedWork.objects.values_list("arguments", "attempts", "problem"))))
"""
COUNT = """
import json, django
django.setup()
from kaoping.web.jobs.putting import standing
print(json.dumps(standing()))
"""


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A machine of a cluster, with a database of its own."""
    with database() as server:
        if server is None:
            pytest.skip("PostgreSQL is not installed")
        root = Path(__file__).parents[2]
        told = {
            "DATABASE_URL": server.address,
            "KAOPING_CLUSTER": "1",
            "KAOPING_SECRET_KEY": "only for tests" * 4,
            "KAOPING_ADMIN": "admin",
            "KAOPING_ADMIN_PASSWORD": "only-For-tests-1",
            "CALLED": str(tmp_path / "called"),
            "PYTHONPATH": str(root),
        }
        made = Machine(tmp_path / "data", told)
        made.data.mkdir()
        made.does("migrate", "-v0")
        yield made


def called(machine: Machine) -> list[str]:
    """What was called so far, in order."""
    path = Path(machine.told["CALLED"])
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def put(machine: Machine, *shares: tuple[str, list[str]]) -> int:
    count: int = machine.asked(PUT, json.dumps(shares))
    return count


def test_a_large_region_does_not_delay_a_small_one(machine: Machine) -> None:
    assert put(machine, ("东", [f"东{n}" for n in range(600)])) == 600
    assert put(machine, ("东", ["东1"]), ("西", [f"西{n}" for n in range(20)])) == 20  # the first waits already
    worker = machine.starts(sys.executable, "-m", "django", "work_in_cluster", "office", "--at-once", "1")
    try:
        until(lambda: len(called(machine)) >= 60, 120, "the worker does not work")
    finally:
        end(worker)
    first = called(machine)[:60]
    assert [word for word in first if word.startswith("西")] == [f"西{n}" for n in range(20)]
    assert max(place for place, word in enumerate(first) if word.startswith("西")) < 42


def test_two_workers_do_everything_once_and_keep_what_fails(machine: Machine) -> None:
    words = [str(n) for n in range(400)]
    assert put(machine, ("东", [*words, "坏"])) == 401
    command = (sys.executable, "-m", "django", "work_in_cluster", "office", "--at-once", "4")
    workers = [machine.starts(*command), machine.starts(*command)]
    try:
        until(lambda: len(called(machine)) >= 401, 120, "the workers do not come to the end")
        until(lambda: bool(machine.asked(KEPT)), 60, "what failed is not kept")
    finally:
        end(*workers)
    assert sorted(called(machine)) == sorted([*words, "坏"])
    ((arguments, attempts, problem),) = machine.asked(KEPT)
    assert (arguments, attempts) == (["坏"], 1)
    assert "ValueError: 磁盘已满" in problem
    assert machine.asked(COUNT).get("office", [0, 0])[0] <= 20  # rounds, which come again and again
