"""The only way out for the browser: a proxy on the loopback address that connects where the crawl's guard permits.

A name is resolved here, each of its addresses is judged, and the connection is opened to the very address that was
judged; the browser itself resolves nothing. What a visit may ask for and receive is bounded.
"""

import asyncio
import socket
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from kaoping.browse.messages import (
    HEAD_LIMIT,
    Asked,
    BadMessageError,
    announced,
    closing,
    preliminary,
    read_head,
    understand,
)
from kaoping.browse.ways_out import WaysOut
from kaoping.crawl.address_guard import REFUSED_PORTS, AddressGuard
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.pace import Origins

LOOPBACK = "127.0.0.1"
PIECE = 64 * 1024
PLENTY = 1 << 62
ASK_SECONDS = 20.0  # for the head of a request; a browser sends it at once
MOST_HEADS = 5
MOST_REFUSED = 50  # origins named in the record of a visit
# What Chromium asks for on its own account whatever its flags say: never let out, and no doing of the page.
BROWSERS_OWN = frozenset(
    {"update.googleapis.com", "accounts.google.com", "clients2.google.com", "clients4.google.com", "mtalk.google.com"}
    | {"optimizationguide-pa.googleapis.com", "safebrowsing.googleapis.com", "content-autofill.googleapis.com"}
    | {"passwordsleakcheck-pa.googleapis.com", "edgedl.me.gvt1.com", "redirector.gvt1.com", "dl.google.com"}
    | {
        "connectivitycheck.gstatic.com",
        "android.clients.google.com",
        "clientservices.googleapis.com",
        "chromewebstore.googleapis.com",
    }
)


class _RefusedError(Exception):
    """The guard does not permit any address of a host."""


@dataclass(slots=True)
class Traffic:
    """What goes out and comes in during one visit, how much of it may, and which origins it did not get to."""

    most_bytes: int
    most_requests: int
    bytes: int = 0
    requests: int = 0
    refused: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)

    @property
    def spent(self) -> bool:
        return self.bytes > self.most_bytes or self.requests > self.most_requests

    def refuse(self, origin: str) -> None:
        _note(origin, self.refused)

    def miss(self, origin: str) -> None:
        """Note an origin that was permitted and did not answer."""
        _note(origin, self.unreached)


def _note(origin: str, origins: list[str]) -> None:
    if origin not in origins and len(origins) < MOST_REFUSED:
        origins.append(origin)


