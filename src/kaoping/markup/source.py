"""The sources of the compiled parts, and their digests, by which a build that is older than its source is told."""

import hashlib
from pathlib import Path

WALK = Path(__file__).with_name("_walk.c")
SCAN = Path(__file__).with_name("_scan.c")
SOURCES = (WALK, SCAN)


def source_digest(source: Path) -> str:
    """Return the SHA-256 of a source; nothing where there is no such file."""
    return hashlib.sha256(source.read_bytes()).hexdigest() if source.is_file() else ""


def built_from(source: Path, stamp: str) -> bool:
    """Tell whether a build with that stamp is of this source; where there is no source it is taken as it is."""
    return source_digest(source) in ("", stamp)
