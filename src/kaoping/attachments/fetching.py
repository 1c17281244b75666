"""Fetch and read the attachments of sites: the one entrance of this package."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from types import TracebackType
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


class Attachments:
    """Fetches and reads the attachments of the sites of a batch by the connections of `fetcher`; `async with` it."""

    def __init__(
        self,
        options: tuple[CrawlOptions, AttachmentOptions],
        fetcher: Fetcher,
        refine: Refine,
        *,
        clock: Clock = system_clock,
    ) -> None:
        self._crawl, self._options = options
        self._fetcher = fetcher
        self._refine = refine
        self._clock = clock
        self._readers = Readers()
        self._gate = asyncio.Semaphore(SITES_TOGETHER)

    async def __aenter__(self) -> "Attachments":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._readers.aclose()
        if self._readers.confined is False:
            _log.warning("reading processes have limits of memory and time here, but no filter of system calls")

    async def site(self, site: AttachedSite) -> tuple[AttachmentRecord, ...] | None:
        """Fetch and read what is wanted of a site and return the records in that order; None where we failed.

        Answers go to the end of the site's spool. A site whose directory holds the journal of a killed process goes on
        where that stopped.
        """
        async with self._gate:
            try:
                return await self._site(site)
            except Exception:  # noqa: BLE001 the one boundary per site: the others go on
                _log.exception("fetching the attachments of %s failed", site.url)
                return None

    async def _site(self, site: AttachedSite) -> tuple[AttachmentRecord, ...]:
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
        if not self._crawl.respect_robots:
            return Robots(None, "")
        robots = await read_robots(self._fetcher, site, self._crawl.user_agent, self._crawl.second_look_after)
        self._fetcher.origins.of(origin_key(site)).slow_to(robots.delay)
        return robots

    async def _work_off(self, left: Sequence[Wanted], robots: Robots, places: tuple[Journal, WarcSpool]) -> None:
        """Take the files in their order, so that what is left out for its size does not hang on chance."""
        journal, spool = places
        ahead: deque[asyncio.Task[tuple[AttachmentRecord, Answer | None]]] = deque()
        size = sum(record.size for record in journal.records)
        try:
            for place, wanted in enumerate(left):
                if size < self._options.total:
                    coming = left[place + len(ahead) : place + AHEAD]
                    ahead.extend(asyncio.ensure_future(self._one(each, robots)) for each in coming)
                record, answer = await ahead.popleft() if ahead else (self._unread(wanted, BEYOND), None)
                if size >= self._options.total:
                    record, answer = self._unread(wanted, BEYOND), None
                size += record.size
                evidence = spool.write(answer.hops, answer.at) if answer is not None else EvidencePointer()
                journal.note(replace(self._refine(record), evidence=evidence), spool.flush())
        finally:
            for task in ahead:
                task.cancel()
            await asyncio.gather(*ahead, return_exceptions=True)

    async def _one(self, wanted: Wanted, robots: Robots) -> tuple[AttachmentRecord, Answer | None]:
        """Fetch and read one file; what looks broken, or did not come, is asked for once more."""
        if not robots.permits(wanted.url):
            return self._unread(wanted, reasons.ROBOTS), None
        answer = await self._fetcher.fetch(wanted.url, limit=self._options.size)
        contents = await self._read(wanted, answer)
        if contents.condition in DOUBTFUL or (contents.reason and contents.fault in (Fault.SITE, Fault.NETWORK)):
            await wait(self._crawl.second_look_after)
            answer = await self._fetcher.fetch(wanted.url, limit=self._options.size, second=True)
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
        return await self._readers.read(answer.body, suffix_of(wanted.url))

    def _unread(self, wanted: Wanted, reason: str) -> AttachmentRecord:
        contents = Contents("", Condition.UNREAD, reason, Fault.US)
        return _record(wanted, Answer(wanted.url, wanted.url, self._clock()), contents)


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
