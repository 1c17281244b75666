"""A small fast HTTP/1.1 server for many ports of 127.0.0.1: keep-alive, pipelining, HEAD, gzip, late answers."""

import asyncio
import re
import socket
import ssl
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from types import MappingProxyType

from kaoping.demo.answers import SEARCH_PATH, Answer, Host

LOOPBACK = "127.0.0.1"
MAX_HEAD = 64 * 1024
BACKLOG = 512


def bind(port: int = 0, kind: socket.SocketKind = socket.SOCK_STREAM) -> socket.socket:
    """Return a socket bound to `port` of the loopback address (0: the system chooses). Raises OSError when taken."""
    bound = socket.socket(socket.AF_INET, kind)
    if kind is socket.SOCK_STREAM:  # for datagrams it would share a port that is taken
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
    except OSError:
        bound.close()
        raise
    return bound


async def serve(
    hosts: Mapping[int, Host],
    sockets: Mapping[int, socket.socket],
    stop: asyncio.Event,
    secured: Mapping[int, ssl.SSLContext] = MappingProxyType({}),
) -> None:
    """Answer for `hosts` on `sockets` (all by port) until `stop` is set, those that are `secured` by TLS.

    A socket without host stays unanswered.
    """
    loop = asyncio.get_running_loop()
    servers = []
    for port, bound in sockets.items():
        if port in hosts:
            host = hosts[port]
            servers.append(
                await loop.create_server(partial(_Connection, host), sock=bound, backlog=BACKLOG, ssl=secured.get(port))
            )
    await stop.wait()
    for server in servers:
        server.close()


class _Connection(asyncio.Protocol):
    """One client connection; requests are answered in the order in which they came."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._buffer = b""
        self._busy = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) > MAX_HEAD and self._transport is not None:
            self._transport.close()
            return
        self._work()

    def _work(self) -> None:
        while not self._busy and self._transport is not None:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._buffer[:end]
            size = _body_size(head)
            if len(self._buffer) < end + 4 + size:
                return
            body, self._buffer = self._buffer[end + 4 : end + 4 + size], self._buffer[end + 4 + size :]
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        line, _, rest = head.partition(b"\r\n")
        parts = line.split(b" ")
        form = parts[0] == b"POST" and len(parts) == 3 and parts[1].startswith(SEARCH_PATH.encode())
        if len(parts) != 3 or (parts[0] not in (b"GET", b"HEAD") and not form):
            self._write(_response(_REFUSED, b"GET", b"connection: close"), close=True)
            return
        lower = rest.lower()
        path = parts[1].decode("latin-1").partition("#")[0]
        if form:
            path += f"?{body.decode('latin-1')}"
        answer = self._host.answer(path)
        if answer.failures:
            answer.failures -= 1
            answer = _BUSY
        data = _response(answer, parts[0], lower)
        close = b"connection: close" in lower or parts[2] == b"HTTP/1.0"
        if answer.delay:
            self._busy = True
            asyncio.get_running_loop().call_later(answer.delay, self._late, data, close)
        else:
            self._write(data, close=close)

    def _late(self, data: bytes, close: bool) -> None:
        self._busy = False
        self._write(data, close=close)
        self._work()

    def _write(self, data: bytes, *, close: bool) -> None:
        if self._transport is not None:
            self._transport.write(data)
            if close:
                self._transport.close()


_BODY = re.compile(rb"\ncontent-length:\s*(\d{1,5})\s*(?:\r|$)", re.IGNORECASE)


def _body_size(head: bytes) -> int:
    """Return how many bytes follow the head of a request; what is longer than a form ends the connection elsewhere."""
    match = _BODY.search(head) if head.startswith(b"POST") else None
    return int(match[1]) if match else 0


_REFUSED = Answer(405, b"", "text/plain")
_BUSY = Answer(503, b"<html><body>503 Service Unavailable</body></html>")


def _response(answer: Answer, method: bytes, request: bytes) -> bytes:
    if method == b"HEAD" and answer.head_status:
        answer = Answer(answer.head_status)
    packed = answer.gzipped() if b"gzip" in request else None
    body = answer.body if packed is None else packed
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        f"Content-Type: {answer.content_type}",
        f"Content-Length: {len(body)}",
        "Server: yunze",
    ]
    if packed is not None:
        lines.append("Content-Encoding: gzip")
    if b"connection: close" in request:
        lines.append("Connection: close")
    lines += [f"{name}: {value}" for name, value in answer.headers]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head if method == b"HEAD" else head + body
