"""One worker: brings the sites that it is given to their seal. Started by `crew` as `python -m …sharding.worker`."""

import asyncio
import os
import queue
import signal
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from kaoping.crawl.verify import Looked, SharedVerdicts, Wanted
from kaoping.runs.collect import Collected, collect_and
from kaoping.runs.sharding.messages import AHEAD, Ask, Done, Failed, Line, Look, Seen, Step, Task

TOLD_EVERY = 0.3  # seconds between two messages on how far a site is


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process heeds it, and then ends us
    desk = _Desk()
    line = Line(int(os.environ[AHEAD]), desk.hear, deaf=lambda: os._exit(1))
    desk.line = line
    line.listen()
    task = desk.task()
    try:
        collect_and(
            task.batch, partial(_through, line, task.then), desk.step, offsite=lambda local: Elsewhere(local, desk)
        )
    except Exception as error:  # noqa: BLE001 the one boundary of a worker: the first process raises it
        line.say(Failed(error))


def _through(line: Line, then: Callable[[Collected], Any], each: Collected) -> None:
    line.say(Done(each.site.url, then(each)))


class Elsewhere:
    """Off-site addresses as a worker has them looked at: by the process that owns their host, once for all workers."""

    def __init__(self, local: SharedVerdicts, desk: "_Desk") -> None:
        self._local = local
        self._desk = desk
        self._awaited: dict[str, asyncio.Future[Looked]] = {}
        self._looks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        desk.serve(self._hear)

    async def look_at_all(self, wanted: Iterable[Wanted], report: Callable[[Wanted, Looked], None]) -> None:
        """Report a verdict for each of `wanted` (see `SharedVerdicts`)."""
        items = list(wanted)
        fresh = tuple({item.url: item for item in items if item.url not in self._awaited}.values())
        for item in fresh:
            self._awaited[item.url] = self._loop.create_future()
        if fresh:
            self._desk.line.say(Ask(fresh))
        futures = [self._awaited[item.url] for item in items]
        for item, future in zip(items, futures, strict=True):
            report(item, await asyncio.shield(future))

    async def aclose(self) -> None:
        """Finish what others asked for, then stop."""
        await asyncio.gather(*self._looks, return_exceptions=True)
        await self._local.aclose()

    def _hear(self, message: Look | Seen) -> None:
        self._loop.call_soon_threadsafe(self._heard, message)

    def _heard(self, message: Look | Seen) -> None:
        if isinstance(message, Look):
            looking = self._loop.create_task(self._local.look_at_all(message.wanted, self._tell))
            self._looks.add(looking)
            looking.add_done_callback(self._looks.discard)
            return
        future = self._awaited.pop(message.url, None)
        if future is not None and not future.done():
            future.set_result(message.looked)

    def _tell(self, item: Wanted, looked: Looked) -> None:
        self._desk.line.say(Seen(item.url, looked))


class _Desk:
    """Where a worker's messages come in: the task first, then what is for its event loop."""

    line: Line

    def __init__(self) -> None:
        self._early: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._serve: Callable[[Any], None] = self._early.put
        self._told: dict[str, float] = {}

    def hear(self, message: object) -> None:
        self._serve(message)

    def task(self) -> Task:
        """Wait for the task."""
        task = self._early.get()
        assert isinstance(task, Task)
        return task

    def serve(self, serve: Callable[[Any], None]) -> None:
        """Hand everything from now on to `serve`, what came meanwhile first."""
        self._serve = serve
        while not self._early.empty():
            serve(self._early.get())

    def step(self, site: str, pages: int, queued: int, links_checked: int) -> None:
        """Tell the first process how far a site is, now and then."""
        now = time.monotonic()
        if now - self._told.get(site, 0.0) >= TOLD_EVERY:
            self._told[site] = now
            self.line.say(Step(site, pages, queued, links_checked))


if __name__ == "__main__":
    main()
