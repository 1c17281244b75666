"""Look at every link target that was not visited as a page: two looks before anything is called dead."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from kaoping.crawl import reasons
from kaoping.crawl.addresses import origin_key
from kaoping.crawl.charset import read_text
from kaoping.crawl.fetch import Answer, Fetcher, wait
from kaoping.crawl.soft404 import Nonsense, is_soft_404
from kaoping.crawl.verdicts import LinkVerdict, agree, judge
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life, LinkKind

PEEK = 32 * 1024  # bytes of a body that are read to judge a link
EVIDENCE_KEPT = 8 * 1024
VERDICTS_KEPT = 8192  # of other hosts' addresses, with their evidence
HOST_FAILURES_BELIEVED = 2  # addresses that failed for their host's sake before the host's others are not asked


NOT_LOOKED = LinkVerdict(Life.UNKNOWN, None, Fault.US, reasons.CLIENT_FAILURE)
OUT_OF_TIME = LinkVerdict(Life.UNKNOWN, None, Fault.US, reasons.MAX_TIME)


@dataclass(frozen=True, slots=True)
class Looked:
    """A target's verdict with the last answer, kept as evidence when it did not open."""

    verdict: LinkVerdict
    looks: int
    at: datetime
    answer: Answer | None


@dataclass(slots=True)
class Wanted:
    """One address to look at. `whole` asks for a GET at once: its text must be seen. `first` is an earlier look."""

    url: str
    kind: LinkKind
    whole: bool = False
    first: LinkVerdict | None = None


class Verifier:
    """Looks at targets. `nonsense` is how the site answers for what does not exist (for its own pages)."""

    def __init__(self, fetcher: Fetcher, second_look_after: float, nonsense: Nonsense | None = None) -> None:
        self._fetcher = fetcher
        self._pause = second_look_after
        self._nonsense = nonsense

    async def look_at_all(
        self,
        wanted: Iterable[Wanted],
        together: int,
        report: Callable[[Wanted, Looked], None],
        is_late: Callable[[], bool] = lambda: False,
    ) -> None:
        """Look at addresses of one origin, `together` at a time, and report each verdict once.

        Once `is_late()`, nothing more is asked, and what was looked at once stays open: dead needs two looks.
        """
        again: list[tuple[Wanted, Looked]] = []
        host: list[Looked] = []
        queue = iter(wanted)

        async def first_looks() -> None:
            for item in queue:
                seen = _not_in_time(0) if is_late() else await self._first(item, host)
                if seen.verdict.life in (Life.DEAD, Life.SUSPECT) and seen.looks < 2:
                    again.append((item, seen))
                else:
                    report(item, seen)

        await _together(first_looks, together)
        if not again:
            return
        if not is_late():
            await wait(self._pause)
        rest = iter(again)

        async def second_looks() -> None:
            for item, seen in rest:
                report(item, _not_in_time(1) if is_late() else await self._second(item, seen, host))

        await _together(second_looks, together)

    async def _first(self, item: Wanted, host: list[Looked]) -> Looked:
        if item.first is not None:
            return Looked(item.first, 1, datetime.min, None)
        if len(host) >= HOST_FAILURES_BELIEVED:
            return Looked(host[-1].verdict, 1, host[-1].at, host[-1].answer)
        answer = await self._ask(item, "GET" if item.whole else "HEAD", second=False)
        verdict = self._judge(item, answer)
        if verdict.life is not Life.ALIVE and not item.whole and _head_says_little(answer):
            answer = await self._ask(item, "GET", second=False)
            verdict = self._judge(item, answer)
        seen = Looked(verdict, 1, answer.at, answer)
        if verdict.reason in reasons.HOST_FAILURES:
            host.append(seen)
        return seen

    async def _second(self, item: Wanted, seen: Looked, host: list[Looked]) -> Looked:
        """Look again with the other method; what only HEAD calls dead is settled by a GET."""
        same_host = [looked for looked in host if looked.looks == 2]
        if same_host and seen.verdict.reason in reasons.HOST_FAILURES:
            return Looked(same_host[-1].verdict, 2, same_host[-1].at, same_host[-1].answer)
        method = "HEAD" if item.first is not None else "GET"
        answer = await self._ask(item, method, second=True)
        verdict = self._judge(item, answer)
        if method == "HEAD" and verdict.life is not seen.verdict.life:
            answer = await self._ask(item, "GET", second=True)
            verdict = self._judge(item, answer)
        looked = Looked(agree(seen.verdict, verdict), 2, answer.at, answer)
        if looked.verdict.reason in reasons.HOST_FAILURES:
            host.append(looked)
        return looked

    async def _ask(self, item: Wanted, method: str, *, second: bool) -> Answer:
        answer = await self._fetcher.fetch(item.url, method, limit=PEEK, second=second)
        for hop in answer.hops:
            if hop.size > EVIDENCE_KEPT:
                hop.chunks, hop.size, hop.truncated = [hop.body[:EVIDENCE_KEPT]], EVIDENCE_KEPT, True
        return answer

    def _judge(self, item: Wanted, answer: Answer) -> LinkVerdict:
        verdict = judge(answer)
        if verdict.life is Life.ALIVE and item.whole and self._nonsense is not None and answer.body:
            content_type = answer.headers.get("content-type", "")
            if "html" in content_type and is_soft_404(
                read_text(answer.body, content_type).utf8, answer, self._nonsense
            ):
                return LinkVerdict(Life.SUSPECT, answer.status, Fault.SITE, reasons.SOFT_404)
        return verdict


