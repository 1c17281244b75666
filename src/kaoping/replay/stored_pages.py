"""The stored exchanges of one site by address, read back from its WARC file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from kaoping.crawl.charset import read_text
from kaoping.crawl.decoding import decode_body
from kaoping.model.errors import StorageError
from kaoping.model.pages import EvidencePointer
from kaoping.runs.segments import read_site_tables

MOST_SHOWN = 16 * 1024 * 1024  # bytes of one page; a person reads no more, and a packed bomb gives no more


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One address that was looked at; `kept` is False where its record was dropped after judging."""

    url: str
    status: int | None
    pointer: EvidencePointer

    @property
    def kept(self) -> bool:
        return bool(self.pointer.warc)


@dataclass(frozen=True, slots=True)
class Received:
    """What a record holds: `html` says whether `text` (UTF-8) is to be read as a page."""

    url: str
    date: str
    status: int | None
    html: bool
    text: bytes


def stored_pages(folder: Path) -> Mapping[str, StoredPage]:
    """Return what is known of a sealed site's addresses: its pages, and the targets that did not open."""
    pages, _, targets = read_site_tables(folder)
    known = {t.url: StoredPage(t.url, t.status, t.evidence) for t in targets if t.evidence.warc}
    for row in pages:
        record = row.record
        for url in dict.fromkeys((record.final_url, record.url)):
            known[url] = StoredPage(url, record.status, record.evidence)
    return known


def read_stored(folder: Path, pointer: EvidencePointer) -> Received:
    """Return what lies at a pointer. Raises StorageError where no record can be read there."""
    path = folder / pointer.warc
    try:
        with path.open("rb") as file:
            file.seek(pointer.offset)
            record = next(iter(ArchiveIterator(file, parse_http=True)))
            url, date = str(record.headers.get("WARC-Target-URI", "")), str(record.headers.get("WARC-Date", ""))
            body = record.reader.read(MOST_SHOWN)
    except (OSError, StopIteration, ValueError) as error:
        raise StorageError(f"{path} 第 {pointer.offset} 字节处没有可读的记录（{error}）。请从备份恢复。") from error
    if not record.is_http:
        return Received(url, date, None, False, body)
    headers = {str(name).lower(): str(value) for name, value in record.http_headers.items()}
    plain, _ = decode_body(body, headers.get("content-encoding", ""), MOST_SHOWN)
    kind = headers.get("content-type", "")
    html = "html" in kind.lower() or (not kind and plain.lstrip()[:1] == b"<")
    return Received(url, date, record.http_headers.status_code, html, read_text(plain, kind).utf8)
