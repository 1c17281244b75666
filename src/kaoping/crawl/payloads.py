"""Bodies kept apart from the headers they came with, once for all runs: a `revisit` record points at each by digest.

WARC 1.1, 6.7.2: a record of the profile identical-payload-digest holds the headers of one answer; the body lies in a
`resource` record of its own, in a file that is named after the body's SHA-256.
"""

import hashlib
import re
import uuid
from pathlib import Path

from isal import igzip_lib

from kaoping.crawl.warc_members import MEMBER_HEAD, members_of, packed_member, stored_member
from kaoping.model.errors import StorageError

PAYLOADS = "payloads"  # the folder beside the archive
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_BROKEN: type[Exception] = igzip_lib.error  # type: ignore[assignment]  # the stubs give an instance
_NAME = re.compile(rf"{PAYLOADS}/[0-9a-f]{{64}}\.warc\.gz")
_BLANK = b"\r\n\r\n"
_PACKED = b"\x1f\x8b"
_NO_DAY = "2000-01-01T00:00:00Z"  # a body is no visit; the same body gives the same file


def is_payload(name: str) -> bool:
    """Tell whether a name, relative to the site's folder, is one that the file of a body may have."""
    return _NAME.fullmatch(name) is not None


def payload_name(digest: str) -> str:
    """Return the name of the file that holds the body with a digest (hexadecimal SHA-256), within its folder."""
    return f"{digest}.warc.gz"


def payload_member(body: bytes) -> tuple[str, bytes]:
    """Return the digest of a body and the one member of its file."""
    digest = hashlib.sha256(body).hexdigest()
    head = (
        f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: {_identity(digest)}\r\n"
        f"WARC-Target-URI: urn:sha256:{digest}\r\nWARC-Date: {_NO_DAY}\r\nWARC-Block-Digest: sha256:{digest}\r\n"
        f"Content-Type: application/octet-stream\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    pack = stored_member if body.startswith(_PACKED) else packed_member
    return digest, pack(head.encode() + body + _BLANK, 0)


def read_payload(folder: Path, digest: str) -> bytes:
    """Return the body with a digest that a site's folder holds. Raises StorageError where it is gone or changed."""
    path = folder / PAYLOADS / payload_name(digest)
    try:
        body = payload_body(path.read_bytes())
    except OSError as error:
        raise StorageError(f"{path}：正文的存档缺失（{error.strerror}）。请从备份恢复。") from error
    if hashlib.sha256(body).hexdigest() != digest:
        raise StorageError(f"{path}：正文的存档与文件名所写的摘要不符，内容被改动或已依规删除。")
    return body


def payload_body(member: bytes) -> bytes:
    """Return the body in the file of one; of what is no such file, nothing that has its digest."""
    try:
        return _record(member).partition(_BLANK)[2][: -len(_BLANK)]
    except (_BROKEN, ValueError, EOFError):
        return b""


def split_member(member: bytes, back: int) -> tuple[bytes, bytes] | None:
    """Return a response's record as a revisit, and its body; None for other records, and where there is no body.

    `back` is how many bytes before it its answer will begin.
    """
    head, _, block = _record(member).partition(_BLANK)
    if b"\r\nWARC-Type: response\r\n" not in head[:60]:
        return None
    http, _, body = block[: -len(_BLANK)].partition(_BLANK)
    digest = hashlib.sha256(body).hexdigest()
    if not body or f"WARC-Payload-Digest: sha256:{digest}\r\n".encode() not in head:
        return None
    headers = http + _BLANK
    head = head.replace(b"\r\nWARC-Type: response\r\n", b"\r\nWARC-Type: revisit\r\n", 1)
    head = head.rpartition(b"\r\nContent-Length: ")[0]
    more = f"\r\nWARC-Profile: {IDENTICAL}\r\nWARC-Refers-To: {_identity(digest)}\r\nContent-Length: {len(headers)}"
    return packed_member(head + more.encode() + _BLANK + headers + _BLANK, back), body


def joined_member(folder: Path, member: bytes, back: int) -> bytes:
    """Return a record as it was before it was split; others as they are. Raises StorageError where its body is gone."""
    digest = payload_digest(member)
    if not digest:
        return member
    head, _, block = _record(member).partition(_BLANK)
    body = read_payload(folder, digest)
    head = head.replace(b"\r\nWARC-Type: revisit\r\n", b"\r\nWARC-Type: response\r\n", 1)
    head = head.partition(b"\r\nWARC-Profile: ")[0]
    content = block[: -len(_BLANK)] + body
    pack = stored_member if body.startswith(_PACKED) else packed_member
    return pack(head + f"\r\nContent-Length: {len(content)}".encode() + _BLANK + content + _BLANK, back)


def bodies_of(answer: bytes) -> list[str]:
    """Return the names, relative to the site's folder, of the files with the bodies that an answer points at."""
    return [f"{PAYLOADS}/{payload_name(digest)}" for each in members_of(answer) if (digest := payload_digest(each))]


def payload_digest(member: bytes) -> str:
    """Return the digest of the body that a record points at; empty for one that does not."""
    head = _record(member).partition(_BLANK)[0]
    if f"\r\nWARC-Profile: {IDENTICAL}\r\n".encode() not in head:
        return ""
    found = re.search(rb"\r\nWARC-Payload-Digest: sha256:([0-9a-f]{64})\r\n", head)
    return found[1].decode() if found else ""


def _record(member: bytes) -> bytes:
    text: bytes = igzip_lib.decompress(member[MEMBER_HEAD:], flag=igzip_lib.DECOMP_DEFLATE)
    return text


def _identity(digest: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:sha256:{digest}')}>"
