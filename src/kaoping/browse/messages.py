"""Heads of HTTP messages as the proxy passes them on, so that a connection serves one request and its answer."""

import asyncio
from dataclasses import dataclass

from ada_url import URL

HEAD_LIMIT = 128 * 1024
END = b"\r\n\r\n"
_PER_HOP = frozenset(
    {b"connection", b"proxy-connection", b"keep-alive", b"proxy-authorization", b"proxy-authenticate"}
    | {b"upgrade", b"te"}
)


class BadMessageError(Exception):
    """A head that is none, or one that we do not pass on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser asks the proxy for: a tunnel to `host`, or the answer to `head` (for a plain http address)."""

    host: str
    port: int
    tunnel: bool
    head: bytes = b""
    body: int = 0


async def read_head(reader: asyncio.StreamReader) -> bytes:
    """Return the next head, its empty line included. Raises BadMessageError where none comes."""
    try:
        return await reader.readuntil(END)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError) as error:
        raise BadMessageError(str(error)) from error


def understand(head: bytes) -> Asked:
    """Return what a request to the proxy asks for. Raises BadMessageError on anything but CONNECT and http."""
    line, _, rest = head.partition(b"\r\n")
    try:
        method, target, version = line.decode("ascii").split(" ")
    except (UnicodeDecodeError, ValueError) as error:
        raise BadMessageError("no request line") from error
    if method == "CONNECT":
        return _tunnel(target)
    url = _plain(target)
    headers = _headers(rest)
    if any(name == b"transfer-encoding" for name, _ in headers):
        raise BadMessageError("a body of unknown length")
    lengths = {value for name, value in headers if name == b"content-length"}
    if len(lengths) > 1 or not all(value.isdigit() for value in lengths):
        raise BadMessageError("content-length")
    first = f"{method} {url.pathname}{url.search} {version}\r\n".encode()
    return Asked(
        url.hostname.strip("[]"),
        int(url.port or 80),
        tunnel=False,
        head=first + _kept(rest) + b"Connection: close" + END,
        body=int(next(iter(lengths), b"0")),
    )


def closing(head: bytes) -> bytes:
    """Return the head of an answer so that the browser asks nothing else on this connection."""
    line, _, rest = head.partition(b"\r\n")
    if not line.startswith(b"HTTP/1."):
        raise BadMessageError("no status line")
    return line + b"\r\n" + _kept(rest) + b"Connection: close" + END


def announced(head: bytes) -> int | None:
    """Return how many bytes of body the head of an answer announces, None where that shows only in its end."""
    status = head.split(b" ", 2)[1:2]
    headers = dict(_headers(head.partition(b"\r\n")[2]))
    if status and status[0][:3] in (b"204", b"304"):
        return 0
    length = headers.get(b"content-length", b"")
    return int(length) if length.isdigit() and b"transfer-encoding" not in headers else None


def preliminary(head: bytes) -> bool:
    """Tell whether a head of an answer is one that another follows (100 Continue, 103 Early Hints)."""
    return head.split(b" ", 2)[1:2] != [] and head.split(b" ", 2)[1].startswith(b"1")


def _tunnel(target: str) -> Asked:
    host, colon, port = target.rpartition(":")
    if not colon or not port.isdigit() or not 0 < int(port) < 65536:
        raise BadMessageError("no host and port")
    return Asked(host.strip("[]"), int(port), tunnel=True)


def _plain(target: str) -> URL:
    try:
        url = URL(target)
    except ValueError as error:
        raise BadMessageError("no address") from error
    if url.protocol != "http:":
        raise BadMessageError(f"scheme {url.protocol}")
    return url


def _headers(rest: bytes) -> list[tuple[bytes, bytes]]:
    pairs = (line.partition(b":") for line in rest.split(b"\r\n") if line)
    return [(name.strip().lower(), value.strip()) for name, _, value in pairs]


def _kept(rest: bytes) -> bytes:
    lines = [line for line in rest.split(b"\r\n") if line]
    kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in _PER_HOP]
    return b"".join(line + b"\r\n" for line in kept)
