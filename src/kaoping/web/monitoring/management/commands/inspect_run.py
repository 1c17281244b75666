"""Carries out one run; started by the command `inspections`, and ends with it."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kaoping.model.errors import KaopingError
from kaoping.web.monitoring.inspecting import carry_out
from kaoping.web.monitoring.models import Run

REFUSED, ORPHANED = 4, 5
"""How it ends when the run cannot be carried out at all, and when nobody waits for it any more."""


class Command(BaseCommand):
    """Inspects the sites of a run; the exit code says whether it came to the end."""

    help = "执行一次巡查（由 inspections 启动）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of the run."""
        parser.add_argument("run", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry it out."""
        run = Run.objects.select_related("cycle__body", "cycle__scheme", "patrol").get(pk=options["run"])
        starter = os.getppid()
        try:
            carry_out(run, lambda: _stay(starter))
        except KaopingError as error:
            raise CommandError(str(error), returncode=REFUSED) from error


def _stay(starter: int) -> bool:
    """Leave at once when whoever started us is gone: the next one goes on, and two must not."""
    if os.getppid() != starter:
        os._exit(ORPHANED)
    return True
