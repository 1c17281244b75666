"""One HTTP exchange at a time over libcurl: bounded in size and time, and only to addresses the guard permits."""

import asyncio
import errno
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pycurl
from ada_url import URL

from kaoping.crawl import reasons
from kaoping.crawl.address_guard import AddressGuard
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.multi import Multi
from kaoping.crawl.trust import TrustedFile

HEADER_BLOCK_LIMIT = 128 * 1024
HEADER_COUNT_LIMIT = 400
SHORT_HEADER = 256  # bytes; longer lines are not remembered
X509_EXPIRED = frozenset({9, 10, 11, 12, 13, 14})
X509_NAME = frozenset({62, 63, 64})


FILE_PEEK = 16 * 1024
FILE_TYPE = re.compile(
    rb"\ncontent-type:\s*(?:image|video|audio|font)/|"
    rb"\ncontent-type:\s*application/(?:pdf|zip|msword|rtf|ofd|(?:x-)?rar|x-7z|vnd\.(?!wap\.xhtml))"
)


FOREIGN_NAME = re.compile(r"[^:\[\]]*[^\x00-\x7f][^:\[\]]*")


@dataclass(slots=True)
class Exchange:
    """One request and what came back. `header_block` and `body` are as received (chunking undone).

    `reason` is empty when a whole answer came. `truncated` says that the body was cut at `limit` on purpose.
    """

    method: str
    url: str
    request_headers: tuple[str, ...]
    limit: int
    page: bool = False  # only a page is wanted: of a file its beginning is enough
    ipv6: bool = False  # over IPv6 or not at all
    data: bytes = b""  # what a POST sends
    status: int | None = None
    reason: str = ""
    header_lines: list[bytes] = field(default_factory=list)
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0
    header_size: int = 0
    truncated: bool = False
    seconds: float = 0.0
    address: str = ""
    port: int = 0
    refused: bool = False

    def settle_headers(self) -> None:
        """Measure the header lines that came, and keep those of the answer itself.

        libcurl bounds what comes (300 KB), and starts each block (100 Continue and the like) with a status line.
        """
        lines = self.header_lines
        self.header_size = sum(map(len, lines))
        starts = [place for place, line in enumerate(lines) if line.startswith(b"HTTP/")]
        del lines[: starts[-1] if starts else 0]
        if self.header_size > HEADER_BLOCK_LIMIT or len(lines) > HEADER_COUNT_LIMIT:
            self.reason = reasons.HEADERS_TOO_LARGE
            del lines[HEADER_COUNT_LIMIT:]

    def take_body(self, chunk: bytes) -> int:
        """Receive a piece of the body and stop the transfer once `limit` bytes are there."""
        if not self.size and self.page and self.limit > FILE_PEEK and self._brings_a_file():
            self.limit = FILE_PEEK
        room = self.limit - self.size
        if len(chunk) > room:
            self.chunks.append(chunk[:room])
            self.size = self.limit
            self.truncated = True
            return 0
        self.chunks.append(chunk)
        self.size += len(chunk)
        return len(chunk)

    def _brings_a_file(self) -> bool:
        """Tell whether the headers announce something that is no page, so that its body need not come."""
        head = b"".join(self.header_lines).lower()
        return FILE_TYPE.search(head) is not None or b"\ncontent-disposition: attachment" in head

    @property
    def body(self) -> bytes:
        return self.chunks[0] if len(self.chunks) == 1 else b"".join(self.chunks)

    def headers(self) -> dict[str, str]:
        """Return the headers by lower-case name; repeated ones are joined by a line feed."""
        found: dict[str, str] = {}
        for line in self.header_lines[1:]:
            header = _known_header(line) if len(line) < SHORT_HEADER else _header(line)
            if header is None:
                continue
            key, text = header
            found[key] = f"{found[key]}\n{text}" if key in found else text
        return found


