"""The crawl of one site: pages level by level in a fixed order, then every link target, resumable at any moment."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from kaoping.crawl import reasons
from kaoping.crawl.addresses import Address, host_of, join, normalise, origin_key
from kaoping.crawl.canary import Canaries
from kaoping.crawl.contract import CrawlOptions, ParsedPage, Progress, SitePlan, SiteSink
from kaoping.crawl.fetch import Answer, Clock, Fetcher, wait
from kaoping.crawl.frontier import Frontier, Target
from kaoping.crawl.links import LinkReader, PageAddress
from kaoping.crawl.meter import Meter
from kaoping.crawl.page import ReadPage, read_page
from kaoping.crawl.robots import Robots, read_robots
from kaoping.crawl.site_targets import check_targets
from kaoping.crawl.sitemap import read_sitemap
from kaoping.crawl.soft404 import Nonsense, learn, probe_paths
from kaoping.crawl.transport import Exchange
from kaoping.crawl.traps import TrapGuard
from kaoping.crawl.unchanged import Unchanged
from kaoping.crawl.verdicts import LinkVerdict, judge
from kaoping.crawl.verify import Offsite
from kaoping.crawl.warc import WarcSpool
from kaoping.model.pages import Coverage, EvidencePointer, Life, LinkKind

LOOKAHEAD = 8, 48  # pages asked for before the one whose turn it is has come: at a slow pace, at most
AHEAD = 4.0  # seconds of the site's pace that are asked for ahead
BUFFERED = 24 * 1024 * 1024  # bytes of a site's answers that may wait for their turn
BUFFERED_IN_ALL = 192 * 1024 * 1024  # of all sites; each may always ask for the one whose turn it is
NETWORK_REASONS = frozenset(
    {reasons.NXDOMAIN, reasons.DNS_FAILURE, reasons.CONNECT_FAILED, reasons.CONNECT_TIMEOUT, reasons.TIMEOUT}
)


@dataclass(slots=True)
class Waiting:
    """How many bytes of answers wait for their turn at all sites together."""

    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """What the sites of a batch share."""

    options: CrawlOptions
    fetcher: Fetcher
    canaries: Canaries
    offsite: Offsite
    clock: Clock
    meter: Meter
    progress: Progress | None = None
    waiting: Waiting = field(default_factory=Waiting)
    desk: asyncio.Lock = field(default_factory=asyncio.Lock)  # one page is worked off between two turns of the loop


class SiteCrawl:
    """Crawls one site into its sink. What is visited and how it is numbered depends only on the site."""

    def __init__(self, plan: SitePlan, sink: SiteSink, batch: Batch) -> None:
        self._plan = plan
        self.sink = sink
        self._batch = batch
        self._options = batch.options
        self._nonsense = Nonsense()
        self._robots = Robots(None, "")
        self.frontier = Frontier(plan.directory, plan.url)
        self.links = LinkReader(
            self.frontier, TrapGuard(batch.clock().year), self._permitted, batch.options.max_targets
        )
        self._window: deque[tuple[Target, asyncio.Task[tuple[Answer, int]] | None]] = deque()
        self._lookahead = lookahead(batch.options.pace)
        self._unchanged: Unchanged | None = None
        self._buffered = 0
        self._busy = 0.0  # seconds of working off answers in this process
        self._cpu_before = self.frontier.state.cpu_seconds  # and of processor time in those before it
        self._began = time.monotonic() - self.frontier.state.spent
        self._committed_head = 0
        self.links_checked = 0

    async def run(self) -> Coverage:
        """Crawl, or go on where a killed crawl stopped, and return what was covered."""
        state = self.frontier.state
        self.sink.drop_after(state.segment)
        if state.phase == "done":
            return _coverage(state.coverage)
        state.started = state.started or self._batch.clock().isoformat()
        self._committed_head = state.head
        if self._plan.earlier is not None and (earlier := await asyncio.to_thread(self._plan.earlier)) is not None:
            self._unchanged = Unchanged(self, earlier)
        with WarcSpool(self._plan.directory, state.warc_length) as self._warc:
            try:
                if await self._prepare():
                    await self._visit_pages()
                    await check_targets(self)
            finally:
                await self._abandon()
            return self._finish()

    def close(self) -> None:
        self.frontier.close()

    async def _prepare(self) -> bool:
        """Read robots.txt and queue the root; False when the site cannot be crawled at all."""
        state = self.frontier.state
        address = _root(self._plan.url)
        if address is None:
            state.stopped_because = reasons.MALFORMED_URL
            return False
        for host in (address.host, *self._plan.aliases, *([state.root_host] if state.root_host else [])):
            self.links.own(host)
        options = self._options
        if options.respect_robots:
            fetcher = self._batch.fetcher
            self._robots = await read_robots(fetcher, address.url, options.user_agent, options.second_look_after)
            fetcher.origins.of(origin_key(address.url)).slow_to(self._robots.delay)
        root, new = self.frontier.register(address.url, LinkKind.LINK, False)
        if new and not self._robots.closed and not self._permitted(root.url):
            root.life, root.reason = Life.UNSEEN, reasons.ROBOTS
            self.frontier.skip(reasons.ROBOTS)
            state.stopped_because = reasons.ROBOTS
            return False
        self.frontier.enqueue(root, 0)
        if state.opened:
            await self._probe()
        return True

    async def _visit_pages(self) -> None:
        state = self.frontier.state
        if state.phase != "pages":
            return
        while not self.is_late():
            self._fill_window()
            if not self._window:
                if await self._seed_from_sitemap():
                    continue
                break
            target, task = self._window.popleft()
            answer, looks = await task if task is not None else (None, 0)
            self._buffer(-answer.weight if answer is not None else 0)
            async with self._batch.desk:
                self._work_off(target, answer, looks)
            if state.head == 1:
                await self._after_root()
            if state.head - self._committed_head >= self._options.segment_pages:
                self.commit_segment()
            self.report_progress()
        if not state.stopped_because:
            left = self.frontier.queued()
            state.stopped_because = ("max_time" if self.is_late() else "max_pages") if left else "done"
        await self._abandon()
        state.phase = "targets"
        self.commit_segment()

    def _fill_window(self) -> None:
        """Ask for the next pages in queue order, no more than the budget can still take."""
        state, frontier, window = self.frontier.state, self.frontier, self._window
        room = min(self._lookahead, self._options.max_pages - state.opened) - len(window)
        if state.head == 0:
            room = min(room, 1 - len(window))
        while room > 0 and (not window or self._may_buffer()):
            target = frontier.at(state.head + len(window))
            if target is None:
                return
            known = target.url in frontier.visited
            window.append((target, None if known else asyncio.create_task(self._fetch(target))))
            room -= 1

    def _may_buffer(self) -> bool:
        return self._buffered < BUFFERED and self._batch.waiting.bytes < BUFFERED_IN_ALL

    def _buffer(self, size: int) -> None:
        """Note that so many bytes more (or fewer) wait for their turn."""
        self._buffered += size
        self._batch.waiting.bytes += size

    async def _fetch(self, target: Target) -> tuple[Answer, int]:
        """Return the page's answer and how many looks were taken: what may be a passing fault is asked twice."""
        fetcher = self._batch.fetcher
        known = self._unchanged.known(target) if self._unchanged is not None else None
        answer = await fetcher.fetch(target.url, known=known)
        reason = judge(answer).reason
        if reason not in reasons.TRANSIENT:
            self._buffer(answer.weight)
            return answer, 1
        await wait(self._options.second_look_after)
        answer = await fetcher.fetch(target.url, second=True)
        if answer.reason in NETWORK_REASONS and answer.status is None and not await self._batch.canaries.answer():
            answer.reason = reasons.NO_CANARY
        self._buffer(answer.weight)
        return answer, 2

    def _work_off(self, target: Target, answer: Answer | None, looks: int) -> None:
        before = time.perf_counter()
        self._take(target, answer, looks)
        spent = time.perf_counter() - before
        self._busy += spent
        self._batch.meter.add(spent)

    def _take(self, target: Target, answer: Answer | None, looks: int) -> None:
        """Work off the page whose turn it is: record, links, sink."""
        state = self.frontier.state
        state.head += 1
        if answer is None or target.url in self.frontier.visited:
            self._mark_duplicate(target, LinkVerdict(Life.ALIVE, 200))
            return
        state.bytes += sum(hop.size + hop.header_size for hop in answer.hops)
        if self._unchanged is not None and self._unchanged.take(target, answer, looks):
            return
        page = read_page(answer, self._nonsense)
        final = target.url if answer.final_url == target.url else normalise(answer.final_url)
        host = host_of(final)
        if state.head == 1 and page.opened:
            state.root_host = host
            self.links.own(host)
        if host not in self.links.hosts:
            page.tree = None  # it led away from the site: it opens, but what it says is somebody else's
        elif page.opened and final in self.frontier.visited:
            self._mark_duplicate(target, page.verdict)
            return
        self._hand_over(target, page, looks, final)

    def _hand_over(self, target: Target, page: ReadPage, looks: int, final: str) -> None:
        state, answer = self.frontier.state, page.answer
        evidence = self.keep_evidence(answer)
        self.note_page(target, page.verdict, looks, (answer.at, evidence))
        number = state.pages
        state.pages += 1
        record = page.record(number, target.number, target.level, evidence)
        parsed = None
        if page.tree is not None and page.text is not None:
            self.frontier.visit(final, number)
            state.opened += 1
            where = PageAddress(final, target.level, page.text.charset)
            links, nodes, outline, carried = self.links.read(page.tree, page.text.utf8, where)
            parsed = ParsedPage(final, page.text.utf8, page.tree, links, nodes, target.level, outline, carried)
        self.sink.page(record, parsed)

    def note_page(
        self, target: Target, verdict: LinkVerdict, looks: int, seen: tuple[datetime, EvidencePointer]
    ) -> None:
        """Note what asking for a page made of its address, when that was, and the evidence where it did not open."""
        target.life, target.status = verdict.life, verdict.status
        target.fault, target.reason = verdict.fault, verdict.reason
        target.looks, target.checked_at = looks, seen[0]
        if target.life is not Life.ALIVE:
            target.evidence = seen[1]
        self.frontier.changed(target)

    def _mark_duplicate(self, target: Target, verdict: LinkVerdict) -> None:
        """An address that leads to a page already visited is not a second page."""
        target.life, target.status = verdict.life, verdict.status
        target.fault, target.reason = verdict.fault, verdict.reason
        target.looks = 1
        target.checked_at = self._batch.clock()
        self.frontier.changed(target)
        self.frontier.skip(reasons.DUPLICATE)

    async def _after_root(self) -> None:
        """Learn how the site answers for nonsense; a root that did not open ends the crawl."""
        state = self.frontier.state
        if state.opened:
            await self._probe()
            return
        if not self.frontier.queued():
            state.stopped_because = "unreachable"
            root = self.frontier.targets[0]
            state.notes.append(f"root: {root.reason or root.status}")

    async def _probe(self) -> None:
        base = self.frontier.targets[0].url
        fetcher, options = self._batch.fetcher, self._options
        paths = [urljoin(base, path) for path in probe_paths(self._plan.url)]
        answers = await asyncio.gather(*(fetcher.fetch(url, limit=min(65536, options.max_body)) for url in paths))
        self._nonsense = learn(tuple(answers))

    async def _seed_from_sitemap(self) -> bool:
        """Queue what the sitemap lists beyond what links lead to, after all of that; True when there is more."""
        state = self.frontier.state
        if state.sitemap_read or not state.opened or state.opened >= self._options.max_pages or self._robots.closed:
            return False
        state.sitemap_read = True
        level = 1 + max((target.level for target in self.frontier.followed()), default=0)
        for url in await read_sitemap(self._batch.fetcher, self._plan.url, self._robots):
            self.links.seed(url, level)
        return self.frontier.queued() > 0

    def _permitted(self, url: str) -> bool:
        return self._robots.permits(url)

    def keep_evidence(self, answer: Answer) -> EvidencePointer:
        """Spool every exchange of `answer`, unless that was done; the pointer is to the last one."""
        return answer.kept or self._warc.write(answer.hops, answer.at)

    def keep_unchanged(
        self, members: Sequence[bytes], exchange: Exchange, digest: str, at: datetime
    ) -> EvidencePointer:
        """Spool an earlier answer that the server calls unchanged (see `WarcSpool.write_unchanged`)."""
        return self._warc.write_unchanged(members, exchange, digest, at)

    def commit_segment(self) -> None:
        """Close the sink's segment, then let the frontier forget: in this order nothing can be lost or doubled."""
        state = self.frontier.state
        state.segment += 1
        self.sink.close_segment(state.segment)
        self._committed_head = state.head
        self.commit_frontier()

    def commit_frontier(self) -> None:
        self.frontier.state.warc_length = self._warc.flush()
        self.frontier.state.cpu_seconds = self._cpu_before + self._batch.meter.share(self._busy)
        self.frontier.state.spent = time.monotonic() - self._began
        self.frontier.commit()

    def is_late(self) -> bool:
        """Tell whether the time that one site may take is over."""
        late = 0 < self._options.max_seconds < time.monotonic() - self._began
        return late and self.frontier.state.head > 0  # the home page is always asked for

    def report_progress(self) -> None:
        if self._batch.progress is not None:
            state = self.frontier.state
            self._batch.progress(self._plan.url, state.opened, self.frontier.queued(), self.links_checked)

    @property
    def batch(self) -> Batch:
        return self._batch

    @property
    def nonsense(self) -> Nonsense:
        return self._nonsense

    async def _abandon(self) -> None:
        tasks = [task for _, task in self._window if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._window.clear()
        self._buffer(-self._buffered)

    def _finish(self) -> Coverage:
        """Hand on every target in its order and close the crawl."""
        state, frontier = self.frontier.state, self.frontier
        for target in frontier.targets:
            self.sink.target(target.record())
        if left := frontier.queued():
            frontier.skipped[reasons.MAX_TIME if state.stopped_because == "max_time" else "max-pages"] = left
        if self._robots.closed:
            state.stopped_because = reasons.ROBOTS
            state.notes.append("robots.txt: 5xx")
        judged = (Life.ALIVE, Life.DEAD, Life.SUSPECT, Life.UNKNOWN)
        coverage = Coverage(
            site=self._plan.url,
            started=datetime.fromisoformat(state.started),
            finished=self._batch.clock(),
            pages=state.opened,
            links_checked=sum(target.life in judged for target in frontier.targets),
            bytes=state.bytes,
            cpu_seconds=round(self._cpu_before + self._batch.meter.share(self._busy), 3),
            skipped=tuple(sorted(frontier.skipped.items())),
            stopped_because=state.stopped_because,
            notes=tuple(state.notes),
        )
        state.phase = "done"
        state.coverage = asdict(coverage)
        for name in ("started", "finished"):
            state.coverage[name] = state.coverage[name].isoformat()
        self.commit_segment()
        return coverage


def lookahead(pace: float) -> int:
    """Return how many pages are asked for ahead: at a slow pace more of them would only wait, and take room."""
    least, most = LOOKAHEAD
    return most if pace <= 0 else max(least, min(most, round(AHEAD * pace)))


def _root(url: str) -> Address | None:
    try:
        return join(url, url)
    except ValueError:
        return None


def _coverage(stored: dict[str, object]) -> Coverage:
    values = dict(stored)
    for name in ("started", "finished"):
        values[name] = datetime.fromisoformat(str(values[name]))
    values["skipped"] = tuple((str(reason), int(count)) for reason, count in values["skipped"])  # type: ignore[attr-defined]
    values["notes"] = tuple(values["notes"])  # type: ignore[arg-type]
    return Coverage(**values)  # type: ignore[arg-type]
