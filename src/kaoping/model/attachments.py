"""Attachments of a site as they were read: whether each opens, what it is, and its text with the place of each part."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kaoping.model.outcomes import Fault
from kaoping.model.pages import EvidencePointer
from kaoping.model.wordings import Wording


class Condition(StrEnum):
    """What became of opening one attachment.

    `opened` says that it is sound as far as can be told, but holds no text that we read (archives, old formats).
    """

    READ = "read"
    OPENED = "opened"
    BLANK = "blank"  # opens, and there is nothing in it
    EMPTY = "empty"  # no byte
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    OTHER_KIND = "other_kind"  # a web page or something else in place of a file
    UNREAD = "unread"  # could not be told: see reason and fault


@dataclass(frozen=True, slots=True)
class TextPart:
    """Text that stands at one place: `page:3`, `slide:2`, `text`, or `sheet:NAME!B2` with its first cell.

    In a sheet a line is a row and a tab stands between two cells.
    """

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """Personal data in an attachment: as `facts.personal_numbers` tells it, masked, with its place."""

    type: str
    masked: str
    around: str
    place: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in one file. `kind` is told by content (`pdf`, `docx`…), `pages` are pages, sheets or slides.

    `characters` counts all text, `parts` hold its beginning; `scanned` says that pages are pictures without text.
    `entries` counts the files in an archive. Dates are as the file gives them.
    """

    kind: str
    condition: Condition
    reason: str = ""
    fault: Fault | None = None
    pages: int = 0
    characters: int = 0
    scanned: bool = False
    entries: int = 0
    title: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    parts: tuple[TextPart, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """One attachment that was asked for. `target` is the number of its TargetRecord, `suffix` is of its address.

    `wordings` is None where its text was not searched for listed wordings.
    """

    target: int
    url: str
    text: str
    suffix: str
    status: int | None
    size: int
    seconds: float
    fetched_at: datetime
    contents: Contents
    found: tuple[FoundNumber, ...] = ()
    wordings: tuple[Wording, ...] | None = None
    evidence: EvidencePointer = field(default_factory=EvidencePointer)
