"""How far a site's attachments are: one line for each that is done, with the length of the spool behind it."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kaoping.crawl.warc import NAME as SPOOL
from kaoping.model.attachments import AttachmentRecord

NAME = "attachments.journal"


class _Line(msgspec.Struct, frozen=True):
    spool: int
    record: AttachmentRecord | None = None  # None: the first line, written before anything is fetched


class Journal:
    """The journal of one site. A line that a killed process wrote half of does not count."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAME
        self.records: list[AttachmentRecord] = []
        self.spool = _length(directory / SPOOL)
        whole = 0
        if self._path.exists():
            for line, end in _lines(self._path.read_bytes()):
                self.spool, whole = line.spool, end
                self.records += [line.record] if line.record is not None else []
        self._file = self._path.open("r+b" if self._path.exists() else "w+b")
        self._file.truncate(whole)
        self._file.seek(whole)
        if not whole:
            self._write(_Line(self.spool))

    def note(self, record: AttachmentRecord, spool: int) -> None:
        """Note an attachment as done, when its answer is in the spool up to `spool` bytes."""
        self.records.append(record)
        self._write(_Line(spool, record))

    def close(self) -> None:
        self._file.close()

    def _write(self, line: _Line) -> None:
        self._file.write(msgspec.json.encode(line) + b"\n")
        self._file.flush()


def _lines(data: bytes) -> Iterator[tuple[_Line, int]]:
    """Yield the lines that are whole, each with where it ends."""
    end = 0
    while (found := data.find(b"\n", end)) >= 0:
        try:
            line = msgspec.json.decode(data[end:found], type=_Line)
        except msgspec.DecodeError:
            return
        end = found + 1
        yield line, end


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
