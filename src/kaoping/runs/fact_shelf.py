"""The encoded facts of a site's pages as judging reads them: those of a large site lie in a file, not in memory."""

import os
import tempfile
import weakref
from array import array
from collections.abc import Iterator, Mapping, Sequence
from io import FileIO
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

IN_MEMORY = 16 * 1024 * 1024  # bytes of facts; what a site has beyond that is read from a file as it is asked for
NOTHING = -1  # the length of what an extractor did not say


class FactShelf:
    """Holds what the extractors `names` said of each page, a row group at a time, in the order they are added.

    The file is a scratch file of `directory` without a name, which goes with the process however that ends.
    """

    def __init__(self, directory: Path, names: Sequence[str]) -> None:
        self._directory = directory
        self.names = tuple(names)
        self._column = {name: column for column, name in enumerate(self.names)}
        self._starts = [array("q") for _ in self.names]
        self._lengths = [array("i") for _ in self.names]
        self._said = bytearray()
        self._size = 0
        self._memory = bytearray()
        self._file: FileIO | None = None

    def add(self, columns: Sequence[pa.Array]) -> int:
        """Add pages by what each of `names` said of them (binary arrays); return the place of the first."""
        first = len(self._said)
        said = np.zeros(len(columns[0]) if columns else 0, np.uint8)
        for column, values in enumerate(columns):
            present = _present(values)
            said |= present
            _, bounds, data = values.buffers()
            edges = np.frombuffer(bounds, np.int32)[values.offset : values.offset + len(values) + 1].astype(np.int64)
            starts = edges[:-1] - edges[0] + self._size
            self._starts[column].frombytes(starts.tobytes())
            lengths = np.where(present, np.diff(edges), NOTHING).astype(np.int32)
            self._lengths[column].frombytes(lengths.tobytes())
            if data is not None:
                self._append(memoryview(data)[edges[0] : edges[-1]])
        self._said += said.tobytes()
        return first

    def page(self, place: int) -> Mapping[str, bytes]:
        """Return what was said of the page at `place`."""
        return _PageFacts(self, place)

    def says(self, place: int) -> bool:
        """Tell whether anything was said of the page."""
        return self._said[place] != 0

    def has(self, place: int, name: object) -> bool:
        """Tell whether the extractor `name` said something of the page."""
        column = self._column.get(name)  # type: ignore[call-overload]  # a Mapping is asked for anything
        return column is not None and self._lengths[column][place] != NOTHING

    def value(self, place: int, name: str) -> bytes:
        """Return what `name` said of the page. Raises KeyError where that is nothing."""
        column = self._column[name]
        length = self._lengths[column][place]
        if length == NOTHING:
            raise KeyError(name)
        start = self._starts[column][place]
        if self._file is None:
            return bytes(self._memory[start : start + length])
        return os.pread(self._file.fileno(), length, start)

    def _append(self, data: memoryview) -> None:
        self._size += len(data)
        if self._file is None and self._size <= IN_MEMORY:
            self._memory += data
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._directory, buffering=0)  # noqa: SIM115 as long as it is read
            weakref.finalize(self, self._file.close)
            _write(self._file, self._memory)
            self._memory = bytearray()
        _write(self._file, data)


def _present(values: pa.Array) -> NDArray[np.bool_]:
    """Return which values are there, from the array's own bits: Arrow's functions would have to be loaded for it."""
    bits = values.buffers()[0]
    if bits is None:
        return np.ones(len(values), np.bool_)
    flags = np.unpackbits(np.frombuffer(bits, np.uint8), count=values.offset + len(values), bitorder="little")
    return flags[values.offset :].astype(np.bool_)


def _write(file: FileIO, data: bytearray | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


class _PageFacts(Mapping[str, bytes]):
    """What was said of one page."""

    __slots__ = ("_place", "_shelf")

    def __init__(self, shelf: FactShelf, place: int) -> None:
        self._shelf = shelf
        self._place = place

    def __getitem__(self, name: str) -> bytes:
        return self._shelf.value(self._place, name)

    def __contains__(self, name: object) -> bool:
        return self._shelf.has(self._place, name)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._shelf.names if self._shelf.has(self._place, name))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return self._shelf.says(self._place)
