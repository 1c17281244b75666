"""Gzip members that tell their own length, so that records are found and copied without being unpacked.

Each member's header has two extra fields (RFC 1952, 2.3.1.1). `sl` is the one customary in WARC files: the lengths of
the member and of its record. `kp` is ours: how many bytes before this member its answer began. An answer is what came
of one fetch: every redirect hop with its request.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from isal import igzip_lib
from isal.isal_zlib import crc32

from kaoping.model.errors import StorageError

LEVEL = 1  # ISA-L's second level: two thirds of zlib's work saved for one tenth more bytes
STORED_BLOCK = 0xFFFF
_START = b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\xff\x14\x00sl\x08\x00"  # gzip, deflate, extra fields of 20 bytes
_HEAD = struct.Struct("<16sII4sI")
_EMPTY_BLOCK = struct.pack("<BHH", 0, 0, 0xFFFF)
_BACK = b"kp\x04\x00"


@dataclass(frozen=True, slots=True)
class Span:
    """Where an answer lies in a WARC file, in bytes."""

    offset: int
    length: int

    @property
    def end(self) -> int:
        return self.offset + self.length


def packed_member(record: bytes, back: int) -> bytes:
    """Return a record as a compressed member; `back` is how many bytes before it its answer began."""
    body: bytes = igzip_lib.compress(record, level=LEVEL, flag=igzip_lib.COMP_GZIP_NO_HDR)
    return _head(len(body), len(record), back) + body


def stored_member(record: bytes, back: int, empty: int = 0) -> bytes:
    """Return a record as a member that holds it as it is: packing twice gains nothing (RFC 1951, 3.2.4).

    Blocks with nothing in them (`empty`, five bytes each) make a member longer where its length is prescribed.
    """
    parts: list[bytes] = [_EMPTY_BLOCK] * empty
    for start in range(0, len(record), STORED_BLOCK):
        block = record[start : start + STORED_BLOCK]
        last = start + STORED_BLOCK >= len(record)
        parts += (struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF), block)
    parts.append(struct.pack("<II", crc32(record), len(record) & 0xFFFFFFFF))
    body = b"".join(parts)
    return _head(len(body), len(record), back) + body


def stored_length(record: int) -> int:
    """Return how long the stored member of a record of that length is, in bytes."""
    return _HEAD.size + record + len(_EMPTY_BLOCK) * -(-record // STORED_BLOCK) + 8


def answer_spans(path: Path) -> list[Span]:
    """Return where the answers of a WARC file lie, in order; they cover the file without a gap.

    Raises StorageError where the file is damaged or was written by another program.
    """
    starts: list[int] = []
    with mapped(path) as data:
        offset, size = 0, len(data)
        while offset < size:
            length, back = _read_head(data, offset, path)
            if back == 0:
                starts.append(offset)
            if offset + length > size or (starts[-1:] or [-1])[0] != offset - back:
                raise _damaged(path, offset)
            offset += length
    return [Span(start, end - start) for start, end in zip(starts, [*starts[1:], offset], strict=True)]


def answer_members(path: Path, offset: int) -> list[bytes]:
    """Return the members of the answer that begins at `offset`.

    Raises StorageError where none begins there. OSError where the file cannot be read is for the caller.
    """
    members: list[bytes] = []
    place = offset
    with mapped(path) as data:
        while place < len(data):
            length, back = _read_head(data, place, path)
            if back != place - offset:
                break
            members.append(data[place : place + length])
            place += length
    if not members:
        raise _damaged(path, offset)
    return members


def moved_member(member: bytes, back: int) -> bytes:
    """Return a member as it is where its answer began `back` bytes before it."""
    start, length, record, field, _ = _HEAD.unpack(member[: _HEAD.size])
    return _HEAD.pack(start, length, record, field, back) + member[_HEAD.size :]


class FileBytes:
    """The bytes of a file, read where they are asked for: a mapped file would count as memory in use."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._size = os.fstat(handle).st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._size)
        read = b""
        while start + len(read) < end and (more := os.pread(self._handle, end - start - len(read), start + len(read))):
            read = read + more if read else more
        return read


@contextmanager
def mapped(path: Path) -> Iterator[FileBytes]:
    """Give a file's bytes without reading it whole."""
    with path.open("rb") as file:
        yield FileBytes(file.fileno())


def _head(body: int, record: int, back: int) -> bytes:
    return _HEAD.pack(_START, _HEAD.size + body, record & 0xFFFFFFFF, _BACK, back)


def _read_head(data: FileBytes, offset: int, path: Path) -> tuple[int, int]:
    if offset + _HEAD.size > len(data):
        raise _damaged(path, offset)
    start, length, _, field, back = _HEAD.unpack(data[offset : offset + _HEAD.size])
    if start != _START or field != _BACK or length <= _HEAD.size:
        raise _damaged(path, offset)
    return length, back


def _damaged(path: Path, offset: int) -> StorageError:
    return StorageError(f"{path}：第 {offset} 字节处不是完整的 WARC 记录。文件已损坏或不是本程序写的，请从备份恢复。")
