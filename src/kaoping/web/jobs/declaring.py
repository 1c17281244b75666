"""Declares work that waits its turn: a function says what is done, and never where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.functional import Promise
from django_tasks import task
from django_tasks.base import Task

from kaoping.web.jobs.queues import Queue

Function = TypeVar("Function", bound=Callable[..., None])


@dataclass(frozen=True, slots=True)
class Policy:
    """`title` is what pages call it. What raises is tried again `retries` times, later each time."""

    title: "str | Promise"
    retries: int


POLICIES: dict[str, Policy] = {}
"""By the path of the function."""

_FIRST_WAIT, _LONGEST_WAIT = 10, 3600  # seconds


def job(
    title: "str | Promise", queue: Queue = Queue.OFFICE, retries: int = 5
) -> Callable[[Function], "Task[Any, Any]"]:
    """Declare a function of a module as work that waits its turn; it takes values that JSON knows, and returns nothing.

    It may be called twice for the same thing, and may be killed at any moment: what it works on is the truth, and the
    call only says that there is work.
    """

    def declare(function: Function) -> "Task[Any, Any]":
        POLICIES[f"{function.__module__}.{function.__qualname__}"] = Policy(title, retries)
        declared: Task[Any, Any] = task(queue_name=queue.value)(function)
        return declared

    return declare


def wait_before(attempts: int) -> int:
    """Return how many seconds to wait before trying again what has failed `attempts` times."""
    return int(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** max(0, attempts - 1)))


def title_of(path: str, policies: Mapping[str, Policy] = POLICIES) -> str:
    """Return what pages call the work of a function."""
    return str(policies[path].title) if path in policies else path
