"""The second half of a site's crawl: a verdict for every address that its visited pages link to."""

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from kaoping.crawl import reasons
from kaoping.crawl.addresses import origin_key
from kaoping.crawl.frontier import Target
from kaoping.crawl.verdicts import LinkVerdict
from kaoping.crawl.verify import Looked, Verifier, Wanted
from kaoping.model.outcomes import Fault
from kaoping.model.pages import EvidencePointer, Life, LinkKind

if TYPE_CHECKING:
    from kaoping.crawl.site import SiteCrawl

COMMIT_EVERY = 200  # verdicts between two commits of the frontier


async def check_targets(crawl: "SiteCrawl") -> None:
    """Look at what was not visited, and again at what did not open; verdicts are committed as they come."""
    options = crawl.batch.options
    frontier = crawl.frontier
    for target in frontier.targets:
        if target.life is None and not (options.check_links and (options.check_offsite or not target.offsite)):
            target.life, target.reason = Life.UNSEEN, reasons.NOT_CHECKED
            frontier.skip(reasons.NOT_CHECKED)
            frontier.changed(target)
    if options.check_links:
        async with asyncio.TaskGroup() as group:
            group.create_task(_check_own(crawl))
            group.create_task(_check_offsite(crawl))
        await _heed_canaries(crawl)


async def _check_own(crawl: "SiteCrawl") -> None:
    """Look at the site's own addresses; pages that did not open get their second look here."""
    origins: dict[str, list[Wanted]] = defaultdict(list)
    whole = not crawl.nonsense.honest
    for target in crawl.frontier.targets:
        if target.offsite:
            continue
        if target.life is None:
            wanted = Wanted(target.url, target.kind, whole and target.kind is LinkKind.LINK)
        elif target.life in (Life.DEAD, Life.SUSPECT) and target.looks == 1:
            first = LinkVerdict(target.life, target.status, target.fault, target.reason)
            soft = target.reason == reasons.SOFT_404
            wanted = Wanted(target.url, target.kind, soft, first)
        else:
            continue
        origins[origin_key(target.url)].append(wanted)
    verifier = Verifier(crawl.batch.fetcher, crawl.batch.options.second_look_after, crawl.nonsense)
    note = _Note(crawl, answered=crawl.frontier.state.opened > 0)
    together = crawl.batch.options.per_origin
    async with asyncio.TaskGroup() as group:
        for items in origins.values():
            group.create_task(verifier.look_at_all(items, together, note, crawl.is_late))


async def _check_offsite(crawl: "SiteCrawl") -> None:
    wanted = [
        Wanted(target.url, target.kind) for target in crawl.frontier.targets if target.offsite and target.life is None
    ]
    await crawl.batch.offsite.look_at_all(wanted, _Note(crawl))


async def _heed_canaries(crawl: "SiteCrawl") -> None:
    """When no canary answers, nothing can be said of other hosts: the fault may well be ours."""
    offsite = [target for target in crawl.frontier.targets if target.offsite and target.checked_at is not None]
    if all(target.life is Life.ALIVE for target in offsite) or await crawl.batch.canaries.answer():
        return
    for target in offsite:
        target.life, target.fault, target.reason = Life.UNKNOWN, Fault.US, reasons.NO_CANARY
        crawl.frontier.changed(target)


class _Note:
    """Writes verdicts into the frontier, with evidence for what did not open, and commits now and then.

    `answered` says that the addresses are of a site that was seen to answer.
    """

    def __init__(self, crawl: "SiteCrawl", answered: bool = False) -> None:
        self._crawl = crawl
        self._answered = answered
        self._uncommitted = 0

    def __call__(self, wanted: Wanted, looked: Looked) -> None:
        crawl = self._crawl
        target = crawl.frontier.find(wanted.url)
        if target is None:
            return
        _apply(target, looked)
        if self._answered and target.life is Life.DEAD and target.reason in reasons.HOST_FAILURES:
            target.life = Life.SUSPECT  # the site answered a moment ago: it is down now, its links are not dead
        if target.life is Life.ALIVE:
            target.evidence = EvidencePointer()
        elif looked.answer is not None:
            pointer = crawl.keep_evidence(looked.answer)
            if not target.evidence.warc:  # a page's own answer, with its body, proves more than a second look
                target.evidence = pointer
        crawl.frontier.changed(target)
        crawl.links_checked += 1
        self._uncommitted += 1
        crawl.report_progress()
        if self._uncommitted >= COMMIT_EVERY:
            crawl.commit_frontier()
            self._uncommitted = 0


def _apply(target: Target, looked: Looked) -> None:
    verdict = looked.verdict
    target.life, target.status = verdict.life, verdict.status
    target.fault, target.reason = verdict.fault, verdict.reason
    target.looks, target.checked_at = looked.looks, looked.at
