"""Finds the assessment tables of a document: their headings, their titles, their parts on other pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kaoping.schemes.drafting.columns import Header, Role, find_header, role_of
from kaoping.schemes.drafting.document import Cell, Document, Paragraph, SourcePlace, Table
from kaoping.schemes.drafting.headings import read_heading
from kaoping.schemes.drafting.outline import Indicator, Outline, share_points
from kaoping.schemes.drafting.plain_text import for_display, squeezed
from kaoping.schemes.drafting.rows import Row, row_of
from kaoping.schemes.drafting.short_rows import column_of_each

_FURNITURE = re.compile(
    r"[-—–\s]*第?\s*\d+\s*页?(/共?\d+页?|共\d+页)?[-—–\s]*|单位[:：].*|[(（]?续表?[)）]?.*|打印.*|关闭.*"
)
_TITLE = re.compile(r"指标|考评|考核|评估|测评|评分|评价|细则|标准|办法|体系|加分|扣分|减分")
_NO_TITLE = re.compile(r"。|；|^注[:：]|^附件\d*[:：]?$")
_TITLE_LINES = 3
_LONGEST_TITLE = 60
_TOTALS = re.compile(r"(合计|总计|总分|小计|总得分|满分)(\(?\d*分?\)?)?")


@dataclass(slots=True)
class IndicatorTable:
    """An assessment table with the indicators read from it; `number` counts the document's assessment tables."""

    number: int
    title: str
    header: Header
    place: SourcePlace
    rows: int = 0
    roots: list[Indicator] = field(default_factory=list)
    before: list[str] = field(default_factory=list)  # paragraphs since the table before
    scheme: str = ""  # the name of the scheme that the document puts it under
    after: list[str] = field(default_factory=list)  # paragraphs up to the next table
    unread: list[Cell] = field(default_factory=list)
    total: str = ""

    def leaves(self) -> Iterator[Indicator]:
        return (leaf for root in self.roots for leaf in root.leaves())


@dataclass(frozen=True, slots=True)
class OtherTable:
    """A table that holds no indicators, with the reason for people."""

    place: SourcePlace
    first: str
    reason: str


@dataclass(slots=True)
class Found:
    """All tables of a document, sorted."""

    tables: list[IndicatorTable] = field(default_factory=list)
    others: list[OtherTable] = field(default_factory=list)


def find_tables(document: Document) -> Found:
    """Read all assessment tables of a document; a table that goes on after a page break is one table."""
    finder = _Finder()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            finder.paragraph(block.text)
        else:
            finder.table(block)
    finder.close()
    return finder.found


