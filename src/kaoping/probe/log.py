"""The active log: rows appended as they come, each with its checksum; what a killed process left is mended."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from kaoping.probe.rows import SIZE, Row, decode, encode

BACKLOG = 200_000  # rows kept in memory while the disk is full: hours at the usual rates, some megabytes
_CHUNK = SIZE * 65_536


class ActiveLog:
    """One file of whole records, appended to. What the disk refuses waits in memory and is written later."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._size = os.fstat(self._file).st_size // SIZE * SIZE
        os.ftruncate(self._file, self._size)  # half a record of a killed process
        self._waiting: list[bytes] = []
        self.lost = 0
        self.refused: OSError | None = None

    def append(self, row: Row) -> None:
        """Write a row; it outlives the process from here on, and a power cut from the next `settle`."""
        if len(self._waiting) >= BACKLOG:
            self.lost += 1
            return
        self._waiting.append(encode(row))
        if self.refused is None:
            self._write()

    def settle(self) -> None:
        """Try again what the disk refused, and have everything on the disk."""
        self._write()
        if self.refused is None:
            os.fsync(self._file)

    def close(self) -> None:
        self.settle()
        os.close(self._file)

    def _write(self) -> None:
        while self._waiting:
            part = b"".join(self._waiting[:1000])
            try:
                written = os.write(self._file, part)
            except OSError as error:
                self.refused = error
                return
            whole = written // SIZE
            if written % SIZE:
                os.ftruncate(self._file, self._size + whole * SIZE)
            self._size += whole * SIZE
            del self._waiting[:whole]
            if not whole:  # room for a part of a record only
                self.refused = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                return
        self.refused = None


def read_log(path: Path) -> Iterator[Row | None]:
    """Yield the rows of a log, None for a damaged one; half a record at the end is left out."""
    with path.open("rb") as handle:
        while data := handle.read(_CHUNK):
            yield from decode(data)
