"""Installations of the sample city: one machine with everything, and several with a database and a storage between."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ORDER = """
import json, sys, django
django.setup()
from kaoping.web.actions import Actor
from kaoping.web.cycles.models import Cycle
from kaoping.web.monitoring.actions.order_run import Order, order_run
from kaoping.web.monitoring.actions.stop_run import stop_run
from kaoping.web.monitoring.models import Run
from kaoping.web.registry.models import Site
stop_run(Actor(None), Run.objects.get().pk)
year = Cycle.objects.get(kind=Cycle.Kind.YEAR)
options = {"max_pages": 300, "pace": 20.0, "browser": False, "together": 3}
print(order_run(Actor(None), Order(list(Site.objects.values_list("pk", flat=True)), "各机分担", options, year)).pk)
"""

STAND = """
import json, django
django.setup()
from django.db.models import Count
from kaoping.web.monitoring.models import Run, RunPart, RunSite
run = Run.objects.latest("pk")
print(json.dumps({
    "run": run.state,
    "sites": dict(run.sites.order_by().values_list("state").annotate(n=Count("pk"))),
    "parts": [[part.number, part.state, part.worker] for part in run.parts.order_by("number")],
}))
"""

RESULT = """
import json, sys, django
django.setup()
from datetime import date
from kaoping.web.cycles.models import Cycle
from kaoping.web.jobs.models import FailedWork
from kaoping.web.monitoring.models import Finding, Run
from kaoping.web.results.freezing import prepare_version
run = Run.objects.latest("pk")
prepared = prepare_version(Cycle.objects.get(kind=Cycle.Kind.YEAR), date.fromisoformat(sys.argv[1]))
print(json.dumps({
    "results": (prepared.sealed.folder / "results.json").read_text(encoding="utf-8"),
    "sites": sorted(run.sites.values_list("address", "state", "pages", "reachable")),
    "findings": sorted(Finding.objects.values_list("key", "outcome", "state")),
    "failed": list(FailedWork.objects.values_list("path", "problem")),
}))
"""


@dataclass(slots=True)
class Machine:
    """One machine: its data folder, what its programs are told, and those that run."""

    data: Path
    told: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAOPING_", "DJANGO_"))}
        own = {"KAOPING_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "kaoping.web.settings"}
        return {**kept, **self.told, **own}

    def does(self, *command: str) -> str:
        """Run one of the platform's own commands to its end."""
        return self._asked([sys.executable, "-m", "django", *command])

    def asked(self, program: str, *given: str) -> Any:
        """Run a few lines on the platform's database, and return what they print as JSON."""
        return json.loads(self._asked([sys.executable, "-c", program, *given]))

    def starts(self, *command: str) -> "subprocess.Popen[bytes]":
        """Start a process that works until it is ended."""
        self.data.mkdir(exist_ok=True)
        log = self.data / f"{command[-1]}.log"
        with log.open("ab") as file:
            return subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def _asked(self, command: list[str]) -> str:
        done = subprocess.run(command, env=self.environment, check=False, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


def until(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait for something; return how many seconds it took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, what
        time.sleep(0.5)
    return time.monotonic() - begun


def end(*processes: "subprocess.Popen[bytes]") -> None:
    """End processes as an operator does; those that stay are killed."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
