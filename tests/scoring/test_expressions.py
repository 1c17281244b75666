"""Conditions and expressions: three-valued logic, series, ages, what does not apply."""

from datetime import date
from decimal import Decimal

import pytest

from kaoping.model.errors import InputError
from kaoping.schemes.expressions import Duration
from kaoping.schemes.model import Award
from kaoping.scoring import score
from tests.scoring.build import NA, UNKNOWN, item, node_points, one_leaf, roster, table, unit


def worth(condition: str, expected: object, kinds: dict[str, str] | None = None, **values: object) -> None:
    """A leaf of one point, given when the condition holds."""
    rule = Award("sum", (item(f"1 if {condition}"),))
    rows = {name: value if isinstance(value, dict) else (value,) for name, value in values.items()}
    assert node_points(one_leaf(rule, 1, kinds=kinds or {}), table("a", **rows)) == [expected]


OPEN = (0, 1)


@pytest.mark.parametrize(
    ("condition", "x", "y", "expected"),
    [
        ("x and y", 1, 1, 1),
        ("x and y", 0, UNKNOWN, 0),
        ("x and y", 1, UNKNOWN, OPEN),
        ("x or y", 1, UNKNOWN, 1),
        ("x or y", 0, UNKNOWN, OPEN),
        ("not x", UNKNOWN, 0, OPEN),
        ("not x", 0, 0, 1),
        ("x > 3", (4, 9), 0, 1),
        ("x > 3", (3, 9), 0, OPEN),
        ("x > 3", (1, 3), 0, 0),
        ("x = y", 2, 2, 1),
        ("x != y", (2, 2), 2, 0),
        ("x = y", (1, 3), (3, 5), OPEN),
        ("x = y", (1, 2), (3, 5), 0),
        ("x - y * 2 = -1", 5, 3, 1),
        ("min(x, y) = 2 and max(x, y) = 7", 2, 7, 1),
        ("mean(x, y) = 4.5", 2, 7, 1),
    ],
)
def test_three_valued_logic(condition: str, x: object, y: object, expected: object) -> None:
    worth(condition, expected, x=x, y=y)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("x", 0),
        ("not x", 0),  # what does not exist neither earns nor costs
        ("x > 0", 0),
        ("x <= 0", 0),
        ("x or y", 1),
        ("x and y", 0),
        ("not (x and y)", 0),
        ("not (x and z)", 1),  # z alone decides
        ("sum(x, y) = 1", 1),
    ],
)
def test_not_applicable_counts_as_false(condition: str, expected: int) -> None:
    worth(condition, expected, x=NA, y=1, z=0)


def test_division_by_zero_makes_a_comparison_false() -> None:
    worth("x / y >= 0", 0, x=3, y=0)
    worth("x / y < 0", 0, x=3, y=0)
    worth("x / y >= 1", OPEN, x=3, y=(0, 2))
    worth("x / y >= 1", 1, x=3, y=(1, 2))


def test_a_list_is_true_when_any_of_it_is() -> None:
    worth("rank <= 5", 1, rank={"Q1": (9,), "Q2": (4,)})
    worth("rank <= 3", 0, rank={"Q1": (9,), "Q2": (4,)})
    worth("rank <= 3", OPEN, rank={"Q1": (9,), "Q2": (UNKNOWN,)})
    worth("count_where(rank, rank <= 5) = 2", 1, rank={"Q1": (1,), "Q2": (4,), "Q3": (NA,)})
    worth("any(rank)", 1, rank={"Q1": (0,), "Q2": (4,)})


def test_series_are_read_by_functions() -> None:
    quarters = {"Q1": (3,), "Q2": (NA,), "Q3": (9,)}
    worth("min(q) = 3 and max(q) = 9 and sum(q) = 12 and mean(q) = 6", 1, q=quarters)
    worth("max(q) > 10", OPEN, q={**quarters, "Q4": (UNKNOWN,)})
    worth("max(q) > 8", 1, q={**quarters, "Q4": (UNKNOWN,)})
    worth("sum(q) > 0", 0, q={"Q1": (NA,), "Q2": (NA,)})


def test_ages_are_counted_on_the_calendar() -> None:
    # 监测时间点 2022-12-31:2个月前为 10月31日,更早才算超过
    kinds = {"updated": "date"}
    worth("age(updated) > 2mo", 0, kinds, updated=date(2022, 10, 31))
    worth("age(updated) > 2mo", 1, kinds, updated=date(2022, 10, 30))
    worth("age(updated) > 10mo", 1, kinds, updated=date(2022, 2, 27))  # 2月无31日:到2月28日
    worth("age(updated) > 10mo", 0, kinds, updated=date(2022, 2, 28))
    worth("age(updated) <= 14d", 1, kinds, updated=date(2022, 12, 17))
    worth("14d < age(updated)", 1, kinds, updated=date(2022, 12, 16))
    worth("age(updated) > 1y", OPEN, kinds, updated=UNKNOWN)
    worth("age(updated) = 14", 1, kinds, updated=date(2022, 12, 17))
    worth("updated >= 2022-12-01", 1, kinds, updated=date(2022, 12, 1))


def test_ages_in_working_days_are_refused_with_a_way_out() -> None:
    with pytest.raises(InputError, match="请改用 d"):
        worth("age(updated) > 5wd", 0, updated=date(2022, 12, 1))


def test_parameters_in_expressions() -> None:
    rule = Award("sum", (item("1 if x >= $target"), item("1 if age(d) > $limit"), item("1 if $strict")))
    parameters = {"target": Decimal(6), "limit": Duration(Decimal(1), "mo"), "strict": True}
    scored = one_leaf(rule, 3, parameters=parameters, kinds={"d": "date"})
    assert node_points(scored, table("ab", x=(6, 5), d=(date(2022, 11, 29), date(2022, 12, 1)))) == [3, 1]


def test_text_parameters_cannot_be_computed_with() -> None:
    with pytest.raises(InputError, match="word"):
        node_points(one_leaf(Award("sum", (item("1 if $word"),)), parameters={"word": "好"}), table("a"))


def test_group_class_and_tags() -> None:
    rule = Award("sum", (item("1 if group = county"), item("2 if class != zone"), item('4 if tag("urban")')))
    units = roster(unit("a", class_="zone"), unit("b", tags=("urban",)), unit("c", "department", class_="x"))
    results = score(one_leaf(rule), units, table(units))
    assert [results.unit(one).total for one in "abc"] == [1, 7, 2]


def test_base_is_refused_where_it_has_no_meaning() -> None:
    with pytest.raises(InputError, match="base"):
        worth("base > 3", 0)
