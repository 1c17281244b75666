"""Remove answers and pictures: a small tombstone takes the place of each, the disk is freed, and the ledger says so."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kaoping.crawl.payloads import bodies_of, is_payload
from kaoping.crawl.warc_members import Gap, gaps_member, mapped, stored_member
from kaoping.evidence.durable import replace_file
from kaoping.evidence.leaves import Leaf, LeafKind, sha256
from kaoping.evidence.ledger import REMOVAL, Entry, Ledger
from kaoping.evidence.sealing import read_seal
from kaoping.evidence.verifying import answer_bytes
from kaoping.model.errors import InputError, StorageError

TOMBSTONE = b"removed"  # how what stands in place of something removed begins


@dataclass(frozen=True, slots=True)
class Removal:
    """Who removes and why; both are entered into the ledger."""

    by: str
    reason: str
    at: datetime


def remove_answer(folder: Path, leaf: Leaf, removal: Removal, ledger: Ledger) -> Entry:
    """Replace an answer by a tombstone and enter the removal; done again after a kill, it is finished, not repeated.

    The leaf stays under the root, so that everything else can still be checked. Raises StorageError where the bytes are
    neither those that were sealed nor the tombstone.
    """
    return remove_answers(folder, [leaf], removal, ledger)[0]


def remove_answers(folder: Path, leaves: Sequence[Leaf], removal: Removal, ledger: Ledger) -> list[Entry]:
    """Do `remove_answer` for several; each archive is written once."""
    known = {str(entry.said["leaf"]): entry for entry in ledger.removals(folder.name)}
    graves = [_grave(folder, leaf, removal, known.get(leaf.text)) for leaf in leaves]
    entries = [enter_removal(folder, (grave.leaf, grave.buried), removal, ledger) for grave in graves]
    for name in sorted({grave.leaf.file for grave in graves if grave.open}):
        here = sorted((grave for grave in graves if grave.leaf.file == name), key=lambda grave: grave.leaf.place)
        replace_file(folder / name, _with(folder / name, here))
    return entries


@dataclass(frozen=True, slots=True)
class _Grave:
    """An answer to remove with its tombstone; `open` until the tombstone stands."""

    leaf: Leaf
    tombstone: bytes
    open: bool

    @property
    def buried(self) -> Leaf:
        return Leaf(self.leaf.kind, self.leaf.file, self.leaf.place, len(self.tombstone), sha256(self.tombstone))


def _grave(folder: Path, leaf: Leaf, removal: Removal, entry: Entry | None) -> _Grave:
    tombstone = _tombstone(leaf, datetime.fromisoformat(str(entry.said["at"])) if entry else removal.at)
    path = folder / leaf.file
    if len(tombstone) > leaf.length:
        raise InputError(
            f"{leaf.file} 第 {leaf.place} 字节起的记录只有 {leaf.length} 字节，其中没有页面内容，不需要删除。"
        )
    with mapped(path) as data:
        found = sha256(data[leaf.place : leaf.place + leaf.length])
    grave = _Grave(leaf, tombstone, found == leaf.sha256)
    if not grave.open and found != grave.buried.sha256:
        raise StorageError(f"{path} 第 {leaf.place} 字节起的记录：内容与封存时不符，没有删除。请先查明原因。")
    return grave


def remove_bodies(folder: Path, removal: Removal, ledger: Ledger) -> None:
    """Remove the bodies to which no answer in the folder points any more; other runs keep those they hold."""
    leaves = read_seal(folder).leaves
    pointed_at = {
        name for leaf in leaves if leaf.kind is LeafKind.ANSWER for name in bodies_of(answer_bytes(folder, leaf))
    }
    for leaf in leaves:
        if is_payload(leaf.file) and leaf.file not in pointed_at:
            remove_file(folder, leaf, removal, ledger)


def remove_file(folder: Path, leaf: Leaf, removal: Removal, ledger: Ledger) -> Entry:
    """Replace a picture or a body by a tombstone and enter the removal, as `remove_answer` does.

    Raises StorageError where the file is neither what was sealed nor the tombstone.
    """
    path = folder / leaf.file
    buried = Leaf(leaf.kind, leaf.file, leaf.place, len(TOMBSTONE), sha256(TOMBSTONE))
    found = sha256(path.read_bytes())
    if found not in (leaf.sha256, buried.sha256):
        raise StorageError(f"{path}：内容与封存时不符，没有删除。请先查明原因。")
    entry = enter_removal(folder, (leaf, buried), removal, ledger)
    if found != buried.sha256:
        replace_file(path, [TOMBSTONE])
    return entry


def enter_removal(folder: Path, leaves: tuple[Leaf, Leaf], removal: Removal, ledger: Ledger) -> Entry:
    """Enter that a leaf has another in its place, unless that was entered before; return the entry."""
    leaf, instead = leaves
    before = [each for each in ledger.removals(folder.name) if each.said["leaf"] == leaf.text]
    if before and before[-1].said["tombstone"] == instead.text:
        return before[-1]
    return add_removal(folder, leaves, removal, ledger)


def add_removal(folder: Path, leaves: tuple[Leaf, Leaf], removal: Removal, ledger: Ledger) -> Entry:
    """Enter that a leaf has another in its place, whatever was entered before."""
    return ledger.append(_said(_run(folder, ledger), leaves, removal))


def _run(folder: Path, ledger: Ledger) -> Entry:
    run = ledger.last_run(folder.name)
    if run is None:
        raise InputError(f"{folder}：没有封存过，不能登记删除。请先运行原来的巡检命令。")
    return run


def _said(run: Entry, leaves: tuple[Leaf, Leaf], removal: Removal) -> dict[str, str]:
    leaf, buried = leaves
    return {
        "kind": REMOVAL,
        "at": removal.at.isoformat(timespec="seconds"),
        "folder": run.folder,
        "root": str(run.said["root"]),
        "leaf": leaf.text,
        "tombstone": buried.text,
        "by": removal.by,
        "reason": removal.reason,
    }


def smallest(leaf: Leaf) -> int:
    """Return the length below which an answer has no room for its tombstone, and holds nothing to remove."""
    return len(_tombstone(leaf, datetime(2000, 1, 1, tzinfo=UTC)))


def _tombstone(leaf: Leaf, at: datetime) -> bytes:
    """Return a gzip member with a WARC record that says what was here."""
    identity = uuid.uuid5(uuid.NAMESPACE_URL, leaf.text)
    head = (
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{identity}>\r\n"
        f"WARC-Date: {at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\r\nContent-Length: {len(TOMBSTONE)}\r\n\r\n"
    )
    return stored_member(head.encode() + TOMBSTONE + b"\r\n\r\n", 0)


def _with(path: Path, graves: Sequence[_Grave]) -> Iterator[bytes]:
    """Yield an archive with the tombstones of `graves`, which are in order of place."""
    with mapped(path) as data:
        new = [Gap(grave.leaf.place, len(grave.tombstone), grave.leaf.length) for grave in graves]
        yield gaps_member(sorted([*data.gaps, *new], key=lambda gap: gap.place))
        end = 0
        for grave in graves:
            yield data[end : grave.leaf.place]
            yield grave.tombstone
            end = grave.leaf.place + grave.leaf.length
        yield data[end:]
