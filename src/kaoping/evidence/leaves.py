"""The leaves under a run's Merkle root: one for each kept answer, each finding, and each file of the site's folder."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kaoping.crawl.payloads import PAYLOADS, is_payload
from kaoping.crawl.warc import NAME as SPOOL
from kaoping.crawl.warc_members import answer_spans, mapped
from kaoping.evidence.keeping import KEPT
from kaoping.evidence.pictures import is_picture, picture_files

FINDINGS = "findings.jsonl"
FILES = (
    *(FINDINGS, "checks.json", "columns.json", "coverage.json", "judged.json"),
    *("pages.parquet", "links.parquet", "targets.parquet", "attachments.parquet"),
    *("looks.json", "browser.json", "shown.json", "readings.json", "visits.json", "earlier.json"),
)
ARCHIVES = (KEPT, SPOOL)  # a folder has the second one where everything is kept


class LeafKind(StrEnum):
    """What a leaf stands for: an answer (place is its offset), a line (its number from 1) or a file (place 0)."""

    ANSWER = "answer"
    LINE = "line"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf; `length` is in bytes and `sha256` of exactly these bytes, of a line without its end."""

    kind: LeafKind
    file: str
    place: int
    length: int
    sha256: str

    @property
    def text(self) -> str:
        """The leaf as it is hashed: five words with a blank between each two."""
        return f"{self.kind} {self.file} {self.place} {self.length} {self.sha256}"


def read_leaf(text: str) -> Leaf:
    """Return the leaf of a text. Raises ValueError when it is none."""
    kind, file, place, length, digest = text.split(" ")
    leaf = Leaf(LeafKind(kind), file, int(place), int(length), digest)
    if leaf.text != text or not (leaf.file in (*FILES, *ARCHIVES) or is_picture(leaf.file) or is_payload(leaf.file)):
        raise ValueError(text)
    return leaf


def folder_leaves(directory: Path) -> list[Leaf]:
    """Return the leaves of a site's folder as it is now: answers, findings, files, in the order they lie in.

    Raises StorageError where an archive is damaged.
    """
    leaves = [leaf for name in ARCHIVES if (directory / name).exists() for leaf in _answers(directory / name)]
    if (directory / FINDINGS).exists():
        leaves += file_lines(directory / FINDINGS, FINDINGS)
    files = (
        *(name for name in FILES if (directory / name).exists()),
        *picture_files(directory),
        *payload_files(directory),
    )
    return leaves + [_file(directory, name) for name in files]


def payload_files(directory: Path) -> list[str]:
    """Return the names of the files of bodies in a site's folder, in order."""
    found = (path.relative_to(directory).as_posix() for path in (directory / PAYLOADS).glob("*"))
    return sorted(name for name in found if is_payload(name))


def file_lines(path: Path, name: str) -> Iterator[Leaf]:
    """Yield the leaves of the lines of a file, under a name."""
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
        yield Leaf(LeafKind.LINE, name, number, len(line), sha256(line))


def sha256(data: bytes) -> str:
    """Return the digest of bytes as leaves give it."""
    return hashlib.sha256(data).hexdigest()


def _answers(path: Path) -> Iterator[Leaf]:
    spans = answer_spans(path)
    with mapped(path) as data:
        for span in spans:
            part = data[span.offset : span.end]
            yield Leaf(LeafKind.ANSWER, path.name, span.offset, span.length, sha256(part))


def _file(directory: Path, name: str) -> Leaf:
    data = (directory / name).read_bytes()
    return Leaf(LeafKind.FILE, name, 0, len(data), sha256(data))
