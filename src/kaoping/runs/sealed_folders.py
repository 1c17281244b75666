"""Where the sealed sites of an inspection or assessment lie, and checking all of them with their ledger."""

import os
from dataclasses import dataclass
from pathlib import Path

from kaoping.evidence.keys import operator_keys
from kaoping.evidence.ledger import LEDGER, RUN, Ledger
from kaoping.evidence.sealing import SEAL
from kaoping.evidence.verifying import Verified, verify_folder, verify_ledger
from kaoping.model.errors import InputError
from kaoping.runs.batch import ASSESSED
from kaoping.runs.daily_roots import DaysChecked, check_days


@dataclass(frozen=True, slots=True)
class SealedSites:
    """Folders of sites under one ledger."""

    ledger: Ledger
    folders: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """All that checking gave: what is wrong with the ledger, and with each site's folder; the ledger's last digest.

    `days` is what the daily roots say, where there are any.
    """

    ledger: tuple[str, ...]
    folders: tuple[Verified, ...]
    head: str
    days: DaysChecked | None = None

    @property
    def good(self) -> bool:
        return (
            not self.ledger and not any(folder.wrong for folder in self.folders) and not (self.days and self.days.wrong)
        )


def sealed_sites(directory: Path) -> SealedSites:
    """Return the sites of an inspection, an assessment, or the one site whose folder is given.

    Raises InputError when there is nothing that was sealed.
    """
    alone = (directory / SEAL).exists() and (directory.parent / LEDGER).exists()
    places = [directory.parent] if alone else [directory, directory / ASSESSED]
    for place in places:
        if (place / LEDGER).exists():
            ledger = Ledger(place / LEDGER)
            entered = {entry.folder for entry in ledger.entries if entry.kind == RUN}
            names = {directory.name} if alone else entered | {path.parent.name for path in place.glob(f"*/{SEAL}")}
            return SealedSites(ledger, tuple(place / name for name in sorted(names)))
    raise InputError(
        f"{directory}：没有证据账目（{LEDGER}）。请给出 kaoping inspect 或 assess 的结果目录；"
        "账目如已丢失，请从备份恢复。"
    )


def verify_results(directory: Path, head: str = "") -> Checked:
    """Check every sealed site in `directory`, and its ledger also against the daily roots above it.

    `head` is the last digest of the ledger, or of the daily roots, as somebody noted it down earlier.
    """
    sites = sealed_sites(directory)
    wrong = verify_ledger(sites.ledger)
    days = check_days(sites.ledger)
    noted = {entry.digest for entry in sites.ledger.entries} | (days.digests if days else set())
    if head and head not in noted:
        wrong.append(f"{sites.ledger.path}：没有末值为 {head} 的行，账目在登记该末值之后被改写。")
    keys = operator_keys(os.environ).keys()
    folders = tuple(verify_folder(folder, sites.ledger, keys) for folder in sites.folders)
    return Checked(tuple(wrong), folders, sites.ledger.head, days)
