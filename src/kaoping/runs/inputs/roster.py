"""Reads roster.csv: the assessed units with their groups, classes, tags and sites."""

import re
from pathlib import Path

from kaoping.model.errors import Problem
from kaoping.model.roster import Roster
from kaoping.runs.inputs.problems import BadInputError, refuse
from kaoping.runs.inputs.tabular import Row, read_rows
from kaoping.runs.inputs.units import UnitRow, check_units
from kaoping.schemes.model import Scheme

REQUIRED = ("unit", "name", "group")
OPTIONAL = ("class", "tags", "sites", "exempt", "site_type")
_SEVERAL = re.compile(r"[\s;；|、，]+")
_WORDS = {"": False, "0": False, "false": False, "no": False, "否": False} | {
    "1": True, "true": True, "yes": True, "是": True,
}  # fmt: skip


def read_roster(path: Path, scheme: Scheme) -> Roster:
    """Return the units of a roster file (columns unit, name, group, class, tags, sites, exempt).

    Several tags or sites stand apart by blanks, `;` or `|`. Raises BadInputError naming every bad line.
    """
    rows = read_rows(path, REQUIRED, OPTIONAL)
    problems: list[Problem] = []
    units, found = check_units([_unit(row, path, problems) for row in rows], scheme)
    refuse(sorted((*problems, *found), key=lambda problem: problem.line or 0))
    if not units:
        raise BadInputError((Problem("名单里没有单位", str(path)),))
    return Roster(units)


def _unit(row: Row, path: Path, problems: list[Problem]) -> UnitRow:
    exempt = _WORDS.get(row["exempt"].lower())
    if exempt is None:
        problems.append(Problem(f"exempt 应为 true 或 false，填的是“{row['exempt']}”", str(path), row.line))
    return UnitRow(
        file=str(path),
        line=row.line,
        id=row["unit"],
        name=row["name"],
        group=row["group"],
        class_=row["class"],
        tags=_split(row["tags"]),
        site_type=row["site_type"],
        sites=_split(row["sites"]),
        exempt=bool(exempt),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in _SEVERAL.split(text) if part)
