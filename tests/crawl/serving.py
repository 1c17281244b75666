"""A small HTTP server on 127.0.0.1 whose every answer a test decides, down to the bytes."""

import contextlib
import socket
import socketserver
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

RESET = b"RST"  # yielded by a reply: the connection ends here with a reset, and what was not read yet is lost


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it; header names are lower-case."""

    method: str
    path: str
    headers: dict[str, str]
    count: int  # how often this path was asked for, this time included
    body: bytes = b""


Reply = bytes | str | int | Callable[[Asked], "bytes | Iterable[bytes]"]


@dataclass
class Site:
    """A served site: `routes` by path and query. `asked` lists requests in order of arrival."""

    routes: dict[str, Reply]
    port: int = 0
    fallback: Reply = 404
    asked: list[Asked] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    together: int = 0
    most_together: int = 0
    release: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def paths(self, method: str | None = None) -> list[str]:
        return [asked.path for asked in self.asked if method in (None, asked.method)]


def html(body: str, title: str = "页面", head: str = "") -> str:
    start = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
    return f"{start}<body>{body}</body></html>"


def links(*hrefs: str) -> str:
    return html("".join(f'<a href="{href}">到 {href}</a>' for href in hrefs) + "<p>" + "正文" * 400 + "</p>")


def answer(
    status: int = 200, body: bytes = b"", *headers: str, content_type: str = "text/html; charset=utf-8"
) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", f"Content-Type: {content_type}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def redirect(location: str, *headers: str, status: int = 302) -> bytes:
    return answer(status, b"", f"Location: {location}", *headers)


class _Handler(socketserver.BaseRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        connection: socket.socket = self.request
        connection.settimeout(20)
        with contextlib.suppress(OSError):
            if self.server.tls is None:
                self._all(connection)
                return
            with self.server.tls.wrap_socket(connection, server_side=True) as secured:
                self._all(secured)

    def _all(self, connection: socket.socket) -> None:
        while self._one(connection):
            pass

    def _one(self, connection: socket.socket) -> bool:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return False
            data += piece
            if data.startswith(b"\x16\x03"):  # a TLS greeting to a server that does not speak it
                connection.sendall(answer(400))
                return False
        start, _, body = data.partition(b"\r\n\r\n")
        head, *lines = start.decode("latin-1").split("\r\n")
        method, path, _ = head.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        while len(body) < int(headers.get("content-length", "0")):
            body += connection.recv(65536)
        site = self.server.site
        with site.lock:
            site.counts[path] += 1
            asked = Asked(method, path, headers, site.counts[path], body)
            site.asked.append(asked)
            site.together += 1
            site.most_together = max(site.most_together, site.together)
        try:
            return self._send(connection, asked, site)
        finally:
            with site.lock:
                site.together -= 1

    def _send(self, connection: socket.socket, asked: Asked, site: Site) -> bool:
        reply = site.routes.get(asked.path, site.fallback)
        if callable(reply):
            out = reply(asked)
        elif isinstance(reply, int):
            out = answer(reply, f"<title>{reply}</title>".encode())
        else:
            out = answer(200, reply.encode() if isinstance(reply, str) else reply)
        if isinstance(out, bytes):
            head, _, _ = out.partition(b"\r\n\r\n")
            connection.sendall(head + b"\r\n\r\n" if asked.method == "HEAD" else out)
            return out.startswith(b"HTTP/1.1") and b"connection: close" not in head.lower()
        for piece in out:
            if piece is RESET:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()
                break
            connection.sendall(piece)
        return False


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128
    site: Site
    tls: ssl.SSLContext | None


class _Server6(_Server):
    address_family = socket.AF_INET6


@contextlib.contextmanager
def serve(
    routes: dict[str, Reply], fallback: Reply = 404, tls: ssl.SSLContext | None = None, *, host: str = "127.0.0.1"
) -> Iterator[Site]:
    """Serve `routes` on a free loopback port while the block runs; `host` may be ::1."""
    with (_Server6 if ":" in host else _Server)((host, 0), _Handler) as server:
        server.tls = tls
        server.site = Site(routes, server.server_address[1], fallback)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.site
        finally:
            server.site.release.set()
            server.shutdown()
            thread.join(5)
