"""The measure table as a Parquet file: one row per measure, period and unit, with the reasons of each cell."""

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kaoping.model.errors import StorageError
from kaoping.model.measure_table import STATE_CODES, Cell, MeasureColumn, MeasureTable
from kaoping.runs.segments import write_table

_WORD = pa.dictionary(pa.int32(), pa.string())
_STATES = [state.value for state, _ in sorted(STATE_CODES.items(), key=lambda pair: pair[1])]
_EMPTY = Cell()
SCHEMA = pa.schema(
    [
        ("measure", _WORD),
        ("period", _WORD),
        ("unit", _WORD),
        ("state", _WORD),
        ("value", pa.int64()),  # millionths, as `low` and `high`; null unless known
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("counted", pa.list_(pa.string())),  # keys of findings, as `pending`
        ("pending", pa.list_(pa.string())),
        ("left_out", pa.list_(pa.struct([("finding", pa.string()), ("why", pa.string())]))),
        ("note", _WORD),
    ]
)


def write_measures(path: Path, table: MeasureTable) -> None:
    """Write `table`; measures in the table's order, within each all units in the table's order."""
    write_table(pa.Table.from_batches(_batches(table), SCHEMA), path)


def read_measures(path: Path, units: Sequence[str], as_of: date) -> MeasureTable:
    """Return the table of `units` that `write_measures` wrote.

    Raises StorageError for a file that cannot be read or is about other units.
    """
    try:
        rows = pq.read_table(path, schema=SCHEMA).combine_chunks()
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, str(error)) from error
    size = len(units)
    if len(rows) % max(size, 1) or rows["unit"][:size].to_pylist() != list(units)[: len(rows)]:
        raise _unreadable(path, "单位与名册不符")
    columns: dict[tuple[str, str], MeasureColumn] = {}
    cells: dict[tuple[str, str, str], Cell] = {}
    for first in range(0, len(rows), max(size, 1)):
        part = rows.slice(first, size)
        name, period = part["measure"][0].as_py(), part["period"][0].as_py()
        columns[name, period] = _column(part)
        cells |= {(units[row], name, period): cell for row, cell in _cells(part)}
    return MeasureTable(as_of, tuple(units), columns, cells)


def _batches(table: MeasureTable) -> Iterator[pa.RecordBatch]:
    units = pa.DictionaryArray.from_arrays(
        pa.array(range(len(table.units)), pa.int32()), pa.array(table.units, pa.string())
    )
    for (name, period), column in table.columns.items():
        cells = [table.cells.get((unit, name, period), _EMPTY) for unit in table.units]
        said = any(cell is not _EMPTY for cell in cells)
        value, low, high = (np.frombuffer(side, np.int64) for side in (column.value, column.low, column.high))
        states = np.frombuffer(column.state, np.uint8)
        data = [
            _repeated(name, len(cells)),
            _repeated(period, len(cells)),
            units,
            pa.DictionaryArray.from_arrays(states.astype(np.int32), pa.array(_STATES)),
            pa.array(value, mask=states != 0),
            pa.array(low),
            pa.array(high),
            *(_listed(cells if said else (), len(cells))),
        ]
        yield pa.RecordBatch.from_arrays(data, schema=SCHEMA)


def _repeated(word: str, size: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(np.zeros(size, np.int32), pa.array([word]))


def _listed(cells: Sequence[Cell], size: int) -> Iterator[pa.Array]:
    kinds = {name: SCHEMA.field(name).type for name in ("counted", "pending", "left_out", "note")}
    if not cells:
        yield from (pa.nulls(size, kind) for kind in kinds.values())
        return
    yield pa.array([cell.counted or None for cell in cells], kinds["counted"])
    yield pa.array([cell.pending or None for cell in cells], kinds["pending"])
    left_out = [[{"finding": key, "why": why} for key, why in cell.left_out] or None for cell in cells]
    yield pa.array(left_out, kinds["left_out"])
    yield pa.array([cell.note or None for cell in cells], pa.string()).dictionary_encode().cast(kinds["note"])


def _column(part: pa.Table) -> MeasureColumn:
    codes = pc.index_in(part["state"].cast(pa.string()), pa.array(_STATES))
    value, low, high = (_integers(part[name]) for name in ("value", "low", "high"))
    return MeasureColumn(value, low, high, bytearray(codes.to_numpy().astype(np.uint8).tobytes()))


def _integers(column: pa.ChunkedArray) -> "array[int]":
    numbers: NDArray[np.int64] = pc.fill_null(column, 0).to_numpy()
    return array("q", numbers.tobytes())


def _cells(part: pa.Table) -> Iterator[tuple[int, Cell]]:
    said = part.select(["counted", "pending", "left_out", "note"])
    if all(column.null_count == len(part) for column in said.columns):
        return
    for row, found in enumerate(said.to_pylist()):
        left_out = tuple((one["finding"], one["why"]) for one in found["left_out"] or ())
        cell = Cell(tuple(found["counted"] or ()), tuple(found["pending"] or ()), left_out, found["note"] or "")
        if cell != _EMPTY:
            yield row, cell


def _unreadable(path: Path, why: str) -> StorageError:
    return StorageError(f"{path}：保存的测评值读不出来（{why}）。请用 kaoping assess 或 score 重新计分。")
