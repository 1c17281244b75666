"""Fetch an address as a visitor would: paced, redirects followed by hand, compression undone, all of it bounded."""

import asyncio
import email.utils
import hashlib
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from ada_url import URL

from kaoping.crawl import reasons
from kaoping.crawl.address_guard import REFUSED_PORTS, AddressGuard
from kaoping.crawl.addresses import CONTROL, origin_key, origin_of
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.decoding import decode_body
from kaoping.crawl.pace import Origins
from kaoping.crawl.transport import Exchange, Transport
from kaoping.model.pages import EvidencePointer

Clock = Callable[[], datetime]

ACCEPT = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
LANGUAGE = "Accept-Language: zh-CN,zh;q=0.9,en;q=0.5"
FIRST_LOOK = (ACCEPT, LANGUAGE, "Accept-Encoding: gzip")
SECOND_LOOK = ("Accept: */*", LANGUAGE, "Accept-Encoding: gzip", "Cache-Control: no-cache")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_RETRY_AFTER = 30.0  # seconds that a server may ask us to wait before we give up on the address
MAX_WAITS = 2
NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
MAX_COOKIES = 20
MAX_COOKIE_SIZE = 4096


@dataclass(slots=True)
class Answer:
    """What became of one address after its redirects. `body` is decoded, `wire` is as received.

    `reason` is empty for a complete answer, whatever its status. `kept` is where its evidence lies already.
    With `same` the body is the one that was known, and is only unpacked when `Fetcher.unpack` is told to.
    """

    url: str
    final_url: str
    at: datetime
    status: int | None = None
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    truncated: bool = False
    redirects: tuple[tuple[str, int], ...] = ()
    hops: list[Exchange] = field(default_factory=list)
    seconds: float = 0.0
    kept: EvidencePointer | None = None
    same: bool = False

    @property
    def weight(self) -> int:
        """How many bytes it holds in memory, unpacked or not."""
        return len(self.body) or sum(hop.size for hop in self.hops)


@dataclass(frozen=True, slots=True)
class Known:
    """What an unchanged answer is known by: SHA-256 and size of its body as sent, its Content-Type.

    `conditions` are header lines that ask for it only if it has changed.
    """

    digest: str
    size: int
    content_type: str
    conditions: tuple[str, ...] = ()

    def is_that(self, exchange: Exchange, headers: dict[str, str]) -> bool:
        """Tell whether an answer came byte for byte as it is known, in the same wrapping."""
        if exchange.status != 200 or exchange.reason or exchange.truncated or exchange.size != self.size:
            return False
        if headers.get("content-type", "")[: len(self.content_type)] != self.content_type:
            return False
        return f"sha256:{hashlib.sha256(exchange.body).hexdigest()}" == self.digest


