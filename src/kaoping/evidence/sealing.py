"""Seal a run: `evidence.json` with all leaves and their root, and one line in the ledger beside the sites' folders."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from kaoping.evidence.durable import replace_file
from kaoping.evidence.leaves import Leaf, LeafKind, folder_leaves, read_leaf, sha256
from kaoping.evidence.ledger import RUN, Entry, Ledger
from kaoping.evidence.merkle import merkle_root
from kaoping.model.errors import StorageError

SEAL = "evidence.json"
FORMAT = 1
NOTHING = Leaf(LeafKind.FILE, SEAL, 0, 0, sha256(b""))  # what stands in place of the seal of a folder that was removed


@dataclass(frozen=True)  # without slots: the root is reckoned once
class Seal:
    """What `evidence.json` says: the site, the leaves and their root (hexadecimal)."""

    site: str
    leaves: tuple[Leaf, ...]

    @cached_property
    def root(self) -> str:
        return merkle_root(self.leaf_bytes).hex()

    @property
    def leaf_bytes(self) -> list[bytes]:
        return [leaf.text.encode() for leaf in self.leaves]


def seal_run(site: str, directory: Path, ledger: Ledger, now: datetime) -> Entry:
    """Seal a site's folder and return its line in the ledger; a folder that is as it was gets no second one.

    May be killed at any moment and called again. Raises StorageError where an archive is damaged.
    """
    before = ledger.last_run(directory.name)
    seal = Seal(site, tuple(_with_removed(folder_leaves(directory), ledger.removals(directory.name))))
    text = seal_text(seal)
    evidence = sha256(text)
    if not (directory / SEAL).exists() or (directory / SEAL).read_bytes() != text:
        replace_file(directory / SEAL, [text])
    same = before is not None and before.said["root"] == seal.root and before.said["evidence"] == evidence
    if before is not None and same and folder_removal(directory, ledger) is None:
        return before
    said = {
        "kind": RUN,
        "at": now.isoformat(timespec="seconds"),
        "site": site,
        "folder": directory.name,
        "root": seal.root,
        "leaves": len(seal.leaves),
        "evidence": evidence,
    }
    return ledger.append(said)


def folder_removal(directory: Path, ledger: Ledger) -> Entry | None:
    """Return the entry by which all of a folder was removed, where nothing was sealed in it since."""
    before = ledger.last_run(directory.name)
    for each in reversed(ledger.removals(directory.name)):
        if each.said["tombstone"] == NOTHING.text:
            return each if before is not None and each.number > before.number else None
    return None


def read_seal(directory: Path) -> Seal:
    """Return what `evidence.json` says. Raises StorageError where it is missing or not as it was written."""
    path = directory / SEAL
    try:
        text = path.read_bytes()
        said = json.loads(text)
        seal = Seal(str(said["site"]), tuple(read_leaf(each) for each in said["leaves"]))
    except FileNotFoundError as error:
        raise StorageError(f"{path}：没有这个文件，该网站的证据没有封存。请再次运行原来的巡检命令。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{path}：读不出来，内容被改动。请从备份恢复。") from error
    if seal_text(seal) != text:
        raise StorageError(f"{path}：内容被改动，与其中的叶子和根不符。请从备份恢复。")
    return seal


def seal_text(seal: Seal) -> bytes:
    """Return the one text of a seal, a leaf a line."""
    said = {
        "format": FORMAT,
        "site": seal.site,
        "algorithm": "RFC 6962 2.1, SHA-256, leaves as given",
        "root": seal.root,
        "leaves": [leaf.text for leaf in seal.leaves],
    }
    return (json.dumps(said, ensure_ascii=False, indent=0) + "\n").encode()


def _with_removed(leaves: Sequence[Leaf], removed: Sequence[Entry]) -> list[Leaf]:
    """Give answers that were removed the leaf they had: what was sealed once is not sealed anew as its gap."""
    removed = [entry for entry in removed if entry.said["tombstone"] != NOTHING.text]
    gone = {str(entry.said["tombstone"]): str(entry.said["leaf"]) for entry in removed}
    return [read_leaf(gone[leaf.text]) if leaf.text in gone else leaf for leaf in leaves]
