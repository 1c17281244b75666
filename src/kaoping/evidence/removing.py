"""Remove one answer for the sake of privacy: a tombstone of the same length takes its place, and the ledger says so."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kaoping.crawl.warc_members import STORED_BLOCK, mapped, stored_length, stored_member
from kaoping.evidence.durable import replace_file
from kaoping.evidence.leaves import Leaf, sha256
from kaoping.evidence.ledger import REMOVAL, Entry, Ledger
from kaoping.model.errors import InputError, StorageError


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
    entry = next((each for each in ledger.removals(folder.name) if each.said["leaf"] == leaf.text), None)
    at = datetime.fromisoformat(str(entry.said["at"])) if entry else removal.at
    tombstone = _tombstone(leaf, at)
    buried = Leaf(leaf.kind, leaf.file, leaf.place, leaf.length, sha256(tombstone))
    path = folder / leaf.file
    with mapped(path) as data:
        found = sha256(data[leaf.place : leaf.place + leaf.length])
    if found not in (leaf.sha256, buried.sha256):
        raise StorageError(f"{path} 第 {leaf.place} 字节起的记录：内容与封存时不符，没有删除。请先查明原因。")
    if entry is None:
        entry = ledger.append(_said(_run(folder, ledger), (leaf, buried), removal))
    if found != buried.sha256:
        replace_file(path, _with(path, leaf, tombstone))
    return entry


def remove_picture(folder: Path, leaf: Leaf, removal: Removal, ledger: Ledger) -> Entry:
    """Replace a picture by a tombstone of the same length and enter the removal, as `remove_answer` does.

    Raises StorageError where the file is neither what was sealed nor the tombstone.
    """
    path = folder / leaf.file
    tombstone = b"removed".ljust(leaf.length)[: leaf.length]
    buried = Leaf(leaf.kind, leaf.file, leaf.place, leaf.length, sha256(tombstone))
    found = sha256(path.read_bytes())
    if found not in (leaf.sha256, buried.sha256):
        raise StorageError(f"{path}：内容与封存时不符，没有删除。请先查明原因。")
    entry = next((each for each in ledger.removals(folder.name) if each.said["leaf"] == leaf.text), None)
    if entry is None:
        entry = ledger.append(_said(_run(folder, ledger), (leaf, buried), removal))
    if found != buried.sha256:
        replace_file(path, [tombstone])
    return entry


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


def _tombstone(leaf: Leaf, at: datetime) -> bytes:
    """Return a gzip member with a WARC record that says what was here, exactly as long as the answer was."""
    spare = leaf.length - stored_length(len(_record(leaf, at, 0)))
    least = max(0, spare - 5 * (spare // STORED_BLOCK) - 40)
    for padding in range(least, spare + 1):
        record = _record(leaf, at, padding)
        empty, uneven = divmod(leaf.length - stored_length(len(record)), 5)
        if empty >= 0 and not uneven:
            return stored_member(record, 0, empty)
    raise InputError(f"{leaf.file} 第 {leaf.place} 字节起的记录只有 {leaf.length} 字节，其中没有页面内容，不需要删除。")


def _record(leaf: Leaf, at: datetime, padding: int) -> bytes:
    identity = uuid.uuid5(uuid.NAMESPACE_URL, leaf.text)
    block = b"removed" + b" " * padding
    head = (
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{identity}>\r\n"
        f"WARC-Date: {at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _with(path: Path, leaf: Leaf, tombstone: bytes) -> Iterator[bytes]:
    with mapped(path) as data:
        yield data[: leaf.place]
        yield tombstone
        yield data[leaf.place + leaf.length :]
