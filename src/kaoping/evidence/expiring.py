"""Retention by class: what of a sealed folder is kept for how long is for the assessing body to say, class by class."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from kaoping.crawl.payloads import bodies_of, is_payload
from kaoping.evidence.leaves import ARCHIVES, FINDINGS, Leaf, LeafKind, sha256
from kaoping.evidence.ledger import Ledger
from kaoping.evidence.pictures import LIST, is_picture
from kaoping.evidence.private import key_of
from kaoping.evidence.removing import Removal, remove_answers, remove_bodies, remove_file, smallest
from kaoping.evidence.sealing import read_seal
from kaoping.evidence.verifying import answer_bytes

ACCUSING = ("fail", "suspected", "manual")


class EvidenceClass(StrEnum):
    """What a kept thing is kept for."""

    PRIVATE = "private"  # answers with personal data, encrypted
    FINDING = "finding"  # other answers on which a finding rests that fails, is suspected or waits for a person
    PAGE = "page"  # the other answers: home and column pages, what passes rest on
    PICTURE = "picture"


_STRENGTH = (EvidenceClass.PRIVATE, EvidenceClass.PAGE, EvidenceClass.FINDING)  # what a body is kept for goes upwards


def expire(folder: Path, what: EvidenceClass, removal: Removal, ledger: Ledger) -> int:
    """Remove what is left of a class in a sealed folder and return how many; each is entered into the ledger.

    Raises StorageError where something is not as it was sealed.
    """
    chosen = [leaf for leaf, each in classes(folder).items() if each is what]
    if what is EvidenceClass.PICTURE:
        for leaf in chosen:
            remove_file(folder, leaf, removal, ledger)
        return len(chosen)
    answers = [leaf for leaf in chosen if leaf.kind is LeafKind.ANSWER]
    if answers:
        remove_answers(folder, answers, removal, ledger)
    remove_bodies(folder, removal, ledger)
    return len(answers)


def classes(folder: Path) -> Mapping[Leaf, EvidenceClass]:
    """Return the class of every answer and picture that is still in a sealed folder, and of bodies kept by themselves.

    Records that are too small to hold a page have none. A body has the class of the answers that point at it.
    """
    seal = read_seal(folder)
    accusing = [
        pointer
        for line in (folder / FINDINGS).read_bytes().split(b"\n")[:-1]
        if (said := json.loads(line))["outcome"] in ACCUSING
        for pointer in (said["evidence"], said["evidence"].get("page") or {})
    ]
    places = {(pointer["warc"], pointer["offset"]) for pointer in accusing if pointer.get("warc") in ARCHIVES}
    found: dict[Leaf, EvidenceClass] = {}
    bodies: dict[str, EvidenceClass] = {}
    for leaf in seal.leaves:
        if leaf.kind is LeafKind.ANSWER and leaf.length >= smallest(leaf):
            data = answer_bytes(folder, leaf)
            if sha256(data) == leaf.sha256:  # what was removed is not
                found[leaf] = _answer_class(data, leaf, places)
                bodies |= {
                    name: max(bodies.get(name, EvidenceClass.PAGE), found[leaf], key=_STRENGTH.index)
                    for name in bodies_of(data)
                }
        elif is_picture(leaf.file) and leaf.file != LIST and sha256((folder / leaf.file).read_bytes()) == leaf.sha256:
            found[leaf] = EvidenceClass.PICTURE
    return found | {leaf: bodies[leaf.file] for leaf in seal.leaves if leaf.file in bodies}


def _answer_class(data: bytes, leaf: Leaf, places: set[tuple[Any, Any]]) -> EvidenceClass:
    if key_of(data):
        return EvidenceClass.PRIVATE
    rests = any(file == leaf.file and leaf.place <= place < leaf.place + leaf.length for file, place in places)
    return EvidenceClass.FINDING if rests else EvidenceClass.PAGE


def counted(folders: Sequence[Path]) -> Mapping[EvidenceClass, tuple[int, int]]:
    """Return how many things of each class sealed folders hold, and their bytes."""
    held = [(each, leaf) for folder in folders for leaf, each in classes(folder).items()]
    return {
        what: (
            sum(each is what and not is_payload(leaf.file) for each, leaf in held),
            sum(leaf.length for each, leaf in held if each is what),
        )
        for what in EvidenceClass
    }
