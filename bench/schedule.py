"""A machine at work on many sites, as a fluid: each goes at its own pace until the processor is the limit.

Pure reckoning, for `bench.national`. Sites come to a machine in their order, so many at once; while the processor
cannot keep up, all of them slow down alike. A slow or dead site holds a place and asks little of the processor.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """One inspection of one site: requests, how many of them a second it allows, processor seconds in all."""

    requests: float
    rate: float
    cpu: float

    @property
    def alone(self) -> float:
        """Seconds that it takes when nothing else is in its way."""
        return self.requests / self.rate


@dataclass(frozen=True, slots=True)
class Machine:
    """`processors` that inspect, and how many sites it has under way at most."""

    processors: float
    places: int


def finishing_times(jobs: Sequence[Job], machine: Machine) -> list[float]:
    """Return when each job is through, in seconds, on one machine.

    All that are under way are slowed by one factor, so that each ends when a common clock, which runs slower while the
    processors are short, has gone on by what it takes alone.
    """
    done = [0.0] * len(jobs)
    now = clock = load = 0.0  # load: processor seconds a second that those under way would use at full speed
    under_way: list[tuple[float, int]] = []
    waiting = iter(enumerate(jobs))

    def start() -> None:
        nonlocal load
        for index, job in waiting:
            load += job.cpu / job.alone
            heapq.heappush(under_way, (clock + job.alone, index))
            return

    for _ in range(machine.places):
        start()
    while under_way:
        end, index = heapq.heappop(under_way)
        now += (end - clock) * max(1.0, load / machine.processors)
        clock = end
        done[index] = now
        load = max(0.0, load - jobs[index].cpu / jobs[index].alone)
        start()
    return done


def shared_out(jobs: Sequence[Job], machines: int) -> list[Sequence[Job]]:
    """Deal jobs out to machines in turn, the longest first, so that none of these begins last."""
    ordered = sorted(jobs, key=lambda job: (job.alone, job.cpu), reverse=True)
    return [ordered[first::machines] for first in range(machines)]


def hours_taken(jobs: Sequence[Job], machine: Machine, machines: int) -> float:
    """Return how long so many machines take for all jobs."""
    return max(max(finishing_times(part, machine), default=0.0) for part in shared_out(jobs, machines)) / 3600


def machines_needed(jobs: Sequence[Job], machine: Machine, hours: float) -> int:
    """Return the least number of machines that are through in `hours`; 0 where the longest job alone takes longer."""
    if not jobs:
        return 0
    if max(job.alone for job in jobs) > hours * 3600:
        return 0
    least, most = 1, 1
    while hours_taken(jobs, machine, most) > hours:
        least, most = most + 1, most * 2
        if most > len(jobs):
            return len(jobs)
    while least < most:
        middle = (least + most) // 2
        if hours_taken(jobs, machine, middle) > hours:
            least = middle + 1
        else:
            most = middle
    return most
