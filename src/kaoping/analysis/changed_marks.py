"""A case with other values that people gave, counted again for the units they are about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kaoping.analysis.case import Case
from kaoping.analysis.changed_table import check_unchanged, put_unit
from kaoping.measures.inputs import Given
from kaoping.measures.table import build_table
from kaoping.model.errors import InputError
from kaoping.model.roster import Roster


@dataclass(frozen=True, slots=True)
class Marked:
    """Of one unit: the values that counted about something, and those that are to count in their place."""

    unit: str
    before: Sequence[Given]
    after: Sequence[Given]


def with_marks(case: Case, changes: Sequence[Marked]) -> Case:
    """Return the case with other marks, in its inputs and in its table.

    Only the units that the marks are about are counted again. Raises InputError where the case has no inputs, and where
    the table was made of others than these.
    """
    if case.inputs is None:
        raise InputError("测评值是由表格导入的，没有评分，不能试改评分。")
    gone = {(one.unit, one.measure, one.period) for change in changes for one in change.before}
    kept = [one for one in case.inputs.marks if (one.unit, one.measure, one.period) not in gone]
    new = [one for change in changes for one in change.after]
    inputs, table = replace(case.inputs, marks=(*kept, *new)), case.table
    concerned = {change.unit for change in changes}
    for unit in (one for one in case.roster.units if one.id in concerned):
        before, after = (build_table(case.scheme, Roster((unit,)), each, table.as_of) for each in (case.inputs, inputs))
        check_unchanged(table, unit, before)
        table = put_unit(table, unit.id, after.columns, after.cells)
    return replace(case, inputs=inputs, table=table)
