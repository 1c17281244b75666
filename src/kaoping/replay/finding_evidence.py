"""What proves one finding, for a person to look at: the finding, its picture, and the stored answers it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kaoping.crawl.stored import read_answer
from kaoping.evidence.pictures import PICTURES
from kaoping.evidence.removing import TOMBSTONE
from kaoping.model.errors import StorageError
from kaoping.model.findings import Finding, Plain
from kaoping.model.pages import EvidencePointer
from kaoping.replay.rendering import Rendered, render_stored
from kaoping.replay.stored_pages import stored_at
from kaoping.runs.found_evidence import find_finding
from kaoping.runs.framed_findings import read_framed
from kaoping.runs.outputs import finding_from


class Part(StrEnum):
    """What a record is to the finding."""

    THING = "thing"  # what it is about: the link's target, the attachment, the page itself
    CARRIER = "carrier"  # the page on which the thing stands, where that is another one


class Held(StrEnum):
    """Whether a record is there."""

    KEPT = "kept"
    DROPPED = "dropped"  # was seen, and not kept when it was judged first
    REMOVED = "removed"  # by decision; the ledger says whose
    DAMAGED = "damaged"  # cannot be read; `kaoping evidence verify` tells where


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One stored answer; `date` and `status` are None where it is not there or where no answer came.

    `digest` is the SHA-256 of the body as received (`encrypted` for an answer that is); `masked` says that it is
    encrypted and shown with numbers of persons masked.
    """

    part: Part
    held: Held
    url: str
    date: datetime | None
    status: int | None
    digest: str
    pointer: EvidencePointer
    masked: bool = False


@dataclass(frozen=True, slots=True)
class FramedPicture:
    """The picture of a finding: JPEG bytes, when and with which browser it was made, how many places are framed."""

    jpeg: bytes
    made: datetime
    browser: str
    places: int


@dataclass(frozen=True, slots=True)
class FindingEvidence:
    """All of it; `folder` is the sealed site's. `snippet` is the text in question, `place` where in an attachment."""

    finding: Finding
    folder: Path
    records: tuple[EvidenceRecord, ...]
    picture: FramedPicture | None

    @property
    def snippet(self) -> str:
        return self.finding.snippet

    @property
    def place(self) -> str:
        return str(self.finding.values.get("place") or "")


def finding_evidence(directory: Path, wanted: str) -> FindingEvidence:
    """Return the evidence of the finding with the key or id `wanted`.

    `directory` is the folder of an inspection or assessment, or, which is quicker, of one of its sites. Raises
    InputError where it holds no such finding. What is damaged is said to be so; nothing is verified here.
    """
    found = find_finding(directory, wanted)
    finding = finding_from(found.finding)
    return FindingEvidence(
        finding, found.folder, tuple(_records(found.folder, finding)), _picture(found.folder, finding.key)
    )


def render_record(evidence: FindingEvidence, number: int, prefix: str) -> Rendered:
    """Return record `number` (from 0) of a finding's evidence to be shown in a frame; see `render_address`.

    Raises StorageError where it cannot be read.
    """
    record = evidence.records[number]
    return render_stored(evidence.folder, stored_at(evidence.folder, record.url, record.pointer), prefix)


def _records(folder: Path, finding: Finding) -> Iterator[EvidenceRecord]:
    target, carrier = finding.values.get("target"), finding.evidence.get("page")
    if finding.evidence:
        url = str(target) if isinstance(carrier, Mapping) and target else finding.url
        yield _record(folder, Part.THING, url, finding.evidence)
    if isinstance(carrier, Mapping):
        yield _record(folder, Part.CARRIER, finding.url, carrier)


def _record(folder: Path, part: Part, url: str, said: Mapping[str, Plain]) -> EvidenceRecord:
    pointer = EvidencePointer(str(said["digest"]), str(said["warc"]), int(str(said["offset"])))
    if not pointer.warc:
        return EvidenceRecord(part, Held.DROPPED, url, None, None, pointer.digest, pointer)
    try:
        answer = read_answer(folder, pointer)
        date = datetime.fromisoformat(answer.date)
    except (StorageError, ValueError):
        return EvidenceRecord(part, Held.DAMAGED, url, None, None, pointer.digest, pointer)
    if answer.status is None and not answer.url and answer.body.startswith(TOMBSTONE):
        return EvidenceRecord(part, Held.REMOVED, url, date, None, pointer.digest, pointer)
    return EvidenceRecord(part, Held.KEPT, url, date, answer.status, pointer.digest, pointer, answer.masked)


def _picture(folder: Path, key: str) -> FramedPicture | None:
    for framed in read_framed(folder):
        if framed.key == key:
            try:
                jpeg = (folder / PICTURES / framed.picture).read_bytes()
            except OSError:
                return None
            return (
                None if jpeg.startswith(TOMBSTONE) else FramedPicture(jpeg, framed.made, framed.browser, framed.places)
            )
    return None
