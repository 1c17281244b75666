"""Reads plain text in which tables were kept as cells between `|` or tabs, as copied or captured pages have them.

Three layouts occur: a row a line, with the cells that merging swallowed missing and blanks appended instead; a cell a
line, the row ending only where its number of cells is reached; and complete rows that begin with `|` or hold tabs.
Tables drawn with lines and tables without any mark have modules of their own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaoping.schemes.drafting.box_tables import box_table, is_box_line
from kaoping.schemes.drafting.charset import decode
from kaoping.schemes.drafting.columns import find_header, role_of
from kaoping.schemes.drafting.document import Block, Cell, Document, Paragraph, SourcePlace, Table
from kaoping.schemes.drafting.unmarked_tables import mark_tables

PIPE = "|"
_RULER = re.compile(r"[|:\-+=\s]+")
_HEADING = re.compile(
    r"\s*([一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章节部条]|附件|附录|[((][一二三四五六七八九十]+[))])"
)
_MARKED_HEADING = re.compile(r"^\s*#{1,6}\s+")
_BLANKS = ("NaN", "nan", "None", "null")  # what converters write for a blank cell
_GAP = 3  # lines without `|` that a cell may have in front of the line that ends it
_TABS = 2


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def tokens(self) -> list[str]:
        return ["" if token.strip() in _BLANKS else token.strip() for token in self.text.split(PIPE)]

    def cell(self, text: str, column: int = 0) -> Cell:
        return Cell(text, SourcePlace(line=self.number, column=column))

    @property
    def paragraph(self) -> Paragraph:
        return Paragraph(_MARKED_HEADING.sub("", self.text).strip(), SourcePlace(line=self.number))


def read_text(data: bytes, name: str) -> Document:
    """Read a text file; raises InputError when its characters cannot be made out."""
    return Document(name, "文本文件", tuple(text_blocks(decode(data, name))))


def text_blocks(text: str) -> Iterator[Block]:
    """The paragraphs and tables of a text."""
    yield from mark_tables(list(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
    lines = [_Line(number, line) for number, line in enumerate(text.replace("｜", PIPE).split("\n"), 1)]
    here = 0
    while here < len(lines):
        found = _table_at(lines, here)
        if found is not None:
            yield found[1]
        elif lines[here].text.strip():
            yield lines[here].paragraph
        here += found[0] if found else 1


def _table_at(lines: Sequence[_Line], here: int) -> tuple[int, Table] | None:
    """The table that begins at this line, with the number of its lines."""
    if is_box_line(lines[here].text):
        return _drawn(lines, here)
    if PIPE in lines[here].text:
        return _cell_a_line(lines, here) or _row_a_line(lines, here)
    if lines[here].text.count("\t") >= _TABS:
        return _tabbed(lines, here)
    return None


def _drawn(lines: Sequence[_Line], here: int) -> tuple[int, Table] | None:
    end = here
    while end < len(lines) and is_box_line(lines[end].text):
        end += 1
    return (end - here, box_table([(line.number, line.text) for line in lines[here:end]])) if end - here > 2 else None


# ---- a row a line ------------------------------------------------------------------------------------------------


def _row_a_line(lines: Sequence[_Line], here: int) -> tuple[int, Table]:
    end = here
    joined: list[_Line] = []
    closed = lines[here].text.rstrip().endswith(PIPE)
    while end < len(lines) and (PIPE in lines[end].text or _is_open(joined, closed)):
        if joined and _is_open(joined, closed):
            joined[-1] = _Line(joined[-1].number, f"{joined[-1].text}\n{lines[end].text}")
        else:
            joined.append(lines[end])
        end += 1
    framed = all(line.text.lstrip().startswith(PIPE) for line in joined)
    rows = [_row(line, framed) for line in joined if not _RULER.fullmatch(line.text)]
    return end - here, Table(tuple(rows), SourcePlace(line=lines[here].number), ragged=not framed)


def _is_open(joined: Sequence[_Line], closed: bool) -> bool:
    """Rows of this table end with `|`, and the last one has not ended: its cell goes on in the next line."""
    return (
        closed and bool(joined) and not joined[-1].text.rstrip().endswith(PIPE) and joined[-1].text.count("\n") < _GAP
    )


def _row(line: _Line, framed: bool) -> tuple[Cell, ...]:
    tokens = line.tokens
    if framed:
        tokens = tokens[1:]
        tokens = tokens[:-1] if tokens and not tokens[-1] else tokens
    else:
        while tokens and not tokens[-1]:
            tokens.pop()
    return tuple(line.cell(token, column) for column, token in enumerate(tokens, 1))


def _tabbed(lines: Sequence[_Line], here: int) -> tuple[int, Table] | None:
    end = here
    while end < len(lines) and lines[end].text.count("\t") >= 1:
        end += 1
    rows = [
        tuple(line.cell(token.strip().strip('"'), column) for column, token in enumerate(line.text.split("\t"), 1))
        for line in lines[here:end]
    ]
    return (end - here, Table(tuple(rows), SourcePlace(line=lines[here].number))) if len(rows) > 1 else None


# ---- a cell a line -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Folding:
    """Cells in a row until it has `width` of them; blanks at its end stand for cells that merging swallowed."""

    width: int
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        self.row.append(cell)
        if len(self.row) == self.width:
            self.close()

    def close(self) -> None:
        while self.row and not self.row[-1].text:
            self.row.pop()
        if self.row:
            self.rows.append(tuple(self.row))
        self.row = []


def _cell_a_line(lines: Sequence[_Line], here: int) -> tuple[int, Table] | None:
    headings = []
    for line in lines[here:]:
        tokens = line.tokens
        if len(tokens) != 2 or tokens[1] or not role_of(tokens[0]):
            break
        headings.append(tokens[0])
    if len(headings) < 2 or not find_header([headings]):
        return None
    folding = _Folding(len(headings))
    end, waiting = here, list[_Line]()
    while end < len(lines) and len(waiting) <= _GAP:
        line = lines[end]
        end += 1
        if PIPE not in line.text:
            waiting += [line] if line.text.strip() else []
            continue
        for cell in _cells(line, waiting):
            folding.add(cell)
        waiting = []
    unused = _last_cell(folding, waiting)
    taken = (unused[0].number if unused else lines[end - 1].number + 1) - lines[here].number
    return taken, Table(tuple(folding.rows), SourcePlace(line=lines[here].number), ragged=True)


def _cells(line: _Line, before: Sequence[_Line]) -> Iterator[Cell]:
    """The cells that this line ends; `before` are the lines of the first of them."""
    first, *others = line.tokens[:-1]
    start = before[0] if before else line
    yield start.cell("\n".join([*(each.text.strip() for each in before), first]))
    yield from (line.cell(text) for text in others)
    if line.tokens[-1]:
        yield line.cell(line.tokens[-1])


def _last_cell(folding: _Folding, waiting: list[_Line]) -> list[_Line]:
    """Give the row that the end of the table left open its last text; return the lines that are none of the table's."""
    if folding.row and waiting and not _HEADING.match(waiting[0].text):
        folding.add(waiting[0].cell(waiting[0].text.strip()))
        waiting = waiting[1:]
    folding.close()
    return waiting
