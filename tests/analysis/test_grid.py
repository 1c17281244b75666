"""Units by indicators: squares, orders and means, reckoned by hand."""

from decimal import Decimal

from kaoping.analysis.case import Case
from kaoping.analysis.grid import Grid, Rows, Square, matching
from tests.analysis.build import case, two_leaves
from tests.scoring.build import NA, UNKNOWN, adjustment, deduct, leaf, part, scheme


def grid_of(base: Case) -> Grid:
    """The only group's."""
    return Grid(base.results(), "county")


def names(grid: Grid, rows: Rows) -> str:
    """The units of rows."""
    return "".join(grid.unit(int(row)).unit for row in rows)


def test_a_square_says_what_a_unit_has() -> None:
    grid = grid_of(case(two_leaves(), "xyz", m=(2, UNKNOWN, NA), n=(0, 0, 0)))
    row = grid.results.workings.rows
    assert grid.square(row["x"], "a") == Square(Decimal(8), Decimal(8), Decimal(8), Decimal(10), True, Decimal("0.8"))
    open_ = grid.square(row["y"], "a")
    assert (open_.points, open_.low, open_.high, open_.share) == (None, Decimal(0), Decimal(10), None)
    assert grid.mean_share("a") == Decimal("0.9")  # (0.8 + 1) ÷ 2: what does not apply costs nothing here


def test_rows_are_ordered_by_any_column_with_what_is_open_last() -> None:
    grid = grid_of(case(two_leaves(), "wxyz", m=(3, 1, UNKNOWN, 1), n=(0, 4, 0, 5)))
    assert names(grid, grid.ordered(grid.rows, "a", falling=False))[:1] == "w"
    assert names(grid, grid.ordered(grid.rows, "a", falling=True)) == "xzwy"
    assert names(grid, grid.ordered(grid.rows, "total", falling=True)) == "wxzy"
    assert names(grid, matching(grid, " X ")) == "x"
    assert names(grid, matching(grid, "")) == names(grid, grid.rows)


def test_what_is_taken_away_is_compared_with_the_most_taken() -> None:
    minus = adjustment("minus", "penalty", 10, leaf("c", 8, deduct("1 per k")))
    grid = grid_of(case(scheme(part("p", leaf("a", 10)), adjust=(minus,)), "xyz", a=(1, 1, 1), k=(4, 0, 2)))
    shares = [grid.square(grid.results.workings.rows[one], "c").share for one in "xyz"]
    assert shares == [Decimal(0), Decimal(1), Decimal("0.5")]


def test_leaves_that_concern_nobody_of_the_group_are_left_out() -> None:
    grid = grid_of(case(two_leaves(), "x", m=(0,), n=(0,)))
    assert [one.id for one in grid.leaves] == ["a", "b"]
