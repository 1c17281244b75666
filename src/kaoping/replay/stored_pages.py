"""The stored exchanges of one site by address, read back from its WARC file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaoping.crawl.page import read_document
from kaoping.crawl.stored import read_answer
from kaoping.evidence.removing import TOMBSTONE
from kaoping.facts.masked_page import masked_page, shows_numbers
from kaoping.model.pages import EvidencePointer
from kaoping.runs.attachments import read_attachments
from kaoping.runs.private_answers import attachment_text
from kaoping.runs.segments import read_site_tables


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One address that was looked at; `kept` is False where its record was dropped after judging.

    `text` is what was read of an attachment, which is shown in place of its bytes.
    """

    url: str
    status: int | None
    pointer: EvidencePointer
    text: str = ""

    @property
    def kept(self) -> bool:
        return bool(self.pointer.warc)


@dataclass(frozen=True, slots=True)
class Received:
    """What a record holds: `html` says whether `text` (UTF-8) is to be read as a page.

    `masked` says that numbers of persons were taken out of what is shown, `encrypted` that the record is encrypted
    beside it, `removed` that a tombstone stands where the record was.
    """

    url: str
    date: str
    status: int | None
    html: bool
    text: bytes
    masked: bool = False
    encrypted: bool = False
    removed: bool = False


def stored_pages(folder: Path) -> Mapping[str, StoredPage]:
    """Return what is known of a sealed site's addresses: pages, attachments, and the targets that did not open."""
    pages, _, targets = read_site_tables(folder)
    known = {t.url: StoredPage(t.url, t.status, t.evidence) for t in targets if t.evidence.warc}
    for each in read_attachments(folder) or ():
        known[each.url] = StoredPage(each.url, each.status, each.evidence, attachment_text(each))
    for row in pages:
        record = row.record
        for url in dict.fromkeys((record.final_url, record.url)):
            if url not in known or not known[url].text:
                known[url] = StoredPage(url, record.status, record.evidence)
    return known


def stored_at(folder: Path, url: str, pointer: EvidencePointer) -> StoredPage:
    """Return the stored page at a pointer without reading the tables of pages; `url` is looked up among attachments."""
    found = (each for each in read_attachments(folder) or () if each.url == url)
    text = next((attachment_text(each) for each in found), "")
    return StoredPage(url, None, pointer, text)


def read_stored(folder: Path, stored: StoredPage) -> Received:
    """Return what is stored of an address, numbers of persons masked. Raises StorageError where it cannot be read."""
    answer = read_answer(folder, stored.pointer)
    said = answer.url, answer.date, answer.status
    if answer.status is None:
        removed = answer.body.startswith(TOMBSTONE) and not answer.url
        return Received(*said, False, b"" if removed else answer.body, removed=removed)
    if stored.text:
        return Received(*said, False, stored.text.encode(), answer.masked, answer.masked)
    kind = answer.headers.get("content-type", "")
    text = read_document(answer.body, kind)[0].utf8
    html = "html" in kind.lower() or (not kind and answer.body.lstrip()[:1] == b"<")
    if answer.masked or not html or not shows_numbers(text):
        return Received(*said, html, text, answer.masked, answer.masked)
    kind, text = masked_page(text)  # kept in clear, because everything was to be kept
    return Received(*said, kind == "text/html", text, masked=True)
