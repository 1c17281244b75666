"""What other apps have to do with the steps of a cycle: each names its parts in its module `cycle_steps`, as PARTS."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from kaoping.web.actions import Act
from kaoping.web.app_modules import modules_named
from kaoping.web.cycles.models import Cycle, CycleStep
from kaoping.worktime import beijing_date
from kaoping.worktime.reckoning import day_end


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something in the way. What is not `firm` may be passed over by saying that it was looked at.

    `view` is the page where it is put right, `query` what narrows it.
    """

    text: str
    view: str = ""
    query: str = ""
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Glance:
    """What somebody is to see before they take a step: a template with its values; `seen` changes whenever it would."""

    seen: str
    template: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepPart:
    """One app's part in one step, named by the step's id.

    `obstacles` says what stands in the way. `glance` shows what the step is about; `seen` returns what its `seen` is
    now, so that the step is refused where its person saw something else. `prepare` does what takes long, before the
    transaction; what it returns is handed to `follow`, which acts in the transaction of the step (None where it is
    taken without preparing).
    """

    step: str
    obstacles: Callable[[Cycle, date], Iterator[Obstacle]] | None = None
    glance: Callable[[Cycle, date], Glance] | None = None
    seen: Callable[[Cycle, date], str] | None = None
    prepare: Callable[[Cycle, date], Any] | None = None
    follow: Callable[[Act, Cycle, CycleStep, Any], None] | None = None


def moment_on(day: date, now: datetime) -> datetime:
    """Return the moment at which a step of a day happens: now where that is today, else its last minute."""
    return now if day == beijing_date(now) else day_end(day) - timedelta(minutes=1)


def parts_in(step: str) -> tuple[StepPart, ...]:
    """Return the parts of all apps in a step."""
    return tuple(part for part in _parts() if part.step == step)


def prepare_parts(cycle: Cycle, step: str, today: date) -> list[Any]:
    """Prepare all parts in a step; the order is that of `parts_in`."""
    return [part.prepare(cycle, today) if part.prepare else None for part in parts_in(step)]


def glances_at(cycle: Cycle, step: str, today: date) -> list[Glance]:
    """Return what is to be seen before a step is taken."""
    return [part.glance(cycle, today) for part in parts_in(step) if part.glance]


def seen_now(cycle: Cycle, step: str, today: date) -> str:
    """Return what the glances at a step, joined by blanks, would have for `seen` now."""
    return " ".join(part.seen(cycle, today) for part in parts_in(step) if part.seen)


@functools.cache
def _parts() -> tuple[StepPart, ...]:
    return tuple(part for module in modules_named("cycle_steps") for part in module.PARTS)
