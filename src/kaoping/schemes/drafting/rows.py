"""Rows of an assessment table with every cell under the column it belongs to."""

from dataclasses import dataclass, field, replace

from kaoping.schemes.drafting.columns import Role
from kaoping.schemes.drafting.document import NO_CELL, Cell, SourcePlace


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings: the cell of each level from the left, and the cells of the other columns."""

    levels: tuple[Cell, ...]
    others: dict[Role, tuple[Cell, ...]] = field(default_factory=dict)

    def cell(self, role: Role) -> Cell:
        """The first filled cell under such a heading, NO_CELL without any."""
        return next((cell for cell in self.others.get(role, ()) if cell.text.strip()), NO_CELL)

    def text(self, role: Role) -> str:
        """The texts of all cells under such headings."""
        texts = dict.fromkeys(cell.text.strip() for cell in self.others.get(role, ()))
        return "\n".join(text for text in texts if text)

    def with_text(self, role: Role, text: str) -> "Row":
        """The same row with another text under a heading; what stood there stays as the original."""
        old = self.cell(role)
        cell = replace(old, text=text, original=old.original or old.text)
        return Row(self.levels, {**self.others, role: (cell,)})

    @property
    def place(self) -> SourcePlace:
        filled = [cell.place for cells in (self.levels, *self.others.values()) for cell in cells if cell.text.strip()]
        return max(filled, key=lambda place: (place.line, place.row), default=SourcePlace())


def row_of(cells: tuple[Cell, ...], roles: tuple[Role, ...]) -> Row:
    """Sort the cells of a complete row by the roles of their columns; a cell over two levels fills the left one."""
    levels: list[Cell] = []
    others: dict[Role, tuple[Cell, ...]] = {}
    for cell, role in zip(cells, roles, strict=False):
        if role is Role.LEVEL:
            levels.append(NO_CELL if any(cell is each for each in levels) else cell)
        else:
            others[role] = (*others.get(role, ()), cell)
    return Row(tuple(levels), others)
