"""Reads imports.csv: values of ask, from, import and ledger measures, and marks, from other systems."""

from pathlib import Path

from kaoping.measures import Given
from kaoping.model.errors import Problem
from kaoping.model.roster import Roster
from kaoping.runs.inputs.given_values import Entry, ValueReader
from kaoping.runs.inputs.problems import refuse
from kaoping.runs.inputs.tabular import Row, read_rows
from kaoping.schemes.model import Scheme

REQUIRED = ("unit", "measure", "value")
OPTIONAL = ("period", "state", "by", "note")


def read_imports(path: Path, scheme: Scheme, roster: Roster) -> tuple[Given, ...]:
    """Return all values of an imports file (columns unit, measure, period, value, state).

    A state left blank is known where there is a value, else unknown. Raises BadInputError naming every bad line;
    nothing is taken over then.
    """
    return read_given(path, ValueReader(scheme, roster, ("ask", "other")))


def read_given(path: Path, reader: ValueReader) -> tuple[Given, ...]:
    """Return the values of a CSV file of entries; raises BadInputError naming every bad line and column."""
    return given_of(path, read_rows(path, REQUIRED, OPTIONAL), reader)


def given_of(path: Path, rows: list[Row], reader: ValueReader) -> tuple[Given, ...]:
    """Return the values of rows already read; raises BadInputError naming every bad line and column."""
    found: list[Given] = []
    problems: list[Problem] = []
    for row in rows:
        entry = Entry(**{name: row[name] for name in ("unit", "measure", "period", "value", "state", "by", "note")})
        given, faults = reader.read(entry, f"第 {row.line} 行")
        found.extend(given)
        about = reader.about(entry) if faults else ""
        for fault in faults:
            message = f"{about}：{fault.message}" if about else fault.message
            problems.append(Problem(message, str(path), row.line, where=fault.field))
    refuse(problems)
    return tuple(found)
