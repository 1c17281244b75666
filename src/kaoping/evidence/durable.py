"""Files that are either all there, on disk, or as before, whenever the process is killed."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


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
        handle.seek(0)
        whole = handle.read()
        handle.truncate(whole.rfind(b"\n") + 1)
        handle.write(line + b"\n")
        handle.flush()
        os.fsync(handle.fileno())
    settle_folder(path.parent)


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
