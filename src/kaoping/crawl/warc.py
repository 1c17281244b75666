"""The WARC spool of one site: every record a gzip member of its own, so that it can be read at its offset."""

import hashlib
import struct
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from isal import igzip_lib
from isal.isal_zlib import crc32

from kaoping.crawl.transport import Exchange
from kaoping.model.pages import EvidencePointer

NAME = "pages.warc.gz"
LEVEL = 1  # ISA-L's second level: two thirds of zlib's work saved for one tenth more bytes
STORED_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # gzip, deflate, no name, no time
STORED_BLOCK = 0xFFFF
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
        self._identity = str(uuid.uuid4())[:23]  # drawn once: a draw for each record costs more than compressing it
        self._records = 0

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
        common = f"WARC-Target-URI: {exchange.url}\r\nWARC-Date: {at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\r\n"
        if not exchange.header_lines:
            note = f"outcome: {exchange.reason}\r\nmethod: {exchange.method}\r\naddress: {exchange.address}\r\n"
            self._append("metadata", f"{common}Content-Type: application/warc-fields\r\n", note.encode(), _packed)
            return EvidencePointer("", NAME, offset)
        body = exchange.body
        digest = hashlib.sha256(body).hexdigest()
        extra = f"WARC-Payload-Digest: sha256:{digest}\r\n"
        if exchange.address:
            extra += f"WARC-IP-Address: {exchange.address}\r\n"
        if exchange.truncated:
            extra += "WARC-Truncated: length\r\n"
        extra += "Content-Type: application/http; msgtype=response\r\n"
        pack = _stored if body.startswith(PACKED) else _packed
        identity = self._append("response", common + extra, _header_block(exchange) + body, pack)
        beside = f"WARC-Concurrent-To: {identity}\r\nContent-Type: application/http; msgtype=request\r\n"
        self._append("request", common + beside, _request_block(exchange), _packed)
        return EvidencePointer(f"sha256:{digest}", NAME, offset)

    def flush(self) -> int:
        """Hand everything to the operating system and return the length to commit."""
        self._file.flush()
        return self._length

    def _append(self, kind: str, fields: str, block: bytes, pack: Callable[[bytes], bytes]) -> str:
        """Write one record as a member of its own and return its identity."""
        self._records += 1
        identity = f"<urn:uuid:{self._identity}-{self._records:012x}>"
        head = (
            f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {identity}\r\n{fields}"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        member = pack(b"".join((head.encode(), block, b"\r\n\r\n")))
        self._file.write(member)
        self._length += len(member)
        return identity


def _packed(record: bytes) -> bytes:
    """Return a record as a compressed gzip member."""
    member: bytes = igzip_lib.compress(record, level=LEVEL, flag=igzip_lib.COMP_GZIP)
    return member


def _stored(record: bytes) -> bytes:
    """Return a record as a gzip member that holds it as it is: packing twice gains nothing (RFC 1951, 3.2.4)."""
    parts = [STORED_HEAD]
    for start in range(0, len(record), STORED_BLOCK):
        block = record[start : start + STORED_BLOCK]
        last = start + STORED_BLOCK >= len(record)
        parts += (struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF), block)
    parts.append(struct.pack("<II", crc32(record), len(record) & 0xFFFFFFFF))
    return b"".join(parts)


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
