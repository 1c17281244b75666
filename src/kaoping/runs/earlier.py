"""An earlier inspection of a site as the crawl may use it again: pages, links, facts, answers that were kept."""

import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from kaoping.crawl.earlier import EarlierPage, EarlierTarget
from kaoping.crawl.frontier import NAME as FRONTIER
from kaoping.crawl.payloads import joined_member
from kaoping.crawl.stored import StoredAnswer, read_answer
from kaoping.crawl.warc_members import answer_members, mapped
from kaoping.evidence.keeping import MOVES
from kaoping.evidence.leaves import ARCHIVES
from kaoping.facts.discovery import PageExtractor
from kaoping.facts.record import LinkTable, PageRow
from kaoping.model.errors import InputError, StorageError
from kaoping.model.pages import TargetRecord
from kaoping.runs.batch import MANIFEST, stored_sites
from kaoping.runs.segments import READ_BY, read_site_tables

EXCHANGE = 2  # records of an answer without redirects: the response and its request


def earlier_folders(directory: Path) -> Mapping[str, Path]:
    """Return the folders of the sealed sites of an inspection or assessment, or of a folder of such, by address.

    Raises InputError where `directory` is none.
    """
    below = directory.iterdir() if directory.is_dir() else ()
    batches = [place for place in (directory, *sorted(below)) if (place / MANIFEST).exists()]
    if not batches:
        raise InputError(f"{directory}：这里没有巡检结果（缺 {MANIFEST}）。请给出上一次 inspect 或 assess 的结果目录。")
    return {site.url: site.directory for batch in batches for site in stored_sites(batch) if site.sealed}


def examine_previous(previous: Path | None, out: Path) -> None:
    """Raise InputError for a previous run that cannot be used at all, before anything is written."""
    if previous is None:
        return
    if previous.resolve() == out.resolve():
        raise InputError(f"--previous 与 --out 是同一个目录（{out}）。请给出上一次的结果目录，本次结果另存一处。")
    earlier_folders(previous)


def open_earlier(directory: Path, extractors: Mapping[str, PageExtractor], reading: str) -> "EarlierRun | None":
    """Return an earlier run of a site; None where pages were read by something else, or it cannot be read any more."""
    if (directory / MOVES).exists():  # its evidence is being moved; judging it again puts that right
        return None
    try:
        said = pq.read_schema(directory / "pages.parquet").metadata or {}
        if said.get(READ_BY.encode()) != reading.encode():
            return None
        pages, links, targets = read_site_tables(directory)
        broken = _half_read(directory)
        whole = [row for row in pages if row.record.number not in broken]
        return EarlierRun(directory, extractors, (whole, links), _with_places(directory, targets, links))
    except (OSError, StorageError, sqlite3.Error, ValueError):
        return None


class EarlierRun:
    """A sealed run of one site (see `crawl.earlier.EarlierSite`)."""

    def __init__(
        self,
        directory: Path,
        extractors: Mapping[str, PageExtractor],
        tables: tuple[Sequence[PageRow], LinkTable],
        targets: Sequence[EarlierTarget],
    ) -> None:
        rows, self._links = tables
        self._directory = directory
        self._extractors = extractors
        self.targets = targets
        self._removed = {name: _removed(directory / name) for name in ARCHIVES if (directory / name).exists()}
        self._rows = {row.record.url: row for row in rows if _reusable(row)}

    def page(self, url: str) -> EarlierPage | None:
        row = self._rows.get(url)
        if row is None:
            return None
        record = row.record
        where = record.evidence
        kept = where.warc in self._removed and where.offset not in self._removed[where.warc]
        etag, modified = (record.headers.get(name, "") if kept else "" for name in ("etag", "last-modified"))
        return EarlierPage(record, etag, modified)

    def facts(self, page: EarlierPage, numbers: Mapping[int, int]) -> Mapping[str, bytes]:
        stored = self._rows[page.record.url].facts
        if not numbers:
            return dict(stored)
        return {name: self._renumbered(name, value, numbers) for name, value in stored.items()}

    def members(self, page: EarlierPage) -> Sequence[bytes]:
        evidence = page.record.evidence
        try:
            members = answer_members(self._directory / evidence.warc, evidence.offset)
        except OSError as error:
            raise StorageError(f"{self._directory}：{error}") from error
        response, *rest = members[:EXCHANGE]
        return [joined_member(self._directory, response, 0), *rest]

    def answer(self, page: EarlierPage) -> StoredAnswer:
        return read_answer(self._directory, page.record.evidence)

    def _renumbered(self, name: str, value: bytes, numbers: Mapping[int, int]) -> bytes:
        extractor = self._extractors[name]
        if extractor.renumber is None:
            return value
        return extractor.encode(extractor.renumber(extractor.decode(value), numbers))

    def links(self, page: EarlierPage) -> "tuple[array[int], bytearray]":
        start, end = self._bounds[page.record.number : page.record.number + 2]
        return array("i", self._links.target[start:end]), self._links.kind[start:end]

    @cached_property
    def _bounds(self) -> list[int]:
        """Where each page's links begin in the table, which is in the order of pages."""
        last = max((row.record.number for row in self._rows.values()), default=0)
        bounds: list[int] = np.searchsorted(self._links.pages, np.arange(last + 2)).tolist()
        return bounds


def _removed(archive: Path) -> set[int]:
    """Return where answers lay that were removed since: after a 304 their pages would have no evidence."""
    with mapped(archive) as data:
        return {gap.place for gap in data.gaps}


def _half_read(directory: Path) -> set[int]:
    """Return the pages on which an extractor failed."""
    table = pq.read_table(directory / "pages.parquet", columns=["number", "extract_errors"])
    return set(table.filter(table.column("extract_errors").is_valid()).column("number").to_pylist())


def _reusable(row: PageRow) -> bool:
    """Tell whether a page was read whole, under the address asked for, and nothing of it was hidden or went wrong."""
    record = row.record
    read = record.status == 200 and not record.reason and bool(record.text_charset) and bool(row.facts)
    return read and record.url == record.final_url and not record.redirects and record.digest.startswith("sha256:")


def _with_places(directory: Path, targets: Sequence[TargetRecord], links: LinkTable) -> list[EarlierTarget]:
    """Return the targets with their places in the queue of pages and the pages that carried them first."""
    path = directory / FRONTIER
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        places = {number: (place, level) for number, place, level in database.execute(_PLACES)}
    finally:
        database.close()
    if [target.number for target in targets] != list(range(len(targets))):
        raise ValueError("targets are not numbered without a gap")
    first = np.full(len(targets), -1, np.int64)
    numbers, rows = np.unique(links.targets, return_index=True)
    first[numbers] = links.pages[rows]
    return [
        EarlierTarget(each.number, each.url, each.text, each.reason, *places.get(each.number, (-1, -1)), page)
        for each, page in zip(targets, first.tolist(), strict=True)
    ]


_PLACES = "SELECT number, place, level FROM target WHERE place >= 0"
