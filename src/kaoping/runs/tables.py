"""Rows of the batch directory's Parquet tables, and the way back to records."""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from sys import intern
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from kaoping.facts.record import LinkTable, PageRow
from kaoping.model.outcomes import Fault
from kaoping.model.pages import EvidencePointer, Life, LinkKind, PageRecord, TargetRecord
from kaoping.runs.fact_shelf import FactShelf

FACT = "fact_"  # column prefix of what one extractor said, as JSON text
LINK_KINDS = tuple(LinkKind)

_EVIDENCE = [("evidence_digest", pa.string()), ("warc", pa.string()), ("warc_offset", pa.int64())]
_TIME = pa.timestamp("us", tz="UTC")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PAGES = pa.schema(
    [
        ("number", pa.int32()),
        ("target", pa.int32()),
        ("url", pa.string()),
        ("final_url", pa.string()),
        ("level", pa.int16()),
        ("status", pa.int16()),
        ("fault", pa.string()),
        ("reason", pa.string()),
        ("content_type", pa.string()),
        ("text_charset", pa.string()),
        ("charset_source", pa.string()),
        ("size", pa.int64()),
        ("seconds", pa.float64()),
        ("fetched_at", _TIME),
        ("digest", pa.string()),
        ("redirects", pa.string()),
        ("headers", pa.string()),
        *_EVIDENCE,
        ("extract_errors", pa.string()),
    ]
)
LINKS = pa.schema([("page", pa.int32()), ("target", pa.int32()), ("kind", pa.dictionary(pa.int8(), pa.string()))])
TARGETS = pa.schema(
    [
        ("number", pa.int32()),
        ("url", pa.string()),
        ("kind", pa.string()),
        ("offsite", pa.bool_()),
        ("life", pa.string()),
        ("status", pa.int16()),
        ("fault", pa.string()),
        ("reason", pa.string()),
        ("looks", pa.int8()),
        ("text", pa.string()),
        ("checked_at", _TIME),
        *_EVIDENCE,
    ]
)


def pages_schema(extractors: Iterable[str]) -> pa.Schema:
    """Return the schema of the page table with one text column per extractor."""
    schema = PAGES
    for name in sorted(extractors):
        schema = schema.append(pa.field(FACT + name, pa.string()))
    return schema


def page_row(record: PageRecord, facts: Mapping[str, bytes], errors: Mapping[str, str]) -> dict[str, Any]:
    """Return the row of one visited page."""
    row = dict(zip(_SAME_IN_PAGES, _same_in_pages(record), strict=True)) | _evidence_row(record.evidence)
    row["fault"] = _value(record.fault)
    row["redirects"] = json.dumps(record.redirects) if record.redirects else None
    row["headers"] = _json(dict(record.headers)) if record.headers else None
    row["extract_errors"] = _json(dict(errors)) if errors else None
    for name, value in facts.items():
        row[FACT + name] = value
    return row


def target_row(record: TargetRecord) -> dict[str, Any]:
    """Return the row of one link target."""
    row = {name: getattr(record, name) for name in _SAME_IN_TARGETS}
    row |= _evidence_row(record.evidence)
    return row | {"kind": record.kind.value, "life": record.life.value, "fault": _value(record.fault)}


def links_table(page: "array[int]", target: "array[int]", kind: bytearray) -> pa.Table:
    """Return the link table of columns of equal length."""
    kinds = pa.DictionaryArray.from_arrays(
        pa.array(memoryview(kind).cast("b"), type=pa.int8()), pa.array([k.value for k in LINK_KINDS])
    )
    columns = [pa.array(page, type=pa.int32()), pa.array(target, type=pa.int32()), kinds]
    return pa.Table.from_arrays(columns, schema=LINKS)


def read_pages(table: pa.Table, shelf: FactShelf, shared: Callable[[str], str]) -> Iterator[PageRow]:
    """Yield the page rows of a table, in its order, with their facts on `shelf`.

    `shared` returns the one object for addresses that are equal: a page's is that of its target, too.
    """
    names = [FACT + name for name in shelf.names]
    # as bytes at once: they are decoded as JSON later, if at all
    first = shelf.add([table.column(name).combine_chunks().view(pa.binary()) for name in names])
    for place, row in enumerate(_rows(table.drop_columns(names)), start=first):
        yield PageRow(_page(row, shared), shelf.page(place))


def fact_names(schema: pa.Schema) -> list[str]:
    """Return which extractors have a column in a page table."""
    return [name[len(FACT) :] for name in schema.names if name.startswith(FACT)]


