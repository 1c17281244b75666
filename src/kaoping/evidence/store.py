"""The evidence store (证据库): bodies of kept pages by digest, once for all runs; runs hold them as hard links.

`STORE/ab/DIGEST.warc.gz` and `SITE/payloads/DIGEST.warc.gz` are the same file on disk. So every run is whole without
the store, is sealed, checked and exported by itself, and may be deleted; a body is on disk as long as one run or the
store has it. Nothing changes such a file in place: what is removed from one run stays in the others.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kaoping.crawl.payloads import PAYLOADS, payload_body, payload_member, payload_name
from kaoping.evidence.durable import settle_folder
from kaoping.model.errors import InputError, system_reason

LEAST = 2048  # bytes of a record as packed; a smaller one takes no less room in a file of its own


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of the store: its digest as named, bytes, how many runs hold it, whether it is what its name says."""

    path: Path
    size: int
    runs: int
    sound: bool


@dataclass(frozen=True, slots=True)
class EvidenceStore:
    """The store in a folder, on the same file system as the runs."""

    folder: Path

    def examine(self, out: Path) -> None:
        """Raise InputError where files of the store cannot be linked into `out`, before anything is fetched."""
        trial = f".{secrets.token_hex(8)}"
        try:
            for each in (self.folder, out):
                each.mkdir(parents=True, exist_ok=True)
            (self.folder / trial).write_bytes(b"")
            try:
                (out / trial).hardlink_to(self.folder / trial)
            finally:
                (self.folder / trial).unlink()
                (out / trial).unlink(missing_ok=True)
        except OSError as error:
            raise InputError(
                f"证据库 {self.folder} 不能与 {out} 共用文件（{system_reason(error)}）。"
                "两者要在同一个文件系统上，且支持硬链接；或不用证据库。"
            ) from error

    def hold(self, body: bytes, directory: Path) -> str:
        """Let a site's folder hold a body, from the store where that has it; return its name in the folder.

        What the store has is examined first: a damaged file is replaced there, and stays in the runs that have it.
        """
        digest, member = payload_member(body)
        name = payload_name(digest)
        shared, mine = self.folder / digest[:2] / name, directory / PAYLOADS / name
        if mine.exists() and payload_body(mine.read_bytes()) == body:
            return name  # from before a kill
        if not shared.exists() or payload_body(shared.read_bytes()) != body:
            _write(shared, member)
        mine.parent.mkdir(exist_ok=True)
        mine.unlink(missing_ok=True)
        try:
            mine.hardlink_to(shared)
        except OSError:  # swept in between, or as many links as the file system can count
            _write(shared, member)
            mine.hardlink_to(shared)
        return name

    def files(self) -> Iterator[Stored]:
        """Yield what the store has, each file read and compared with its name."""
        for path in sorted(self.folder.glob("??/*.warc.gz")):
            digest = hashlib.sha256(payload_body(path.read_bytes())).hexdigest()
            status = path.stat()
            yield Stored(path, status.st_size, status.st_nlink - 1, path.name == payload_name(digest))

    def sweep(self) -> tuple[int, int]:
        """Remove what no run holds any more; return how many files and how many bytes."""
        gone = [path for path in self.folder.glob("??/*.warc.gz") if path.stat().st_nlink == 1]
        freed = sum(path.stat().st_size for path in gone)
        for path in gone:  # a run that links one meanwhile has it, or writes it anew
            path.unlink(missing_ok=True)
        return len(gone), freed


def open_store(folder: Path | None, out: Path, *, keep_all: bool = False) -> EvidenceStore | None:
    """Return the store in a folder, good for the run in `out`; None where none is named.

    Raises InputError where it cannot be used, or where everything is kept as it came.
    """
    if folder is None:
        return None
    if keep_all:
        raise InputError("保留全部页面（--keep-all）时不用证据库（--evidence-store），请去掉其中一个。")
    if folder.resolve().is_relative_to(out.resolve()):
        raise InputError(f"证据库 {folder} 不能放在结果目录 {out} 里：它由各次结果共用。请放在旁边。")
    store = EvidenceStore(folder)
    store.examine(out)
    return store


def keep_only(directory: Path, names: set[str]) -> None:
    """Let a site's folder hold no body but those named, and have the names on disk."""
    folder = directory / PAYLOADS
    if folder.exists():
        for path in folder.iterdir():
            if path.name not in names:
                path.unlink()
        settle_folder(folder)


def _write(path: Path, content: bytes) -> None:
    """Write a file of the store whole or not at all; another process may write the same at the same time."""
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
