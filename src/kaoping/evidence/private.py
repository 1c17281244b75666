"""Answers with personal data: the answer encrypted, beside it what may be seen of it, under one leaf of the seal.

Two WARC records in place of the answer. The first, of type `metadata`, holds the answer's own records (as they lay in
the spool) encrypted by AES-256-GCM; the second, of type `conversion`, holds the masked text. The encryption
authenticates the digest of the second record: who has the key can tell that this masked text was made together with
this answer.
"""

import hashlib
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isal import igzip, isal_zlib

from kaoping.crawl.stored import SEALED
from kaoping.crawl.warc_members import packed_member, stored_member
from kaoping.evidence.keys import Key
from kaoping.model.deferred import Deferred
from kaoping.model.errors import StorageError

if TYPE_CHECKING:
    from cryptography import exceptions
    from cryptography.hazmat.primitives.ciphers import aead
else:
    exceptions, aead = Deferred("cryptography.exceptions"), Deferred("cryptography.hazmat.primitives.ciphers.aead")

CIPHER = "AES-256-GCM"
_NONCE = 12
_BROKEN: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # the stubs give an instance
_LENGTH_AT = 16  # where a member tells its own length (`warc_members`, field sl)
_HEAD_SEEN = 256  # bytes of a member in which an encrypted answer says that it is one


@dataclass(frozen=True, slots=True)
class Masked:
    """What may be seen of an answer: its address, the time it came (WARC-Date), its status, and its masked text."""

    url: str
    date: str
    status: int
    kind: str  # text/html or text/plain
    text: bytes  # UTF-8


@dataclass(frozen=True, slots=True)
class _Closed:
    """The first record of an encrypted answer, taken apart."""

    fields: Mapping[str, str]
    block: bytes
    bound: bytes  # what the encryption authenticates beside the answer
    masked: bytes  # the second record


def sealed_answer(answer: bytes, masked: Masked, key: Key) -> bytes:
    """Return the two records that stand for `answer`, the bytes of its records."""
    seen = _conversion(masked)
    fields = {
        "WARC-Type": "metadata",
        SEALED: CIPHER,  # stands where `key_of` looks
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        "WARC-Target-URI": masked.url,
        "WARC-Date": masked.date,
        "Content-Type": "application/octet-stream",
        "Kaoping-Key": key.id,
        "Kaoping-Masked-Digest": f"sha256:{hashlib.sha256(seen).hexdigest()}",
    }
    nonce = os.urandom(_NONCE)
    block = nonce + aead.AESGCM(key.secret).encrypt(nonce, answer, _bound(fields))
    closed = stored_member(_record(fields, block), 0)
    return closed + packed_member(seen, len(closed))


def key_of(answer: bytes) -> str:
    """Return the id of the key that an answer was encrypted with; empty for one that was not."""
    closed = _closed(answer)
    return closed.fields.get("Kaoping-Key", "") if closed else ""


def opened_answer(answer: bytes, keys: Mapping[str, Key]) -> bytes:
    """Return the records of an encrypted answer as they were received.

    Raises StorageError where its key is not at hand, or where answer or masked text are not as they were closed.
    """
    closed = _closed(answer)
    if closed is None:
        return answer
    name = closed.fields.get("Kaoping-Key", "")
    key = keys.get(name)
    if key is None:
        raise StorageError(
            f"这份存档用密钥 {name} 加密，本机没有这把密钥，打不开。"
            "请找回密钥文件的备份；密钥丢失的，只有遮盖后的文字可看，封存和账目仍可核对。"
        )
    if closed.fields.get("Kaoping-Masked-Digest") != f"sha256:{hashlib.sha256(closed.masked).hexdigest()}":
        raise StorageError("遮盖后的文字与加密的存档不是同时做成的，内容被改动。请从备份恢复。")
    try:
        return aead.AESGCM(key.secret).decrypt(closed.block[:_NONCE], closed.block[_NONCE:], closed.bound)
    except exceptions.InvalidTag as error:
        raise StorageError("加密的存档解不开：内容被改动，或密钥文件损坏。请从备份恢复。") from error


def _conversion(masked: Masked) -> bytes:
    fields = {
        "WARC-Type": "conversion",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{masked.url} {masked.date}')}>",
        "WARC-Target-URI": masked.url,
        "WARC-Date": masked.date,
        "Content-Type": f"{masked.kind}; charset=utf-8",
        "Kaoping-Status": str(masked.status),
    }
    return _record(fields, masked.text)


def _record(fields: Mapping[str, str], block: bytes) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def _bound(fields: Mapping[str, str]) -> bytes:
    """Return the fields as the encryption authenticates them; the length says itself."""
    return "\n".join(f"{name}: {value}" for name, value in fields.items() if name != "Content-Length").encode()


def _closed(answer: bytes) -> _Closed | None:
    """Take the first record apart, which is stored unpacked; None where it is no encrypted one."""
    if f"\r\n{SEALED}: {CIPHER}\r\n".encode() not in answer[:_HEAD_SEEN]:
        return None
    length = int.from_bytes(answer[_LENGTH_AT : _LENGTH_AT + 4], "little")
    head, _, rest = _unpacked(answer[:length]).partition(b"\r\n\r\n")
    try:
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        return _Closed(fields, rest[: int(fields["Content-Length"])], _bound(fields), _unpacked(answer[length:]))
    except (ValueError, KeyError) as error:
        raise _changed() from error


def _unpacked(member: bytes) -> bytes:
    try:
        return bytes(igzip.decompress(member))  # type: ignore[no-untyped-call]
    except (OSError, EOFError, ValueError, _BROKEN) as error:
        raise _changed() from error


def _changed() -> StorageError:
    return StorageError("加密的存档读不出来，内容被改动。请从备份恢复。")
