"""A measure table with other values of one unit, with another decision on a finding, or with findings put right."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kaoping.analysis.case import Case
from kaoping.analysis.changes import Decide, Fix, SetValue
from kaoping.analysis.put_right import put_right
from kaoping.measures.inputs import Decision, Given, MeasureInputs
from kaoping.measures.table import build_table, table_from_values
from kaoping.model.errors import InputError
from kaoping.model.measure_table import STATE_CODES, Cell, MeasureColumn, MeasureTable
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.model import CheckSource

TRIED = "试改"
_NOT_GIVEN = STATE_CODES[State.UNKNOWN]


def with_values(case: Case, changes: Sequence[SetValue]) -> MeasureTable:
    """Return the case's table with other values.

    Raises InputError for a unit, measure or period that the table does not have.
    """
    units = {unit.id: unit for unit in case.roster.units}
    table = case.table
    for change in changes:
        if change.unit not in units:
            raise InputError(f"名册中没有单位“{change.unit}”。")
        _check_place(case, change)
        given = (Given(change.unit, change.measure, change.period, change.value, change.state),)
        alone = table_from_values(case.scheme, Roster((units[change.unit],)), given, table.as_of)
        key = (change.measure, change.period)
        cells = {(change.unit, *key): Cell(note=TRIED)}
        table = put_unit(table, change.unit, {key: alone.columns[key]}, cells)
    return table


def with_findings(case: Case, decided: Sequence[Decide], fixed: Sequence[Fix]) -> MeasureTable:
    """Return the case's table with decisions on findings added to those that were made, and with findings put right.

    Only the units whose measures name the findings are counted again. Raises InputError where the case has no
    findings, where there is no such finding, and where sites were judged again after the table was made.
    """
    if case.inputs is None:
        raise InputError("测评值是由表格导入的，没有巡检发现的问题，不能试算认定或整改。")
    keys = {change.key for change in decided} | {change.key for change in fixed}
    _check_keys(case.inputs, keys)
    decisions = tuple(Decision(change.key, change.kind, reason=TRIED) for change in decided)
    gone = frozenset(change.key for change in fixed)
    changed = replace(
        case.inputs,
        decisions=(*case.inputs.decisions, *decisions),
        inspections=put_right(case.inputs, gone, case.table.as_of) if gone else case.inputs.inspections,
    )
    table = case.table
    for unit in _named_by(case, keys):
        before, after = (_checked_again(case, unit, inputs) for inputs in (case.inputs, changed))
        check_unchanged(table, unit, before)
        table = put_unit(table, unit.id, after.columns, after.cells)
    return table


def _checked_again(case: Case, unit: RosterUnit, inputs: MeasureInputs) -> MeasureTable:
    """Return what checks measure of one unit; marks and imports are not touched by what becomes of findings."""
    whole = build_table(case.scheme, Roster((unit,)), inputs, case.table.as_of)
    names = {name for name, one in case.scheme.measures.items() if isinstance(one.source, CheckSource)}
    columns = {key: column for key, column in whole.columns.items() if key[0] in names}
    cells = {place: cell for place, cell in whole.cells.items() if place[1] in names}
    return MeasureTable(whole.as_of, whole.units, columns, cells)


def put_unit(
    table: MeasureTable,
    unit: str,
    columns: Mapping[tuple[str, str], MeasureColumn],
    cells: Mapping[tuple[str, str, str], Cell],
) -> MeasureTable:
    """Return the table with a unit's cells from a table of that unit alone."""
    row = list(table.units).index(unit)
    changed = {key: _with_cell(table.columns[key], row, one) for key, one in columns.items() if key in table.columns}
    kept = {place: cell for place, cell in table.cells.items() if place[0] != unit or place[1:] not in columns}
    return replace(table, columns={**table.columns, **changed}, cells={**kept, **cells})


def _with_cell(column: MeasureColumn, row: int, alone: MeasureColumn) -> MeasureColumn:
    sides = [array("q", side) for side in (column.value, column.low, column.high)]
    for side, one in zip(sides, (alone.value, alone.low, alone.high), strict=True):
        side[row] = one[0]
    state = bytearray(column.state)
    state[row] = alone.state[0]
    return MeasureColumn(sides[0], sides[1], sides[2], state)


def _check_place(case: Case, change: SetValue) -> None:
    measure = case.scheme.measures.get(change.measure)
    periods = case.table.periods(change.measure)
    if change.unit not in case.table.units or not periods:
        raise InputError(f"没有单位“{change.unit}”的测评值或指标“{change.measure}”，不能试改。")
    if measure is not None and measure.each and change.period:
        raise InputError(f"“{change.measure}”逐项测评后合成一个比例，试改时请不写项号，直接给出比例。")
    if change.period not in periods:
        said = f"有 {'、'.join(periods)}" if periods != ("",) else "不分期"
        raise InputError(f"测评值“{change.measure}”没有期次“{change.period}”（{said}）。")


def _check_keys(inputs: MeasureInputs, keys: set[str]) -> None:
    runs = (run for runs in inputs.inspections.values() for run in runs)
    known = {finding.key for run in runs for finding in run.findings}
    missing = sorted(keys - known)
    if missing:
        raise InputError(f"巡检结果中没有编号为 {'、'.join(missing)} 的问题。编号见评分表中问题末尾或 results.xlsx。")


def _named_by(case: Case, keys: set[str]) -> list[RosterUnit]:
    """Return the units of whose measures any cell names one of the findings."""
    named = {unit for (unit, _, _), cell in case.table.cells.items() if not keys.isdisjoint(_keys(cell))}
    return [unit for unit in case.roster.units if unit.id in named]


def _keys(cell: Cell) -> Iterable[str]:
    yield from (*cell.counted, *cell.pending)
    yield from (key for key, _ in cell.left_out)


def check_unchanged(table: MeasureTable, unit: RosterUnit, again: MeasureTable) -> None:
    """Compare a unit's stored cells with those that its findings give now."""
    row = list(table.units).index(unit.id)
    for key, alone in again.columns.items():
        stored = table.columns.get(key)
        if stored is None or _cell_of(stored, row) != _cell_of(alone, 0):
            raise InputError(
                f"单位“{unit.name}”的网站在计分之后重新判定过，测评值“{key[0]}”已不同。"
                "请先用原来的命令重新计分，再试算。"
            )


def _cell_of(column: MeasureColumn, row: int) -> tuple[int, int, int, int]:
    state = column.state[row]
    value = 0 if state == _NOT_GIVEN else column.value[row]
    return state, value, column.low[row], column.high[row]
