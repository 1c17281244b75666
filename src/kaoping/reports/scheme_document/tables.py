"""What a printed scheme consists of, whatever file it goes into: sections of paragraphs and tables with spans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, `rows` high and `columns` wide; lines of its text are separated by line ends.

    `number` is the value of a text that is nothing but a number. `heading` names its row (an indicator's title);
    `open` marks what the document leaves open or what is still to be checked: it must be seen at a glance.
    """

    text: str
    rows: int = 1
    columns: int = 1
    number: Decimal | None = None
    heading: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and width in Chinese characters; `centred` for short entries.

    A `long` column gets its width when the table is fitted to the paper; until then it is the least it can do with.
    """

    title: str
    width: float
    centred: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. A row lists only the cells that begin in it, as in HTML.

    `unit` stands above it on the right, `notes` below it. `headings` leading columns name the rows and stay in view.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    unit: str = ""
    notes: Sequence[str] = ()
    headings: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text; `open` as with cells."""

    text: str
    open: bool = False


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under one heading; an appendix (`mark`: 附录1) begins on a page of its own."""

    title: str
    blocks: Sequence[Block]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SchemeDocument:
    """A whole printed scheme.

    `source` is where it comes from (document number, issuer, date), `colophon` what identifies the edition, `stamp`
    the short form of that for the foot of every page. `wide` asks for the paper to lie on its side; `unsettled` is the
    number of places that are open or must be checked before the scheme is announced.
    """

    title: str
    source: str
    sections: Sequence[Section]
    colophon: Sequence[str]
    stamp: str
    wide: bool
    unsettled: int = 0


def placed(table: Table) -> Iterator[tuple[int, int, Cell]]:
    """Yield every cell with its row and first column (from 0).

    Raises ValueError where cells overlap, stick out, or leave a hole: then the table is built wrongly.
    """
    taken: set[tuple[int, int]] = set()
    width, height = len(table.columns), len(table.rows)
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            area = {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            if area & taken or column + cell.columns > width or row + cell.rows > height:
                raise ValueError(f"cell {cell.text!r} in row {row} of {table.caption!r} does not fit")
            taken |= area
            yield row, column, cell
    if len(taken) != width * height:
        raise ValueError(f"{table.caption!r} has holes")


def noted(table: Table) -> tuple[str, ...]:
    """Return the notes of a table as they stand below it: 注：…, numbered where there are several."""
    if len(table.notes) < 2:
        return tuple(f"注：{note}" for note in table.notes)
    numbers = enumerate(table.notes, start=1)
    return tuple(f"{'注：' if number == 1 else ''}{number}. {note}" for number, note in numbers)
