"""The sink of one site's crawl: page, link and target rows gathered and closed in numbered segments on disk."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.evidence.durable import publish_draft
from kaoping.facts.discovery import PageExtractor
from kaoping.facts.known_links import KnownLinks
from kaoping.facts.masked_page import hide_numbers
from kaoping.facts.parsed import ParsedPage
from kaoping.facts.record import LinkTable, PageRow
from kaoping.facts.view import PageView
from kaoping.facts.word_lists import WordLists
from kaoping.model.errors import StorageError
from kaoping.model.pages import PageRecord, SeenLink, TargetRecord
from kaoping.runs.fact_shelf import FactShelf
from kaoping.runs.tables import (
    LINK_KINDS,
    TARGETS,
    fact_names,
    links_table,
    page_row,
    pages_schema,
    read_links,
    read_pages,
    read_targets,
    target_row,
)

TABLES = ("pages", "links", "targets")
READ_BY = "kaoping.reading"  # the note of a page table that tells by what its pages were read
_PERSONAL = "personal"  # the extractor that finds numbers of persons
ROWS = 20_000  # of a table that are in memory at once, whatever the size of the site
SEGMENT = ".arrow"  # written as it lies in memory; packed once, when the site is sealed
_TARGET, _KIND = attrgetter("target"), attrgetter("kind")
_KIND_CODES = {kind: code for code, kind in enumerate(LINK_KINDS)}


class SegmentSink:
    """Runs the extractors on each page and keeps rows until a segment is closed (see `crawl.contract.SiteSink`)."""

    def __init__(
        self,
        directory: Path,
        extractors: Mapping[str, PageExtractor],
        word_lists: WordLists | None = None,
        reading: str = "",
    ) -> None:
        """Write into the site's `directory`; `reading` tells by what pages are read (see `runs.reading_version`)."""
        self._directory = directory / "segments"
        self._directory.mkdir(parents=True, exist_ok=True)
        self._extractors = tuple(extractors.values())
        self._word_lists = word_lists
        self._known_links = KnownLinks()
        self._schema = pages_schema(extractors).with_metadata({READ_BY: reading})
        self._clear()

    def page(self, record: PageRecord, parsed: ParsedPage | None) -> None:
        facts: dict[str, bytes] = {}
        errors: dict[str, str] = {}
        if parsed is not None:
            self._note_links(record.number, parsed.links)
            self._extract(parsed, facts, errors)
        self._pages.append(page_row(record, facts, errors))

    def unchanged(
        self, record: PageRecord, targets: "array[int]", kinds: bytearray, facts: Mapping[str, bytes]
    ) -> None:
        """Take over a page as an earlier run read it."""
        self._link_page.extend([record.number] * len(targets))
        self._link_target.extend(targets)
        self._link_kind += kinds
        self._pages.append(page_row(record, facts, {}))

    def target(self, record: TargetRecord) -> None:
        self._targets.append(target_row(record))
        if len(self._targets) >= ROWS:
            self._pack_targets()

    def close_segment(self, number: int) -> None:
        """Write what was gathered since the last segment under `number`; a half-written file never has its name."""
        self._pack_targets()
        tables = {
            "pages": pa.Table.from_pylist(self._pages, schema=self._schema),
            "links": links_table(self._link_page, self._link_target, self._link_kind),
            "targets": pa.concat_tables(self._packed),
        }
        for name, table in tables.items():
            _write_segment(table, self._path(name, number))
        self._clear()

    def drop_after(self, number: int) -> None:
        """Remove the segments after `number`: the crawl never committed them."""
        for path in self._directory.iterdir():
            if path.suffix != SEGMENT or int(path.stem.rsplit("-", 1)[1]) > number:
                path.unlink()

    def _extract(self, parsed: ParsedPage, facts: dict[str, bytes], errors: dict[str, str]) -> None:
        view = PageView(parsed, self._word_lists, self._known_links)
        for extractor in self._extractors:
            try:
                value = extractor.extract(view)
                if value is not None:
                    facts[extractor.name] = extractor.encode(value)
            except Exception as error:  # noqa: BLE001 the one boundary per extractor and page; the row records it
                errors[extractor.name] = f"{type(error).__name__}: {error}"
        if _PERSONAL in facts:
            hide_numbers(view, facts)

    def _note_links(self, page: int, links: Sequence[SeenLink]) -> None:
        """Note each target of the page once, in order, as the kind of link by which it is there first."""
        targets = list(map(_TARGET, links))
        first = dict(zip(reversed(targets), map(_KIND, reversed(links)), strict=True))
        seen = dict.fromkeys(targets)
        self._link_page.extend([page] * len(seen))
        self._link_target.extend(seen)
        self._link_kind.extend([_KIND_CODES[first[target]] for target in seen])

    def _pack_targets(self) -> None:
        """Keep the gathered rows as columns, which take a tenth of the room: all of a site's come at its end."""
        self._packed.append(pa.Table.from_pylist(self._targets, schema=TARGETS))
        self._targets.clear()

    def _path(self, table: str, number: int) -> Path:
        return self._directory / f"{table}-{number:06d}{SEGMENT}"

    def _clear(self) -> None:
        self._pages: list[dict[str, Any]] = []
        self._targets: list[dict[str, Any]] = []
        self._packed: list[pa.Table] = []
        self._link_page: array[int] = array("i")
        self._link_target: array[int] = array("i")
        self._link_kind = bytearray()


