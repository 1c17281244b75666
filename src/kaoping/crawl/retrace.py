"""Register and queue what an unchanged page links to without reading it, from what an earlier run knew of it.

The result is that of reading the page, or nothing is done: what a page's stored links do not tell for certain is left
to be read. Text and place in the queue of a target are known only from the page that carried it first.
"""

from array import array
from typing import NamedTuple

from kaoping.crawl import reasons
from kaoping.crawl.addresses import Address, join
from kaoping.crawl.earlier import EarlierPage, EarlierSite, EarlierTarget
from kaoping.crawl.frontier import Target
from kaoping.crawl.links import LinkReader, Register
from kaoping.model.pages import LinkKind

UNSETTLED = -1
KINDS = tuple(LinkKind)
_SET_ASIDE = frozenset(
    {
        *(reasons.ROBOTS, reasons.TRAP_CALENDAR, reasons.TRAP_PARAMETERS, reasons.TRAP_REPETITION),
        *(reasons.TRAP_DEPTH, reasons.TRAP_LENGTH),
    }
)


class _Step(NamedTuple):
    """One link to go along: `levels` is how much deeper the page behind it is, None where it is not followed."""

    earlier: EarlierTarget
    kind: LinkKind
    known: Target | None
    address: Address
    levels: int | None = None


class Retracer:
    """Goes along the links of unchanged pages of one site.

    `numbers` are the numbers that targets of the earlier run have now, by their earlier ones; UNSETTLED where seeing
    a link to them once more may still change something.
    """

    def __init__(self, reader: LinkReader, frontier: Register, site: EarlierSite) -> None:
        self._reader = reader
        self._frontier = frontier
        self._site = site
        self.numbers = array("i", [UNSETTLED]) * len(site.targets)

    def retrace(self, page: EarlierPage) -> "array[int] | None":
        """Register and queue the links of a page; return their targets, or None where it must be read for that."""
        links, kinds = self._site.links(page)
        steps = self._steps(page, links, kinds) if links else None
        if steps is None:
            return None
        for step in steps:
            target = step.known
            if target is None:
                offsite = step.address.host not in self._reader.hosts
                target, _ = self._frontier.register(step.earlier.url, step.kind, offsite)
                target.text = step.earlier.text
            if step.levels is not None and not target.offsite:
                self._reader.consider(target, step.address, "a", page.record.level + step.levels)
            self._note(step.earlier.number, target)
        numbers = self.numbers
        found = array("i", [numbers[link] for link in links])
        if steps and UNSETTLED in found:
            unsettled = {step.earlier.number: self._frontier.find(step.earlier.url) for step in steps}
            for place, link in enumerate(links):
                if found[place] == UNSETTLED and (target := unsettled[link]) is not None:
                    found[place] = target.number
        return found

    def _note(self, number: int, target: Target) -> None:
        if target.place >= 0 or target.life is not None or target.offsite:
            self.numbers[number] = target.number

    def _steps(self, page: EarlierPage, links: "array[int]", kinds: bytearray) -> list[_Step] | None:
        """Return what is to be done for the links whose targets are new or not settled."""
        numbers, targets, frontier = self.numbers, self._site.targets, self._frontier
        if len(frontier.targets) + len(links) > self._reader.max_targets:
            return None
        steps: list[_Step] = []
        last = UNSETTLED
        for link, kind in zip(links, kinds, strict=True):
            if numbers[link] != UNSETTLED:
                continue
            earlier = targets[link]
            known = frontier.find(earlier.url)
            if known is not None:
                self._note(link, known)
                if numbers[link] != UNSETTLED:
                    continue
            step = _step(page, earlier, KINDS[kind], known)
            if step is None or (step.levels is not None and 0 <= earlier.place < last):
                return None
            last = earlier.place if step.levels is not None and earlier.place >= 0 else last
            steps.append(step)
        return steps


def _step(page: EarlierPage, earlier: EarlierTarget, kind: LinkKind, known: Target | None) -> _Step | None:
    """Return how to go along a link whose target is new or not queued; None where that is not known for certain."""
    mine = earlier.first_on == page.record.number
    if known is None and (not mine or earlier.reason == reasons.MALFORMED_URL):
        return None
    try:
        address = join(earlier.url, earlier.url)
    except ValueError:
        return None
    if address is None or address.url != earlier.url:
        return None
    levels: int | None = None
    if mine and earlier.place >= 0:
        levels = earlier.level - page.record.level
        if levels not in (0, 1):
            return None
    elif kind is LinkKind.LINK or (mine and earlier.reason in _SET_ASIDE):
        levels = 1
    elif earlier.place >= 0 or earlier.reason in _SET_ASIDE:
        return None  # somebody linked to it; whether this page does, or only embeds it, is not known
    return _Step(earlier, kind, known, address, levels)
