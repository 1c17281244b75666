"""Look once around a site, beside its pages: name, http and https, certificate, IPv6, and how fast the home page is."""

import asyncio
import socket
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kaoping.crawl import reasons
from kaoping.crawl.address_guard import AddressGuard
from kaoping.crawl.canary import Canaries
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.fetch import Answer, Clock, Fetcher
from kaoping.crawl.reasons import TLS_REASONS
from kaoping.crawl.verdicts import judge
from kaoping.gather.contract import NOTHING_LINKED, GatherOptions, Linked
from kaoping.gather.names import Resolve, look_up
from kaoping.gather.neighbours import Neighbours
from kaoping.gather.search import Searcher
from kaoping.gather.ways import Ways, ways_of
from kaoping.model.deferred import Deferred
from kaoping.model.outcomes import Fault
from kaoping.model.site_looks import Certificate, InnerHost, NameLook, Resolved, SiteLooks, Visit

if TYPE_CHECKING:
    from kaoping.crawl import certificate as certificates
else:
    certificates = Deferred("kaoping.crawl.certificate")

DIVERTED = "diverted"  # connect_to sends the bytes elsewhere
NO_IPV6 = "no-ipv6-here"
NO_NAME = "address-not-name"
PEEK = 32 * 1024  # bytes of a body that only its status matters of


@dataclass(frozen=True, slots=True)
class Lookout:
    """Looks around sites for one batch: what they share."""

    options: CrawlOptions
    gather: GatherOptions
    fetcher: Fetcher
    clock: Clock
    resolve: Resolve
    canaries: Canaries
    canaries6: Canaries
    neighbours: Neighbours

    async def look(self, site: str, linked: Linked = NOTHING_LINKED) -> SiteLooks:
        """Return what is to be seen of `site` and at the addresses of other hosts that it links to.

        What a server or network does ends in the looks, nothing is raised for it.
        """
        started = self.clock()
        ways = ways_of(site, self.options.connect_to)
        name = await self._name(ways)
        http = await self._by(ways.http, ways)
        https, certificate = await self._secure(ways)
        ipv6 = await self._over_ipv6(site, ways, name.ipv6)
        home, last = await self._home(site)
        searcher = Searcher(self.options, self.gather, self.fetcher, self._visit)
        search = await searcher.look(site, last) if last is not None and self.gather.searches else None
        seen = await self.neighbours.look(linked.strangers)
        inner = None if linked.inner is None else tuple([await self._inner(url) for url in linked.inner])
        return SiteLooks(started, name, http, https, certificate, ipv6, home, search, seen, inner)

    async def _name(self, ways: Ways) -> NameLook:
        if ways.diverted and not self.gather.name_server:
            unseen = Resolved(reason=DIVERTED, fault=Fault.US)
            return NameLook(ways.host, unseen, unseen)
        look = await look_up(ways.host, self.resolve, self.options.connect_timeout)
        if any(each and each.reason for each in (look.ipv4, look.ipv6)) and not await self.canaries.answer():
            return NameLook(ways.host, _ours(look.ipv4), _ours(look.ipv6))
        return look

    async def _by(self, url: str | None, ways: Ways) -> Visit | None:
        """Ask for `url`, briefly."""
        if url is None:
            return None
        if url in ways.closed:
            return Visit(url, self.clock(), reason=DIVERTED, fault=Fault.US)
        return await self._visit(await self.fetcher.fetch(url, limit=PEEK, second=True))

    async def _secure(self, ways: Ways) -> tuple[Visit | None, Certificate | None]:
        if ways.https is None or ways.https in ways.closed:
            return await self._by(ways.https, ways), None
        answer = await self.fetcher.fetch(ways.https, limit=PEEK, second=True)
        first = answer.hops[0]
        certificate = None
        # the address is the one that was just asked; the guard has the last word on every connection all the same
        if first.address and AddressGuard(self.options.allow_private).permits(first.address):
            distrust = first.reason if first.reason in TLS_REASONS else ""
            peer = first.address, first.port
            certificate = await certificates.shown_certificate(ways.host, peer, self.options.connect_timeout, distrust)
        return await self._visit(answer), certificate

    async def _inner(self, url: str) -> InnerHost:
        """Look whether a further host of the site's domain has IPv6 addresses, and whether it answers there."""
        ways = ways_of(url, self.options.connect_to)
        resolved = (await self._name(ways)).ipv6 or Resolved(reason=NO_NAME, fault=Fault.SITE)
        return InnerHost(ways.host, resolved, await self._over_ipv6(url, ways, resolved))

    async def _over_ipv6(self, site: str, ways: Ways, resolved: Resolved | None) -> Visit | None:
        """Ask for an address over IPv6 where its host has one there; our own lack of IPv6 is ours."""
        if resolved is None or not resolved.addresses:
            return None
        if ways.diverted:
            return Visit(site, self.clock(), reason=DIVERTED, fault=Fault.US)
        if not any(map(_routed, resolved.addresses)):
            return Visit(site, self.clock(), reason=NO_IPV6, fault=Fault.US)
        answer = await self.fetcher.fetch(site, limit=PEEK, second=True, ipv6=True)
        if answer.status is None and not await self.canaries6.answer():
            return replace(_as_visit(answer), reason=NO_IPV6, fault=Fault.US)
        return _as_visit(answer)

    async def _home(self, site: str) -> tuple[tuple[Visit, ...], Answer | None]:
        """Time the home page several times, leaving the site alone in between; return the last answer too."""
        visits = []
        answer = None
        pause = self.gather.pause_turns / self.options.pace if self.options.pace > 0 else 0.0
        for number in range(self.gather.home_looks):
            if number:
                await asyncio.sleep(pause)
            answer = await self.fetcher.fetch(site, second=True)
            visits.append(await self._visit(answer))
        return tuple(visits), answer

    async def _visit(self, answer: Answer) -> Visit:
        """Return the visit; when none of the canaries answers either, that it failed is ours."""
        visit = _as_visit(answer)
        answered = visit.status is not None or visit.reason in TLS_REASONS
        if visit.fault in (Fault.SITE, Fault.NETWORK) and not answered and not await self.canaries.answer():
            return replace(visit, reason=reasons.NO_CANARY, fault=Fault.US)
        return visit


def _as_visit(answer: Answer) -> Visit:
    verdict = judge(answer)
    return Visit(
        url=answer.url,
        at=answer.at,
        status=answer.status,
        final_url=answer.final_url,
        redirects=answer.redirects,
        seconds=round(answer.seconds, 3),
        reason=verdict.reason,
        fault=verdict.fault,
    )


def _ours(look: Resolved | None) -> Resolved | None:
    return look and replace(look, reason=reasons.NO_CANARY, fault=Fault.US)


def _routed(address: str) -> bool:
    """Tell whether this machine has a way to an IPv6 address: connecting a datagram socket sends nothing."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 443))
    except OSError:
        return False
    return True
