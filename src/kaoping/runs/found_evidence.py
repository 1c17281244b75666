"""Find one finding among the sealed sites of an inspection or assessment; export its evidence, or remove it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaoping.checks.discovery import all_checks
from kaoping.evidence.exporting import Exported, export_finding
from kaoping.evidence.keys import operator_keys
from kaoping.evidence.leaves import FINDINGS, LeafKind
from kaoping.evidence.ledger import Entry, Ledger
from kaoping.evidence.removing import Removal
from kaoping.evidence.sealing import read_seal
from kaoping.model.errors import InputError
from kaoping.reports.reasons import reason_text
from kaoping.reports.storable import storable
from kaoping.reports.wording import outcome_name, values_text
from kaoping.runs.batch import batch_lock
from kaoping.runs.daily_roots import roots_of
from kaoping.runs.page_removal import remove_page
from kaoping.runs.sealed_folders import sealed_sites

MOST_WORDS = 500  # characters of what is said of a finding in one line


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its place: the site's folder and the line (from 1) of its `findings.jsonl`."""

    folder: Path
    line: int
    finding: dict[str, Any]
    ledger: Ledger


def find_finding(directory: Path, wanted: str) -> Found:
    """Return the finding whose key or id is `wanted`. Raises InputError where there is none."""
    sites = sealed_sites(directory)
    for folder in sites.folders:
        path = folder / FINDINGS
        if not path.exists():
            continue
        for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
            if wanted.encode() in line and wanted in ((said := json.loads(line))["key"], said["id"]):
                return Found(folder, number, said, sites.ledger)
    raise InputError(f"{directory}：没有编号为 {wanted} 的问题。编号见结果页或 {FINDINGS} 的 key、id。")


def export_evidence(directory: Path, wanted: str, out: Path, *, clear: bool = False) -> Exported:
    """Write the evidence of a finding, named by key or id, to the zip file `out`.

    With `clear`, answers that are encrypted are given in clear besides. Raises StorageError where a key is missing.
    """
    found = find_finding(directory, wanted)
    keys = operator_keys(os.environ).keys() if clear else None
    roots = roots_of(found.ledger.path)
    days, words = roots[0] if roots else None, _words(found.finding)
    return export_finding(found.folder, found.line, found.ledger, out, keys=keys, days=days, words=words)


def _words(finding: Mapping[str, Any]) -> str:
    """Say in one line what was found, as the site's page says it."""
    check = all_checks().get(str(finding["check"]))
    title = check.entry.title if check else str(finding["check"])
    said = [f"{title}（{outcome_name(str(finding['outcome']))}）"]
    said += [reason_text(str(finding["reason"]))] if finding["reason"] else []
    line = " ".join("；".join([*said, values_text(finding["values"])]).rstrip("；").split())
    return storable(line[:MOST_WORDS] + ("……" if len(line) > MOST_WORDS else ""))


def remove_evidence(directory: Path, wanted: str, removal: Removal) -> Entry:
    """Remove the page on which a finding was seen, with its texts; of what stands in an attachment, the attachment.

    Raises InputError where the record was not kept.
    """
    folder = find_finding(directory, wanted).folder
    with batch_lock(folder.parent):
        found = find_finding(directory, wanted)  # again, as the ledger now cannot change any more
        evidence = found.finding["evidence"]
        proof = evidence if "place" in found.finding["values"] else evidence.get("page") or evidence
        for leaf in read_seal(folder).leaves:
            here = leaf.kind is LeafKind.ANSWER and leaf.file == proof.get("warc")
            if here and leaf.place <= proof["offset"] < leaf.place + leaf.length:
                return remove_page(folder, leaf, removal, found.ledger)
    raise InputError(f"{directory}：问题 {wanted} 没有保留页面记录，不需要删除。")
