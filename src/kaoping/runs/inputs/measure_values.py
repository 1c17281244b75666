"""Reads measures.csv or .parquet: values of any measure, checked ones included, for scoring without inspecting."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.measures import Given, table_from_values
from kaoping.model.errors import Problem
from kaoping.model.measure_table import MeasureTable
from kaoping.model.roster import Roster
from kaoping.runs.inputs.given_values import ValueReader
from kaoping.runs.inputs.imports import OPTIONAL, REQUIRED, given_of, read_given
from kaoping.runs.inputs.problems import BadInputError
from kaoping.runs.inputs.tabular import Row
from kaoping.schemes.model import Scheme


def read_measure_table(path: Path, scheme: Scheme, roster: Roster, as_of: date) -> MeasureTable:
    """Return the measure table of a file with columns unit, measure, period, value, state; the rest is unknown.

    Raises BadInputError naming every bad line (in Parquet: row, counted from 1).
    """
    return table_from_values(scheme, roster, read_measure_values(path, scheme, roster), as_of)


def read_measure_values(path: Path, scheme: Scheme, roster: Roster) -> tuple[Given, ...]:
    """Return the values of such a file one by one."""
    reader = ValueReader(scheme, roster, ("ask", "other", "check"))
    if path.suffix.lower() == ".parquet":
        return given_of(path, _parquet_rows(path), reader)
    return read_given(path, reader)


def _parquet_rows(path: Path) -> list[Row]:
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise BadInputError((Problem(f"Parquet 文件打不开或已损坏（{error}）", str(path)),)) from error
    missing = [name for name in REQUIRED if name not in table.column_names]
    if missing:
        raise BadInputError((Problem(f"缺少列 {'、'.join(missing)}", str(path)),))
    names = [name for name in (*REQUIRED, *OPTIONAL) if name in table.column_names]
    records = table.select(names).to_pylist()
    return [
        Row(number, {name: "" if value is None else str(value).strip() for name, value in record.items()})
        for number, record in enumerate(records, 1)
    ]
