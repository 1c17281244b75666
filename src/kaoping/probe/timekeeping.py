"""Notices when the machine slept, the process was held, or the clock was set: times in which nobody watched."""

import time
from dataclasses import dataclass
from typing import Protocol

HELD = 5.0  # seconds that the process may come late before it counts as held
SET = 2.0  # seconds by which the clock may differ between two beats before it counts as set


class Clocks(Protocol):
    """The three clocks, in seconds. `steady` stands still while the machine sleeps, `running` does not."""

    def wall(self) -> float: ...
    def steady(self) -> float: ...
    def running(self) -> float: ...


class SystemClocks:
    """The clocks of this machine."""

    def wall(self) -> float:
        return time.time()

    def steady(self) -> float:
        return time.monotonic()

    def running(self) -> float:
        """Linux counts the time slept in CLOCK_BOOTTIME; where there is no such clock, sleep looks like a set clock."""
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if boot is None else time.clock_gettime(boot)


@dataclass(frozen=True, slots=True)
class Disturbance:
    """Something that kept us from watching from `since` (wall clock) for `seconds`; `kind` is suspended or held.

    With kind clock-set, `seconds` is by how much the clock was put forward (or back: negative) at `since`.
    """

    kind: str
    since: float
    seconds: float


SUSPENDED, HELD_UP, CLOCK_SET = "suspended", "held", "clock-set"


class Timekeeper:
    """`beat` regularly; `now` is the time scale of the schedule, which nothing but passing time moves."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._wall, self._steady, self._running = clocks.wall(), clocks.steady(), clocks.running()
        self._offset = self._wall - self._steady

    def now(self) -> float:
        """Seconds since the epoch as they were at the start, carried on by the steady clock."""
        return self._clocks.steady() + self._offset

    def wall(self) -> float:
        return self._clocks.wall()

    def beat(self, expected: float) -> list[Disturbance]:
        """Return what happened since the last beat, which should have been about `expected` seconds ago."""
        wall, steady, running = self._clocks.wall(), self._clocks.steady(), self._clocks.running()
        passed, slept = steady - self._steady, (running - self._running) - (steady - self._steady)
        moved = (wall - self._wall) - (running - self._running)
        before = self._wall
        self._wall, self._steady, self._running = wall, steady, running
        found = []
        if slept > SET:
            found.append(Disturbance(SUSPENDED, before, slept + passed))
        elif passed > expected + HELD:
            found.append(Disturbance(HELD_UP, before, passed))
        if abs(moved) > SET:
            found.append(Disturbance(CLOCK_SET, before, moved))
        return found
