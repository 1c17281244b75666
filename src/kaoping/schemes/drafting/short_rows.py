"""Puts the cells of a row that lost its merged cells back under their columns.

All ways of leaving columns out are tried and the cheapest is taken: what stands under 分值 must be a number, an
indicator that goes on is cheap to leave out, one whose points are used up is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final

from kaoping.schemes.drafting.columns import Role
from kaoping.schemes.drafting.headings import Heading, looks_like_name, read_heading, read_points
from kaoping.schemes.drafting.plain_text import squeezed

MAX_WIDTH: Final = 12
_METHODS: Final = ("测评", "测试", "评审", "审查", "考核", "评价", "检查", "检测", "抽查", "调查")
_LONG: Final = 25
_VERY_LONG: Final = 40


@dataclass(frozen=True, slots=True)
class OpenLevel:
    """An indicator that the row above belongs to: what it is worth, and what its leaves have had of that so far.

    `returns`: its name stands in a later row again, as it does where a table goes over several pages.
    """

    heading: Heading
    used: Decimal
    returns: bool = False

    @property
    def full(self) -> bool:
        """Its points are used up; where they are exceeded they say nothing (随机抽查 counts only some leaves)."""
        return not self.returns and self.heading.points is not None and self.used == self.heading.points


def column_of_each(cells: Sequence[str], roles: Sequence[Role], above: Sequence[OpenLevel | None]) -> tuple[int, ...]:
    """Return the column of each cell, in order; `above` are the indicators of the row before, by level."""
    count, width = len(cells), len(roles)
    if count >= width or width > MAX_WIDTH:
        return tuple(range(count))
    row = _ShortRow(tuple(roles), tuple(above), tuple(read_heading(cell) for cell in cells), _misfits(cells, roles))
    choices = combinations(range(width), count)
    return min(choices, key=lambda columns: (row.cost(columns), columns[::-1]))


@dataclass(frozen=True, slots=True)
class _ShortRow:
    """A row with everything that does not depend on where its cells are put."""

    roles: tuple[Role, ...]
    above: tuple[OpenLevel | None, ...]
    headings: tuple[Heading | None, ...]  # of each cell, were it the name of an indicator
    misfits: tuple[dict[Role, float], ...]  # of each cell, by role

    def cost(self, columns: tuple[int, ...]) -> float:
        """How unlikely it is that the cells stand in these columns."""
        placed = sum(misfit[self.roles[column]] for misfit, column in zip(self.misfits, columns, strict=True))
        first = columns[0] if columns else len(self.roles)
        left_out = (column for column in range(len(self.roles)) if column not in columns)
        return placed + sum(_gap(self.roles[column], column < first) for column in left_out) + self._levels(columns)

    def _levels(self, columns: tuple[int, ...]) -> float:
        """What it costs to go on with the indicators above, or to begin new ones, given their points."""
        heading_at = dict(zip(columns, self.headings, strict=True))
        headings = [heading_at.get(column) for column, role in enumerate(self.roles) if role is Role.LEVEL]
        new = [level for level, each in enumerate(headings) if each and not _repeats(each, self.above[level])]
        repeated = sum(1 for each in headings if each) - len(new)
        summed = any(role is Role.SUM and column in heading_at for column, role in enumerate(self.roles))
        cost = -2.0 * repeated + (2.0 if summed and new[:1] != [0] else 0.0)
        return cost + (self._beginning(new[0], headings[new[0]]) if new else 0.0)

    def _beginning(self, level: int, heading: Heading | None) -> float:
        """What it costs to begin an indicator of this level below the one above it."""
        replaced, parent = self.above[level], self.above[level - 1] if level else None
        if level and parent is None:
            return 3.0  # no indicator above to belong to
        unfinished = replaced is not None and not replaced.full and replaced.heading.points is not None
        return (1.0 if unfinished else 0.0) + (_attaching(parent, heading) if parent else 0.0)


def _misfits(cells: Sequence[str], roles: Sequence[Role]) -> tuple[dict[Role, float], ...]:
    kinds = set(roles)
    return tuple({role: _misfit(cell, role) for role in kinds} for cell in cells)


def _misfit(cell: str, role: Role) -> float:
    """How ill a text suits a column."""
    bare = squeezed(cell)
    if not bare:
        return 0.0
    number = read_points(cell) is not None
    if number or role is Role.POINTS:
        if number and role in (Role.OTHER, Role.SCORE, Role.SUM):
            return 1.0
        return 0.0 if number and role is Role.POINTS else 6.0
    method = len(bare) <= _LONG and any(word in bare for word in _METHODS) and bare[-2:] in _METHODS
    if method or role is Role.METHOD:
        return 0.0 if method and role is Role.METHOD else 3.0
    if role is Role.LEVEL:
        return 0.0 if looks_like_name(cell) and len(bare) <= _VERY_LONG else 4.0
    heading = read_heading(cell)
    return 2.0 if heading is not None and heading.points is not None and len(bare) <= _LONG else 0.0


def _gap(role: Role, leading: bool) -> float:
    """What it costs that a column has no cell: merged with the row above (from the left on) or its neighbour."""
    if role is Role.LEVEL:
        return 0.2 if leading else 0.6
    if role is Role.POINTS:
        return 3.0
    return 0.3 if leading else 2.0


def _repeats(heading: Heading, open_level: OpenLevel | None) -> bool:
    return open_level is not None and heading.same(open_level.heading)


def _attaching(parent: OpenLevel, heading: Heading | None) -> float:
    """What it costs to give an indicator one more below it."""
    if parent.full:
        return 3.0
    wanted, stated = heading.points if heading else None, parent.heading.points
    exceeded = stated is not None and parent.used > stated
    return 2.0 if wanted is not None and stated is not None and parent.used + wanted > stated and not exceeded else 0.0
