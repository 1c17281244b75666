"""One visit to a home page as a visitor's browser would begin it, repeated before anybody is called down."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from ada_url import URL

from kaoping.crawl import reasons
from kaoping.crawl.fetch import Answer, Clock, Fetcher
from kaoping.crawl.verdicts import judge
from kaoping.model.outcomes import Fault
from kaoping.model.probe_series import FAILED, OPENED, Opening, ProbeVisit
from kaoping.probe.certificates import CertificateWatch
from kaoping.probe.contract import ProbeSettings
from kaoping.probe.page_look import wrong_page
from kaoping.probe.sight import Sight

Sleep = Callable[[float], Awaitable[None]]
FIRST_BYTES = 16 * 1024
BLIND = "no-canary"

_OPENINGS = {
    reasons.NXDOMAIN: Opening.DNS,
    reasons.TIMEOUT: Opening.TIMEOUT,
    reasons.CONNECT_TIMEOUT: Opening.TIMEOUT,
    reasons.TLS_HANDSHAKE: Opening.TLS,
    reasons.TLS_EXPIRED: Opening.CERTIFICATE,
    reasons.TLS_NAME: Opening.CERTIFICATE,
    reasons.TLS_UNTRUSTED: Opening.CERTIFICATE,
    **dict.fromkeys(
        (
            *(reasons.CONNECTION_REFUSED, reasons.CONNECTION_RESET, reasons.CONNECT_FAILED),
            *(reasons.EMPTY_REPLY, reasons.BAD_RESPONSE),
        ),
        Opening.REFUSED,
    ),
}
_SILENT = frozenset({Opening.TIMEOUT, Opening.REFUSED, Opening.DNS, Opening.TLS})
"""What our own broken network would look like too."""


class Visitor:
    """Makes visits; `fetcher` is one that keeps nothing from visit to visit."""

    def __init__(
        self,
        settings: ProbeSettings,
        fetcher: Fetcher,
        sight: Sight,
        *,
        clock: Clock,
        sleep: Sleep,
        certificates: CertificateWatch | None = None,
    ) -> None:
        self._settings = settings
        self._fetcher = fetcher
        self._sight = sight
        self._clock = clock
        self._sleep = sleep
        self._certificates = certificates

    async def visit(self, url: str) -> ProbeVisit:
        """Visit the home page at `url`; whatever a server or network does ends in the outcome.

        Only a failure that a second look over a new connection confirms is one, and only while our own network works.
        """
        began = self._clock()
        first = await self._look(url)
        if first.outcome not in FAILED:
            return first
        await self._sleep(self._settings.retry_after)
        since = self._sight.now()
        second = replace(await self._look(url), at=began, looks=2)
        if second.outcome in _SILENT and not await self._sight.was_clear(_host(url), since):
            return replace(second, outcome=Opening.OURS, reason=BLIND)
        return second

    async def _look(self, url: str) -> ProbeVisit:
        at, limit = self._clock(), self._settings.timeout
        try:
            async with asyncio.timeout(limit):
                answer = await self._fetcher.fetch(url, limit=FIRST_BYTES, second=True)
        except TimeoutError:
            return ProbeVisit(at, Opening.TIMEOUT, limit, limit, reason=reasons.TIMEOUT)
        if answer.status is not None:
            self._sight.answered(_host(answer.final_url), answer.hops[-1].address)
        outcome, reason = self._outcome(answer)
        if self._certificates is not None and (outcome in OPENED or outcome is Opening.CERTIFICATE):
            hop = next((hop for hop in answer.hops if hop.url.startswith("https:")), answer.hops[0])
            await self._certificates.look(url, hop, at)
        return ProbeVisit(at, outcome, round(answer.seconds, 3), limit, answer.status, reason=reason)

    def _outcome(self, answer: Answer) -> tuple[Opening, str]:
        verdict = judge(answer)
        if verdict.fault is Fault.ROBOT_WALL:
            return Opening.ROBOT_WALL, verdict.reason
        if verdict.fault is Fault.US:
            return Opening.OURS, verdict.reason
        if verdict.fault is Fault.NETWORK:
            return Opening.NETWORK, verdict.reason
        if verdict.reason:
            return _OPENINGS.get(verdict.reason, Opening.HTTP_ERROR), verdict.reason
        wrong = wrong_page(answer)
        if wrong is not None:
            return wrong
        return (Opening.SLOW if answer.seconds > self._settings.slow_after else Opening.UP), ""


def _host(url: str) -> str:
    try:
        return str(URL(url).host)
    except ValueError:
        return url
