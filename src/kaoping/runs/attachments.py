"""The attachments of crawled sites: which are fetched, in which order, and the table they are kept in."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.attachments.contract import AttachedSite, AttachmentOptions, Wanted
from kaoping.attachments.fetching import run_attachments, suffix_of
from kaoping.attachments.journal import NAME as JOURNAL
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.reasons import NOT_CHECKED
from kaoping.facts.attached_text import with_numbers_masked
from kaoping.facts.page.article import Article
from kaoping.model.attachments import AttachmentRecord, Contents, FoundNumber
from kaoping.model.errors import StorageError
from kaoping.model.pages import EvidencePointer, Life, TargetRecord
from kaoping.runs.segments import write_table
from kaoping.runs.tables import FACT, read_targets

NAME = "attachments.parquet"
_ARTICLE = FACT + "article"
# fmt: off
READ_SUFFIXES = frozenset((  # what is fetched at all: documents, tables and archives, not films and programs
    "pdf", "doc", "docx", "wps", "dot", "rtf", "ofd", "xls", "xlsx", "et", "csv", "txt", "ppt", "pptx", "pps", "dps",
    "zip", "rar", "7z",
))
# fmt: on
FILE_TYPES = (  # of addresses without a suffix that were visited as pages and were none
    *("application/pdf", "application/msword", "application/zip", "application/ofd", "application/x-rar"),
    *("application/vnd.ms-", "application/vnd.openxmlformats-officedocument."),
)
SCHEMA = pa.schema(
    [
        ("target", pa.int32()),
        ("url", pa.string()),
        ("text", pa.string()),
        ("suffix", pa.string()),
        ("status", pa.int16()),
        ("size", pa.int64()),
        ("seconds", pa.float64()),
        ("fetched_at", pa.timestamp("us", tz="UTC")),
        ("condition", pa.string()),
        ("kind", pa.string()),
        ("contents", pa.string()),
        ("found", pa.string()),
        ("evidence_digest", pa.string()),
        ("warc", pa.string()),
        ("warc_offset", pa.int64()),
    ]
)
_SAME = ("target", "url", "text", "suffix", "status", "size", "seconds", "fetched_at")


def keep_attachments(sites: Sequence[AttachedSite], options: tuple[CrawlOptions, AttachmentOptions]) -> None:
    """Fetch and read the attachments of sites and write each site's table; a site we fail on gets none."""
    busy = [site for site in sites if site.wanted]
    done = run_attachments(busy, options, with_numbers_masked) if busy else {}
    for site in sites:
        if not site.wanted or site.url in done:
            write_table(_table(done.get(site.url, ())), site.directory / NAME)
            (site.directory / JOURNAL).unlink(missing_ok=True)


def wanted_attachments(directory: Path, files: int) -> tuple[Wanted, ...]:
    """Return the attachments of a crawled site that opened when they were looked at, the most important `files`.

    First those that the home page links to, then those of the newest articles, then by distance from the home page.
    Only the site's own count. Raises StorageError where the site's tables cannot be read.
    """
    try:
        targets = read_targets(pq.read_table(directory / "targets.parquet"))
        pages = pq.read_table(
            directory / "pages.parquet", columns=["number", "target", "level", "content_type", _ARTICLE]
        )
        links = pq.read_table(directory / "links.parquet", columns=["page", "target"])
    except (OSError, pa.ArrowException) as error:
        raise StorageError(f"{directory}：事实数据缺失或损坏（{error}）。请重新巡检该网站。") from error
    rows = {row["number"]: row for row in pages.to_pylist()}
    files_by_type = {row["target"] for row in rows.values() if row["content_type"].startswith(FILE_TYPES)}
    found = {target.number: target for target in targets if _opens(target) and _is_file(target, files_by_type)}
    carriers: dict[int, list[dict[str, Any]]] = {}
    for page, number in zip(links.column("page").to_pylist(), links.column("target").to_pylist(), strict=True):
        if number in found and page in rows:
            carriers.setdefault(number, []).append(rows[page])
    chosen = sorted(found.values(), key=lambda target: _rank(target.number, carriers.get(target.number, [])))
    return tuple(Wanted(target.number, target.url, target.text) for target in chosen[:files])


def _rank(number: int, carriers: Sequence[dict[str, Any]]) -> tuple[bool, int, int, int]:
    near = min((page["level"] for page in carriers), default=99)
    return near > 0, -max(map(_day, carriers), default=0), near, number


def _is_file(target: TargetRecord, files_by_type: Collection[int]) -> bool:
    return suffix_of(target.url) in READ_SUFFIXES or target.number in files_by_type


def read_attachments(directory: Path) -> tuple[AttachmentRecord, ...] | None:
    """Return the attachments of a sealed site, None where none were fetched.

    Raises StorageError for a damaged table.
    """
    path = directory / NAME
    if not path.exists():
        return None
    try:
        return tuple(_record(row) for row in pq.read_table(path).to_pylist())
    except (OSError, pa.ArrowException, msgspec.DecodeError) as error:
        raise StorageError(f"{path}：附件数据损坏（{error}）。请从备份恢复该目录，或重新巡检该网站。") from error


def _opens(target: TargetRecord) -> bool:
    unchecked = target.life is Life.UNSEEN and target.reason == NOT_CHECKED
    return not target.offsite and (target.life is Life.ALIVE or unchecked)


def _day(page: dict[str, Any]) -> int:
    """Return the day on which an article was published, 0 where that is not known."""
    try:
        return date.fromisoformat(msgspec.json.decode(page[_ARTICLE] or "{}", type=Article).published).toordinal()
    except (msgspec.DecodeError, ValueError):
        return 0


def _table(records: Iterable[AttachmentRecord]) -> pa.Table:
    return pa.Table.from_pylist([_row(record) for record in records], schema=SCHEMA)


def _row(record: AttachmentRecord) -> dict[str, Any]:
    row = {name: getattr(record, name) for name in _SAME}
    return row | {
        "condition": record.contents.condition.value,
        "kind": record.contents.kind,
        "contents": msgspec.json.encode(record.contents).decode(),
        "found": msgspec.json.encode(record.found).decode(),
        "evidence_digest": record.evidence.digest,
        "warc": record.evidence.warc,
        "warc_offset": record.evidence.offset,
    }


def _record(row: dict[str, Any]) -> AttachmentRecord:
    contents = msgspec.json.decode(row["contents"], type=Contents)
    found = msgspec.json.decode(row["found"], type=tuple[FoundNumber, ...])
    evidence = EvidencePointer(row["evidence_digest"] or "", row["warc"] or "", row["warc_offset"] or 0)
    return AttachmentRecord(**{name: row[name] for name in _SAME}, contents=contents, found=found, evidence=evidence)
