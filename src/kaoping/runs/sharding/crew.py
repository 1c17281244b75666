"""The first process of a batch over several: deals out the sites, replaces workers that die, and knows other hosts.

Every host is asked by one process at a time, at one pace: that of a site by the worker that owns the site until it is
through, any other by this process, which keeps the verdicts for all.
"""

import asyncio
import contextlib
import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from kaoping.crawl.contract import Progress
from kaoping.crawl.crawl import Crawler
from kaoping.model.pages import Coverage
from kaoping.runs.batch import Batch, BatchSite
from kaoping.runs.collect import FAILED, Collected, collect_and
from kaoping.runs.sharding.exchange import Exchange, Worker, host_key
from kaoping.runs.sharding.messages import AHEAD, LENGTH, Ask, Done, Failed, Seen, Step, Task

DEATHS = 3  # of workers in a row, none of whose sites got through: then each site is taken alone, and then it fails
SITES_EACH = 8  # a process takes a second of the processor to start
DIED = "处理该网站的进程连续意外退出"

Then = TypeVar("Then")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Work(Generic[Then, Result]):
    """What is done with a site once it is sealed: `then` by the worker (it must be picklable), `at_home` by us."""

    then: Callable[[Collected], Then]
    at_home: Callable[[Then], Result]
    progress: Progress | None = None


def collect_over(batch: Batch, work: Work[Then, Result], processes: int) -> tuple[Result, ...]:
    """Bring every site of a batch to its seal in so many processes (0: as many as are worth it) and finish it.

    See `runs.collect.collect_and`. A worker killed at any moment is followed by another that goes on with its sites.
    What a worker raises is raised. One process, or one host, needs no workers.
    """
    shares = shares_of(batch.sites, processes or worth_it(len(batch.sites)))
    if len(shares) > 1:
        try:
            return asyncio.run(_Crew(batch, work).run(shares))
        except BaseExceptionGroup as failed:
            raise _innermost(failed) from failed
    return collect_and(batch, lambda each: work.at_home(work.then(each)), work.progress)


def worth_it(sites: int) -> int:
    """Return how many processes a batch is worth: one for each processor, and for some sites each."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(ours, sites // SITES_EACH))


def shares_of(sites: Sequence[BatchSite], processes: int) -> list[list[BatchSite]]:
    """Deal sites out evenly, in their order; those on one host stay together, for the sake of its pace."""
    groups: dict[str, list[BatchSite]] = {}
    for site in sites:
        groups.setdefault(host_key(site.url), []).append(site)
    shares: list[list[BatchSite]] = [[] for _ in range(processes)]
    for group in groups.values():
        min(shares, key=len).extend(group)
    return [share for share in shares if share]


class _Crew(Generic[Then, Result]):
    def __init__(self, batch: Batch, work: Work[Then, Result]) -> None:
        self._batch = batch
        self._work = work
        self._results: dict[str, Result] = {}
        self._hands = ThreadPoolExecutor(1)

    async def run(self, shares: Sequence[Sequence[BatchSite]]) -> tuple[Result, ...]:
        with self._hands:
            async with Crawler(self._batch.options) as crawler, asyncio.TaskGroup() as group:
                self._exchange = Exchange(crawler.offsite)
                for share in shares:
                    group.create_task(self._carry(share))
        return tuple(self._results[site.url] for site in self._batch.sites)

    async def _carry(self, sites: Sequence[BatchSite]) -> None:
        """Have the sites brought to their seal, by as many workers one after another as that takes."""
        left, deaths = list(sites), 0
        while left and deaths < DEATHS:
            await self._employ(left)
            before, left = len(left), [site for site in left if site.url not in self._results]
            deaths = deaths + 1 if len(left) == before else 0
        if len(left) > 1:
            for site in left:
                await self._carry([site])
        elif left:
            await self._conclude(left[0].url, self._work.then(_lost(left[0])))

    async def _employ(self, sites: Sequence[BatchSite]) -> None:
        """Let one worker work until it has nothing left to do, or dies."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "kaoping.runs.sharding.worker"),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, AHEAD: str(theirs.fileno())},
                start_new_session=True,
            )
        reader, writer = await asyncio.open_connection(sock=ours)
        worker = Worker(writer)
        try:
            task = Task(replace(self._batch, sites=tuple(sites)), self._work.then)
            worker.say(task)
            self._exchange.employ(worker, sites)
            await self._hear(reader, worker)
        finally:
            self._exchange.dismiss(worker)
            writer.close()
            if process.returncode is None:  # not by `process.kill`, which would take its end from who waits for it
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
            await process.wait()

    async def _hear(self, reader: asyncio.StreamReader, worker: Worker) -> None:
        async with asyncio.TaskGroup() as concluding:
            while (message := await _received(reader)) is not None:
                if isinstance(message, Ask):
                    self._exchange.ask(worker, message.wanted)
                elif isinstance(message, Seen):
                    self._exchange.learn(message.url, message.looked)
                elif isinstance(message, Step) and self._work.progress is not None:
                    self._work.progress(message.site, message.pages, message.queued, message.links_checked)
                elif isinstance(message, Done):
                    self._exchange.release(message.url)
                    concluding.create_task(self._conclude(message.url, message.result))
                elif isinstance(message, Failed):
                    raise message.error

    async def _conclude(self, url: str, result: Then) -> None:
        loop = asyncio.get_running_loop()
        self._results[url] = await loop.run_in_executor(self._hands, self._work.at_home, result)


def _innermost(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def _received(reader: asyncio.StreamReader) -> Any:
    """Return the next message; None when the worker is gone."""
    try:
        (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
        return pickle.loads(await reader.readexactly(length))  # noqa: S301 our own worker says it
    except (asyncio.IncompleteReadError, ConnectionError):
        return None


class _Lost(BatchSite):
    """A site whose workers died: whatever it has, it is not to be judged."""

    __slots__ = ()

    @property
    def sealed(self) -> bool:
        return False


def _lost(site: BatchSite) -> Collected:
    now = datetime.now(UTC)
    coverage = Coverage(site.url, now, now, 0, 0, 0, 0.0, (), FAILED, (f"{DIED}（{DEATHS} 次）",))
    return Collected(_Lost(site.url, site.directory), coverage)
