"""Builds the tree of indicators from rows: merged cells, repeated page heads, rows that go on, shared points."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from kaoping.schemes.drafting.columns import Role
from kaoping.schemes.drafting.document import NO_CELL, Cell, SourcePlace
from kaoping.schemes.drafting.headings import Heading, looks_like_name, marks_in, read_heading, read_points
from kaoping.schemes.drafting.plain_text import for_display, squeezed
from kaoping.schemes.drafting.rows import Row
from kaoping.schemes.drafting.short_rows import OpenLevel

NO_LIMIT = re.compile(r"不设上限|上不封顶|不封顶|不限")
_CONSEQUENCE = re.compile(r"扣|得分|不得|得\d|\d分|%")
_SHORT_CRITERION = 16
_SHORT_EXPLANATION = 40


@dataclass(slots=True)
class Indicator:
    """An indicator as the document has it; a leaf has `rows`, the others `children`."""

    heading: Heading
    place: SourcePlace
    children: list["Indicator"] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    points: Decimal | None = None  # of a leaf: what its own points cell says, else the points in its heading
    remarks: list[str] = field(default_factory=list)
    from_criterion: bool = False  # it is an item of another one's criterion, and named after that

    @property
    def title(self) -> str:
        return self.heading.name

    def text(self, role: Role) -> str:
        """The texts under a heading in all rows of this leaf, each once."""
        texts = dict.fromkeys(row.text(role) for row in self.rows)
        return "\n".join(text for text in texts if text)

    def leaves(self) -> Iterator["Indicator"]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def below(self) -> Decimal:
        """The points of what is below (of a leaf: its own), unknown ones as 0."""
        if not self.children:
            return self.points or Decimal(0)
        return sum((child.worth() for child in self.children), Decimal(0))

    def worth(self) -> Decimal:
        """The same, but no more than this indicator states: of children that exceed it only some count (随机抽查)."""
        below, stated = self.below(), self.heading.points
        return stated if stated is not None and below > stated > 0 else below


class Outline:
    """Takes rows one by one; `roots` are the indicators of the first level."""

    def __init__(self, levels: int) -> None:
        self.roots: list[Indicator] = []
        self._open: list[Indicator | None] = [None] * levels
        self._leaf: Indicator | None = None

    @property
    def empty(self) -> bool:
        return not self.roots

    def deepen(self, levels: int) -> None:
        """Make room for more levels below those that there are."""
        self._open += [None] * levels

    def above(self, returns: Callable[[str], bool]) -> list[OpenLevel | None]:
        """The indicators that the next row may go on with, by level; `returns` says which names stand in later rows."""
        return [
            OpenLevel(each.heading, each.below(), returns(squeezed(each.title))) if each else None
            for each in self._open
        ]

    def add(self, row: Row) -> None:
        """Add a row: a new leaf, or more of the one above."""
        leaf = self._leaf_of(row)
        if leaf is None:
            return
        if leaf.children or leaf.rows:
            leaf = self._beside(leaf, row) if _starts_another(leaf, row) else _last(leaf)
        leaf.rows.append(row)
        _take_points(leaf, row)
        self._leaf = leaf

    def _leaf_of(self, row: Row) -> Indicator | None:
        """Open the indicators that the row names; return the lowest, None where no indicator is named or open."""
        going_on = True
        for level, cell in enumerate(row.levels):
            heading, present = read_heading(cell.text), self._open[level]
            if heading is None:
                going_on = going_on and not cell.text.strip()
                if not going_on:
                    self._open[level] = None
            elif not (going_on and present and heading.same(present.heading)):
                stated = read_points(row.text(Role.SUM)) if level == 0 and heading.points is None else None
                heading = replace(heading, points=stated) if stated is not None else heading
                self._begin(level, Indicator(heading, cell.place))
                going_on = False
            elif present.heading.points is None:
                present.heading = heading  # the head repeated on the next page states points that the first did not
        return next((each for each in reversed(self._open) if each), None)

    def _begin(self, level: int, indicator: Indicator) -> None:
        parent = next((each for each in reversed(self._open[:level]) if each), None)
        (parent.children if parent else self.roots).append(indicator)
        self._open[level:] = [indicator, *([None] * (len(self._open) - level - 1))]

    def _beside(self, leaf: Indicator, row: Row) -> Indicator:
        """The leaf for a further row with points of its own under the same name."""
        own_name = _own_name(row, leaf.rows[0] if not leaf.children else leaf.children[0].rows[0])
        if not leaf.children and not own_name:
            return self._twin(leaf)
        if not leaf.children:
            _move_down(leaf)
        named = Indicator(Heading(own_name or leaf.title), row.place)
        leaf.children.append(named)
        return named

    def _twin(self, leaf: Indicator) -> Indicator:
        """A second leaf of the same name after the first, where nothing tells the two apart in a few words."""
        twin = Indicator(Heading(leaf.title), leaf.place)
        level = next(level for level, each in enumerate(self._open) if each is leaf)
        siblings = next((each.children for each in reversed(self._open[:level]) if each), self.roots)
        siblings.append(twin)
        self._open[level] = twin
        return twin


def share_points(roots: Iterable[Indicator]) -> None:
    """Give points whose merged cell stands beside several leaves to what they have in common, not to each."""
    for root in roots:
        _share(root)


def _starts_another(leaf: Indicator, row: Row) -> bool:
    last = _last(leaf)
    points, before = row.cell(Role.POINTS), last.rows[-1].cell(Role.POINTS)
    return read_points(points.text) is not None and last.points is not None and points is not before


def _last(leaf: Indicator) -> Indicator:
    return leaf.children[-1] if leaf.children else leaf


def _take_points(leaf: Indicator, row: Row) -> None:
    cell = row.cell(Role.POINTS)
    own, stated = read_points(cell.text), leaf.heading.points
    if leaf.points is None or own is not None:
        leaf.points = own if own is not None else stated
    if own is not None and marks_in(cell.text):
        leaf.remarks.append(f"分值旁标有{marks_in(cell.text)}")
    if own is None and cell.text.strip() and not NO_LIMIT.search(cell.text):
        leaf.remarks.append(f"分值“{for_display(cell.text)}”读不成一个数")


def _move_down(leaf: Indicator) -> None:
    """Make a leaf the parent of a new leaf that has its rows."""
    first = Indicator(Heading(_own_name(leaf.rows[0], None) or leaf.title), leaf.rows[0].place)
    first.rows, first.points, first.remarks = leaf.rows, leaf.points, leaf.remarks
    leaf.children, leaf.rows, leaf.points, leaf.remarks = [first], [], None, []


def _own_name(row: Row, other: Row | None) -> str:
    """A short text of the row that can serve as its name and, given another row, differs from that one's."""
    criterion, explanation = row.cell(Role.CRITERION).text, row.cell(Role.EXPLANATION).text
    for text, longest, role in (
        (criterion, _SHORT_CRITERION, Role.CRITERION),
        (explanation, _SHORT_EXPLANATION, Role.EXPLANATION),
    ):
        name = _as_name(text)
        differs = other is None or squeezed(text) != squeezed(other.cell(role).text)
        if name and len(name) <= longest and looks_like_name(name) and not _CONSEQUENCE.search(name) and differs:
            return name
    return ""


def _as_name(text: str) -> str:
    name = for_display(text).strip("。；， ")
    name = name.partition("（")[0].strip("。；， ") or name
    for verb in ("考核", "评估", "考评", "测评", "检查"):
        name = name.removeprefix(verb)
    return name


def _share(indicator: Indicator) -> None:
    for child in indicator.children:
        _share(child)
    cells = [child.rows[0].cell(Role.POINTS) for child in indicator.children if child.rows]
    shared = _shared(cells)
    for child in indicator.children:
        if child.rows and any(child.rows[0].cell(Role.POINTS) is cell for cell in shared):
            child.points = child.heading.points
            if child.points is None:
                child.remarks.append("分值与相邻指标合写在一个单元格里，没有分到本项")
    if len(shared) == 1 and len(cells) == len(indicator.children) and all(cell is shared[0] for cell in cells):
        points = read_points(shared[0].text)
        indicator.heading = Heading(indicator.title, indicator.heading.points or points, indicator.heading.method)


def _shared(cells: Sequence[Cell]) -> list[Cell]:
    found: list[Cell] = []
    for before, cell in pairwise(cells):
        if cell is before and cell is not NO_CELL and cell.text.strip() and not any(cell is each for each in found):
            found.append(cell)
    return found
