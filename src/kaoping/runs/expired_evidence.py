"""Evidence whose time is over: what sealed results hold by class, and removing a class of what was sealed long ago."""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kaoping.evidence.expiring import EvidenceClass, counted, expire
from kaoping.evidence.folder_removal import remove_folder
from kaoping.evidence.ledger import LEDGER, Ledger
from kaoping.evidence.removing import Removal
from kaoping.evidence.sealing import SEAL, folder_removal
from kaoping.runs.batch import batch_lock
from kaoping.runs.sealed_folders import SealedSites, sealed_sites


def held_evidence(directory: Path) -> Mapping[EvidenceClass, tuple[int, int]]:
    """Return how many things of each class sealed results hold, and their bytes."""
    return counted(_there(sealed_sites(directory)))


def expire_evidence(directory: Path, what: EvidenceClass, before: datetime, removal: Removal) -> int:
    """Remove a class of evidence from every site sealed before a moment; return how many things were removed.

    Killed in between, the same call goes on. Raises InputError where nothing was sealed or somebody is at work there.
    """
    with batch_lock(sealed_sites(directory).ledger.path.parent):
        sites = sealed_sites(directory)  # again, as the ledger now cannot change any more
        return sum(expire(folder, what, removal, sites.ledger) for folder in _sealed_before(sites, before))


def expire_sites(directory: Path, before: datetime, removal: Removal) -> int:
    """Remove every site sealed before a moment with all that is kept of it; return how many.

    Each leaves its line in the ledger. Killed in between, the same call goes on.
    """
    with batch_lock(sealed_sites(directory).ledger.path.parent):
        sites = sealed_sites(directory)
        old = [*_sealed_before(sites, before), *_half_removed(sites)]
        for folder in old:
            remove_folder(folder, removal, sites.ledger)
        return len(old)


def remove_site(folder: Path, removal: Removal) -> None:
    """Remove one site's folder; where it was sealed that is entered in the ledger beside it.

    Raises InputError where somebody is at work there, StorageError where the seal is not what the ledger tells.
    """
    with batch_lock(folder.parent):
        ledger = Ledger(folder.parent / LEDGER)
        if ledger.last_run(folder.name) is not None:
            remove_folder(folder, removal, ledger)
        elif folder.exists():
            shutil.rmtree(folder)


def _sealed_before(sites: SealedSites, before: datetime) -> list[Path]:
    return [
        folder
        for folder in _there(sites)
        if (run := sites.ledger.last_run(folder.name)) and datetime.fromisoformat(str(run.said["at"])) < before
    ]


def _half_removed(sites: SealedSites) -> list[Path]:
    """The folders whose removal was entered, and then not finished."""
    return [folder for folder in sites.folders if folder.exists() and folder_removal(folder, sites.ledger) is not None]


def _there(sites: SealedSites) -> list[Path]:
    """The folders that are still there: the ledger also names those of batches that were cleared."""
    return [
        folder for folder in sites.folders if (folder / SEAL).exists() and folder_removal(folder, sites.ledger) is None
    ]
