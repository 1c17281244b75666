"""Take texts out of sealed files: each is replaced as a whole, and the ledger says what stands in its place and why."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kaoping.evidence.durable import file_digest, publish_draft, settle_folder
from kaoping.evidence.leaves import FINDINGS, Leaf, LeafKind, file_lines
from kaoping.evidence.ledger import Entry, Ledger
from kaoping.evidence.removing import Removal, enter_removal
from kaoping.evidence.sealing import Seal, read_seal
from kaoping.model.errors import StorageError

DRAFT = ".redacted"  # what is added to a file's name for its draft, beside it


def redact_file(draft: Path, removal: Removal, ledger: Ledger) -> list[Entry]:
    """Let a draft take the place of its sealed file and enter it; of findings, each line that changed is entered too.

    Done again after a kill with the same draft it is finished, not repeated. A file that was not sealed is replaced
    without an entry. Raises StorageError where the file is neither what was sealed nor what an earlier removal left.
    """
    folder, name = draft.parent, draft.name.removesuffix(DRAFT)
    seal = read_seal(folder)
    whole = next((leaf for leaf in seal.leaves if leaf.kind is LeafKind.FILE and leaf.file == name), None)
    entries = []
    if whole is not None:
        _examine(folder, whole, ledger)
        for leaf, instead in _changed(seal, whole, draft):
            entries.append(enter_removal(folder, (leaf, instead), removal, ledger))
    publish_draft(draft, folder / name)
    settle_folder(folder)
    return entries


def _examine(folder: Path, whole: Leaf, ledger: Ledger) -> None:
    path = folder / whole.file
    found = Leaf(whole.kind, whole.file, 0, path.stat().st_size, file_digest(path)).text
    known = {str(entry.said["tombstone"]) for entry in ledger.removals(folder.name)}
    if found != whole.text and found not in known:
        raise StorageError(f"{path}：内容与封存时不符，没有删除其中的文字。请先查明原因。")


def _changed(seal: Seal, whole: Leaf, draft: Path) -> Iterator[tuple[Leaf, Leaf]]:
    if whole.file == FINDINGS:
        lines: Mapping[int, Leaf] = {leaf.place: leaf for leaf in file_lines(draft, FINDINGS)}
        sealed: Sequence[Leaf] = [leaf for leaf in seal.leaves if leaf.kind is LeafKind.LINE]
        yield from ((leaf, lines[leaf.place]) for leaf in sealed if lines[leaf.place] != leaf)
    yield whole, Leaf(LeafKind.FILE, whole.file, 0, draft.stat().st_size, file_digest(draft))
