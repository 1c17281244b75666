"""A published document as all readers hand it over: paragraphs and tables in reading order, each with its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, order=True)
class SourcePlace:
    """Where something stands in the document; numbers count from 1, 0 means that the format has no such number."""

    line: int = 0
    sheet: str = ""
    table: int = 0
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        if self.sheet:
            return f"工作表“{self.sheet}”{_letters(self.column)}{self.row}"
        if self.line:
            return f"第{self.line}行"
        return f"第{self.table}张表第{self.row}行第{self.column}列" if self.table else "文件中"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside tables. `heading` marks what the format itself calls a heading."""

    text: str
    place: SourcePlace
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with the rows and columns it covers; paragraphs of its text are separated by line ends.

    `original` is the text as it stands in the document where `text` was put into simplified characters.
    """

    text: str
    place: SourcePlace
    rows: int = 1
    columns: int = 1
    original: str = ""


NO_CELL = Cell("", SourcePlace())


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells from left to right. `ragged`: merged cells were lost, and the cells of short rows their columns.

    `grid` has a cell at every position that it covers, so that a merged cell appears several times.
    """

    rows: tuple[tuple[Cell, ...], ...]
    place: SourcePlace
    ragged: bool = False
    title: str = ""
    grid: tuple[tuple[Cell, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "grid", _grid(self.rows))

    @property
    def width(self) -> int:
        return max((len(row) for row in self.grid), default=0)

    def numbered(self, number: int) -> "Table":
        """The same table as the document's `number`-th: its places name it where they have no line or sheet."""
        return replace(self, rows=tuple(tuple(_numbered(cell, number) for cell in row) for row in self.rows))


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found. `form` says what was read in words for people, such as `Word 文档（.docx）`."""

    name: str
    form: str
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()

    def rewritten(self, rewrite: Callable[[str], str]) -> "Document":
        """The same document with each text rewritten; cells keep what they held."""
        return replace(self, blocks=tuple(_rewritten(block, rewrite) for block in self.blocks))

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))


MAX_COLUMNS = 200
MAX_ROW_SPAN = 2000


_Hanging = dict[int, tuple[Cell, int]]  # column → the cell that hangs into a row, and its rows from there on


def _grid(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    above: _Hanging = {}
    grid = []
    for row in rows:
        line = {column: cell for column, (cell, _) in above.items()}
        below = {column: (cell, rows_left - 1) for column, (cell, rows_left) in above.items() if rows_left > 1}
        _spread(row, line, below)
        above = below
        grid.append(tuple(line.get(column, NO_CELL) for column in range(max(line, default=-1) + 1)))
    return tuple(grid)


def _spread(row: tuple[Cell, ...], line: dict[int, Cell], below: _Hanging) -> None:
    """Put the cells of a row where cells from above have left room."""
    column = 0
    for cell in row:
        while column in line:
            column += 1
        for covered in range(column, min(column + cell.columns, MAX_COLUMNS)):
            line.setdefault(covered, cell)
            if cell.rows > 1:
                below.setdefault(covered, (cell, min(cell.rows, MAX_ROW_SPAN) - 1))
        column += cell.columns


def _rewritten(block: Block, rewrite: Callable[[str], str]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=rewrite(block.text))
    rows = tuple(
        tuple(replace(cell, text=rewrite(cell.text), original=cell.text) for cell in row) for row in block.rows
    )
    return replace(block, rows=rows, title=rewrite(block.title))


def _numbered(cell: Cell, number: int) -> Cell:
    place = cell.place
    return cell if place.line or place.sheet else replace(cell, place=replace(place, table=number))


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
