"""The processes of a run are killed (-9) in the middle: the next ones go on where they stopped."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.runs.small_site import served_with_log
from tests.runs.test_killed import PAGES, big_site

pytestmark = pytest.mark.full

SEED = """
import sys, django
django.setup()
from kaoping.web.actions import Actor
from kaoping.web.monitoring.actions.order_run import Order, order_run
from kaoping.web.registry.actions.add_region import place_region
from kaoping.web.registry.models import Region, Site, Unit
region = Region.objects.create(code="321300", name="宿城市", level="city")
place_region(region)
unit = Unit.objects.create(code="jyj", name="教育局", region=region)
site = Site.objects.create(unit=unit, name="教育网", address=sys.argv[1], host="127.0.0.1")
order_run(Actor(None), Order([site.pk], "复查", {"max_pages": 2000, "pace": 400}))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAOPING_", "DJANGO_"))}
    own = {"KAOPING_DATA": str(tmp_path), "KAOPING_ALLOW_PRIVATE": "127.0.0.0/8", "KAOPING_CANARIES": ""}
    made = kept | own | {"DJANGO_SETTINGS_MODULE": "kaoping.web.settings"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=made, check=True)
    return made


@contextmanager
def working(environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """The process that carries out work, and beside it the one that follows the clock."""
    commands = (["work", "ordered"], ["housekeeping"])
    started = [
        subprocess.Popen([sys.executable, "-m", "django", *command], env=environment, start_new_session=True)
        for command in commands
    ]
    try:
        yield started[0]
    finally:
        for process in started:
            if process.poll() is None:
                process.terminate()
                process.wait(30)


def child_of(process: "subprocess.Popen[bytes]") -> int:
    """The process that inspects."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(children[0])


def asked(environment: dict[str, str], query: str) -> str:
    with closing(sqlite3.connect(Path(environment["KAOPING_DATA"]) / "kaoping.sqlite3")) as database:
        return str(database.execute(query).fetchone()[0])


def until(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_killed_runs_go_on(environment: dict[str, str]) -> None:
    with served_with_log(big_site()) as server:
        subprocess.run([sys.executable, "-c", SEED, server.address], env=environment, check=True)
        with working(environment) as first:
            assert server.reached(300, seconds=60)
            os.kill(child_of(first), signal.SIGKILL)  # taken again by the same
            assert server.reached(500, seconds=60)
            child = child_of(first)
            os.kill(first.pid, signal.SIGKILL)  # who inspects notices, and leaves
            first.wait()
            until(lambda: not Path(f"/proc/{child}").exists(), 15)
        assert asked(environment, "select state from monitoring_run") == "running"
        with working(environment):
            until(lambda: asked(environment, "select state from monitoring_run") == "done", 90)
        pages = [path for path in server.requests if path.startswith("/a/")]
    assert asked(environment, "select pages from monitoring_runsite") == str(PAGES + 21)
    gone = """select count(*) from monitoring_finding where json_extract("values", '$.target') like '%/gone/%'"""
    assert asked(environment, gone) == "70"
    assert len(set(pages)) == PAGES
    assert len(pages) < PAGES + 500  # at most a segment is read again for each kill
