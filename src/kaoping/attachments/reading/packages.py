"""Packages (docx, xlsx, pptx, ofd, zip): opened within limits, their XML read as a stream and without any entity."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Final
from xml.parsers import expat

from kaoping.attachments.reading.limits import (
    ENTITIES,
    MAX_DEPTH,
    MAX_ENTRIES,
    MAX_PART,
    MAX_RATIO,
    MAX_UNPACKED,
    SMALL,
    SWOLLEN,
    TOO_DEEP,
    DamagedError,
    LockedError,
    RefusedError,
)

_DAMAGE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
)
_CHUNK = 256 * 1024
_MARKS: Final = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odf"),
)


class Package:
    """An open package. Raises DamagedError, LockedError or RefusedError for what must not be read."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise DamagedError(str(error)) from error
        self._entries = {entry.filename.lstrip("/"): entry for entry in self._zip.infolist()}
        self.names = tuple(self._entries)
        self.files = sum(not entry.is_dir() for entry in self._zip.infolist())

    @property
    def kind(self) -> str:
        """docx, xlsx, pptx, ofd… or `zip` for what is no document."""
        return next((kind for mark, kind in _MARKS if mark in self._entries), "zip")

    def check(self) -> None:
        """Refuse what unpacks to far more than it is: one bomb, or many parts."""
        entries = self._entries.values()
        swollen = any(e.file_size > max(SMALL, MAX_RATIO * max(e.compress_size, 1)) for e in entries)
        if len(entries) > MAX_ENTRIES or swollen or sum(e.file_size for e in entries) > MAX_UNPACKED:
            raise RefusedError(SWOLLEN)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece; what comes out is counted, as the directory may say less than there is."""
        entry = self._entries[name]
        if entry.flag_bits & 1:
            raise LockedError
        try:
            with self._zip.open(entry) as file:
                yield from _bounded(file, min(MAX_PART, max(SMALL, MAX_RATIO * max(entry.compress_size, 1))))
        except _DAMAGE as error:
            raise DamagedError(str(error)) from error

    def __contains__(self, name: str) -> bool:
        return name in self._entries


def _bounded(file: IO[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise RefusedError(SWOLLEN)
        yield chunk


class Listener:
    """What `read_xml` tells: elements by their local name, and text."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


def read_xml(chunks: Iterable[bytes], listener: Listener, full: Callable[[], bool] = lambda: False) -> None:
    """Feed XML to `listener` until it ends or `full` says so.

    No document type is accepted, so there are no entities to swell or to fetch. Raises RefusedError or DamagedError.
    """
    parser = expat.ParserCreate()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise RefusedError(TOO_DEEP)
        listener.start(_local(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        listener.end(_local(name))

    def refuse(*_: object) -> None:
        raise RefusedError(ENTITIES)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            if full():
                return
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise DamagedError(str(error)) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class Properties(Listener):
    """Title, author and dates of `docProps/core.xml` (ECMA-376 part 2, 11) and OFD.xml (GB/T 33190, 7.4)."""

    _NAMES: Final = {
        "title": "title",
        "creator": "author",
        "created": "created",
        "modified": "modified",
        "Title": "title",
        "Author": "author",
        "CreationDate": "created",
        "ModDate": "modified",
    }

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self._now = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._now = self._NAMES.get(name, "")

    def end(self, name: str) -> None:
        self._now = ""

    def text(self, data: str) -> None:
        if self._now:
            self.said[self._now] = (self.said.get(self._now, "") + data)[:200]


def properties_of(package: Package, name: str) -> dict[str, str]:
    """Return title, author, created and modified where a package says them; damage there is no damage to the file."""
    listener = Properties()
    if name in package:
        try:
            read_xml(package.chunks(name), listener)
        except DamagedError:
            return {}
    return {key: " ".join(value.split()) for key, value in listener.said.items()}
