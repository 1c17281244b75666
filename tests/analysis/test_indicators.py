"""Which indicators tell units apart, and which decide the ranking; computed by hand."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given

from kaoping.analysis.case import Case
from kaoping.analysis.discrimination import Verdict, discrimination
from kaoping.analysis.influence import GroupInfluence, influence, spearman
from kaoping.schemes.model import Manual, Scheme
from tests.analysis.build import case, two_leaves
from tests.scoring.build import NA, UNKNOWN, adjustment, deduct, leaf, part, plain, roster, scheme, unit, veto
from tests.scoring.generated import UNITS, Cells, cases
from tests.scoring.test_properties import CHECKED


def test_rates_of_a_group_and_their_spread() -> None:
    """甲的得分率 1、0.8、0.6、0.6：平均 0.75，标准差 0.1658；乙人人满分。"""
    base = case(two_leaves(), "wxyz", m=(0, 2, 4, 4), n=(0, 0, 0, 0))
    a, b = discrimination(base.results())["county"]
    assert (a.indicator, a.title, a.part, a.group, a.units, a.open, a.rates) == (
        "a",
        "指标a",
        "p",
        "county",
        4,
        0,
        True,
    )
    assert [float(value or 0) for value in (a.mean, a.deviation, a.lowest, a.highest)] == [0.75, 0.1658, 0.6, 1]
    assert (a.alike, a.verdict) == (2, Verdict.SOME)
    assert plain((b.mean, b.deviation, b.alike, b.verdict)) == (1, 0, 4, Verdict.NONE)


def test_what_is_open_or_does_not_apply_is_left_aside() -> None:
    base = case(two_leaves(), "wxyz", m=(0, UNKNOWN, NA, 3), n=(UNKNOWN, UNKNOWN, 2, UNKNOWN))
    a, b = discrimination(base.results())["county"]
    # 不适用的扣分项不扣分：得满分
    assert (a.units, a.open, a.verdict) == (3, 1, Verdict.SOME)
    assert (b.units, b.open, b.verdict) == (1, 3, Verdict.OPEN)


def test_groups_are_looked_at_apart() -> None:
    units = roster(*(unit(f"c{index}") for index in range(3)), *(unit(f"d{index}", "department") for index in range(3)))
    found = discrimination(case(two_leaves(), units, m=(1, 1, 1, 0, 5, 9), n=(0,) * 6).results())
    assert found["county"][0].verdict is Verdict.NONE
    assert found["department"][0].verdict is Verdict.SOME


def test_little_is_two_per_cent_or_one_in_twenty() -> None:
    many = roster(*(f"u{index:02}" for index in range(20)))
    nodes = leaf("a", 100, Manual()), leaf("b", 10, deduct("1 per n"))
    values = {"a": [50 + index % 2 for index in range(20)], "n": [9, *[0] * 19]}
    a, b = discrimination(case(scheme(part("p", *nodes)), many, **values).results())["county"]
    assert (a.deviation, a.alike, a.verdict) == (Decimal("0.0050"), 10, Verdict.LITTLE)
    assert (b.deviation, b.alike, b.verdict) == (Decimal("0.1962"), 19, Verdict.LITTLE)


def test_what_counts_out_of_nothing_is_compared_by_points() -> None:
    minus = adjustment("minus", "penalty", None, leaf("n1", None, deduct("2 per k")))
    base = case(scheme(part("p", leaf("a", 10, deduct("1 per m")), adjust=(minus,))), "xy", m=(0, 0), k=(1, 3))
    found = discrimination(base.results())["county"][1]
    assert plain((found.indicator, found.rates, found.mean, found.lowest)) == ("n1", False, -4, -6)


def shares(found: GroupInfluence) -> dict[str, float]:
    return {one.id: float(one.variance) for one in found.terms}


def test_shares_of_variance_by_hand() -> None:
    """甲 10、8、6，乙 10、10、7，总分 20、18、13：方差 26/3；协方差 甲 14/3、乙 4，占 14/26 与 12/26。"""
    found = influence(case(two_leaves(), "xyz", m=(0, 2, 4), n=(0, 0, 3)).results())["county"]
    assert (found.units, found.vetoed, found.open) == (3, 0, 0)
    assert shares(found) == {"a": 0.5385, "b": 0.4615}
    assert [one.correlation for one in found.terms] == [1, Decimal("0.8660")]
    assert [(one.moved, one.farthest) for one in found.terms] == [(1, 1), (0, 0)]


def test_an_indicator_that_evens_out_has_a_share_below_nothing() -> None:
    """甲 0、10，乙 4、0：总分 4、10。甲拉开 10/6，乙抵消 4/6。"""
    found = influence(case(two_leaves(), "xy", m=(10, 0), n=(6, 10)).results())["county"]
    assert shares(found) == {"a": 1.6667, "b": -0.6667}
    assert {one.id: (one.moved, one.farthest) for one in found.terms} == {"a": (2, 1), "b": (0, 0)}


def test_vetoed_and_open_units_take_no_part_but_keep_their_ranks() -> None:
    scored = two_leaves(vetoes=(veto("v", "f", "zero"),), kinds={"f": "bool"})
    found = influence(case(scored, "wxyz", m=(0, 2, 0, 1), n=(0, 0, UNKNOWN, 0), f=(1, 0, 0, 0)).results())["county"]
    assert (found.units, found.vetoed, found.open) == (2, 1, 1)
    assert shares(found) == {"a": 1}


def test_totals_that_are_all_the_same_have_no_shares() -> None:
    found = influence(case(two_leaves(), "xy", m=(1, 0), n=(0, 1)).results())["county"]
    assert (found.units, found.terms) == (2, ())
    assert influence(case(two_leaves(), roster(), m=(), n=()).results())["county"].terms == ()


@CHECKED
@given(cases(open_cells=False))
def test_shares_of_variance_add_up_to_all(generated: tuple[Scheme, Cells]) -> None:
    found = influence(Case(generated[0], roster(*UNITS), generated[1].table()).results())["county"]
    if found.terms:
        assert sum(one.variance for one in found.terms) == pytest.approx(1, abs=0.005)


def test_rank_correlation_takes_ties_at_their_mean() -> None:
    def of(a: list[int], b: list[int]) -> float:
        return spearman(np.array(a, float), np.array(b, float))

    assert of([1, 2, 3], [10, 20, 90]) == pytest.approx(1)
    assert of([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert of([1, 1, 2], [1, 2, 3]) == pytest.approx(0.8660254)  # 名次 1.5、1.5、3 与 1、2、3
    assert of([1, 1, 1], [1, 2, 3]) == 0