class Transport:
    """Runs exchanges on one event loop. Close it with `await aclose()`.

    With `one_off` neither names nor connections are remembered from one exchange to the next.
    """

    def __init__(self, options: CrawlOptions, guard: AddressGuard, *, one_off: bool = False) -> None:
        self._options = options
        self._guard = guard
        self._one_off = one_off
        self._multi = Multi(max(32, options.connections * 2))
        self._idle: list[_Handle] = []
        self._lent: socket.socket | None = None
        self._trusted = TrustedFile(options.trust)

    async def exchange(self, exchange: Exchange, fresh: bool = False) -> Exchange:
        """Perform `exchange` in place and return it; never raises for what a server or network does.

        `fresh` asks for a connection of its own.
        """
        handle = self._idle.pop() if self._idle else self._new_handle()
        curl = handle.curl
        try:
            handle.prepare(exchange, fresh)
            await self._multi.perform(curl)
        except pycurl.error as error:
            self._note_failure(curl, exchange, int(error.args[0]), str(error.args[-1]))
        except UnicodeError:
            exchange.reason = reasons.MALFORMED_URL
        except asyncio.CancelledError:
            curl.close()
            raise
        exchange.settle_headers()
        exchange.status = curl.getinfo(pycurl.RESPONSE_CODE) or None
        exchange.seconds = curl.getinfo(pycurl.TOTAL_TIME)
        self._idle.append(handle)
        return exchange

    async def aclose(self) -> None:
        """Close connections and handles."""
        self._multi.close()
        for handle in self._idle:
            handle.curl.close()
        self._idle.clear()
        self._trusted.close()
        if self._lent is not None:
            self._lent.close()

    def _new_handle(self) -> "_Handle":
        options = self._options
        curl = pycurl.Curl()
        for option, value in (
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.HTTP09_ALLOWED, 0),
            (pycurl.PROXY, ""),
            (pycurl.NOPROXY, "*"),
            (pycurl.NOSIGNAL, 1),
            (pycurl.NOPROGRESS, 1),
            (pycurl.FOLLOWLOCATION, 0),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
            (pycurl.PATH_AS_IS, 1),
            (pycurl.BUFFERSIZE, 128 * 1024),
            (pycurl.USERAGENT, options.user_agent.encode("utf-8")),
            (pycurl.CONNECTTIMEOUT_MS, round(options.connect_timeout * 1000)),
            (pycurl.TIMEOUT_MS, round(options.timeout * 2000)),
            (pycurl.LOW_SPEED_LIMIT, 64),
            (pycurl.LOW_SPEED_TIME, max(1, round(options.timeout))),
            (pycurl.DNS_CACHE_TIMEOUT, 0 if self._one_off else 600),
            (pycurl.FORBID_REUSE, 1 if self._one_off else 0),
            (pycurl.SSL_VERIFYPEER, 1),
            (pycurl.SSL_VERIFYHOST, 2),
        ):
            curl.setopt(option, value)
        if self._trusted.path:
            curl.setopt(pycurl.CAINFO, self._trusted.path)
        if options.connect_to:
            curl.setopt(pycurl.CONNECT_TO, [ascii_hosts(entry) for entry in options.connect_to])
        return _Handle(curl, self._open_socket)

    def _open_socket(self, exchange: Exchange, target: Any) -> Any:
        """Open the socket libcurl asks for, unless its address is refused: the last word on where bytes go."""
        exchange.address, exchange.port = str(target.addr[0]), int(target.addr[1])
        if not self._guard.permits(exchange.address):
            exchange.refused = True
            return pycurl.SOCKET_BAD
        if self._lent is not None:  # libcurl duplicated it when it was handed over
            self._lent.close()
        self._lent = socket.socket(target.family, target.socktype, target.protocol)
        return self._lent

    def _note_failure(self, curl: Any, exchange: Exchange, code: int, message: str) -> None:
        if exchange.truncated or exchange.reason:
            return
        if exchange.refused:
            exchange.reason = reasons.ADDRESS_REFUSED
            return
        exchange.reason = _reason(curl, code, message)


