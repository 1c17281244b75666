"""The table as it is published: rows of cells with their spans, the same for the page, Word and Excel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaoping.web.sitereports.fields import HEAD, SEPARATOR, SEVERAL, SIGNED, TABLE, YES_NO, Field, Group

COLUMNS = 4
"""Heading of the group, heading of the part, what is asked, the answer."""

WIDTHS = (18, 18, 44, 40)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that begins at a column of its row; `head` where it names something."""

    column: int
    text: str
    across: int = 1
    down: int = 1
    head: bool = True


Row = tuple[Cell, ...]


def title_of(year: int) -> str:
    """Return the heading of the table."""
    return f"政府网站工作年度报表（{year}年度）"


def filler_of(answers: Mapping[str, str]) -> str:
    """Return the line above the table."""
    return f"填报单位：{answers.get('filler_unit', '')}"


def rows_of(answers: Mapping[str, str]) -> list[Row]:
    """Return all rows, from the name of the site to who signed."""
    return [*_heads(HEAD, answers, skip=1), *(row for group in TABLE for row in _of_group(group, answers))]


def signed(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the line below the table: (what, who)."""
    return [(field.title, answers.get(field.key, "")) for field in SIGNED.fields()]


def shown(field: Field, text: str) -> str:
    """Return a value as it is published: choices ticked, units behind numbers."""
    if field.kind == SEVERAL or field.choices == YES_NO or field.choices:
        chosen = set(text.split(SEPARATOR))
        return "　".join(f"{'☑' if one in chosen else '□'}{one}" for one in field.choices)
    return f"{text}（单位：{field.unit}）" if field.unit else text


def _heads(group: Group, answers: Mapping[str, str], skip: int) -> Iterator[Row]:
    for field in list(group.fields())[skip:]:
        value = shown(field, answers.get(field.key, ""))
        yield (Cell(0, field.title, across=2), Cell(2, value, across=2, head=False))


def _of_group(group: Group, answers: Mapping[str, str]) -> Iterator[Row]:
    down = sum(len(part.fields) for part in group.parts)
    first = True
    for part in group.parts:
        for place, field in enumerate(part.fields):
            row = [Cell(0, group.title, down=down)] if first else []
            if part.title and not place:
                row.append(Cell(1, part.title, down=len(part.fields)))
            named = Cell(2, field.title) if part.title else Cell(1, field.title, across=2)
            yield (*row, named, Cell(3, shown(field, answers.get(field.key, "")), head=False))
            first = False
