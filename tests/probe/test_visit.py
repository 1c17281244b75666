"""What one visit makes of servers that misbehave as real ones do."""

import asyncio
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kaoping.crawl import reasons
from kaoping.crawl.canary import Canaries
from kaoping.crawl.fetch import Fetcher
from kaoping.model.probe_series import Opening, ProbeVisit
from kaoping.probe.contract import ProbeSettings
from kaoping.probe.sight import Sight
from kaoping.probe.visit import Visitor
from tests.crawl.serving import Asked, Reply, answer, html, redirect, serve

SETTINGS = ProbeSettings(
    timeout=1.5, retry_after=0.0, slow_after=0.5, allow_private=("127.0.0.0/8",), canaries=(), together=8
)
PAGE = html("<p>" + "县政府门户网站" * 40 + "</p>")


async def no_pause(_: float) -> None:
    """The retry's pause is not waited for."""


def visit(url: str, settings: ProbeSettings = SETTINGS) -> ProbeVisit:
    async def one() -> ProbeVisit:
        fetcher = Fetcher(settings.crawl_options(), lambda: datetime.now(UTC), one_off=True)
        sight = Sight(Canaries(fetcher, settings.canaries, keep=5.0), time.monotonic, trusted=not settings.canaries)
        try:
            visitor = Visitor(settings, fetcher, sight, clock=lambda: datetime.now(UTC), sleep=no_pause)
            return await visitor.visit(url)
        finally:
            await fetcher.aclose()

    return asyncio.run(one())


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def silent(asked: Asked) -> Iterator[bytes]:
    time.sleep(3)
    yield b""


