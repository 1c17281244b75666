"""The parts of a scheme as columns of a table of units: those that concern any of them, like-named ones in one."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaoping.schemes.model import Scheme
from kaoping.scoring.results import PartResult, UnitResult


@dataclass(frozen=True, slots=True)
class PartColumn:
    """One column: a part, or several of one title of which no unit has two (政府网站 of counties, of departments)."""

    title: str
    parts: frozenset[str]

    def of(self, unit: UnitResult) -> PartResult | None:
        """Return the part of a unit that stands in this column."""
        return next((part for part in unit.parts if part.id in self.parts), None)


def part_columns(scheme: Scheme, units: Sequence[UnitResult]) -> tuple[PartColumn, ...]:
    """Return the columns for a table of `units`, in the order of the scheme."""
    concerned: dict[str, frozenset[str]] = {}
    for part in scheme.parts:
        found = frozenset(unit.unit for unit in units if any(one.id == part.id for one in unit.parts))
        if found:
            concerned[part.id] = found
    columns: list[PartColumn] = []
    for part in scheme.parts:
        if part.id not in concerned:
            continue
        for place, column in enumerate(columns):
            apart = all(concerned[part.id].isdisjoint(concerned[other]) for other in column.parts)
            if column.title == part.title and apart:
                columns[place] = PartColumn(part.title, column.parts | {part.id})
                break
        else:
            columns.append(PartColumn(part.title, frozenset((part.id,))))
    return tuple(columns)
