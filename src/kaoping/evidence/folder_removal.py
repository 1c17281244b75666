"""Remove all that is kept of a sealed site: nothing stays in its place but a line of the ledger.

The seal (`evidence.json`) stands for the folder: every other thing in it is a leaf under the seal's root, or was made
from those that are. So one line is enough, and what was exported before can still be checked.
"""

import shutil
from pathlib import Path

from kaoping.evidence.leaves import Leaf, LeafKind, sha256
from kaoping.evidence.ledger import Entry, Ledger
from kaoping.evidence.removing import Removal, add_removal
from kaoping.evidence.sealing import NOTHING, SEAL, folder_removal
from kaoping.model.errors import StorageError


def remove_folder(folder: Path, removal: Removal, ledger: Ledger) -> Entry:
    """Remove a sealed folder and return the line that says so; done again after a kill it goes on.

    Raises StorageError where the seal is not the one that the ledger tells of, InputError where it tells of none.
    """
    entry = folder_removal(folder, ledger)
    if entry is None:
        seal, run = folder / SEAL, ledger.last_run(folder.name)
        text = seal.read_bytes() if seal.exists() else b""
        if run is not None and sha256(text) != run.said["evidence"]:
            raise StorageError(f"{seal}：与账目第 {run.number} 行登记的不符，没有删除。请先查明原因。")
        sealed = Leaf(LeafKind.FILE, SEAL, 0, len(text), sha256(text))
        entry = add_removal(folder, (sealed, NOTHING), removal, ledger)
    if folder.exists():
        shutil.rmtree(folder)
    return entry
