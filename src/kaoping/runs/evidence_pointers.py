"""Pointers into WARC files, moved along when what they point at moves: in the tables of a site and in findings."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.crawl.warc import NAME as SPOOL
from kaoping.evidence.durable import publish_draft
from kaoping.evidence.keeping import KEPT, Move
from kaoping.model.findings import Finding, Plain
from kaoping.runs.segments import packing

Moves = Mapping[int, Move]
ENCRYPTED = "encrypted"  # stands for the digest of a body that is encrypted: with it, numbers could be guessed


def move_table_pointers(directory: Path, moves: Moves) -> None:
    """Let the tables of targets, pages and attachments point into the kept file; what was dropped points nowhere.

    Rows that point elsewhere stay as they are, so that this may be done again after a kill.
    """
    for name in ("targets", "pages", "attachments"):
        if (directory / f"{name}.parquet").exists():  # attachments are not always fetched
            _move(directory / f"{name}.parquet", moves)


def moved_finding(finding: Finding, moves: Moves) -> Finding:
    """Return a finding whose evidence points into the kept file."""
    return replace(finding, evidence=_moved(finding.evidence, moves))


def _moved(evidence: Mapping[str, Plain], moves: Moves) -> dict[str, Plain]:
    """A page's own pointer stands inside the evidence of a finding about one of its links."""
    moved: dict[str, Plain] = {
        name: _moved(value, moves) if isinstance(value, Mapping) else value for name, value in evidence.items()
    }
    if moved.get("warc") == SPOOL:
        move = moves[int(str(moved["offset"]))]
        moved |= {"warc": KEPT, "offset": move.place}
        if move.sealed:
            moved["digest"] = ENCRYPTED
    return moved


def _move(path: Path, moves: Moves) -> None:
    draft = path.with_suffix(".draft")
    with pq.ParquetFile(path) as file, pq.ParquetWriter(draft, file.schema_arrow, **packing(path)) as writer:
        for group in range(file.num_row_groups):
            writer.write_table(_moved_rows(file.read_row_group(group, use_threads=False), moves))
    publish_draft(draft, path)


def _moved_rows(table: pa.Table, moves: Moves) -> pa.Table:
    names, offsets = table.column("warc").to_pylist(), table.column("warc_offset").to_pylist()
    places = [_place(name, offset, moves) for name, offset in zip(names, offsets, strict=True)]
    columns: dict[str, Any] = {"warc": [name for name, _ in places], "warc_offset": [offset for _, offset in places]}
    moved = [moves.get(offset) if name == SPOOL else None for name, offset in zip(names, offsets, strict=True)]
    for column, instead in (("evidence_digest", ENCRYPTED), ("digest", "")):
        if column in table.column_names and any(move and move.sealed for move in moved):
            values = zip(table.column(column).to_pylist(), moved, strict=True)
            columns[column] = [instead if move and move.sealed else value for value, move in values]
    for column, values in columns.items():
        position = table.schema.get_field_index(column)
        field = table.schema.field(position)
        table = table.set_column(position, field, pa.array(values, field.type))
    return table


def _place(name: str | None, offset: int | None, moves: Moves) -> tuple[str | None, int | None]:
    if name != SPOOL:
        return name, offset
    return (KEPT, moves[offset].place) if offset is not None and offset in moves else ("", 0)
