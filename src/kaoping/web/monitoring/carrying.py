"""Has a part of a run inspected by a process of its own, which may be killed at any moment and gone on with."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.db import DatabaseError, close_old_connections

from kaoping.web.actions import Actor
from kaoping.web.database_clock import database_now
from kaoping.web.jobs.stopping import asked_to_stop
from kaoping.web.monitoring.actions.end_part import Ending, end_part
from kaoping.web.monitoring.actions.take_part import take_part
from kaoping.web.monitoring.finding_folder import run_folder
from kaoping.web.monitoring.management.commands.inspect_part import REFUSED
from kaoping.web.monitoring.models import Run, RunPart

LOOK_EVERY = 1.0  # seconds
TRIES, AGAIN_AFTER = 60, 2.0  # seconds: a database that is restarted is waited for
LOG = "inspecting-{part}.log"
_SYSTEM = Actor(None)


def carry(pk: int) -> None:
    """Take a part where it is free and look after its process until that ends, the run is to stop, or we are."""
    part = take_part(_SYSTEM, pk, database_now(), worker=f"{socket.gethostname()}:{os.getpid()}"[:120])
    if part is None:
        return
    log = run_folder(part.run_id) / LOG.format(part=part.folder)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as file:
        command = [sys.executable, "-m", "django", "inspect_part", str(pk)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=file, start_new_session=True)
    while process.poll() is None:
        if asked_to_stop(within=LOOK_EVERY) or _is_to_stop(part):
            break
    _conclude(part, process, log)


def _is_to_stop(part: RunPart) -> bool:
    """Tell whether somebody has stopped the run; while the database does not answer, nobody has."""
    try:
        return Run.objects.filter(pk=part.run_id, state=Run.State.STOPPING).exists()
    except DatabaseError:
        close_old_connections()
        return False


def _conclude(part: RunPart, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """End the process if it has not, with all it has started, and note what became of the part."""
    ended = process.poll()
    if ended is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    said = log.read_text(encoding="utf-8", errors="replace")[-20_000:]
    sys.stderr.write(said)
    problem = said.strip().rsplit("CommandError: ", 1)[-1][-1000:] if ended == REFUSED else ""
    ending = Ending(problem, crashed=ended not in (None, 0, REFUSED))
    for again in range(TRIES):
        try:
            end_part(_SYSTEM, part.pk, database_now(), ending)
            return
        except DatabaseError:
            if again == TRIES - 1:
                raise  # the part has no sign of life any more, and is put into its queue again
            close_old_connections()
            asked_to_stop(within=AGAIN_AFTER)
