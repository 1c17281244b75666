"""The process that has runs carried out, each in a process of its own, and stops them when somebody asks."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from kaoping.web.actions import Actor
from kaoping.web.monitoring.actions.end_run import Ending, end_run
from kaoping.web.monitoring.actions.take_run import take_run
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.management.commands.inspect_run import REFUSED
from kaoping.web.monitoring.models import Run

EVERY = 1.0  # seconds
ROOM = 2
"""Runs at a time; of those that a plan began, one less, so that what somebody orders need not wait."""

LOG = "inspecting.log"
_SYSTEM = Actor(None)


@dataclass(frozen=True, slots=True)
class Carried:
    """A run under way, its process, and what that says of its trouble."""

    run: Run
    process: "subprocess.Popen[bytes]"
    log: Path


class Command(BaseCommand):
    """Takes runs and looks after them until told to stop, or until who started it is gone."""

    help = "巡查：执行到时间的和立即发起的巡查"

    def handle(self, *args: Any, **options: Any) -> None:
        """Go round."""
        over, starter = threading.Event(), os.getppid()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _received, _frame: over.set())
        carried: list[Carried] = []
        while not over.is_set() and os.getppid() == starter:
            try:
                carried = go_round(carried)
            except DatabaseError as error:
                self.stderr.write(f"inspections: {error}")
            over.wait(EVERY)
        for one in carried:
            _conclude(one)


def go_round(carried: list[Carried]) -> list[Carried]:
    """Conclude what has ended or is to stop, begin what there is room for; return what is under way."""
    close_old_connections()
    stopping = set(Run.objects.filter(state=Run.State.STOPPING).values_list("pk", flat=True))
    left = []
    for one in carried:
        if one.process.poll() is None and one.run.pk not in stopping:
            left.append(one)
        else:
            _conclude(one)
    if len(left) < ROOM:
        planned = sum(one.run.patrol_id is not None for one in left) < ROOM - 1
        run = take_run(_SYSTEM, timezone.now(), planned)
        if run is not None:
            left.append(_started(run))
    return left


def _started(run: Run) -> Carried:
    folder = run_folder(run.pk)
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / LOG
    with log.open("w", encoding="utf-8") as file:
        command = [sys.executable, "-m", "django", "inspect_run", str(run.pk)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=file, start_new_session=True)
    return Carried(run, process, log)


def _conclude(one: Carried) -> None:
    """End the process if it has not, with all it has started: a run may be killed at any moment and gone on with."""
    ended = one.process.poll()
    if ended is None:
        os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()
    said = one.log.read_text(encoding="utf-8", errors="replace")[-20_000:]
    sys.stderr.write(said)
    problem = said.strip().rsplit("CommandError: ", 1)[-1][-1000:] if ended == REFUSED else ""
    end_run(_SYSTEM, one.run.pk, timezone.now(), Ending(problem, crashed=ended not in (None, 0, REFUSED)))
