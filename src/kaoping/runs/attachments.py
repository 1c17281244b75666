"""The attachments of crawled sites: which are fetched, in which order, and the table they are kept in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.attachments.contract import AttachedSite, Wanted
from kaoping.attachments.fetching import Attachments, suffix_of
from kaoping.attachments.journal import NAME as JOURNAL
from kaoping.crawl.reasons import NOT_CHECKED
from kaoping.facts.page.article import Article
from kaoping.facts.record import among
from kaoping.model.attachments import AttachmentRecord, Contents, FoundNumber
from kaoping.model.errors import StorageError
from kaoping.model.pages import EvidencePointer, Life, TargetRecord
from kaoping.model.wordings import Wording
from kaoping.runs.segments import row_groups, write_table
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
        ("wordings", pa.string()),
        ("evidence_digest", pa.string()),
        ("warc", pa.string()),
        ("warc_offset", pa.int64()),
    ]
)
_SAME = ("target", "url", "text", "suffix", "status", "size", "seconds", "fetched_at")


async def keep_attachments(site: AttachedSite, stage: Attachments) -> None:
    """Fetch and read the attachments of a site and write its table; a site we fail on gets none."""
    records = await stage.site(site) if site.wanted else ()
    if records is not None:
        write_table(_table(records), site.directory / NAME)
        (site.directory / JOURNAL).unlink(missing_ok=True)


def wanted_attachments(directory: Path, files: int) -> tuple[Wanted, ...]:
    """Return the attachments of a crawled site that opened when they were looked at, the most important `files`.

    First those that the home page links to, then those of the newest articles, then by distance from the home page.
    Only the site's own count. Raises StorageError where the site's tables cannot be read.
    """
    try:
        with pq.ParquetFile(directory / "targets.parquet") as file:
            targets = {target.number: target for target in read_targets(row_groups(file)) if _opens(target)}
        with pq.ParquetFile(directory / "pages.parquet") as file:
            found = _files(targets, file)
            with pq.ParquetFile(directory / "links.parquet") as links:
                carriers = _carriers(found, links, file)
    except (OSError, pa.ArrowException) as error:
        raise StorageError(f"{directory}：事实数据缺失或损坏（{error}）。请重新巡检该网站。") from error
    chosen = sorted(found.values(), key=lambda target: _rank(target.number, carriers.get(target.number, [])))
    return tuple(Wanted(target.number, target.url, target.text) for target in chosen[:files])


@dataclass(frozen=True, slots=True)
class _Carrier:
    """A page as it ranks the attachments on it: `day` is that of its publication as an article, 0 where not known."""

    level: int
    day: int


def _files(targets: Mapping[int, TargetRecord], pages: pq.ParquetFile) -> dict[int, TargetRecord]:
    """Return the targets that are files, by their address or by what was received when they were visited as pages."""
    by_type = {
        target
        for table in row_groups(pages, ["target", "content_type"])
        for target, kind in zip(*(column.to_pylist() for column in table.columns), strict=True)
        if kind.startswith(FILE_TYPES)
    }
    return {
        number: target
        for number, target in targets.items()
        if number in by_type or suffix_of(target.url) in READ_SUFFIXES
    }


def _carriers(found: Collection[int], links: pq.ParquetFile, pages: pq.ParquetFile) -> dict[int, list[_Carrier]]:
    """Return the pages that link to each of the targets `found`."""
    carried: dict[int, list[int]] = {}  # by page
    for table in row_groups(links, ["page", "target"]) if found else ():
        page, target = (column.to_numpy() for column in table.columns)
        here = among(found, target)
        for number, linked in zip(page[here].tolist(), target[here].tolist(), strict=True):
            carried.setdefault(number, []).append(linked)
    carriers: dict[int, list[_Carrier]] = {}
    for table in row_groups(pages, ["number", "level", _ARTICLE]) if carried else ():
        for number, level, article in zip(*(column.to_pylist() for column in table.columns), strict=True):
            for linked in carried.get(number, ()):
                carriers.setdefault(linked, []).append(_Carrier(level, _day(article)))
    return carriers


def _rank(number: int, carriers: Sequence[_Carrier]) -> tuple[bool, int, int, int]:
    near = min((page.level for page in carriers), default=99)
    return near > 0, -max((page.day for page in carriers), default=0), near, number


def read_attachments(directory: Path) -> tuple[AttachmentRecord, ...] | None:
    """Return the attachments of a sealed site, None where none were fetched.

    Raises StorageError for a damaged table.
    """
    path = directory / NAME
    if not path.exists():
        return None
    try:
        with pq.ParquetFile(path) as file:  # `read_table` would load machinery for whole data sets
            return tuple(_record(row) for table in row_groups(file) for row in table.to_pylist())
    except (OSError, pa.ArrowException, msgspec.DecodeError) as error:
        raise StorageError(f"{path}：附件数据损坏（{error}）。请从备份恢复该目录，或重新巡检该网站。") from error


def _opens(target: TargetRecord) -> bool:
    unchecked = target.life is Life.UNSEEN and target.reason == NOT_CHECKED
    return not target.offsite and (target.life is Life.ALIVE or unchecked)


def _day(article: str | None) -> int:
    """Return the day on which an article was published, 0 where that is not known."""
    try:
        return date.fromisoformat(msgspec.json.decode(article or "{}", type=Article).published).toordinal()
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
        "wordings": None if record.wordings is None else msgspec.json.encode(record.wordings).decode(),
        "evidence_digest": record.evidence.digest,
        "warc": record.evidence.warc,
        "warc_offset": record.evidence.offset,
    }


def _record(row: dict[str, Any]) -> AttachmentRecord:
    contents = msgspec.json.decode(row["contents"], type=Contents)
    found = msgspec.json.decode(row["found"], type=tuple[FoundNumber, ...])
    told = row.get("wordings")  # a table of an older version has no such column
    wordings = None if told is None else msgspec.json.decode(told, type=tuple[Wording, ...])
    evidence = EvidencePointer(row["evidence_digest"] or "", row["warc"] or "", row["warc_offset"] or 0)
    return AttachmentRecord(
        **{name: row[name] for name in _SAME}, contents=contents, found=found, wordings=wordings, evidence=evidence
    )
