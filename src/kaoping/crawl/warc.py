"""The WARC spool of one site: every record a gzip member of its own, so that it can be read at its offset."""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from kaoping.crawl.transport import Exchange
from kaoping.crawl.warc_members import moved_member, packed_member, stored_member
from kaoping.model.pages import EvidencePointer

NAME = "pages.warc.gz"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
PACKED = b"\x1f\x8b"  # how a body begins that came as gzip


class WarcSpool:
    """Appends exchanges to `directory/pages.warc.gz`. `truncate` undoes what was written after a length."""

    def __init__(self, directory: Path, committed: int) -> None:
        self._path = directory / NAME
        self._path.touch()
        self._file = self._path.open("r+b", buffering=1 << 20)
        self._file.truncate(committed)
        self._file.seek(committed)
        self._length = committed
        self._began = committed
        self._identity = str(uuid.uuid4())[:23]  # drawn once: a draw for each record costs more than compressing it
        self._records = 0

    def __enter__(self) -> "WarcSpool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, hops: Sequence[Exchange], at: datetime) -> EvidencePointer:
        """Append one answer, redirects included; return where the response of the last hop lies.

        Without a response a `metadata` record says what was tried and what came of it instead.
        """
        self._began = self._length
        pointer = EvidencePointer()
        for exchange in hops:
            pointer = self._write(exchange, at)
        return pointer

    def write_unchanged(
        self, members: Sequence[bytes], exchange: Exchange, digest: str, at: datetime
    ) -> EvidencePointer:
        """Append an earlier answer and, as one answer with it, that the server called it unchanged (304) at `at`.

        `members` are the earlier answer's records as they lay, its response first; `digest` is of that one's body. The
        pointer is to the response, so that it is read, proven and replayed like any other.
        """
        self._began = offset = self._length
        for member in members:
            self._file.write(moved_member(member, self._length - self._began))
            self._length += len(member)
        common = _common(exchange, at)
        fields = (
            f"WARC-Profile: {NOT_MODIFIED}\r\nWARC-Refers-To-Target-URI: {exchange.url}\r\n"
            f"WARC-Payload-Digest: {digest}\r\nContent-Type: application/http; msgtype=response\r\n"
        )
        identity = self._append("revisit", common + fields, _header_block(exchange), packed_member)
        self._append_request(exchange, common, identity)
        return EvidencePointer(digest, NAME, offset)

    def flush(self) -> int:
        """Hand everything to the operating system and return the length to commit."""
        self._file.flush()
        return self._length

    def _write(self, exchange: Exchange, at: datetime) -> EvidencePointer:
        offset = self._length
        common = _common(exchange, at)
        if not exchange.header_lines:
            note = f"outcome: {exchange.reason}\r\nmethod: {exchange.method}\r\naddress: {exchange.address}\r\n"
            self._append("metadata", f"{common}Content-Type: application/warc-fields\r\n", note.encode(), packed_member)
            return EvidencePointer("", NAME, offset)
        body = exchange.body
        digest = hashlib.sha256(body).hexdigest()
        extra = f"WARC-Payload-Digest: sha256:{digest}\r\n"
        if exchange.address:
            extra += f"WARC-IP-Address: {exchange.address}\r\n"
        if exchange.truncated:
            extra += "WARC-Truncated: length\r\n"
        extra += "Content-Type: application/http; msgtype=response\r\n"
        pack = stored_member if body.startswith(PACKED) else packed_member
        identity = self._append("response", common + extra, _header_block(exchange) + body, pack)
        self._append_request(exchange, common, identity)
        return EvidencePointer(f"sha256:{digest}", NAME, offset)

    def _append_request(self, exchange: Exchange, common: str, identity: str) -> None:
        beside = f"WARC-Concurrent-To: {identity}\r\nContent-Type: application/http; msgtype=request\r\n"
        self._append("request", common + beside, _request_block(exchange), packed_member)

    def _append(self, kind: str, fields: str, block: bytes, pack: Callable[[bytes, int], bytes]) -> str:
        """Write one record as a member of its own and return its identity."""
        self._records += 1
        identity = f"<urn:uuid:{self._identity}-{self._records:012x}>"
        head = (
            f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {identity}\r\n{fields}"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        member = pack(b"".join((head.encode(), block, b"\r\n\r\n")), self._length - self._began)
        self._file.write(member)
        self._length += len(member)
        return identity


def _common(exchange: Exchange, at: datetime) -> str:
    date = at.astimezone(UTC).isoformat(timespec="seconds")[:19]
    return f"WARC-Target-URI: {exchange.url}\r\nWARC-Date: {date}Z\r\n"


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