def seal_segments(directory: Path) -> None:
    """Join the closed segments of a site into `pages.parquet`, `links.parquet` and `targets.parquet`.

    May be killed at any moment and called again: the segments are put aside at once, when the joined tables have their
    names, so that a half-removed set is never joined.
    """
    segments, joined = directory / "segments", directory / "segments.joined"
    _remove(joined)
    if not segments.exists():
        return
    for name in TABLES:
        parts = sorted(segments.glob(f"{name}-*{SEGMENT}"))
        if parts:
            _join(parts, directory / f"{name}.parquet")
    segments.rename(joined)
    _remove(joined)


def read_site_tables(directory: Path) -> tuple[list[PageRow], LinkTable, list[TargetRecord]]:
    """Return page rows, links and targets of a sealed site directory.

    Raises StorageError when a table is missing or cannot be read.
    """
    shared: dict[str, str] = {}

    def one(text: str) -> str:
        return shared.setdefault(text, text)

    try:
        with _opened(directory, "targets") as file:
            targets = read_targets(row_groups(file), one)
        with _opened(directory, "pages") as file:
            shelf = FactShelf(directory, fact_names(file.schema_arrow))
            pages = [row for table in row_groups(file) for row in read_pages(table, shelf, one)]
        with _opened(directory, "links") as file:
            links = read_links(row_groups(file), file.metadata.num_rows)
    except (OSError, pa.ArrowException) as error:
        raise StorageError(
            f"{directory}：事实数据缺失或损坏（{error}）。请从备份恢复该目录，或重新巡检该网站。"
        ) from error
    pa.default_memory_pool().release_unused()
    return sorted(pages, key=lambda row: row.record.number), links, targets


def row_groups(file: pq.ParquetFile, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """Yield a file's tables one after another: a row group is a segment of the crawl, and no site is large in these."""
    for group in range(file.num_row_groups):
        yield file.read_row_group(group, columns=columns, use_threads=False)


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table so that `path` either holds all of it, on disk, or does not exist."""
    draft = path.with_suffix(".draft")
    pq.write_table(table, draft, compression="zstd")
    publish_draft(draft, path)


def packing(path: Path) -> dict[str, Any]:
    """Return how a table is packed. Texts of pages and targets are seldom the same: dictionaries only cost time."""
    return {"compression": "zstd", "use_dictionary": path.stem not in ("pages", "targets")}


def _write_segment(table: pa.Table, path: Path) -> None:
    draft = path.with_suffix(".draft")
    with pa.OSFile(str(draft), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    publish_draft(draft, path)


def _join(parts: list[Path], path: Path) -> None:
    """Write the segments `parts` as the row groups of one file."""
    draft = path.with_suffix(".draft")
    with ExitStack() as stack:
        writer = None
        for part in parts:
            with pa.memory_map(str(part)) as mapped:
                table = pa.ipc.open_file(mapped).read_all()
                writer = writer or stack.enter_context(pq.ParquetWriter(draft, table.schema, **packing(path)))
                writer.write_table(table, row_group_size=ROWS)
                del table
    publish_draft(draft, path)


def _opened(directory: Path, table: str) -> pq.ParquetFile:
    """Open one table; `read_table` would start the machinery for whole data sets."""
    return pq.ParquetFile(directory / f"{table}.parquet")


def _remove(segments: Path) -> None:
    if segments.exists():
        for path in segments.iterdir():
            path.unlink()
        segments.rmdir()
