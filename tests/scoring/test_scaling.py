"""Indicators that count for more or less: by hand, against a scheme written so, and many ways at once."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import given

from kaoping.schemes.model import Award, Draw, Manual, Scheme, Total
from kaoping.scoring import Results, score
from kaoping.scoring.replay import Replay
from kaoping.scoring.scaling import Ratio, Scaling
from tests.scoring.build import (
    UNKNOWN,
    adjustment,
    branch,
    deduct,
    exprs,
    item,
    leaf,
    part,
    plain,
    roster,
    scheme,
    table,
    totals,
    veto,
)
from tests.scoring.generated import UNITS, Cells, cases
from tests.scoring.test_properties import CHECKED


def ratio(times: int, over: int = 1) -> Ratio:
    return Ratio(np.array([times]), np.array([over]))


def scaling(**leaves: Ratio) -> Scaling:
    return Scaling(leaves)


def test_points_and_what_they_count_out_of_grow() -> None:
    """a：10 分扣 3 得 7，按 2 倍计得 14/20；b：5 分照旧。"""
    scored = scheme(part("p", leaf("a", 10, deduct("1 per m")), leaf("b", 5, deduct("1 per n"))))
    results = score(scored, roster("x"), table("x", m=(3,), n=(1,)), scaling=scaling(a=ratio(2)))
    assert plain((results.unit("x").total, results.unit("x").of)) == (18, 25)
    node = results.trace("x").find("a")
    assert plain((node.points, node.of, *(one.amount for one in node.items))) == (14, 20, 6)


def test_marks_and_bounds_grow_too() -> None:
    """未评的 5 分项按 3 倍计：0～15。"""
    scored = scheme(part("p", leaf("a", 5, Manual()), leaf("b", 5, Manual())))
    marks = table("xy", a=((0, 5), 2), b=(1, 1))
    assert totals(scored, marks, scaling=scaling(a=ratio(3))) == {"x": (1, 16), "y": 7}


def test_what_has_no_bound_keeps_none_unless_it_counts_for_nothing() -> None:
    penalty = adjustment("minus", "penalty", None, leaf("n", None, deduct("1 per m")))
    scored = scheme(part("p", leaf("a", 10, deduct("1 per k"))), adjust=(penalty,), total=Total("sum", floor=None))
    values = table("x", m=(UNKNOWN,), k=(0,))
    assert totals(scored, values, scaling=scaling(n=ratio(2))) == {"x": (None, 10)}
    assert totals(scored, values, scaling=scaling(n=ratio(0))) == {"x": 10}


def test_guards_of_a_branch_and_vetoes_act_on_what_counts() -> None:
    """分支满分随指标增长：full_if 得 20；points() 读到的是改后的分。"""
    node = branch("b", 10, leaf("a", 10, deduct("1 per m")), full_if=exprs("f"))
    scored = scheme(part("p", node), vetoes=(veto("v", 'points("p") >= 20', ("fixed", 1)),))
    values = table("xyz", m=(4, 4, 10), f=(0, 1, 0))
    assert totals(scored, values, scaling=scaling(a=ratio(2))) == {"x": 12, "y": 1, "z": 0}


def test_what_was_not_drawn_counts_for_nothing() -> None:
    node = branch("b", 5, leaf("a", 5, deduct("1 per m")), leaf("c", 5, deduct("1 per m")), draw=Draw(Decimal(1)))
    drawn = {"b": {"*": ("c",)}}
    assert totals(
        scheme(part("p", node)), table("x", m=(2,)), draws=drawn, scaling=scaling(a=ratio(9), c=ratio(2))
    ) == {"x": 6}


def in_two_ways(case: tuple[Scheme, Cells]) -> tuple[Results, Results]:
    """The results as they are, and with every second leaf counting for three halves."""
    ratios = {leaf.id: ratio(3, 2) for node in case[0].nodes() for leaf in node.leaves()}
    chosen = Scaling(dict(list(ratios.items())[::2]))
    values = case[1].table()
    return score(case[0], roster(*UNITS), values), score(case[0], roster(*UNITS), values, scaling=chosen)


@CHECKED
@given(cases(open_cells=True))
def test_ways_laid_side_by_side_are_what_scoring_gives_one_by_one(case: tuple[Scheme, Cells]) -> None:
    as_it_is, changed = in_two_ways(case)
    ratios = changed.workings.terms.scaling
    assert ratios is not None
    once, thrice = np.full(len(UNITS), 2), np.full(len(UNITS), 3)
    side_by_side = {name: Ratio(np.concatenate([once, thrice]), np.array([2])) for name in ratios.leaves}
    ways = Replay(as_it_is).ways(Scaling(side_by_side), 2)
    for row, results in enumerate((as_it_is, changed)):
        found = results.totals
        assert np.array_equal(ways.points[row], found.points)
        assert np.array_equal(ways.known[row], found.known)
        assert np.array_equal(ways.low[row], found.low)
        assert np.array_equal(ways.high[row], found.high)
        assert np.array_equal(ways.rank[row], found.rank)
        best = [results.unit(unit).rank_best for unit in found.units]
        worst = [results.unit(unit).rank_worst for unit in found.units]
        assert (ways.best[row].tolist(), ways.worst[row].tolist()) == (best, worst)


def test_weights_of_ways_replace_those_of_the_scheme() -> None:
    """比重 80/20 与 50/50：x 为 8+0 与 5+0，y 为 0+2 与 0+5。"""
    whole = ("p", "0.8", "m"), ("q", "0.2", "n")
    parts = [part(name, leaf(f"l{name}", 10, deduct(f"1 per {of}")), weight=weight) for name, weight, of in whole]
    results = score(scheme(*parts, combine="weighted"), roster("x", "y"), table("xy", m=(0, 10), n=(10, 0)))
    weights = {"p": np.array([800_000] * 2 + [500_000] * 2), "q": np.array([200_000] * 2 + [500_000] * 2)}
    ways = Replay(results).ways(Scaling(weights=weights), 2)
    assert (ways.points // 1_000_000).tolist() == [[8, 2], [5, 5]]
    assert ways.rank.tolist() == [[1, 2], [1, 1]]


def test_an_adjustment_that_reads_the_base_is_judged_anew() -> None:
    """加分按基础分：满 15 分加 2。原 10 分不加，按 2 倍计 20 分加 2。"""
    bonus = adjustment("bonus", "bonus", None, leaf("n", 2, Award("sum", (item("2 if base >= 15"),))))
    scored = scheme(part("p", leaf("a", 10, deduct("1 per m"))), adjust=(bonus,))
    results = score(scored, roster("x"), table("x", m=(0,)))
    ways = Replay(results).ways(scaling(a=Ratio(np.array([1, 2]), np.array([1]))), 2)
    assert (ways.points // 1_000_000).tolist() == [[10], [22]]


def test_units_of_a_benchmark_are_compared_as_before() -> None:
    """标杆在各种算法下都取自本次考评的各单位，不取自并列的另一种算法。"""
    scored = scheme(part("p", leaf("a", 10, deduct("1 per m"))), groups={"county": "县区", "department": "部门"})
    units = roster("x", "y")
    replay = Replay(score(scored, units, table("xy", m=(0, 5))))
    assert replay.ways(scaling(a=Ratio(np.array([1, 1, 4, 4]), np.array([1]))), 2).rank.tolist() == [[1, 2], [1, 2]]


def test_no_units_at_all() -> None:
    scored = replace(scheme(part("p", leaf("a", 10, deduct("1 per m")))), no_site="list")
    assert Replay(score(scored, roster(), table((), m=()))).ways(Scaling(), 3).rank.shape == (3, 0)