class GuardedProxy:
    """One proxy for one browser. Use it as an asynchronous context manager; `address` is what the browser is told."""

    def __init__(self, options: CrawlOptions, pace: float) -> None:
        self._options = options
        self._guard = AddressGuard(options.allow_private)
        self._ways = WaysOut(options.connect_to)
        self._origins = Origins(pace, options.connections, options.connections)
        self._traffic = Traffic(0, 0)
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "GuardedProxy":
        self._server = await asyncio.start_server(self._accept, LOOPBACK, 0, limit=HEAD_LIMIT)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._drop()

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"http://{LOOPBACK}:{self._server.sockets[0].getsockname()[1]}"

    async def begin(self, traffic: Traffic) -> None:
        """Start a visit: what is still under way for the one before is dropped, and `traffic` counts from now on."""
        await self._drop()
        self._traffic = traffic

    async def _drop(self) -> None:
        tasks = [task for task in self._tasks if not task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, TimeoutError, BadMessageError, asyncio.CancelledError):
            writer.transport.abort()  # half an answer must not look like a whole one; a cancelled visit wants none
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                asked = understand(await read_head(reader))
        except BadMessageError:
            writer.write(_said(400, "bad request"))
            return
        if asked.host in BROWSERS_OWN:
            writer.write(_said(403, "not let out"))
            return
        traffic = self._traffic
        traffic.requests += 1
        if traffic.spent:
            writer.write(_said(503, "budget spent"))
            return
        origin = f"{asked.host}:{asked.port}"
        try:
            upstream = await self._connect(asked, origin)
        except _RefusedError:
            traffic.refuse(origin)
            writer.write(_said(403, "address refused"))
            return
        except (OSError, TimeoutError):
            traffic.miss(origin)
            writer.write(_said(502, "no connection"))
            return
        there_reader, there = upstream
        try:
            if asked.tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await _either(_pump(reader, there, traffic), _pump(there_reader, writer, traffic))
            else:
                await self._one_answer(asked, (reader, writer), (there_reader, there))
        finally:
            there.close()

    async def _one_answer(
        self,
        asked: Asked,
        here: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        """Pass one request and its answer; whatever else the browser sends on this connection goes nowhere."""
        traffic = self._traffic
        there[1].write(asked.head)
        await there[1].drain()
        left = asked.body
        while left:
            piece = await here[0].read(min(PIECE, left))
            if not piece:
                return
            left -= len(piece)
            traffic.bytes += len(piece)
            there[1].write(piece)
            await there[1].drain()
        for _ in range(MOST_HEADS):
            head = await read_head(there[0])
            if not preliminary(head):
                here[1].write(closing(head))
                whole = 0 if asked.head.startswith(b"HEAD ") else announced(head)
                await _either(_pump(there[0], here[1], traffic, whole), _drain(here[0]))
                return

    async def _connect(self, asked: Asked, origin: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection to the first address of the host that the guard permits and that answers.

        Raises _RefusedError where it permits none, OSError or TimeoutError where none answers.
        """
        if asked.port in REFUSED_PORTS or not self._guard.permits_host(asked.host):
            raise _RefusedError
        place = self._origins.of(origin)
        await place.enter()
        place.leave()
        host, port = self._ways.of(asked.host, asked.port)
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._options.connect_timeout):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        permitted = [each for each in found if self._guard.permits(str(each[4][0]))]
        if not permitted:
            raise _RefusedError
        return await self._first_that_answers(permitted)

    async def _first_that_answers(
        self, addresses: Sequence[tuple[Any, ...]]
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        failure: Exception = OSError("no address")
        for family, kind, protocol, _, address in addresses:
            sock = socket.socket(family, kind, protocol)
            sock.setblocking(False)
            try:
                async with asyncio.timeout(self._options.connect_timeout):
                    await asyncio.get_running_loop().sock_connect(sock, address)
            except (OSError, TimeoutError) as error:
                sock.close()
                failure = error
                continue
            except asyncio.CancelledError:
                sock.close()
                raise
            return await asyncio.open_connection(sock=sock, limit=HEAD_LIMIT)
        raise failure


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, traffic: Traffic, whole: int | None = None
) -> None:
    """Pass bytes on until they end, or `whole` of them have passed.

    Raises ConnectionAbortedError when the visit's budget is spent.
    """
    left = PLENTY if whole is None else whole
    while left and (piece := await reader.read(min(PIECE, left))):
        left -= len(piece)
        traffic.bytes += len(piece)
        if traffic.spent:
            raise ConnectionAbortedError
        writer.write(piece)
        await writer.drain()


async def _drain(reader: asyncio.StreamReader) -> None:
    """Read what the browser still sends, for nobody, until it goes away."""
    while await reader.read(PIECE):
        pass


async def _either(one: Coroutine[Any, Any, None], other: Coroutine[Any, Any, None]) -> None:
    """Run two directions until one of them has ended. Raises ConnectionAbortedError when the budget was spent."""
    tasks = [asyncio.ensure_future(each) for each in (one, other)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, ConnectionAbortedError):
                raise ended


def _said(status: int, words: str) -> bytes:
    text = f"HTTP/1.1 {status} {words}\r\nContent-Type: text/plain\r\nContent-Length: {len(words)}\r\n"
    return f"{text}Connection: close\r\n\r\n{words}".encode()
