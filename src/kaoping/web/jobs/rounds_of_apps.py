"""Work that follows the clock: what each app names in its module `rounds`."""

import importlib
import logging
from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from django.db import DatabaseError
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from kaoping.model.errors import KaopingError

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
    found: list[Round] = []
    for config in apps.get_app_configs():
        if config.name.startswith("kaoping.web.") and module_has_submodule(config.module, "rounds"):
            found.extend(getattr(importlib.import_module(f"{config.name}.rounds"), name, ()))
    return found
