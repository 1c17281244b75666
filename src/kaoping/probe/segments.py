"""Closed segments: the rows of one day in a Parquet file, sorted by site, never changed again."""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kaoping.evidence.durable import file_digest, publish_draft, settle_folder
from kaoping.model.probe_series import ProbeVisit
from kaoping.probe.rows import BODY_SIZE, FIRST_EVENT, NO_SITE, SIZE, EventRow, stored_event, stored_visit

RECORD = np.dtype(
    [
        *(("at", "<i8"), ("site", "<u4"), ("length", "<i4"), ("limit", "<u2"), ("status", "<i2")),
        *(("code", "u1"), ("looks", "u1"), ("reason", "<u2"), ("check", "<u4")),
    ]
)
_SCHEMA = pa.schema(
    [
        ("site", pa.uint32()),
        ("at", pa.timestamp("ms", tz="UTC")),
        ("code", pa.uint8()),
        ("length", pa.int32()),
        ("limit", pa.uint16()),
        ("status", pa.int16()),
        ("looks", pa.uint8()),
        ("reason", pa.uint16()),
    ]
)
_GROUP = 65_536


def write_segment(path: Path, records: NDArray[Any]) -> None:
    """Write records of RECORD to `path`, sorted by site and time; the file is all there or not there."""
    order = np.lexsort((records["at"], records["site"]))
    draft = path.with_suffix(".draft")
    with pq.ParquetWriter(draft, _SCHEMA, compression="zstd", compression_level=9) as writer:
        for start in range(0, max(len(order), 1), _GROUP):
            part = records[order[start : start + _GROUP]]
            columns = [pa.array(np.ascontiguousarray(part[field.name]), field.type) for field in _SCHEMA]
            writer.write_table(pa.Table.from_arrays(columns, schema=_SCHEMA))
    publish_draft(draft, path)
    settle_folder(path.parent)


def log_records(path: Path) -> tuple[NDArray[Any], int]:
    """Return the records of an active log that are as they were written, and how many are not."""
    count = path.stat().st_size // SIZE
    if not count:
        return np.empty(0, RECORD), 0
    mapped: NDArray[Any] = np.memmap(path, RECORD, "r", shape=(count,))
    found = np.fromiter(map(zlib.crc32, _bodies(mapped.view(np.uint8).data)), np.uint32, count)
    right = found == mapped["check"]
    return (mapped if right.all() else mapped[right]), int(count - right.sum())


def last_moment(path: Path) -> int | None:
    """Return the latest time (ms) in a log or segment, None where it holds nothing."""
    if path.suffix == ".log":
        at = log_records(path)[0]["at"]
    else:
        at = pq.read_table(path, columns=["at"]).column("at").cast(pa.int64()).to_numpy()
    return int(at.max()) if len(at) else None


class LogReader:
    """The active log of a day, as it is at this moment."""

    def __init__(self, path: Path) -> None:
        self.path = path
        records, self.damaged = log_records(path)
        self.sha256 = hashlib.sha256(records.tobytes()).hexdigest()
        self._records = records[np.lexsort((records["at"], records["site"]))]

    def visits(self, site: int) -> Iterator[ProbeVisit]:
        """Yield the visits of one site in order of time."""
        for record in self._of(site):
            yield stored_visit(record[0], record[5], (record[2], record[3], record[4], record[6], record[7]))

    def events(self) -> Iterator[EventRow]:
        """Yield the events of the monitor in order of time."""
        for record in self._of(NO_SITE):
            yield stored_event(record[0], record[5], record[2])

    def _of(self, site: int) -> Sequence[tuple[int, ...]]:
        first, last = (int(np.searchsorted(self._records["site"], site, side)) for side in ("left", "right"))
        found: Sequence[tuple[int, ...]] = self._records[first:last].tolist()
        return found


def _bodies(data: memoryview) -> Iterator[memoryview]:
    return (data[start : start + BODY_SIZE] for start in range(0, len(data), SIZE))


class SegmentReader:
    """One segment, open for reading many sites of it one after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = pq.ParquetFile(path)
        metadata = self._file.metadata
        self.rows = metadata.num_rows
        ranges = (metadata.row_group(number).column(0).statistics for number in range(metadata.num_row_groups))
        self._ranges = [(one.min, one.max) if one is not None else (0, NO_SITE) for one in ranges]
        self._held: tuple[int, Sequence[NDArray[Any]]] = (-1, ())

    @property
    def sha256(self) -> str:
        """The digest of the file."""
        return file_digest(self.path)

    def visits(self, site: int) -> Iterator[ProbeVisit]:
        """Yield the visits of one site in order of time."""
        for at, code, *numbers in self._of(site):
            if code < FIRST_EVENT:
                length, limit, status, looks, reason = numbers
                yield stored_visit(at, code, (length, limit, status, looks, reason))

    def events(self) -> Iterator[EventRow]:
        """Yield the events of the monitor in order of time."""
        for at, code, length, *_ in self._of(NO_SITE):
            yield stored_event(at, code, length)

    def close(self) -> None:
        self._file.close()

    def _of(self, site: int) -> Iterator[list[int]]:
        for group, (low, high) in enumerate(self._ranges):
            if low <= site <= high:
                sites, *columns = self._group(group)
                first, last = (int(np.searchsorted(sites, site, side)) for side in ("left", "right"))
                yield from map(list, zip(*(column[first:last].tolist() for column in columns), strict=True))

    def _group(self, number: int) -> Sequence[NDArray[Any]]:
        """Sites are mostly asked for in order, so that one group stands for many of them."""
        if self._held[0] != number:
            table = self._file.read_row_group(number, use_threads=False)
            table = table.set_column(1, "at", table.column("at").cast(pa.int64()))
            self._held = number, [column.to_numpy() for column in table.columns]
        return self._held[1]
