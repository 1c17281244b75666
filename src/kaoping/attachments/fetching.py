"""Fetch and read the attachments of many sites: the one entrance of this package."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from kaoping.attachments.contract import AttachedSite, AttachmentOptions, Refine, Wanted
from kaoping.attachments.journal import Journal
from kaoping.attachments.readers import Readers
from kaoping.attachments.reading.limits import TOO_LARGE
from kaoping.crawl import reasons
from kaoping.crawl.addresses import origin_key
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.crawl import system_clock
from kaoping.crawl.fetch import Answer, Clock, Fetcher, wait
from kaoping.crawl.robots import Robots, read_robots
from kaoping.crawl.verdicts import judge
from kaoping.crawl.warc import WarcSpool
from kaoping.model.attachments import AttachmentRecord, Condition, Contents
from kaoping.model.outcomes import Fault
from kaoping.model.pages import EvidencePointer, Life

SITES_TOGETHER = 16
AHEAD = 2  # files of a site that are fetched before the one whose turn it is has been worked off
DOUBTFUL = frozenset({Condition.EMPTY, Condition.DAMAGED, Condition.OTHER_KIND})  # believed after a second look
BEYOND = "attachment-total"

_log = logging.getLogger(__name__)


async def fetch_attachments(
    sites: Sequence[AttachedSite], options: tuple[CrawlOptions, AttachmentOptions], refine: Refine, clock: Clock
) -> dict[str, tuple[AttachmentRecord, ...]]:
    """Fetch and read what is wanted of every site; return the records by the sites' addresses, in the order wanted.

    Answers go to the end of each site's spool. A site whose directory holds the journal of a killed process goes on
    where that stopped. A site we fail on is logged and left out.
    """
    fetcher = Fetcher(options[0], clock)
    readers = Readers()
    stage = _Stage(*options, fetcher, readers, refine, clock)
    gate = asyncio.Semaphore(SITES_TOGETHER)
    done: dict[str, tuple[AttachmentRecord, ...]] = {}

    async def one(site: AttachedSite) -> None:
        async with gate:
            try:
                done[site.url] = await stage.site(site)
            except Exception:  # noqa: BLE001 the one boundary per site: the others go on
                _log.exception("fetching the attachments of %s failed", site.url)

    try:
        await asyncio.gather(*map(one, sites))
    finally:
        await readers.aclose()
        await fetcher.aclose()
    if readers.confined is False:
        _log.warning("reading processes have limits of memory and time here, but no filter of system calls")
    return done


def run_attachments(
    sites: Sequence[AttachedSite],
    options: tuple[CrawlOptions, AttachmentOptions],
    refine: Refine,
    *,
    clock: Clock = system_clock,
) -> dict[str, tuple[AttachmentRecord, ...]]:
    """Do `fetch_attachments` in an event loop of its own."""
    return asyncio.run(fetch_attachments(sites, options, refine, clock))


@dataclass(frozen=True, slots=True)
class _Stage:
    crawl: CrawlOptions
    options: AttachmentOptions
    fetcher: Fetcher
    readers: Readers
    refine: Refine
    clock: Clock

    async def site(self, site: AttachedSite) -> tuple[AttachmentRecord, ...]:
        journal = Journal(site.directory)
        try:
            left = site.wanted[len(journal.records) :]
            if left:
                robots = await self._robots(site.url)
                with WarcSpool(site.directory, journal.spool) as spool:
                    await self._work_off(left, robots, (journal, spool))
            return tuple(journal.records)
        finally:
            journal.close()

    async def _robots(self, site: str) -> Robots:
        if not self.crawl.respect_robots:
            return Robots(None, "")
        robots = await read_robots(self.fetcher, site, self.crawl.user_agent, self.crawl.second_look_after)
        self.fetcher.origins.of(origin_key(site)).slow_to(robots.delay)
        return robots

    async def _work_off(self, left: Sequence[Wanted], robots: Robots, places: tuple[Journal, WarcSpool]) -> None:
        """Take the files in their order, so that what is left out for its size does not hang on chance."""
        journal, spool = places
        ahead: deque[asyncio.Task[tuple[AttachmentRecord, Answer | None]]] = deque()
        size = sum(record.size for record in journal.records)
        try:
            for place, wanted in enumerate(left):
                if size < self.options.total:
                    coming = left[place + len(ahead) : place + AHEAD]
                    ahead.extend(asyncio.ensure_future(self._one(each, robots)) for each in coming)
                record, answer = await ahead.popleft() if ahead else (self._unread(wanted, BEYOND), None)
                if size >= self.options.total:
                    record, answer = self._unread(wanted, BEYOND), None
                size += record.size
                evidence = spool.write(answer.hops, answer.at) if answer is not None else EvidencePointer()
                journal.note(replace(self.refine(record), evidence=evidence), spool.flush())
        finally:
            for task in ahead:
                task.cancel()
            await asyncio.gather(*ahead, return_exceptions=True)

    async def _one(self, wanted: Wanted, robots: Robots) -> tuple[AttachmentRecord, Answer | None]:
        """Fetch and read one file; what looks broken, or did not come, is asked for once more."""
        if not robots.permits(wanted.url):
            return self._unread(wanted, reasons.ROBOTS), None
        answer = await self.fetcher.fetch(wanted.url, limit=self.options.size)
        contents = await self._read(wanted, answer)
        if contents.condition in DOUBTFUL or (contents.reason and contents.fault in (Fault.SITE, Fault.NETWORK)):
            await wait(self.crawl.second_look_after)
            answer = await self.fetcher.fetch(wanted.url, limit=self.options.size, second=True)
            contents = await self._read(wanted, answer)
        return _record(wanted, answer, contents), answer

    async def _read(self, wanted: Wanted, answer: Answer) -> Contents:
        verdict = judge(answer)
        reason = verdict.reason or answer.reason
        if verdict.life is not Life.ALIVE or reason:
            fault = verdict.fault or reasons.fault_of(reason)
            return Contents("", Condition.UNREAD, reason or reasons.CLIENT_FAILURE, fault)
        if answer.truncated:
            return Contents("", Condition.UNREAD, TOO_LARGE, Fault.US)
        return await self.readers.read(answer.body, suffix_of(wanted.url))

    def _unread(self, wanted: Wanted, reason: str) -> AttachmentRecord:
        contents = Contents("", Condition.UNREAD, reason, Fault.US)
        return _record(wanted, Answer(wanted.url, wanted.url, self.clock()), contents)


def suffix_of(url: str) -> str:
    """Return the suffix of an address's file in lower case, without the point; empty where there is none."""
    return PurePosixPath(urlsplit(url).path).suffix.lower().removeprefix(".")


def _record(wanted: Wanted, answer: Answer, contents: Contents) -> AttachmentRecord:
    return AttachmentRecord(
        target=wanted.target,
        url=wanted.url,
        text=wanted.text,
        suffix=suffix_of(wanted.url),
        status=answer.status,
        size=answer.hops[-1].size if answer.hops else 0,
        seconds=round(answer.seconds, 3),
        fetched_at=answer.at,
        contents=contents,
    )
