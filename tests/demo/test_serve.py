"""The server answers GET and HEAD on kept connections, packs what is text, and is late only where it should be."""

import asyncio
import gzip
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic
from typing import IO

import pytest

from kaoping.demo.answers import Answer, Host
from kaoping.demo.ports import close_all, port_numbers, take_ports, take_ports_anywhere
from kaoping.demo.process import served_city
from kaoping.demo.serve import LOOPBACK, bind, serve
from kaoping.gather.name_server import NamedServer
from kaoping.model.errors import InputError

PAGE = Answer(200, ("<p>公告</p>" * 200).encode(), "text/html; charset=utf-8")
LATE = Answer(200, b"late", "text/plain", delay=0.2)


@contextmanager
def running(host: Host) -> Iterator[int]:
    bound = bind()
    bound.listen()
    port = bound.getsockname()[1]
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = Thread(target=lambda: loop.run_until_complete(serve({port: host}, {port: bound}, stop)))
    thread.start()
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)
        loop.close()


def exchange(port: int, request: bytes, answers: int = 1) -> list[tuple[bytes, bytes]]:
    """Send `request` and return head and body of each answer, as many as came before the server closed."""
    found: list[tuple[bytes, bytes]] = []
    with socket.create_connection((LOOPBACK, port), timeout=5) as connection, connection.makefile("rb") as stream:
        connection.sendall(request)
        while len(found) < answers and (head := _head(stream)):
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            found.append((head, b"" if request.startswith(b"HEAD") else stream.read(length)))
    return found


def _head(stream: IO[bytes]) -> bytes:
    lines = []
    while (line := stream.readline()) not in (b"", b"\r\n"):
        lines.append(line)
    return b"".join(lines)


def test_two_requests_on_one_connection_are_answered_in_order() -> None:
    with running(Host({"/a": PAGE, "/late": LATE})) as port:
        started = monotonic()
        first, second = exchange(port, b"GET /late HTTP/1.1\r\nHost: x\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n", 2)
        assert monotonic() - started >= 0.2
    assert first[1] == b"late"
    assert second[1] == PAGE.body


def test_text_is_packed_when_asked_for() -> None:
    with running(Host({"/a": PAGE})) as port:
        ((head, body),) = exchange(port, b"GET /a HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n")
        ((plain_head, plain),) = exchange(port, b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"Content-Encoding: gzip" in head
    assert gzip.decompress(body) == plain == PAGE.body
    assert b"Content-Encoding" not in plain_head


def test_head_has_the_length_and_no_body() -> None:
    with running(Host({"/a": PAGE})) as port:
        ((head, _),) = exchange(port, b"HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert f"Content-Length: {len(PAGE.body)}".encode() in head


def test_head_may_be_refused_where_get_is_not() -> None:
    with running(Host({"/a": Answer(200, b"x", "application/pdf", head_status=405)})) as port:
        assert exchange(port, b"HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n")[0][0].startswith(b"HTTP/1.1 405")
        assert exchange(port, b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")[0][1] == b"x"


def test_a_busy_page_opens_at_the_second_look() -> None:
    with running(Host({"/a": Answer(200, b"x", "text/plain", failures=1)})) as port:
        looks = [exchange(port, b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")[0][0].split(b" ")[1] for _ in range(3)]
    assert looks == [b"503", b"200", b"200"]


@pytest.mark.parametrize(
    ("request_line", "status"),
    [(b"GET /gone HTTP/1.1", b"404"), (b"POST /a HTTP/1.1", b"405"), (b"nonsense", b"405")],
)
def test_what_is_not_there_or_not_understood(request_line: bytes, status: bytes) -> None:
    with running(Host({"/a": PAGE})) as port:
        ((head, _),) = exchange(port, request_line + b"\r\nHost: x\r\n\r\n")
    assert head.split(b" ")[1] == status


def test_an_endless_request_head_ends_the_connection() -> None:
    with running(Host({"/a": PAGE})) as port:
        assert exchange(port, b"GET /" + b"x" * 70_000) == []


def test_ports_are_consecutive_from_the_base_or_refused_all_together() -> None:
    with bind() as taken:
        taken.listen()
        base = taken.getsockname()[1]
        with pytest.raises(InputError, match=r"--base-port"):
            take_ports(["a", "b"], base)
        sockets = take_ports_anywhere(["a", "b"], base)
        try:
            assert base not in port_numbers(sockets).values()
        finally:
            close_all(sockets.values())


def test_the_city_is_served_by_a_process_that_ends_with_the_context() -> None:
    with served_city(base_port=0) as served:
        ports = served.ports
        ((head, body),) = exchange(ports["qingke"], b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert "青珂县" in body.decode()
        with pytest.raises(ConnectionRefusedError):
            exchange(ports["lanting"], b"GET / HTTP/1.1\r\n\r\n")
        ((head, _),) = exchange(ports["linxi-plain"], b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"Location: https://www.linxi.yunze.example/a\r\n" in head
        assert trusted_name(ports["linxi"], "www.linxi.yunze.example", served.authority) == "TLSv1.3"
        assert trusted_name(ports["dangan-tls"], "da.yunze.example", served.authority) == ""
        assert asyncio.run(addresses("cg.yunze.example", ports["names"])) == (("203.0.113.12",), ())
        with pytest.raises(socket.gaierror):
            asyncio.run(addresses("www.lanting.yunze.example", ports["names"]))
    with pytest.raises(ConnectionRefusedError):
        exchange(ports["qingke"], b"GET / HTTP/1.1\r\n\r\n")


def trusted_name(port: int, host: str, authority: str) -> str:
    """Return the protocol agreed with a server that shows a certificate of `authority` for `host`, empty without."""
    context = ssl.create_default_context(cadata=authority)
    with socket.create_connection((LOOPBACK, port), timeout=5) as connection:
        try:
            with context.wrap_socket(connection, server_hostname=host) as secured:
                return secured.version() or ""
        except ssl.SSLCertVerificationError:
            return ""


async def addresses(host: str, port: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    server = NamedServer(f"{LOOPBACK}:{port}")
    return await server(host, socket.AF_INET), await server(host, socket.AF_INET6)


def test_a_city_that_cannot_have_its_ports_says_so() -> None:
    with bind() as taken:
        taken.listen()
        base = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"端口 {base}"), served_city(base_port=base):
            raise AssertionError("it must not start")
