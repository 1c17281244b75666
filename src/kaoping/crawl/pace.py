"""Politeness per origin: requests are spaced in time and few at once, whoever asks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

MAX_CRAWL_DELAY = 10.0  # seconds; a larger Crawl-delay would make a site's inspection last days
FAILURES_TO_SLOW = 3


class Origin:
    """One server as far as politeness goes. `interval` is the seconds between the starts of two requests."""

    __slots__ = ("_gate", "_next_at", "_together", "failures", "interval", "limit")

    def __init__(self, interval: float, limit: int) -> None:
        self.interval = interval
        self.limit = limit
        self.failures = 0
        self._next_at = 0.0
        self._together = 0
        self._gate = asyncio.Condition()

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
        async with self._gate:
            while self._together >= (1 if self.failures >= FAILURES_TO_SLOW else self.limit):
                await self._gate.wait()
            self._together += 1
        loop = asyncio.get_running_loop()
        now = loop.time()
        start = max(now, self._next_at)
        self._next_at = start + self.interval
        if start > now:
            try:
                await asyncio.sleep(start - now)
            except asyncio.CancelledError:
                self._together -= 1
                raise

    async def leave(self) -> None:
        async with self._gate:
            self._together -= 1
            self._gate.notify()


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

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Origin]:
        """Wait for a turn at `host`; its pace and place count before a connection of the batch is taken."""
        origin = self.of(host)
        await origin.enter()
        try:
            async with self._all:
                yield origin
        finally:
            await origin.leave()
