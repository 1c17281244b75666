"""The WARC spool of one site: every record a gzip member of its own, so that it can be read at its offset."""

import hashlib
import uuid
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from isal import igzip_lib

from kaoping.crawl.transport import Exchange
from kaoping.model.pages import EvidencePointer

NAME = "pages.warc.gz"
STATUS_FALLBACK = b"HTTP/1.1 000 -\r\n"
LEVEL = 1  # ISA-L's second level: two thirds of zlib's work saved for one tenth more bytes


class WarcSpool:
    """Appends exchanges to `directory/pages.warc.gz`. `truncate` undoes what was written after a length."""

    def __init__(self, directory: Path, committed: int) -> None:
        self._path = directory / NAME
        self._path.touch()
        self._file = self._path.open("r+b", buffering=1 << 20)
        self._file.truncate(committed)
        self._file.seek(committed)
        self._length = committed

    def __enter__(self) -> "WarcSpool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, exchange: Exchange, at: datetime) -> EvidencePointer:
        """Append response and request of `exchange`; return where the response lies.

        Without a response a `metadata` record says what was tried and what came of it instead.
        """
        offset = self._length
        stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if not exchange.header_lines:
            note = (
                f"outcome: {exchange.reason}\r\nmethod: {exchange.method}\r\naddress: {exchange.address}\r\n".encode()
            )
            self._append(_record("metadata", exchange.url, stamp, "application/warc-fields", note))
            return EvidencePointer("", NAME, offset)
        body = exchange.body
        digest = hashlib.sha256(body).hexdigest()
        extra = f"WARC-Payload-Digest: sha256:{digest}\r\n"
        if exchange.address:
            extra += f"WARC-IP-Address: {exchange.address}\r\n"
        if exchange.truncated:
            extra += "WARC-Truncated: length\r\n"
        identity = f"<urn:uuid:{uuid.uuid4()}>"
        block = _header_block(exchange) + body
        kind = "application/http; msgtype=response"
        self._append(_record("response", exchange.url, stamp, kind, block, extra, identity))
        self._append(
            _record(
                "request",
                exchange.url,
                stamp,
                "application/http; msgtype=request",
                _request_block(exchange),
                f"WARC-Concurrent-To: {identity}\r\n",
            )
        )
        return EvidencePointer(f"sha256:{digest}", NAME, offset)

    def flush(self) -> int:
        """Hand everything to the operating system and return the length to commit."""
        self._file.flush()
        return self._length

    def _append(self, record: bytes) -> None:
        member = igzip_lib.compress(record, level=LEVEL, flag=igzip_lib.COMP_GZIP)
        self._file.write(member)
        self._length += len(member)


def _record(
    kind: str, url: str, stamp: str, content_type: str, block: bytes, extra: str = "", identity: str = ""
) -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {identity or f'<urn:uuid:{uuid.uuid4()}>'}\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {stamp}\r\n{extra}"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return b"".join((head.encode(), block, b"\r\n\r\n"))


def _header_block(exchange: Exchange) -> bytes:
    """Return the headers as received; chunking has been undone, so its header is renamed to stay true."""
    lines = [
        b"X-Archive-Orig-" + line if line[:18].lower() == b"transfer-encoding:" else line
        for line in exchange.header_lines
    ]
    block = b"".join(lines)
    return block if block.endswith(b"\r\n\r\n") else block.rstrip(b"\r\n") + b"\r\n\r\n"


def _request_block(exchange: Exchange) -> bytes:
    parts = urlsplit(exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{exchange.method} {path} HTTP/1.1", f"Host: {parts.netloc}", *exchange.request_headers, "", ""]
    return "\r\n".join(lines).encode()
