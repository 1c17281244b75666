"""Gzip members that tell their own length, so that records are found and copied without being unpacked.

Each member's header has two extra fields (RFC 1952, 2.3.1.1). `sl` is the one customary in WARC files: the lengths of
the member and of its record. `kp` is ours: how many bytes before this member its answer began. An answer is what came
of one fetch: every redirect hop with its request.

An answer that was removed leaves a shorter record, and the places of all others stay what they were: a first member
(`kp` 0xFFFFFFFF) then lists the gaps, and everything here speaks of places as they were before.
"""

import json
import os
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
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
_BACK = b"kp\x04\x00"
MEMBER_HEAD = _HEAD.size  # bytes before what is packed
_GAPS = 0xFFFFFFFF
_BROKEN: type[Exception] = igzip_lib.error  # type: ignore[assignment]  # the stubs give an instance
_NO_DAY = "2000-01-01T00:00:00Z"  # the table of gaps says nothing of time, and is the same for the same gaps


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


def stored_member(record: bytes, back: int) -> bytes:
    """Return a record as a member that holds it as it is: packing twice gains nothing (RFC 1951, 3.2.4)."""
    parts: list[bytes] = []
    for start in range(0, len(record), STORED_BLOCK):
        block = record[start : start + STORED_BLOCK]
        last = start + STORED_BLOCK >= len(record)
        parts += (struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF), block)
    parts.append(struct.pack("<II", crc32(record), len(record) & 0xFFFFFFFF))
    body = b"".join(parts)
    return _head(len(body), len(record), back) + body


def answer_spans(path: Path) -> list[Span]:
    """Return where the answers of a WARC file lie, in order; they cover the file without a gap but those listed in it.

    Raises StorageError where the file is damaged or was written by another program.
    """
    starts: list[int] = []
    ends: list[int] = []
    with mapped(path) as data:
        offset, size = 0, len(data)
        while offset < size:
            length, back = _read_head(data, offset, path)
            if back == 0:
                starts.append(offset)
                ends.append(offset)
            if offset + length > size or (starts[-1:] or [-1])[0] != offset - back:
                raise _damaged(path, offset)
            ends[-1] = offset + length
            offset = data.after(offset + length)
    return [Span(start, end - start) for start, end in zip(starts, ends, strict=True)]


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
            if data.after(place) != place:  # what stands for a removed answer
                break
    if not members:
        raise _damaged(path, offset)
    return members


def members_of(answer: bytes) -> Iterator[bytes]:
    """Yield the members of an answer, given as its bytes."""
    place = 0
    while place < len(answer):
        _, length, *_ = _HEAD.unpack(answer[place : place + _HEAD.size])
        yield answer[place : place + length]
        place += length


def moved_member(member: bytes, back: int) -> bytes:
    """Return a member as it is where its answer began `back` bytes before it."""
    start, length, record, field, _ = _HEAD.unpack(member[: _HEAD.size])
    return _HEAD.pack(start, length, record, field, back) + member[_HEAD.size :]


@dataclass(frozen=True, slots=True)
class Gap:
    """An answer of `length` bytes at `place`; only `left` bytes are there: the record that stands for it."""

    place: int
    left: int
    length: int

    @property
    def end(self) -> int:
        return self.place + self.length


def gaps_member(gaps: Sequence[Gap]) -> bytes:
    """Return the first member of a file with these gaps, which are in order of place; nothing for none."""
    if not gaps:
        return b""
    block = json.dumps([[gap.place, gap.left, gap.length] for gap in gaps]).encode()
    head = (
        "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:kaoping:gaps>\r\n"
        f"WARC-Date: {_NO_DAY}\r\nContent-Type: application/json\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return stored_member(head.encode() + block + b"\r\n\r\n", _GAPS)


class FileBytes:
    """The bytes of a file, read where they are asked for: a mapped file would count as memory in use.

    Places are those before anything was removed; a part that reaches over a gap lacks what is not there any more.
    Raises StorageError where the table of gaps is damaged.
    """

    def __init__(self, handle: int, path: Path) -> None:
        self._handle = handle
        self.table, self.gaps = self._read_gaps(path)
        self._ends = [gap.end for gap in self.gaps]
        self._lost = [0]  # before each gap, and after the last
        for gap in self.gaps:
            self._lost.append(self._lost[-1] + gap.length - gap.left)
        self._size = os.fstat(handle).st_size - len(self.table) + self._lost[-1]

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._size)
        return self._read(self.where(start), self.where(end)) if start < end else b""

    def after(self, place: int) -> int:
        """Return where the next answer lies after one that ends at `place`."""
        at = bisect_right(self._ends, place)
        gap = self.gaps[at] if at < len(self.gaps) else None
        return gap.end if gap is not None and place == gap.place + gap.left else place

    def where(self, place: int) -> int:
        """Return where in the file a place lies; of one in a gap, the end of what is left there."""
        at = bisect_right(self._ends, place)
        within = self.gaps[at] if at < len(self.gaps) and self.gaps[at].place <= place else None
        if within is not None:
            place = min(place, within.place + within.left)
        return len(self.table) + place - self._lost[at]

    def holder(self, place: int) -> int:
        """Return `place`, or where the removed answer begins that held it."""
        at = bisect_right(self._ends, place)
        return self.gaps[at].place if at < len(self.gaps) and self.gaps[at].place <= place else place

    def _read_gaps(self, path: Path) -> tuple[bytes, tuple[Gap, ...]]:
        head = self._read(0, _HEAD.size)
        if len(head) < _HEAD.size:
            return b"", ()
        start, length, record, field, back = _HEAD.unpack(head)
        if (start, field, back) != (_START, _BACK, _GAPS):
            return b"", ()
        table = self._read(0, length)
        try:
            text = igzip_lib.decompress(table[_HEAD.size :], flag=igzip_lib.DECOMP_DEFLATE)
            gaps = tuple(Gap(*(int(each) for each in gap)) for gap in json.loads(text.split(b"\r\n\r\n")[1]))
        except (_BROKEN, ValueError, TypeError, IndexError) as error:
            raise _damaged(path, 0) from error
        if len(text) != record or gaps_member(gaps) != table:
            raise _damaged(path, 0)
        return table, gaps

    def _read(self, start: int, end: int) -> bytes:
        read = b""
        while start + len(read) < end and (more := os.pread(self._handle, end - start - len(read), start + len(read))):
            read = read + more if read else more
        return read


@contextmanager
def mapped(path: Path) -> Iterator[FileBytes]:
    """Give a file's bytes without reading it whole."""
    with path.open("rb") as file:
        yield FileBytes(file.fileno(), path)


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
