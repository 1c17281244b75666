"""When which site is visited: spread evenly by its address, the same on every machine and after every restart."""

import heapq
import math
from collections.abc import Iterator, Sequence

import xxhash

from kaoping.probe.contract import ProbeSite

JITTER = 0.2
"""Share of the interval by which a visit may come later than its turn, so that none always meets the full hour."""


class Schedule:
    """The turns of all sites on one steady time scale (seconds since the epoch, never set back).

    A turn that was missed is left out: after a pause no site is visited twice in a row, and not all at once.
    """

    def __init__(self, sites: Sequence[ProbeSite], now: float) -> None:
        self._sites = sites
        self._heap = [(*_next_turn(site, now), number) for number, site in enumerate(sites)]
        heapq.heapify(self._heap)

    @property
    def next_due(self) -> float:
        """When the next turn comes; infinity where there are no sites."""
        return self._heap[0][0] if self._heap else math.inf

    def due(self, now: float) -> Iterator[int]:
        """Yield the numbers of the sites whose turn has come by `now`, each once, and plan their next turns."""
        while self._heap and self._heap[0][0] <= now:
            number = self._heap[0][2]
            heapq.heapreplace(self._heap, (*_next_turn(self._sites[number], now), number))
            yield number


def turn_time(site: ProbeSite, turn: int) -> float:
    """Return when the turn with that number comes (numbers count intervals since the epoch)."""
    phase = _fraction(site.url)
    return site.interval * (turn + phase + JITTER * _fraction(f"{turn} {site.url}"))


def _next_turn(site: ProbeSite, now: float) -> tuple[float, int]:
    """Return time and number of the first turn after `now`."""
    turn = math.floor(now / site.interval) - 2
    while (time := turn_time(site, turn)) <= now:
        turn += 1
    return time, turn


def _fraction(text: str) -> float:
    return float(xxhash.xxh64_intdigest(text.encode())) / 2.0**64
