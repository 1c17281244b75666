"""The process beside the web server: work that follows the clock, which each app names in its module `rounds`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from kaoping.web.jobs.rounds_of_apps import do_round, machine_rounds, rounds
from kaoping.web.jobs.stopping import asked_to_stop, stop_when_told

EVERY = 5.0  # seconds: what a changed mark comes to is to be seen within ten


class Command(BaseCommand):
    """Does its rounds until told to stop, or until who started it is gone."""

    help = "后台任务：到期的步骤、封存操作日志"

    def handle(self, *args: Any, **options: Any) -> None:
        """Go round."""
        stop_when_told()
        while not asked_to_stop():
            go_round()
            asked_to_stop(within=EVERY)


def go_round() -> None:
    """Do what is due; what can't be done now is done in the next round."""
    close_old_connections()
    for work in (*machine_rounds(), *rounds()):
        do_round(work)
