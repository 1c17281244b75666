"""Work that follows the clock: what each app names in its module `rounds`."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from kaoping.model.errors import KaopingError
from kaoping.web.app_modules import modules_named

_log = logging.getLogger(__name__)
Round = Callable[[datetime], object]


def rounds() -> list[Round]:
    """Return what is to be done again and again, by one machine of all."""
    return _named("ROUNDS")


def machine_rounds() -> list[Round]:
    """Return what every machine does for itself: its files in step with the database."""
    return _named("MACHINE_ROUNDS")


def do_round(work: Round) -> None:
    """Do what is due; what can't be done now is done in the next round."""
    try:
        work(timezone.now())
    except (DatabaseError, KaopingError):
        _log.exception("%s failed; it is tried again in the next round", name_of(work))


def name_of(work: Round) -> str:
    """Return the path by which a round is found again."""
    return f"{work.__module__}.{work.__qualname__}"


def _named(name: str) -> list[Round]:
    return [work for module in modules_named("rounds") for work in getattr(module, name, ())]
