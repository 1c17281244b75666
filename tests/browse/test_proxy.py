"""The browser's way out, spoken to byte by byte: what it refuses, what it passes on, and where it stops."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

import pytest

from kaoping.browse.proxy import GuardedProxy, Traffic
from kaoping.crawl.contract import CrawlOptions
from tests.crawl.serving import Asked, answer, serve

HERE = CrawlOptions(allow_private=("127.0.0.1/32",), connect_timeout=2.0)
PLENTY = 10**9


def spoken(*messages: bytes, options: CrawlOptions = HERE, traffic: Traffic | None = None) -> tuple[bytes, Traffic]:
    """Return what the proxy says to `messages`, sent on one connection, and the traffic it counted."""
    counted = traffic or Traffic(PLENTY, PLENTY)

    async def talk(proxy: GuardedProxy) -> bytes:
        await proxy.begin(counted)
        reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rpartition(":")[2]))
        for message in messages:
            writer.write(message)
            await writer.drain()
        try:
            return await reader.read(-1)
        except ConnectionError:
            return b"(aborted)"
        finally:
            writer.close()

    return run(talk, options), counted


def run(talk: Callable[[GuardedProxy], Awaitable[bytes]], options: CrawlOptions = HERE) -> bytes:
    async def whole() -> bytes:
        async with asyncio.timeout(30), GuardedProxy(options, pace=0) as proxy:
            return await talk(proxy)

    return asyncio.run(whole())


def get(url: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {url} HTTP/1.1", "Host: x", *headers, "", ""]).encode()


def status(said: bytes) -> int:
    return int(said.split(b" ", 2)[1])


def test_a_page_is_passed_on_as_it_is_on_a_connection_of_its_own() -> None:
    with serve({"/a?b=1": lambda _: answer(200, "正文".encode(), "X-Own: yes", "Connection: keep-alive")}) as site:
        said, traffic = spoken(get(f"{site.url}a?b=1#c", "Proxy-Connection: keep-alive", "Cookie: c=1"))
        (asked,) = site.asked
    head, _, body = said.partition(b"\r\n\r\n")
    assert body.decode() == "正文"
    assert b"X-Own: yes" in head
    assert head.lower().count(b"connection:") == 1
    assert (asked.path, asked.headers["cookie"], asked.headers["connection"]) == ("/a?b=1", "c=1", "close")
    assert "proxy-connection" not in asked.headers
    assert (traffic.requests, traffic.bytes, traffic.refused) == (1, len(body), [])


def test_a_body_goes_with_its_request_and_nothing_after_it() -> None:
    seen: list[Asked] = []

    def reply(asked: Asked) -> bytes:
        seen.append(asked)
        return answer(200, b"done", "Connection: close")

    with serve({}, fallback=reply) as site:
        more = get("/smuggled")
        spoken(f"POST {site.url} HTTP/1.1\r\nContent-Length: 3\r\n\r\n".encode() + b"abc" + more)
    assert [asked.path for asked in seen] == ["/"]


def test_a_tunnel_carries_both_ways() -> None:
    with serve({"/": lambda _: answer(200, b"through", "Connection: close")}) as site:

        async def talk(proxy: GuardedProxy) -> bytes:
            await proxy.begin(Traffic(PLENTY, PLENTY))
            reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rpartition(":")[2]))
            writer.write(f"CONNECT 127.0.0.1:{site.port} HTTP/1.1\r\n\r\n".encode())
            assert status(await reader.readuntil(b"\r\n\r\n")) == 200
            writer.write(get("/"))
            said = await reader.read(-1)
            writer.close()
            return said

        assert run(talk).endswith(b"through")


@pytest.mark.parametrize(
    "target",
    [
        "127.0.0.2:80", "10.0.0.1:443", "169.254.169.254:80", "192.168.1.1:8080", "[::1]:80", "[fe80::1]:443",
        "[::ffff:10.0.0.1]:443", "[64:ff9b::a00:1]:443", "100.64.0.1:443", "0.0.0.0:80", "224.0.0.1:80",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(target: str) -> None:
    for message in (f"CONNECT {target} HTTP/1.1\r\n\r\n".encode(), get(f"http://{target}/")):
        said, traffic = spoken(message)
        assert status(said) == 403
        assert len(traffic.refused) == 1


def test_ports_of_other_services_are_refused_even_where_the_address_is_permitted() -> None:
    for port in (22, 25, 3306, 6379):
        said, traffic = spoken(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
        assert (status(said), traffic.refused) == (403, [f"127.0.0.1:{port}"])


def test_a_name_is_judged_by_the_addresses_it_has() -> None:
    options = replace(HERE, allow_private=("127.0.0.9/32",))
    with serve({}, fallback="secret") as site:
        said, traffic = spoken(get(f"http://localhost:{site.port}/"), options=options)
        assert site.asked == []
    assert (status(said), traffic.refused) == (403, [f"localhost:{site.port}"])


def test_connect_to_sends_a_host_elsewhere_and_the_guard_judges_where() -> None:
    with serve({"/": "here"}) as site:
        there = replace(HERE, connect_to=(f"gov.test:80:127.0.0.1:{site.port}",))
        assert spoken(get("http://gov.test/"), options=there)[0].endswith(b"here")
        secretly = replace(HERE, connect_to=("gov.test:80:127.0.0.2:80",))
        assert status(spoken(get("http://gov.test/"), options=secretly)[0]) == 403


def test_what_cannot_be_reached_is_told() -> None:
    assert status(spoken(get("http://nowhere.invalid/"))[0]) == 502
    assert status(spoken(b"CONNECT nowhere.invalid:443 HTTP/1.1\r\n\r\n")[0]) == 502


@pytest.mark.parametrize(
    "message",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET file:///etc/passwd HTTP/1.1\r\n\r\n",
        b"GET ftp://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"GET https://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1 HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1:0 HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1:99999 HTTP/1.1\r\n\r\n",
        b"\r\n\r\n",
        b"\xff\xfe \x00 \x01\r\n\r\n",
        b"POST http://127.0.0.1/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST http://127.0.0.1/ HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        b"POST http://127.0.0.1/ HTTP/1.1\r\nContent-Length: -3\r\n\r\nabc",
        b"GET http://127.0.0.1/ HTTP/1.1\r\n" + b"X: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_request_for_a_page_is_refused(message: bytes) -> None:
    said, traffic = spoken(message)
    assert said == b"(aborted)" or status(said) == 400
    assert traffic.requests == 0


def test_what_the_browser_asks_for_on_its_own_account_does_not_go_out() -> None:
    said, traffic = spoken(b"CONNECT update.googleapis.com:443 HTTP/1.1\r\n\r\n")
    assert (status(said), traffic.requests) == (403, 0)


def test_a_visit_receives_so_much_and_no_more() -> None:
    with serve({"/": lambda _: answer(200, b"x" * 3_000_000)}) as site:
        said, traffic = spoken(get(site.url), traffic=Traffic(1_000_000, 10))
    assert said == b"(aborted)" or len(said) < 1_100_000
    assert traffic.spent
    with serve({"/": "page"}) as site:
        said, _ = spoken(get(site.url), traffic=Traffic(PLENTY, 0))
        assert (status(said), site.asked) == (503, [])


def test_an_answer_that_is_none_ends_the_connection() -> None:
    for wrong in (b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 103 Early\r\n\r\n" * 9):
        with serve({"/": lambda _, wrong=wrong: [wrong]}) as site:  # type: ignore[misc]
            assert spoken(get(site.url))[0] in (b"", b"(aborted)")


def test_early_hints_do_not_take_the_place_of_the_answer() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    with serve({"/": lambda _: [early, answer(200, b"late")]}) as site:
        said, _ = spoken(get(site.url))
    assert (status(said), said.endswith(b"late")) == (200, True)


def test_a_new_visit_ends_what_the_last_one_left() -> None:
    def silent(_: Asked) -> Iterator[bytes]:
        site.release.wait(20)
        yield b""

    with serve({"/": silent}) as site:

        async def talk(proxy: GuardedProxy) -> bytes:
            await proxy.begin(Traffic(PLENTY, PLENTY))
            reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rpartition(":")[2]))
            writer.write(get(site.url))
            while not site.asked:
                await asyncio.sleep(0)
            await proxy.begin(Traffic(PLENTY, PLENTY))
            try:
                return await reader.read(-1)
            except ConnectionError:
                return b""
            finally:
                writer.close()

        assert run(talk) == b""