class Offsite(Protocol):
    """Tells the sites of a batch what becomes of other hosts' addresses; each is looked at once for all of them."""

    async def look_at_all(self, wanted: Iterable[Wanted], report: Callable[[Wanted, Looked], None]) -> None: ...
    async def aclose(self) -> None: ...


class SharedVerdicts:
    """Off-site addresses are looked at once for all sites of a batch, at one pace for each origin.

    The looking belongs to the batch: a site that fails takes no verdict from the others. Close with `await aclose()`.
    """

    def __init__(self, verifier: Verifier, together: int) -> None:
        self._verifier = verifier
        self._together = together
        self._known: dict[str, asyncio.Future[Looked]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def look_at_all(self, wanted: Iterable[Wanted], report: Callable[[Wanted, Looked], None]) -> None:
        """Report a verdict for each of `wanted`, asking only for what nobody asked for before."""
        awaited: list[tuple[Wanted, asyncio.Future[Looked]]] = []
        mine: dict[str, list[Wanted]] = defaultdict(list)
        for item in wanted:
            future = self._known.get(item.url)
            if future is None:
                future = self._known[item.url] = asyncio.get_running_loop().create_future()
                mine[origin_key(item.url)].append(item)
            awaited.append((item, future))
        for items in mine.values():
            self._tasks.add(asyncio.create_task(self._one_origin(items)))
        for item, future in awaited:
            report(item, await asyncio.shield(future))
        self._forget()

    async def aclose(self) -> None:
        """Stop what nobody waits for any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def _one_origin(self, items: list[Wanted]) -> None:
        futures = {item.url: self._known[item.url] for item in items}

        def remember(item: Wanted, looked: Looked) -> None:
            kept = looked.answer if looked.verdict.life is not Life.ALIVE else None
            futures[item.url].set_result(Looked(looked.verdict, looked.looks, looked.at, kept))

        try:
            await self._verifier.look_at_all(items, self._together, remember)
        finally:
            for url, future in futures.items():
                if not future.done():
                    self._known.pop(url, None)
                    future.set_result(Looked(NOT_LOOKED, 0, datetime.now(UTC), None))

    def _forget(self) -> None:
        """Drop the oldest verdicts, so that a batch of thousands of sites does not keep them all."""
        self._tasks = {task for task in self._tasks if not task.done()}
        for url in list(self._known)[: max(0, len(self._known) - VERDICTS_KEPT)]:
            if self._known[url].done():
                del self._known[url]


def _not_in_time(looks: int) -> Looked:
    return Looked(OUT_OF_TIME, looks, datetime.now(UTC), None)


async def _together(worker: Callable[[], Coroutine[None, None, None]], number: int) -> None:
    """Run `number` workers; when one fails, the others stop too."""
    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(worker())


def _head_says_little(answer: Answer) -> bool:
    """Tell whether a HEAD that did not open must be asked again as a GET at once: many servers only know GET."""
    if answer.status is None:
        return answer.reason in (reasons.EMPTY_REPLY, reasons.CONNECTION_RESET, reasons.BAD_RESPONSE)
    return answer.status not in (404, 410) and answer.status < 600
