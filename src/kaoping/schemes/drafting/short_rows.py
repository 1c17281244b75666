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

MAX_WIDTH: Final = 14
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
    choices = combinations(range(width), count)
    return min(choices, key=lambda columns: (_cost(cells, columns, roles, above), columns[::-1]))


def _cost(
    cells: Sequence[str], columns: tuple[int, ...], roles: Sequence[Role], above: Sequence[OpenLevel | None]
) -> float:
    placed = sum(_misfit(cell, roles[column]) for cell, column in zip(cells, columns, strict=True))
    left_out = [column for column in range(len(roles)) if column not in columns]
    first = columns[0] if columns else len(roles)
    return (
        placed + sum(_gap(roles[column], column < first) for column in left_out) + _levels(cells, columns, roles, above)
    )


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


def _levels(
    cells: Sequence[str], columns: tuple[int, ...], roles: Sequence[Role], above: Sequence[OpenLevel | None]
) -> float:
    """What it costs to go on with the indicators above, or to begin new ones, given their points."""
    cell_at = dict(zip(columns, cells, strict=True))
    texts = [cell_at.get(column, "") for column, role in enumerate(roles) if role is Role.LEVEL]
    headings = [read_heading(text) for text in texts]
    first_new = next((level for level, each in enumerate(headings) if each and not _repeats(each, above[level])), None)
    repeated = sum(1 for each, open_level in zip(headings, above, strict=True) if each and _repeats(each, open_level))
    cost = -2.0 * repeated
    summed = any(role is Role.SUM and cell_at.get(column) for column, role in enumerate(roles))
    cost += 2.0 if summed and first_new != 0 else 0.0
    if first_new is None:
        return cost
    replaced, parent = above[first_new], above[first_new - 1] if first_new else None
    if first_new and parent is None:
        return cost + 3.0  # no indicator above to belong to
    if replaced and not replaced.full and replaced.heading.points is not None:
        cost += 1.0
    return cost + (_attaching(parent, headings[first_new]) if parent else 0.0)


def _repeats(heading: Heading, open_level: OpenLevel | None) -> bool:
    return open_level is not None and heading.same(open_level.heading)


def _attaching(parent: OpenLevel, heading: Heading | None) -> float:
    """What it costs to give an indicator one more below it."""
    if parent.full:
        return 3.0
    wanted, stated = heading.points if heading else None, parent.heading.points
    exceeded = stated is not None and parent.used > stated
    return 2.0 if wanted is not None and stated is not None and parent.used + wanted > stated and not exceeded else 0.0