class _Handle:
    """One of libcurl's handles, with what it is set to: most exchanges differ in their address only.

    `open_socket` opens the sockets that an exchange needs.
    """

    __slots__ = ("_exchange", "_set_to", "curl")

    def __init__(self, curl: Any, open_socket: Callable[[Exchange, Any], Any]) -> None:
        self.curl = curl
        self._exchange: Exchange | None = None
        self._set_to: object = None
        curl.setopt(pycurl.OPENSOCKETFUNCTION, self._opened_by(open_socket))

    def _opened_by(self, open_socket: Callable[[Exchange, Any], Any]) -> Callable[[int, Any], Any]:
        def opened(purpose: int, target: Any) -> Any:
            return open_socket(self._exchange, target) if self._exchange is not None else pycurl.SOCKET_BAD

        return opened

    def prepare(self, exchange: Exchange, fresh: bool) -> None:
        """Set the handle to an exchange; `fresh` asks for a connection of its own."""
        curl = self.curl
        self._exchange = exchange
        curl.setopt(pycurl.URL, exchange.url.encode("utf-8"))
        curl.setopt(pycurl.WRITEFUNCTION, exchange.take_body)
        curl.setopt(pycurl.HEADERFUNCTION, exchange.header_lines.append)
        wanted = (exchange.method, exchange.request_headers, exchange.ipv6, fresh, exchange.data)
        if wanted == self._set_to:
            return
        self._set_to = None
        curl.setopt(pycurl.NOBODY, 1 if exchange.method == "HEAD" else 0)
        if exchange.method == "POST":
            curl.setopt(pycurl.POST, 1)
            curl.setopt(pycurl.POSTFIELDS, exchange.data)
        elif exchange.method != "HEAD":
            curl.setopt(pycurl.HTTPGET, 1)
        # as bytes, because a cookie given back need not be ASCII
        curl.setopt(pycurl.HTTPHEADER, [line.encode("utf-8") for line in exchange.request_headers])
        curl.setopt(pycurl.FRESH_CONNECT, 1 if fresh else 0)
        curl.setopt(pycurl.IPRESOLVE, pycurl.IPRESOLVE_V6 if exchange.ipv6 else pycurl.IPRESOLVE_WHATEVER)
        self._set_to = wanted


def ascii_hosts(entry: str) -> str:
    """Return `entry` (HOST1:PORT1:HOST2:PORT2) with names as they are sent: 中文.cn is xn--fiq228c.cn.

    Raises ValueError for what cannot be the name of a host.
    """
    return FOREIGN_NAME.sub(lambda name: str(URL(f"http://{name[0]}/").hostname), entry)


def _reason(curl: Any, code: int, message: str) -> str:
    if code == pycurl.E_OPERATION_TIMEDOUT:
        return reasons.TIMEOUT if curl.getinfo(pycurl.PRETRANSFER_TIME) else reasons.CONNECT_TIMEOUT
    if code == pycurl.E_COULDNT_CONNECT:
        refused = curl.getinfo(pycurl.OS_ERRNO) == errno.ECONNREFUSED
        return reasons.CONNECTION_REFUSED if refused else reasons.CONNECT_FAILED
    if code in (pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CACERT):
        return _certificate_reason(curl.getinfo(pycurl.SSL_VERIFYRESULT), message)
    if code == pycurl.E_RECV_ERROR and "chunk" in message:
        return reasons.BAD_RESPONSE
    return CURL_REASONS.get(code, reasons.CLIENT_FAILURE)


CURL_REASONS = {
    pycurl.E_COULDNT_RESOLVE_HOST: reasons.DNS_FAILURE,
    pycurl.E_GOT_NOTHING: reasons.EMPTY_REPLY,
    pycurl.E_PARTIAL_FILE: reasons.INCOMPLETE_BODY,
    pycurl.E_RECV_ERROR: reasons.CONNECTION_RESET,
    pycurl.E_SEND_ERROR: reasons.CONNECTION_RESET,
    pycurl.E_SSL_CONNECT_ERROR: reasons.TLS_HANDSHAKE,
    pycurl.E_UNSUPPORTED_PROTOCOL: reasons.BAD_RESPONSE,
    8: reasons.BAD_RESPONSE,
    pycurl.E_URL_MALFORMAT: reasons.MALFORMED_URL,
    100: reasons.HEADERS_TOO_LARGE,
}


def _certificate_reason(verify_result: int, message: str) -> str:
    if verify_result in X509_EXPIRED or "expired" in message:
        return reasons.TLS_EXPIRED
    if verify_result in X509_NAME or "subject name" in message or "hostname mismatch" in message.lower():
        return reasons.TLS_NAME
    return reasons.TLS_UNTRUSTED


def _header(line: bytes) -> tuple[str, str] | None:
    """Return the lower-case name and the value of a header line, None of what is none."""
    name, colon, value = line.partition(b":")
    return (name.strip().lower().decode("latin-1"), _header_text(value.strip())) if colon else None


_known_header = lru_cache(maxsize=2048)(_header)  # most lines of a server are the same in every answer


def _header_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("gb18030", "replace")
