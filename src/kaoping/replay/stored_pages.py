"""The stored exchanges of one site by address, read back from its WARC file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaoping.crawl.charset import read_text
from kaoping.crawl.stored import read_answer
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

    `masked` says that the record is encrypted, and this is what may be seen of it.
    """

    url: str
    date: str
    status: int | None
    html: bool
    text: bytes
    masked: bool = False


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


def read_stored(folder: Path, stored: StoredPage) -> Received:
    """Return what is stored of an address. Raises StorageError where no record can be read."""
    answer = read_answer(folder, stored.pointer)
    if stored.text:
        return Received(answer.url, answer.date, answer.status, False, stored.text.encode(), answer.masked)
    if answer.status is None:
        return Received(answer.url, answer.date, None, False, answer.body)
    kind = answer.headers.get("content-type", "")
    html = "html" in kind.lower() or (not kind and answer.body.lstrip()[:1] == b"<")
    return Received(answer.url, answer.date, answer.status, html, read_text(answer.body, kind).utf8, answer.masked)
