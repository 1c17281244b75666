"""How firm ranks are when points and weights are drawn otherwise."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given

from kaoping.analysis.case import Case
from kaoping.analysis.changes import SetPoints
from kaoping.analysis.perturbation import Perturbation, perturbed
from kaoping.analysis.robustness import Robustness, Share, UnitRobustness, robustness
from kaoping.analysis.trial import try_changes
from kaoping.model.errors import InputError
from kaoping.schemes.model import Draw, Grade, Manual, Scheme
from kaoping.scoring import Results
from kaoping.scoring.replay import Replay
from tests.analysis.build import case, two_leaves
from tests.scoring.build import UNKNOWN, branch, deduct, leaf, part, roster, scheme, table, unit, veto
from tests.scoring.generated import UNITS, Cells, cases
from tests.scoring.test_properties import CHECKED

NEVER, ALWAYS = Share(Decimal(0), Decimal(0)), Share(Decimal(1), Decimal(1))
STILL = Perturbation(draws=3, spread=Decimal(0))


def by_unit(found: Robustness) -> dict[str, UnitRobustness]:
    return {one.now.unit: one for members in found.groups.values() for one in members}


def robust(base: Case, how: Perturbation, **more: Decimal) -> dict[str, UnitRobustness]:
    return by_unit(robustness(base.results(), how, **more))


@CHECKED
@given(cases(open_cells=True))
def test_no_perturbation_gives_the_ranks_as_they_are(generated: tuple[Scheme, Cells]) -> None:
    base = Case(generated[0], roster(*UNITS), generated[1].table())
    for one in robust(base, STILL).values():
        assert (one.rank_low, one.rank_high) == (one.now.rank_best, one.now.rank_worst)
        assert one.same in (None, 1)
        assert one.first == Share(Decimal(one.now.rank_worst == 1), Decimal(one.now.rank_best == 1))


@CHECKED
@given(cases(open_cells=True))
def test_the_same_seed_gives_the_same_whatever_the_order_of_units(generated: tuple[Scheme, Cells]) -> None:
    how = Perturbation(draws=20, spread=Decimal("0.4"), seed=7)
    found = [
        robust(Case(generated[0], roster(*units), generated[1].table(units)), how) for units in (UNITS, UNITS[::-1])
    ]
    assert found[0] == found[1]


def drawn_points(results: Results, how: Perturbation) -> dict[str, np.ndarray]:
    """What every leaf is worth (points) in every draw for the first unit."""
    size = len(results.totals.units)
    found: dict[str, list[np.ndarray]] = {}
    for scaling, count in perturbed(results, how):
        for name, ratio in scaling.leaves.items():
            nominal = results.workings.point.judged[name].nominal[0]
            times = ratio.times.reshape(count, size)[:, 0] / ratio.over.reshape(count, size)[:, 0]
            found.setdefault(name, []).append(times * nominal / 1_000_000)
    return {name: np.concatenate(columns) for name, columns in found.items()}


def test_points_are_drawn_within_the_spread_and_keep_their_sums() -> None:
    """一级 20 分（甲 15、乙 5）和丙 20 分：每次各级合计不变，比例在 0.8/1.2 与 1.2/0.8 之间。"""
    node = branch("s", 20, leaf("a", 15, deduct("1 per m")), leaf("b", 5, deduct("1 per m")))
    base = case(scheme(part("p", node, leaf("c", 20, deduct("1 per m")))), "xy", m=(1, 2))
    drawn = drawn_points(base.results(), Perturbation(draws=400))
    assert np.allclose(drawn["a"] + drawn["b"] + drawn["c"], 40, atol=1e-5)
    for ratio in ((drawn["a"] + drawn["b"]) / drawn["c"], drawn["a"] / drawn["b"] / 3):
        assert ratio.min() > 0.8 / 1.2
        assert ratio.max() < 1.2 / 0.8
        assert ratio.min() < 0.8
        assert ratio.max() > 1.2
        assert abs(ratio.mean() - 1) < 0.05


def test_parts_that_are_added_share_out_their_points_unless_a_ceiling_holds_them() -> None:
    parts = [part(name, leaf(f"l-{name}", 10, deduct("1 per m"))) for name in "pq"]
    held = part("r", leaf("l-r", 10, deduct("1 per m")), ceiling=10)
    drawn = drawn_points(case(scheme(*parts, held), "x", m=(1,)).results(), Perturbation(draws=200))
    assert np.allclose(drawn["l-p"] + drawn["l-q"], 20, atol=1e-5)
    assert drawn["l-p"].std() > 0.3
    assert np.allclose(drawn["l-r"], 10)


def test_children_of_which_some_are_drawn_stay_alike() -> None:
    """抽 1 个、每个 5 分的一组和另一项 5 分：组内始终相等，抽中的与另一项合计 10 分。"""
    node = branch("s", 5, *(leaf(name, 5, deduct("1 per m")) for name in "abc"), draw=Draw(Decimal(1)))
    base = case(scheme(part("p", node, leaf("d", 5, deduct("1 per m")))), "x", m=(1,))
    drawn = drawn_points(replace(base, draws={"s": {"*": ("b",)}}).results(), Perturbation(draws=50))
    assert np.array_equal(drawn["a"], drawn["b"])
    assert np.allclose(drawn["b"] + drawn["d"], 10, atol=1e-5)
    assert drawn["d"].std() > 0.3


def test_weights_are_drawn_and_keep_their_sum() -> None:
    parts = [
        part(name, leaf(f"l-{name}", 100, Manual()), weight=weight) for name, weight in (("p", "0.8"), ("q", "0.2"))
    ]
    results = case(scheme(*parts, combine="weighted"), "xy", l__p=(100, 0), l__q=(0, 100)).results()
    ways = [Replay(results).ways(scaling, count) for scaling, count in perturbed(results, Perturbation(draws=300))]
    totals = np.concatenate([way.points for way in ways])
    assert np.abs(totals.sum(axis=1) - 100_000_000).max() <= 10_000  # 四舍五入到两位
    share = totals[:, 0] / totals[:, 1] / 4
    assert 0.8 / 1.2 < share.min() < 0.75
    assert 1.3 < share.max() < 1.2 / 0.8


def test_a_firm_order_and_an_open_race() -> None:
    """w 各项都好，z 各项都差：名次不动；x、y 各有所长，名次不定，合起来占满第 2、第 3。"""
    found = robust(case(two_leaves(), "wxyz", m=(0, 2, 4, 9), n=(0, 4, 2, 9)), Perturbation(draws=500))
    assert [(found[name].rank_low, found[name].rank_high) for name in "wxyz"] == [(1, 1), (2, 3), (2, 3), (4, 4)]
    assert (found["w"].same, found["w"].first, found["w"].top) == (Decimal(1), ALWAYS, ALWAYS)
    assert (found["z"].first, found["z"].top) == (NEVER, NEVER)
    assert found["x"].top == ALWAYS
    # 并列第 2：每次总有一个留在第 2，偶尔仍并列
    same = [found[name].same or Decimal(0) for name in "xy"]
    assert all(Decimal("0.35") < share < Decimal("0.65") for share in same)
    assert 1 <= sum(same) < Decimal("1.05")


def test_shares_below_the_pass_mark() -> None:
    """x 两项得率 50%、70%，合 12 分；y 恒满分；z 恒 0 分；v 被否决，恒不合格。及格线 12.001。"""
    scored = two_leaves(vetoes=(veto("v", "f", "fail"),), kinds={"f": "bool"})
    base = case(scored, roster("v", "x", "y", "z"), m=(0, 5, 0, 10), n=(0, 3, 0, 10), f=(1, 0, 0, 0))
    found = robust(base, Perturbation(draws=400), pass_mark=Decimal("12.001"))
    assert [found[name].below for name in "vyz"] == [ALWAYS, NEVER, ALWAYS]
    below = found["x"].below
    assert below is not None
    assert below.low == below.high
    assert Decimal("0.35") < below.low < Decimal("0.65")


def test_the_grade_of_the_scheme_is_the_pass_mark() -> None:
    scored = two_leaves(grades=(Grade("优秀", Decimal(18)), Grade("合格", Decimal(15))))
    found = robustness(case(scored, "xy", m=(0, 5), n=(0, 5)).results(), STILL)
    assert found.graded
    assert [one.below for one in by_unit(found).values()] == [NEVER, ALWAYS]
    none = robustness(case(two_leaves(), "x", m=(0,), n=(0,)).results(), STILL)
    assert (none.graded, none.groups["county"][0].below) == (False, None)


def test_what_is_unknown_widens_intervals_and_shares() -> None:
    """x 的乙未测：第 1 至第 3 都可能；y、z 因而也不定。未知不当 0 分。"""
    found = robust(case(two_leaves(), "xyz", m=(0, 3, 5), n=(UNKNOWN, 3, 5)), Perturbation(draws=50))
    assert (found["x"].rank_low, found["x"].rank_high, found["x"].same) == (1, 3, None)
    assert found["x"].first == Share(Decimal(0), Decimal(1))
    assert found["y"].first == Share(Decimal(0), Decimal(1))
    assert found["z"].first == NEVER
    assert found["y"].same is None


def test_fewer_deductions_are_better_and_vary_too() -> None:
    nodes = [leaf(name, None, deduct(f"1 per {of}")) for name, of in (("a", "m"), ("b", "n"))]
    base = case(scheme(part("p", *nodes), combine="deductions"), "xyz", m=(0, 3, 5), n=(0, 5, 3))
    found = robust(base, Perturbation(draws=200), pass_mark=Decimal("7.99"))
    assert (found["x"].first, found["x"].below) == (ALWAYS, NEVER)
    assert (found["y"].rank_low, found["y"].rank_high) == (2, 3)
    below = found["y"].below
    assert below is not None
    assert Decimal("0.3") < below.low < Decimal("0.7")


def test_it_starts_from_what_is_being_tried() -> None:
    """试改甲为 18 分后再随机变动：x 甲好，恒居第一。"""
    base = case(two_leaves(), "xy", m=(0, 6), n=(6, 0))
    assert robust(base, Perturbation(draws=100))["x"].rank_high == 2
    trial = try_changes(base, (SetPoints("a", Decimal(18)),))
    assert by_unit(robustness(trial.after, Perturbation(draws=100)))["x"].first == ALWAYS
    drawn = drawn_points(trial.after, Perturbation(draws=100))
    assert np.allclose(drawn["a"] + drawn["b"], 20, atol=1e-5)
    assert abs(drawn["a"].mean() - 18) < 0.2


def test_units_with_other_points_keep_their_own_sums() -> None:
    """试改只对部门：县区 10/10，部门 15/5，各自合计 20。"""
    units = roster(unit("x"), unit("y", "department"))
    trial = try_changes(case(two_leaves(), units, m=(0, 0), n=(0, 0)), (SetPoints("a", Decimal(15), "department"),))
    replay = Replay(trial.after)
    for scaling, count in perturbed(trial.after, Perturbation(draws=30)):
        assert (replay.ways(scaling, count).points == 20_000_000).all()


@pytest.mark.parametrize("wrong", [{"spread": Decimal(1)}, {"spread": Decimal("-0.1")}, {"draws": 0}])
def test_a_perturbation_that_makes_no_sense_is_refused(wrong: dict[str, Decimal]) -> None:
    with pytest.raises(InputError, match="幅度"):
        Perturbation(**wrong)  # type: ignore[arg-type]


def test_nobody_and_nothing() -> None:
    scored = two_leaves()
    assert robust(Case(scored, roster(), table((), m=(), n=())), STILL) == {}