class Fetcher:
    """Fetches for a whole batch; every request of the crawl goes through here.

    With `one_off` every request is a first visit: names are looked up anew, connections are not kept, and a server
    that asks for patience (Retry-After) is taken at its word at once.
    """

    def __init__(self, options: CrawlOptions, clock: Clock, *, one_off: bool = False) -> None:
        self._options = options
        self._clock = clock
        self._guard = AddressGuard(options.allow_private)
        self._transport = Transport(options, self._guard, one_off=one_off)
        self._waits = 0 if one_off else MAX_WAITS
        self.origins = Origins(options.pace, options.per_origin, options.connections)
        self.requests = 0
        self._refused = lru_cache(maxsize=4096)(self._refusal)

    async def post(self, url: str, data: bytes) -> Answer:
        """Return what `url` answers to a form's `data` (url-encoded), as `fetch` does; a redirect is asked with GET."""
        return await self._follow(
            url, "POST", _Wish(self._options.max_body, False, {}, page=True, ipv6=False, data=data)
        )

    async def fetch(
        self,
        url: str,
        method: str = "GET",
        *,
        limit: int | None = None,
        second: bool = False,
        ipv6: bool = False,
        known: "Known | None" = None,
    ) -> Answer:
        """Return what `url` answers; network failures are in `Answer.reason`, nothing is raised for them.

        `limit` is how many bytes of the body are wanted (the rest is not waited for), by default `max_body`, beyond
        which the reason is `body-too-large`. `second` makes this a second look: other headers, a new connection.
        With `ipv6` no connection is made over anything else. With `known` the status may be 304, and a body that is the
        known one is not unpacked: `same` says so.
        """
        wish = _Wish(limit or self._options.max_body, second, {}, page=limit is None, ipv6=ipv6, known=known)
        return await self._follow(url, method, wish)

    async def _follow(self, url: str, method: str, wish: "_Wish") -> Answer:
        answer = Answer(url=url, final_url=url, at=self._clock())
        redirects: list[tuple[str, int]] = []
        cookies = wish.cookies
        seen: set[tuple[str, str]] = set()
        current = url
        while True:
            exchange = await self._one(current, method, wish)
            answer.hops.append(exchange)
            answer.seconds += exchange.seconds
            answer.final_url = current
            if exchange.status not in REDIRECTS or exchange.reason:
                break
            redirects.append((current, exchange.status))
            wish.known = None  # it is known under the address that was asked for, not where that leads
            following, reason = self._next(current, exchange, cookies)
            if not reason and (following, _cookie_line(cookies, following)) in seen:
                reason = reasons.REDIRECT_LOOP
            if not reason and len(redirects) > self._options.max_redirects:
                reason = reasons.REDIRECT_ENDLESS
            if reason:
                exchange.reason = reason
                break
            seen.add((following, _cookie_line(cookies, following)))
            current = following
            method = "GET" if method == "POST" else method
        answer.redirects = tuple(redirects)
        if exchange.reason == reasons.DNS_FAILURE:
            exchange.reason = await self._name_reason(current)
        self._conclude(answer, exchange, None if wish.page else wish.limit)
        answer.same = wish.known is not None and wish.known.is_that(exchange, answer.headers)
        if not answer.same:
            self._unpack(answer, exchange, None if wish.page else wish.limit)
        return answer

    def unpack(self, answer: Answer) -> None:
        """Give an answer that came as it was known its body."""
        if answer.same:
            answer.same = False
            self._unpack(answer, answer.hops[-1], None)

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def _one(self, url: str, method: str, wish: "_Wish") -> Exchange:
        """Do one exchange, waiting as told when the server asks for patience."""
        for wait in range(self._waits + 1):
            headers = SECOND_LOOK if wish.second else FIRST_LOOK
            headers = (*headers, *wish.known.conditions) if wish.known else headers
            line = _cookie_line(wish.cookies, url)
            exchange = Exchange(method, url, (*headers, line) if line else headers, wish.limit, wish.page, wish.ipv6)
            exchange.data = wish.data
            exchange.reason = self._refused(origin_of(url))
            if exchange.reason:
                return exchange
            async with self.origins.turn(origin_key(url)) as origin:
                self.requests += 1
                await self._transport.exchange(exchange, fresh=wish.second)
                origin.note(exchange.status is not None)
                pause = _retry_after(exchange, self._clock)
                if pause is None or pause > MAX_RETRY_AFTER or wait == self._waits:
                    return exchange
                origin.hold_off(pause)
        return exchange

    async def _name_reason(self, url: str) -> str:
        """Tell a name that does not exist from a name service that does not answer."""
        host = URL(url).hostname
        try:
            await asyncio.get_running_loop().getaddrinfo(host, None)
        except socket.gaierror as error:
            return reasons.NXDOMAIN if error.errno in NO_SUCH_NAME else reasons.DNS_FAILURE
        except (OSError, UnicodeError):
            return reasons.DNS_FAILURE
        return reasons.DNS_FAILURE

    def _refusal(self, origin: str) -> str:
        """Return why `origin` must not be asked at all, as far as its spelling tells."""
        try:
            parsed = URL(origin)
        except ValueError:
            return reasons.MALFORMED_URL
        if parsed.protocol not in ("http:", "https:"):
            return reasons.SCHEME_REFUSED
        if parsed.port and int(parsed.port) in REFUSED_PORTS:
            return reasons.PORT_REFUSED
        return "" if self._guard.permits_host(parsed.hostname) else reasons.ADDRESS_REFUSED

    def _next(self, url: str, exchange: Exchange, cookies: dict[str, dict[str, str]]) -> tuple[str, str]:
        headers = exchange.headers()
        _keep_cookies(cookies, url, headers.get("set-cookie", ""))
        location = headers.get("location", "").split("\n")[0].strip()
        if not location:
            return "", reasons.REDIRECT_NOWHERE
        try:
            target = URL(location, url)
        except ValueError:
            return "", reasons.MALFORMED_URL
        if target.protocol not in ("http:", "https:"):
            return "", reasons.SCHEME_REFUSED
        target.hash = ""
        return target.href, ""

    def _conclude(self, answer: Answer, exchange: Exchange, limit: int | None) -> None:
        answer.status = exchange.status
        answer.reason = exchange.reason
        answer.headers = exchange.headers()
        answer.truncated = exchange.truncated
        if exchange.truncated and limit is None and exchange.limit == self._options.max_body:
            answer.reason = reasons.BODY_TOO_LARGE

    def _unpack(self, answer: Answer, exchange: Exchange, limit: int | None) -> None:
        encoding = answer.headers.get("content-encoding", "")
        answer.body = exchange.body
        if encoding and answer.body:
            answer.body, reason = decode_body(answer.body, encoding, limit or self._options.max_body)
            if not exchange.truncated and not (limit is not None and reason == reasons.DECOMPRESSION_LIMIT):
                answer.reason = answer.reason or reason


@dataclass(slots=True)
class _Wish:
    limit: int
    second: bool
    cookies: dict[str, dict[str, str]]
    page: bool
    ipv6: bool
    data: bytes = b""
    known: "Known | None" = None


def _retry_after(exchange: Exchange, clock: Clock) -> float | None:
    """Return the seconds to wait before asking again, where the server says so."""
    if exchange.status not in (429, 503):
        return None
    text = exchange.headers().get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max(0.0, (moment - clock()).total_seconds())


def _keep_cookies(cookies: dict[str, dict[str, str]], url: str, lines: str) -> None:
    """Remember what a redirect sets, for this chain and host only: some sites loop for ever without it."""
    if not lines:
        return
    jar = cookies.setdefault(origin_key(url), {})
    for line in lines.split("\n"):
        name, equals, value = line.partition(";")[0].strip().partition("=")
        if CONTROL.search(line):
            continue
        if equals and name and len(name) + len(value) <= MAX_COOKIE_SIZE and (name in jar or len(jar) < MAX_COOKIES):
            jar[name] = value


def _cookie_line(cookies: dict[str, dict[str, str]], url: str) -> str:
    jar = cookies.get(origin_key(url)) if cookies else None
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in jar.items()) if jar else ""


async def wait(seconds: float) -> None:
    """Sleep unless there is nothing to wait for."""
    if seconds > 0:
        await asyncio.sleep(seconds)
