"""Serve many small sites with a delay before every answer, each on a loopback address of its own.

usage: python -m bench.latency_server PORT [--pages 30] [--latency 0.2]

Site number N answers at 127.1.x.y (N = 256 x + y); hosts that sites link to answer at 127.2.0.y. What a site is like
follows from its number (see `temper`). At SIGTERM the server writes what it was asked as JSON: requests by site, and
by address of the linked hosts.
"""

import argparse
import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

FOREIGN_HOSTS = 8
FOREIGN_PATHS = 5
LINKS = 18
SLOW = 6.0  # seconds until a slow site answers
TEXT = "根据《中华人民共和国政府信息公开条例》的规定,现将有关事项公告如下,请各有关单位认真贯彻执行。" * 12
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n"
GONE = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nnot found"
TROUBLE = {7: "stalled", 57: "slow", 107: "endless", 157: "failing", 207: "refused"}  # by number modulo 250


def temper(number: int) -> str:
    """Return what a site is like: good, stalled (never answers), slow, endless, failing (500), refused (no server)."""
    return TROUBLE.get(number % 250, "good")


def site_url(number: int, port: int) -> str:
    """Return the address of a site; nothing listens where one is to refuse."""
    return f"http://127.1.{number // 256}.{number % 256}:{1 if temper(number) == 'refused' else port}/"


@lru_cache(maxsize=4096)
def page(number: int, pages: int, port: int) -> bytes:
    """Return the answer for page `number` of every good site: a binary tree of lists, with links to other hosts."""
    children = [child for child in (2 * number + 1, 2 * number + 2) if child < pages]
    beside = [(number * 7 + step) % pages for step in range(LINKS - len(children))]
    foreign = f"http://127.2.0.{number % FOREIGN_HOSTS}:{port}/there/{number % FOREIGN_PATHS}.html"
    items = "".join(
        f"<li><a href='/p{n}.html'>第{n}号公告</a><span>2026-11-{n % 28 + 1:02}</span></li>"
        for n in [*children, *beside]
    )
    body = (
        f"<html><head><title>第{number}号公告</title></head><body><ul>{items}</ul><p>发布时间:2026-11-"
        f"{number % 28 + 1:02}</p><p>{TEXT}</p><a href='{foreign}'>上级网站</a></body></html>"
    ).encode()
    return HEAD.format(len(body)).encode() + body


class Answering(asyncio.Protocol):
    """One connection: answers each request of it after the delay of the site it came for."""

    def __init__(self, pages: int, latency: float, port: int, asked: Counter[str]) -> None:
        self._pages, self._latency, self._port, self._asked = pages, latency, port, asked

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        _, network, high, low = transport.get_extra_info("sockname")[0].split(".")
        self._foreign = network == "2"
        self._number = int(high) * 256 + int(low)
        self._temper = "good" if self._foreign else temper(self._number)

    def data_received(self, data: bytes) -> None:
        method, path, _ = data.split(b" ", 2)
        address = f"foreign {self._number} {path.decode()}" if self._foreign else f"site {self._number}"
        self._asked[address] += 1
        if self._temper == "stalled":
            return
        answer = self._answer(path.decode())
        head, _, _ = answer.partition(b"\r\n\r\n")
        out = head + b"\r\n\r\n" if method == b"HEAD" else answer
        delay = SLOW if self._temper == "slow" else self._latency
        asyncio.get_running_loop().call_later(delay, self._send, out)

    def _send(self, out: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(out)

    def _answer(self, path: str) -> bytes:
        if self._foreign and path.startswith("/there/"):
            return page(0, 1, self._port)
        if self._temper == "failing":
            return b"HTTP/1.1 500 Broken\r\nContent-Length: 6\r\n\r\nbroken"
        text = path.removeprefix("/p").removesuffix(".html")
        number = 0 if path == "/" else int(text) if text.isdigit() else -1
        if number < 0 or (number >= self._pages and self._temper != "endless"):
            return GONE
        return page(number, 1 << 30 if self._temper == "endless" else self._pages, self._port)


async def serve(port: int, make: Callable[[], Answering]) -> None:
    """Serve until SIGTERM."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    server = await loop.create_server(make, "0.0.0.0", port, backlog=4096)
    print("ready", flush=True)
    await stop.wait()
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("port", type=int)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--latency", type=float, default=0.2)
    args = parser.parse_args()
    asked: Counter[str] = Counter()
    asyncio.run(serve(args.port, lambda: Answering(args.pages, args.latency, args.port, asked)))
    json.dump(asked, sys.stdout)


if __name__ == "__main__":
    main()
