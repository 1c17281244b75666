"""Carries out one part of a run; started by whoever carries out work, and ends with it."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kaoping.model.errors import KaopingError
from kaoping.web.jobs.stopping import asked_to_stop
from kaoping.web.monitoring.inspecting import carry_out_part
from kaoping.web.monitoring.models import RunPart

REFUSED, ORPHANED = 4, 5
"""How it ends when the run cannot be carried out at all, and when nobody waits for it any more."""


class Command(BaseCommand):
    """Inspects the sites of a part; the exit code says whether it came to the end."""

    help = "巡查一批网站（由后台任务启动）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of the part."""
        parser.add_argument("part", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry it out."""
        parts = RunPart.objects.select_related("run__cycle__body", "run__cycle__scheme", "run__patrol")
        try:
            carry_out_part(parts.get(pk=options["part"]), _stay)
        except KaopingError as error:
            raise CommandError(str(error), returncode=REFUSED) from error


def _stay() -> bool:
    """Leave at once when whoever started us is gone: the next one goes on, and two must not."""
    if asked_to_stop():
        os._exit(ORPHANED)
    return True
