"""Reads the marks workbook back: every bad cell is told at once by sheet and cell, and nothing is half-imported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from kaoping.measures import Given
from kaoping.model.errors import Problem
from kaoping.model.roster import Roster
from kaoping.runs.inputs.given_values import Entry, ValueReader
from kaoping.runs.inputs.marks_layout import BY, GUIDE, ITEM, NAME, NOTE, PERIOD, SCHEME_LABEL, STATE, UNIT, VALUE
from kaoping.runs.inputs.problems import refuse
from kaoping.runs.inputs.workbook import read_workbook
from kaoping.schemes.model import Scheme

_FIELDS = {"unit": UNIT, "measure": ITEM, "period": PERIOD, "value": VALUE, "state": STATE}
_ADVICE = "请用 kaoping marks template 生成的文件，另存为 .xlsx"
_HEADER_WITHIN = 10  # rows in which the header is looked for, should someone have put a title above it


def read_marks(path: Path, scheme: Scheme, roster: Roster) -> tuple[Given, ...]:
    """Return what people filled in; rows left blank stay unknown.

    Raises BadInputError naming every bad cell (sheet and cell): text where a number is due, out of range, negative,
    unknown or mixed-up unit, a question answered twice, a formula, a state that contradicts the result.
    """
    reader = ValueReader(scheme, roster, ("ask",))
    names = {unit.id: unit.name for unit in roster.units}
    found: list[Given] = []
    problems: list[Problem] = []
    for sheet, rows in read_workbook(path, _ADVICE):
        if sheet == GUIDE:
            problems.extend(_other_scheme(rows, scheme, path))
            continue
        for row in _answers(sheet, rows, path, problems):
            given, faults = _read(row, reader, names)
            found.extend(given)
            problems.extend(Problem(message, str(path), where=place) for place, message in faults)
    refuse(problems)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Row:
    """One filled-in row of a sheet: its cells by column name."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    cells: Sequence[Any]

    def raw(self, name: str) -> Any:
        column = self.columns.get(name)
        return self.cells[column] if column is not None and column < len(self.cells) else None

    def text(self, name: str) -> str:
        value = self.raw(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def place(self, name: str) -> str:
        return f"{self.sheet}!{get_column_letter(self.columns[name] + 1)}{self.number}"


def _read(row: _Row, reader: ValueReader, names: Mapping[str, str]) -> tuple[tuple[Given, ...], list[tuple[str, str]]]:
    faults = [
        (row.place(name), f"单元格是公式或出错值“{row.text(name)}”；请复制后“选择性粘贴—数值”")
        for name in (STATE, VALUE)
        if row.text(name).startswith(("=", "#"))
    ]
    unit, name = row.text(UNIT), row.text(NAME)
    if unit in names and name and name != names[unit]:
        faults.append((row.place(NAME), f"单位编号 {unit} 是“{names[unit]}”，这里却是“{name}”；可能排序时错了行"))
    if faults:
        return (), faults
    raw = row.raw(VALUE)
    entry = Entry(
        unit=unit,
        measure=row.text(ITEM),
        period=row.text(PERIOD),
        value=raw if isinstance(raw, int | float | date) else row.text(VALUE),
        state=row.text(STATE),
        by=row.text(BY),
        note=row.text(NOTE),
    )
    given, wrong = reader.read(entry, f" {row.place(VALUE)} ")
    return given, [(row.place(_FIELDS[fault.field]), fault.message) for fault in wrong]


def _answers(sheet: str, rows: list[tuple[Any, ...]], path: Path, problems: list[Problem]) -> Iterator[_Row]:
    header = next((number for number, row in enumerate(rows[:_HEADER_WITHIN]) if UNIT in row and ITEM in row), None)
    if header is None:
        if any(cell is not None for row in rows for cell in row):
            message = f"工作表里找不到表头（{UNIT}、{ITEM}…）；请保留原表头，或删去这张工作表"
            problems.append(Problem(message, str(path), where=sheet))
        return
    columns = {str(name).strip(): number for number, name in enumerate(rows[header]) if name is not None}
    missing = [name for name in (UNIT, ITEM, PERIOD, STATE, VALUE) if name not in columns]
    if missing:
        problems.append(
            Problem(f"表头缺少列 {'、'.join(missing)}", str(path), where=f"{sheet}!{header + 1}:{header + 1}")
        )
        return
    for number, cells in enumerate(rows[header + 1 :], header + 2):
        row = _Row(sheet, number, columns, cells)
        if row.text(STATE) or row.text(VALUE):
            yield row


def _other_scheme(rows: list[tuple[Any, ...]], scheme: Scheme, path: Path) -> Iterator[Problem]:
    for number, row in enumerate(rows, 1):
        if len(row) > 1 and row[0] == SCHEME_LABEL and str(row[1]).strip() != scheme.id:
            message = f"这份测评表属于方案“{row[1]}”，本次考评用的是“{scheme.id}”；请重新生成测评表"
            yield Problem(message, str(path), where=f"{GUIDE}!B{number}")