class _Finder:
    def __init__(self) -> None:
        self.found = Found()
        self.paragraphs: list[str] = []
        self.present: IndicatorTable | None = None
        self.outline: Outline | None = None
        self.last_row_of: dict[str, int] = {}

    def paragraph(self, text: str) -> None:
        if text.strip():
            self.paragraphs.append(for_display(text))

    def table(self, table: Table) -> None:
        grid = table.rows if table.ragged else table.grid
        self.last_row_of = _last_rows(grid) if table.ragged else {}
        any_read, here, before = False, 0, self.paragraphs[-2:]
        while here < len(grid):
            texts = [[cell.text for cell in row] for row in grid[here : here + 4]]
            header = find_header(texts)
            if header:
                self._begin(header, table)
                here += header.rows
            elif self._goes_on(table, any_read) and not self._title(grid[here]):
                self._add(grid, here, table.ragged)
                here += 1
            else:
                self._aside(grid[here])
                here += 1
                continue
            any_read = True
        if not any_read:
            self._leave(table, before)
            self.close()

    def _leave(self, table: Table, before: list[str]) -> None:
        """Note a table without indicators under its title, else under its first row."""
        title = next((text for text in reversed(before) if len(text) <= _LONGEST_TITLE and "。" not in text), "")
        first = next((row for row in table.rows if any(cell.text.strip() for cell in row)), ())
        shown = title or "、".join(for_display(cell.text) for cell in first if cell.text.strip())
        if shown:
            self.found.others.append(OtherTable(table.place, shown[:_LONGEST_TITLE], "表头没有指标、评分细则、分值"))

    def _begin(self, header: Header, table: Table) -> None:
        """A header opens a table, or repeats the one of the table that goes on over the page."""
        title = self._pending_title()
        present = self.present
        if present and present.header.roles == header.roles and not title:
            self.paragraphs = []
            return
        self.close()
        self.present = IndicatorTable(len(self.found.tables) + 1, title, header, table.place, before=self.paragraphs)
        self.paragraphs = []
        self.outline = Outline(len(header.places_of(Role.LEVEL)))

    def _pending_title(self) -> str:
        near = [text for text in self.paragraphs[-_TITLE_LINES:] if not _FURNITURE.fullmatch(squeezed(text))]
        titles = [text for text in near if len(text) <= _LONGEST_TITLE and not _NO_TITLE.search(text)]
        telling = [text for text in titles if _TITLE.search(text)]
        return telling[-1] if telling else ""

    def _goes_on(self, table: Table, any_read: bool) -> bool:
        """Rows without headings belong to the table above when they are as wide and only page furniture is between."""
        if self.present is None:
            return False
        between = [text for text in self.paragraphs if not _FURNITURE.fullmatch(squeezed(text))]
        same_width = table.width == len(self.present.header.roles)
        return any_read or (not between and same_width and not _has_own_headings(table))

    def _title(self, row: Sequence[Cell]) -> bool:
        """A row with one text over all columns is a title between two tables."""
        assert self.present is not None
        filled = {id(cell): cell for cell in row if cell.text.strip()}
        width = len(self.present.header.roles)
        return len(filled) == 1 and width > 2 and next(iter(filled.values())).columns >= width

    def _aside(self, row: Sequence[Cell]) -> None:
        texts = dict.fromkeys(cell.text for cell in row if cell.text.strip())
        if len(texts) == 1:
            self.paragraph(next(iter(texts)))

    def _add(self, grid: Sequence[Sequence[Cell]], here: int, ragged: bool) -> None:
        assert self.present is not None
        assert self.outline is not None
        cells = grid[here]
        texts = [cell.text for cell in cells if cell.text.strip()]
        if not texts:
            return
        if _TOTALS.fullmatch(squeezed(texts[0])):
            self.present.total = texts[-1]
            return
        self.paragraphs = []
        row = self._row(cells, here if ragged else None)
        self.present.rows += 1
        if not any(read_heading(cell.text) for cell in row.levels) and self.outline.empty:
            self.present.unread.append(next(cell for cell in cells if cell.text.strip()))
            return
        self.outline.add(row)

    def _row(self, cells: Sequence[Cell], here: int | None) -> Row:
        assert self.present is not None
        assert self.outline is not None
        roles = self.present.header.roles
        if here is None or len(cells) == len(roles):
            return row_of(tuple(cells), roles)
        if len(cells) > len(roles):
            roles = self._widen(len(cells) - len(roles))
        above = self.outline.above(lambda name: self.last_row_of.get(name, here) > here)
        columns = column_of_each([cell.text for cell in cells], roles, above)
        blank = Cell("", cells[0].place)
        at = dict(zip(columns, cells, strict=True))
        return row_of(tuple(at.get(column, blank) for column in range(len(roles))), roles)

    def _widen(self, more: int) -> tuple[Role, ...]:
        """Rows wider than the headings: one heading stood over several levels."""
        assert self.present is not None
        assert self.outline is not None
        roles = self.present.header.roles
        last = len(roles) - roles[::-1].index(Role.LEVEL)
        self.present.header = replace(self.present.header, roles=(*roles[:last], *[Role.LEVEL] * more, *roles[last:]))
        self.outline.deepen(more)
        return self.present.header.roles

    def close(self) -> None:
        if self.present and self.outline:
            share_points(self.outline.roots)
            self.present.roots = self.outline.roots
            self.present.after = self.paragraphs
            self.found.tables.append(self.present)
        self.present = None


def _has_own_headings(table: Table) -> bool:
    """True for a table that begins with headings of another kind, such as 序号."""
    first = [cell.text for cell in table.grid[0] if cell.text.strip()] if table.grid else []
    return bool(first) and role_of(first[0]) is Role.OTHER


def _last_rows(grid: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """The last row that begins with each indicator's name, at one of its first levels."""
    return {
        squeezed(heading.name): number
        for number, row in enumerate(grid)
        for cell in row[:2]
        if (heading := read_heading(cell.text))
    }
