"""Look at every link target that was not visited as a page: two looks before anything is called dead."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from kaoping.crawl import reasons
from kaoping.crawl.addresses import origin_key
from kaoping.crawl.charset import read_text
from kaoping.crawl.fetch import Answer, Fetcher, wait
from kaoping.crawl.soft404 import Nonsense, is_soft_404
from kaoping.crawl.verdicts import LinkVerdict, agree, judge
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life, LinkKind

PEEK = 32 * 1024  # bytes of a body that are read to judge a link
EVIDENCE_KEPT = 16 * 1024
HOST_FAILURES_BELIEVED = 2  # addresses that failed for their host's sake before the host's others are not asked


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
        self, wanted: Iterable[Wanted], together: int, report: Callable[[Wanted, Looked], None]
    ) -> None:
        """Look at addresses of one origin, `together` at a time, and report each verdict once."""
        again: list[tuple[Wanted, Looked]] = []
        host: list[Looked] = []
        queue = iter(wanted)

        async def first_looks() -> None:
            for item in queue:
                seen = await self._first(item, host)
                if seen.verdict.life in (Life.DEAD, Life.SUSPECT) and seen.looks < 2:
                    again.append((item, seen))
                else:
                    report(item, seen)

        await asyncio.gather(*(first_looks() for _ in range(together)))
        if not again:
            return
        await wait(self._pause)
        rest = iter(again)

        async def second_looks() -> None:
            for item, seen in rest:
                report(item, await self._second(item, seen, host))

        await asyncio.gather(*(second_looks() for _ in range(together)))

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


class SharedVerdicts:
    """Off-site addresses are looked at once for all sites of a batch, at one pace for each origin."""

    def __init__(self, verifier: Verifier, together: int) -> None:
        self._verifier = verifier
        self._together = together
        self._known: dict[str, asyncio.Future[Looked]] = {}

    async def look_at_all(self, wanted: Iterable[Wanted], report: Callable[[Wanted, Looked], None]) -> None:
        """Report a verdict for each of `wanted`, asking only for what nobody asked for before."""
        loop = asyncio.get_running_loop()
        origins: dict[str, list[Wanted]] = defaultdict(list)
        mine: dict[str, list[Wanted]] = defaultdict(list)
        for item in wanted:
            key = origin_key(item.url)
            origins[key].append(item)
            if item.url not in self._known:
                self._known[item.url] = loop.create_future()
                mine[key].append(item)

        async def one(key: str) -> None:
            try:
                await self._one_origin(mine[key])
            finally:
                for item in mine[key]:
                    if not self._known[item.url].done():
                        self._known.pop(item.url).cancel()
            for item in origins[key]:
                report(item, await self._known[item.url])

        await asyncio.gather(*(one(key) for key in list(origins)))

    async def _one_origin(self, items: list[Wanted]) -> None:
        def remember(item: Wanted, looked: Looked) -> None:
            kept = looked.answer if looked.verdict.life is not Life.ALIVE else None
            self._known[item.url].set_result(Looked(looked.verdict, looked.looks, looked.at, kept))

        await self._verifier.look_at_all(items, self._together, remember)


def _head_says_little(answer: Answer) -> bool:
    """Tell whether a HEAD that did not open must be asked again as a GET at once: many servers only know GET."""
    if answer.status is None:
        return answer.reason in (reasons.EMPTY_REPLY, reasons.CONNECTION_RESET, reasons.BAD_RESPONSE)
    return answer.status not in (404, 410) and answer.status < 600
