"""Reads tables drawn with lines of characters (┌─┬─┐ │ ├─┼), as law databases and old terminals print them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kaoping.schemes.drafting.document import Cell, SourcePlace, Table

BARS: Final = "│┃|｜"
_RULES: Final = frozenset("─━-—┄┈═")
_CORNERS: Final = "┌┬┐├┼┤└┴┘╞╡╪┏┳┓┣╋┫┗┻┛+"


def is_box_line(text: str) -> bool:
    """True for a ruler or a row of such a table."""
    bare = text.strip()
    return len(bare) > 2 and (bare[0] in _CORNERS.replace("+", "") or bare[0] in BARS[:2]) and bare[-1] not in "。；"


@dataclass(slots=True)
class _Open:
    """A cell that is being read, from the ruler above it on."""

    start: int
    lines: list[str] = field(default_factory=list)
    line: int = 0
    rows: int = 1


def box_table(lines: Sequence[tuple[int, str]]) -> Table:
    """Put a drawn table together; each line comes with its number. A cell goes on where a ruler leaves a gap."""
    rows: list[list[_Open]] = []
    columns: list[_Open] = []
    for number, text in lines:
        parts = _parts(text)
        if _is_ruler(text):
            columns = _after_ruler(columns, parts, rows, number)
            continue
        if len(columns) < len(parts):
            columns += [_Open(len(rows)) for _ in parts[len(columns) :]]
        for cell, part in zip(columns, parts, strict=False):
            cell.lines.append(part)
            cell.line = cell.line or (number if part.strip() else 0)
    _close(columns, rows)
    return Table(tuple(tuple(_cell(cell, lines[0][0]) for cell in row) for row in rows), SourcePlace(line=lines[0][0]))


def _after_ruler(columns: list[_Open], parts: list[str], rows: list[list[_Open]], number: int) -> list[_Open]:
    """Close the cells that a ruler ends; the others hang into the next row."""
    if not columns or not any(cell.lines for cell in columns):
        return [_Open(len(rows)) for _ in parts]
    going_on = [place < len(parts) and not _ruled(parts[place]) for place in range(len(columns))]
    _close(columns, rows)
    following = []
    for place, cell in enumerate(columns):
        if going_on[place]:
            cell.rows += 1
            cell.lines += [parts[place]] if parts[place].strip() else []
            following.append(cell)
        else:
            following.append(_Open(len(rows)))
    return following


def _close(columns: list[_Open], rows: list[list[_Open]]) -> None:
    if any(cell.lines for cell in columns):
        rows.append([cell for cell in columns if cell.start == len(rows)])


def _cell(cell: _Open, first: int) -> Cell:
    text = "".join(line.strip() for line in cell.lines)
    return Cell(text, SourcePlace(line=cell.line or first), rows=cell.rows)


def _parts(text: str) -> list[str]:
    """What stands between the bars and corners of a line."""
    parts, present = [], ""
    for character in text.strip():
        if character in BARS or character in _CORNERS:
            parts.append(present)
            present = ""
        else:
            present += character
    return [*parts[1:], *([present] if present.strip() else [])]


def _is_ruler(text: str) -> bool:
    bare = text.strip()
    return bare[:1] in _CORNERS or any(_ruled(part) for part in _parts(text))


def _ruled(part: str) -> bool:
    bare = part.strip()
    return bool(bare) and all(character in _RULES for character in bare)