def trickle(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>"
    for _ in range(30):
        time.sleep(0.1)
        yield b"a"


def late(asked: Asked) -> bytes:
    time.sleep(0.8)
    return answer(200, PAGE.encode())


def cut_off(asked: Asked) -> Iterator[bytes]:
    yield b""


def endless(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<p>" * 10
    for _ in range(10_000):
        yield PAGE.encode()


CASES: dict[str, tuple[Reply, Opening, str]] = {
    "good": (PAGE, Opening.UP, ""),
    "endless": (endless, Opening.UP, ""),
    "late": (late, Opening.SLOW, ""),
    "silent": (silent, Opening.TIMEOUT, reasons.TIMEOUT),
    "trickle": (trickle, Opening.TIMEOUT, reasons.TIMEOUT),
    "missing": (404, Opening.HTTP_ERROR, reasons.NOT_FOUND),
    "broken": (500, Opening.HTTP_ERROR, reasons.SERVER_ERROR),
    "patience": (answer(503, b"", "Retry-After: 3600"), Opening.HTTP_ERROR, reasons.SERVER_ERROR),
    "loop": (redirect("/"), Opening.HTTP_ERROR, reasons.REDIRECT_LOOP),
    "forbidden": (403, Opening.ROBOT_WALL, reasons.FORBIDDEN),
    "too many": (429, Opening.ROBOT_WALL, reasons.RATE_LIMITED),
    "challenge": (html("<script>var __jsl_clearance=1</script>"), Opening.ROBOT_WALL, reasons.ROBOT_WALL),
    "empty": ("", Opening.BLANK, "empty-page"),
    "empty html": ("<html><head><title></title></head><body> </body></html>", Opening.BLANK, "empty-page"),
    "script only": ("<html><body><script src='/app.js'></script></body></html>", Opening.UP, ""),
    "frames only": ("<html><frameset><frame src='/a'></frameset></html>", Opening.UP, ""),
    "database": (html("<p>Error establishing a database connection</p>"), Opening.BLANK, "error-text"),
    "maintenance": (html("<p>系统维护中，请稍后访问</p>"), Opening.BLANK, "error-text"),
    "parked": (html("<p>该域名已过期，请联系管理员续费</p>"), Opening.PARKED, "parked-text"),
    "news of errors": (html("<p>关于系统维护中暂停服务的公告。" + "正文" * 600 + "</p>"), Opening.UP, ""),
    "hung up": (cut_off, Opening.REFUSED, reasons.EMPTY_REPLY),
}


def as_reply(reply: Reply) -> Reply:
    return (lambda _: reply) if isinstance(reply, bytes) and reply.startswith(b"HTTP/") else reply


@pytest.mark.parametrize("name", CASES)
def test_outcomes(name: str) -> None:
    reply, outcome, reason = CASES[name]
    with serve({"/": as_reply(reply)}) as site:
        seen = visit(site.url)
    assert (seen.outcome, seen.reason) == (outcome, reason)
    assert seen.limit == 1.5


def test_refused(closed_port: int) -> None:
    seen = visit(f"http://127.0.0.1:{closed_port}/")
    assert (seen.outcome, seen.reason, seen.looks) == (Opening.REFUSED, reasons.CONNECTION_REFUSED, 2)


def test_a_name_that_does_not_exist() -> None:
    assert visit("http://www.lanting.invalid/").outcome is Opening.DNS


def test_a_plain_server_where_tls_was_meant() -> None:
    with serve({"/": PAGE}) as site:
        assert visit(site.url.replace("http", "https")).outcome is Opening.TLS


def test_an_address_that_must_not_be_asked() -> None:
    seen = visit("http://127.0.0.1:9/", replace(SETTINGS, allow_private=()))
    assert (seen.outcome, seen.looks) == (Opening.OURS, 1)


def test_one_failure_that_is_not_confirmed_is_no_failure() -> None:
    def recovers(asked: Asked) -> bytes:
        return answer(500 if asked.count == 1 else 200, PAGE.encode())

    with serve({"/": recovers}) as site:
        seen = visit(site.url)
        assert (seen.outcome, seen.looks, len(site.asked)) == (Opening.UP, 2, 2)


def test_a_failure_is_looked_at_twice() -> None:
    with serve({"/": 502}) as site:
        assert visit(site.url).looks == 2
        assert len(site.asked) == 2


def test_our_own_outage_is_ours(closed_port: int) -> None:
    """Nothing answers, the canaries neither: the network here is down, and nobody else is to blame."""
    blind = replace(SETTINGS, canaries=(f"http://127.0.0.1:{closed_port}/canary",))
    seen = visit(f"http://127.0.0.1:{closed_port}/", blind)
    assert (seen.outcome, seen.reason) == (Opening.OURS, "no-canary")
    with serve({}) as canary:
        sighted = replace(SETTINGS, canaries=(canary.url,))
        assert visit(f"http://127.0.0.1:{closed_port}/", sighted).outcome is Opening.REFUSED


def test_a_server_that_answers_wrongly_needs_no_canary(closed_port: int) -> None:
    blind = replace(SETTINGS, canaries=(f"http://127.0.0.1:{closed_port}/canary",))
    with serve({"/": 500}) as site:
        assert visit(site.url, blind).outcome is Opening.HTTP_ERROR


def test_another_site_that_answered_stands_for_the_canaries() -> None:
    async def no() -> bool:
        asked.append("canary")
        return False

    asked: list[str] = []
    canaries = Canaries.__new__(Canaries)
    canaries.answer = no  # type: ignore[method-assign]
    moment = iter(range(100))
    sight = Sight(canaries, lambda: float(next(moment)), trusted=False)

    async def look() -> list[bool]:
        sight.answered("www.a.gov.cn", "223.5.5.5")  # at 0
        by_other = await sight.was_clear("www.b.gov.cn", 0.0)
        too_old = await sight.was_clear("www.b.gov.cn", 0.5)
        itself = await sight.was_clear("www.a.gov.cn", 0.0)
        sight.answered("nearby", "10.1.2.3")  # what answers next door says nothing of the internet
        nearby = await sight.was_clear("www.a.gov.cn", 0.0)
        return [by_other, too_old, itself, nearby]

    assert asyncio.run(look()) == [True, False, False, False]
    assert len(asked) == 3
