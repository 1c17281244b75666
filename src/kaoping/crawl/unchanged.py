"""Pages that are as an earlier run saw them: asked for on condition, known by their bytes, and not read again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kaoping.crawl.earlier import EarlierPage, EarlierSite
from kaoping.crawl.fetch import Answer, Known
from kaoping.crawl.frontier import Target
from kaoping.crawl.page import KEPT_HEADERS, KEPT_LENGTH
from kaoping.crawl.retrace import Retracer
from kaoping.crawl.verdicts import LinkVerdict
from kaoping.model.errors import StorageError
from kaoping.model.pages import Life

if TYPE_CHECKING:
    from kaoping.crawl.site import SiteCrawl

NOT_MODIFIED = 304
OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding"})  # a 304 has none to speak of


class Unchanged:
    """Knows the pages of one site that an earlier run read."""

    def __init__(self, crawl: "SiteCrawl", site: EarlierSite) -> None:
        self._crawl = crawl
        self._site = site
        self._retracer = Retracer(crawl.links, crawl.frontier, site)

    def known(self, target: Target) -> Known | None:
        """Return what a page that has not changed is known by."""
        earlier = self._earlier(target)
        if earlier is None:
            return None
        record = earlier.record
        return Known(record.digest, record.size, record.headers.get("content-type", ""), earlier.conditions)

    def take(self, target: Target, answer: Answer, looks: int) -> bool:
        """Hand a page on with what is known of it, if it is unchanged and nothing else is left to be found out.

        Where something is left, the answer gets its body, to be read again.
        """
        earlier = self._earlier(target)
        if earlier is None:
            return False
        if answer.status == NOT_MODIFIED and not answer.redirects and not answer.reason:
            return self._not_modified(target, answer, looks, earlier)
        if answer.same and self._hand_over(target, answer, looks, earlier):
            return True
        self._crawl.batch.fetcher.unpack(answer)
        return False

    def _earlier(self, target: Target) -> EarlierPage | None:
        """Return the page as it was, where its facts would be the same now: facts of a page depend on its level.

        The root is always read: with it the crawl learns which hosts are the site's own.
        """
        if target.level == 0:
            return None
        earlier = self._site.page(target.url)
        return earlier if earlier is not None and earlier.record.level == target.level else None

    def _not_modified(self, target: Target, answer: Answer, looks: int, earlier: EarlierPage) -> bool:
        record, exchange = earlier.record, answer.hops[-1]
        try:
            members = self._site.members(earlier)
            answer.kept = self._crawl.keep_unchanged(members, exchange, record.digest, answer.at)
            now = {name: value for name, value in answer.headers.items() if name not in OF_THE_BODY}
            answer.status, answer.headers, exchange.size = 200, {**record.headers, **now}, record.size
            if self._hand_over(target, answer, looks, earlier):
                return True
            answer.body = self._site.answer(earlier).body
        except StorageError:  # it was there when the earlier run was opened; the page is then one without text
            answer.status = NOT_MODIFIED
        return False

    def _hand_over(self, target: Target, answer: Answer, looks: int, earlier: EarlierPage) -> bool:
        crawl = self._crawl
        if not crawl.nonsense.honest:  # whether the page says “not found” depends on how the site answers now
            return False
        targets = self._retracer.retrace(earlier)
        if targets is None:
            return False
        links, kinds = self._site.links(earlier)
        numbers: Mapping[int, int] = {} if links == targets else dict(zip(links, targets, strict=True))
        evidence = crawl.keep_evidence(answer)
        crawl.note_page(target, LinkVerdict(Life.ALIVE, 200), looks, (answer.at, evidence))
        state = crawl.frontier.state
        crawl.frontier.visit(target.url, state.pages)
        record = replace(
            earlier.record,
            number=state.pages,
            target=target.number,
            seconds=round(answer.seconds, 4),
            fetched_at=answer.at,
            headers={name: answer.headers[name][:KEPT_LENGTH] for name in KEPT_HEADERS if name in answer.headers},
            evidence=evidence,
        )
        state.pages += 1
        state.opened += 1
        crawl.sink.unchanged(record, targets, kinds, self._site.facts(earlier, numbers))
        return True
