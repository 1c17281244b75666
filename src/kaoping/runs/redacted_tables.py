"""A site's tables without the texts of one page: each gives a draft of the new file, or nothing if it stays."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.evidence.redacting import DRAFT
from kaoping.runs.redacted_text import PageTexts, redacted_json, said_in
from kaoping.runs.segments import packing, row_groups
from kaoping.runs.tables import FACT

MARK = '{"removed": "texts"}'  # stands where errors of extractors are told: the page was not read whole, as it is here
_OF_A_FILE = ("contents", "found", "wordings")

Row = dict[str, Any]


def redacted_pages(path: Path, page: PageTexts, _: Collection[int], numbers: Collection[int]) -> Path | None:
    """Take the page's own texts out of its facts; what other pages say in the same fact is not its own."""
    others = _others(path, numbers) if numbers else {}

    def change(row: Row) -> Row:
        if row["number"] not in numbers:
            return row
        facts = {
            name: redacted_json(value.encode(), page, said_in(others[name])).decode()
            for name, value in row.items()
            if name.startswith(FACT) and value is not None
        }
        return row | facts | {"extract_errors": MARK}

    return _changed(path, change)


def redacted_targets(path: Path, _: PageTexts, blank: Collection[int], __: Collection[int]) -> Path | None:
    """Take out the texts of links to the page, and of those that stand on it only."""
    return _changed(path, lambda row: row | {"text": ""} if row["number"] in blank else row)


def redacted_attachments(path: Path, page: PageTexts, _: Collection[int], __: Collection[int]) -> Path | None:
    """Take the texts of the attachment out of its row."""

    def change(row: Row) -> Row:
        if row["url"] not in page.urls:
            return row
        told = {name: redacted_json(row[name].encode(), page).decode() for name in _OF_A_FILE if row[name] is not None}
        return row | told | {"text": ""}

    return _changed(path, change)


def _others(path: Path, numbers: Collection[int]) -> Mapping[str, list[bytes]]:
    """Return what is said of all other pages, by column."""
    found: dict[str, list[bytes]] = {}
    with pq.ParquetFile(path) as file:
        names = [name for name in file.schema_arrow.names if name.startswith(FACT)]
        for table in row_groups(file, ["number", *names]):
            here = [number not in numbers for number in table.column("number").to_pylist()]
            for name in names:
                said = zip(table.column(name).to_pylist(), here, strict=True)
                found.setdefault(name, []).extend(
                    value.encode() for value, other in said if other and value is not None
                )
    return found


def _changed(path: Path, change: Callable[[Row], Row]) -> Path | None:
    """Write a draft in which rows are changed, group by group; nothing where none is."""
    draft, different = path.with_name(path.name + DRAFT), False
    with pq.ParquetFile(path) as file, pq.ParquetWriter(draft, file.schema_arrow, **packing(path)) as writer:
        for table in row_groups(file):
            rows = table.to_pylist()
            changed = [change(row) for row in rows]
            different = different or changed != rows
            writer.write_table(table if changed == rows else pa.Table.from_pylist(changed, schema=table.schema))
    if different:
        return draft
    draft.unlink()
    return None
