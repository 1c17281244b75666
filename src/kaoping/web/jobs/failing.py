"""Keeps what failed for good, so that a person sees it and can have it done again."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from kaoping.web.jobs.models import FailedWork

_LONGEST = 2000  # characters
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failed:
    """A call that will not be tried again by itself."""

    path: str
    arguments: Sequence[Any]
    queue: str
    share: str
    attempts: int


def keep_failed(failed: Failed, problem: str) -> None:
    """Keep a call that failed for good, and why. It is no action: nobody decided it, and the page shows it."""
    try:
        FailedWork.objects.create(
            path=failed.path,
            arguments=list(failed.arguments),
            queue=failed.queue,
            share=failed.share,
            attempts=failed.attempts,
            failed_at=timezone.now(),
            problem=problem[-_LONGEST:],
        )
    except DatabaseError:  # the engine's own tables say so, too
        _log.exception("%s%s failed for good and could not be kept", failed.path, failed.arguments)
