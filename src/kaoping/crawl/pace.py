"""Politeness per origin: requests are spaced in time and few at once, whoever asks."""

import asyncio
from collections import deque

MAX_CRAWL_DELAY = 10.0  # seconds; a larger Crawl-delay would make a site's inspection last days
FAILURES_TO_SLOW = 3
SHORTEST = 0.001  # seconds; a shorter wait is made up for by a later one: setting a timer takes as long as a request


class Origin:
    """One server as far as politeness goes. `interval` is the seconds between the starts of two requests."""

    __slots__ = ("_next_at", "_together", "_waiting", "failures", "interval", "limit")

    def __init__(self, interval: float, limit: int) -> None:
        self.interval = interval
        self.limit = limit
        self.failures = 0
        self._next_at = 0.0
        self._together = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def slow_to(self, interval: float) -> None:
        """Space requests by at least `interval` seconds, up to the bound on Crawl-delay."""
        self.interval = max(self.interval, min(interval, MAX_CRAWL_DELAY))

    def hold_off(self, seconds: float) -> None:
        """Let no request start for `seconds` (Retry-After)."""
        self._next_at = max(self._next_at, asyncio.get_running_loop().time() + seconds)

    def note(self, answered: bool) -> None:
        """Learn whether the last request was answered: a server that does not answer is asked one at a time."""
        self.failures = 0 if answered else self.failures + 1

    async def enter(self) -> None:
        """Wait for a place and for the time; whoever has entered must leave."""
        while self._together >= (1 if self.failures >= FAILURES_TO_SLOW else self.limit):
            await self._wait()
        self._together += 1
        now = asyncio.get_running_loop().time()
        start = max(now, self._next_at)
        self._next_at = start + self.interval
        if start - now > SHORTEST:
            try:
                await asyncio.sleep(start - now)
            except asyncio.CancelledError:
                self.leave()
                raise

    def leave(self) -> None:
        self._together -= 1
        self._wake()

    async def _wait(self) -> None:
        """Wait until somebody leaves; one who is cancelled just then lets the next one go instead."""
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():
                self._wake()
            raise

    def _wake(self) -> None:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                return


class Origins:
    """All origins of a batch, and the number of connections in all."""

    def __init__(self, pace: float, per_origin: int, connections: int) -> None:
        self._interval = 1.0 / pace if pace > 0 else 0.0
        self._per_origin = max(1, per_origin)
        self._all = asyncio.Semaphore(max(1, connections))
        self._origins: dict[str, Origin] = {}

    def of(self, host: str) -> Origin:
        """Return the origin for `host` (with its port where that is not the default one)."""
        origin = self._origins.get(host)
        if origin is None:
            origin = self._origins[host] = Origin(self._interval, self._per_origin)
        return origin

    def turn(self, host: str) -> "Turn":
        """Wait for a turn at `host`; its pace and place count before a connection of the batch is taken."""
        return Turn(self.of(host), self._all)


class Turn:
    """A request's turn: `async with` gives the origin when its time has come."""

    __slots__ = ("_all", "_origin")

    def __init__(self, origin: Origin, connections: asyncio.Semaphore) -> None:
        self._origin = origin
        self._all = connections

    async def __aenter__(self) -> Origin:
        await self._origin.enter()
        try:
            await self._all.acquire()
        except asyncio.CancelledError:
            self._origin.leave()
            raise
        return self._origin

    async def __aexit__(self, *_: object) -> None:
        self._all.release()
        self._origin.leave()