def read_targets(tables: Iterable[pa.Table], shared: Callable[[str], str] = str) -> list[TargetRecord]:
    """Return the target records of tables, by number; a later row about one target supersedes an earlier."""
    by_number = {row["number"]: _target(row, shared) for table in tables for row in _rows(table)}
    return [by_number[number] for number in sorted(by_number)]


def read_links(tables: Iterable[pa.Table], rows: int) -> LinkTable:
    """Return the link columns of tables that have `rows` rows in all."""
    position = {kind.value: index for index, kind in enumerate(LINK_KINDS)}
    links = LinkTable(array("I", bytes(4 * rows)), array("I", bytes(4 * rows)), bytearray(rows))
    pages, targets, kinds = links.pages, links.targets, np.frombuffer(links.kind, np.uint8)
    start = 0
    for table in tables:
        end = start + len(table)
        pages[start:end] = table.column("page").to_numpy()
        targets[start:end] = table.column("target").to_numpy()
        for chunk in table.column("kind").chunks:
            codes = np.array([position[name] for name in chunk.dictionary.to_pylist()], dtype=np.uint8)
            kinds[start : start + len(chunk)] = codes[chunk.indices.to_numpy(zero_copy_only=False)]
            start += len(chunk)
    return links


_SAME_IN_PAGES = [
    *("number", "target", "url", "final_url", "level", "status", "reason", "content_type", "text_charset"),
    *("charset_source", "size", "seconds", "fetched_at", "digest"),
]
_KINDS = {kind.value: kind for kind in LinkKind}
_LIVES = {life.value: life for life in Life}
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_NO_EVIDENCE = EvidencePointer()
_same_in_pages = attrgetter(*_SAME_IN_PAGES)
_json = json.JSONEncoder(ensure_ascii=False).encode  # as `json.dumps` does, without a new encoder each time
_SAME_IN_TARGETS = ["number", "url", "offsite", "status", "reason", "looks", "text", "checked_at"]


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table; column by column is several times quicker than `to_pylist` on the whole."""
    names = table.column_names
    columns = [_values(table.column(name)) for name in names]
    return (dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Return the values of a column; for times this is several times quicker than Arrow's own way to give them."""
    if column.type != _TIME:
        values: list[Any] = column.to_pylist()
        return values
    moments = (moment for chunk in column.chunks for moment in chunk.view(pa.int64()).to_pylist())
    return [None if moment is None else _EPOCH + timedelta(microseconds=moment) for moment in moments]


def _page(row: dict[str, Any], shared: Callable[[str], str]) -> PageRecord:
    redirects = msgspec.json.decode(row["redirects"]) if row["redirects"] else ()
    return PageRecord(
        row["number"],
        row["target"],
        shared(row["url"]),
        shared(row["final_url"]),
        row["level"],
        row["status"],
        _fault(row["fault"]),
        shared(row["reason"]),
        shared(row["content_type"]),
        shared(row["text_charset"]),
        shared(row["charset_source"]),
        row["size"],
        row["seconds"],
        row["fetched_at"],
        row["digest"],
        tuple((url, status) for url, status in redirects),
        msgspec.json.decode(row["headers"]) if row["headers"] else _NO_HEADERS,
        _evidence(row, row["digest"]),
    )


def _target(row: dict[str, Any], shared: Callable[[str], str]) -> TargetRecord:
    return TargetRecord(
        row["number"],
        shared(row["url"]),
        _KINDS[row["kind"]],
        row["offsite"],
        _LIVES[row["life"]],
        row["status"],
        _fault(row["fault"]),
        row["reason"],
        row["looks"],
        row["text"],
        row["checked_at"],
        _evidence(row),
    )


def _evidence_row(pointer: EvidencePointer) -> dict[str, Any]:
    return {"evidence_digest": pointer.digest, "warc": pointer.warc, "warc_offset": pointer.offset}


def _evidence(row: Mapping[str, Any], known: str = "") -> EvidencePointer:
    """Return a row's pointer; `known` is the digest that it most often has, too."""
    digest, warc, offset = row["evidence_digest"] or "", row["warc"] or "", row["warc_offset"] or 0
    if not (digest or warc or offset):
        return _NO_EVIDENCE
    return EvidencePointer(known if digest == known else digest, intern(warc), offset)


def _fault(text: str | None) -> Fault | None:
    return Fault(text) if text else None


def _value(fault: Fault | None) -> str | None:
    return fault.value if fault else None
