"""Files that are either all there, on disk, or as before, whenever the process is killed."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

BLOCK = 64 * 1024


def replace_file(path: Path, parts: Iterable[bytes]) -> None:
    """Write `parts` one after another as the new content of `path`."""
    draft = path.with_name(path.name + ".draft")
    with draft.open("wb") as handle:
        for part in parts:
            handle.write(part)
    publish_draft(draft, path)
    settle_folder(path.parent)


def publish_draft(draft: Path, path: Path) -> None:
    """Have a finished draft on disk and give it its name."""
    with draft.open("rb") as handle:
        os.fsync(handle.fileno())
    draft.replace(path)


def append_line(path: Path, line: bytes) -> None:
    """Add one line at the end of `path`; half a line that an earlier process left there is cut off first."""
    with path.open("a+b") as handle:
        handle.truncate(_whole_lines(handle))
        handle.write(line + b"\n")
        handle.flush()
        os.fsync(handle.fileno())
    settle_folder(path.parent)


def _whole_lines(handle: BinaryIO) -> int:
    """Return how long the whole lines of a file are together; only its end is read, for ledgers grow long."""
    end = handle.seek(0, os.SEEK_END)
    while end > 0:
        start = max(0, end - BLOCK)
        handle.seek(start)
        found = handle.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def settle_folder(folder: Path) -> None:
    """Have the names of a folder's files on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
