"""The source of the compiled walk, and its digest, by which a build that is older than its source is told."""

import hashlib
from pathlib import Path

SOURCE = Path(__file__).with_name("_walk.c")


def source_digest(source: Path = SOURCE) -> str:
    """Return the SHA-256 of the source; nothing where there is no such file."""
    return hashlib.sha256(source.read_bytes()).hexdigest() if source.is_file() else ""
