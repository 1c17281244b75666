"""Evidence whose time is over: what sealed results hold by class, and removing a class of what was sealed long ago."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kaoping.evidence.expiring import EvidenceClass, counted, expire
from kaoping.evidence.removing import Removal
from kaoping.evidence.sealing import SEAL
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
        old = [
            folder
            for folder in _there(sites)
            if (run := sites.ledger.last_run(folder.name)) and datetime.fromisoformat(str(run.said["at"])) < before
        ]
        return sum(expire(folder, what, removal, sites.ledger) for folder in old)


def _there(sites: SealedSites) -> list[Path]:
    """The folders that are still there: the ledger also names those of batches that were cleared."""
    return [folder for folder in sites.folders if (folder / SEAL).exists()]
