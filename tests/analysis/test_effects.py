"""Who stands otherwise after a trial, and which indicator made the difference; computed by hand."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given

from kaoping.analysis.changes import Remove, SetPoints, SetValue, SetWeight, Siblings
from kaoping.analysis.contributions import TermKind, contributions
from kaoping.analysis.effects import Cause, Hidden
from kaoping.model.measure_table import SCALE
from kaoping.reports.trial_words import effect_cells, effect_words
from kaoping.schemes.model import Grade, Manual, Scheme, Total
from kaoping.scoring import score
from tests.analysis.build import case, effects_of, two_leaves
from tests.scoring.build import (
    UNKNOWN,
    adjustment,
    branch,
    deduct,
    exprs,
    leaf,
    part,
    plain,
    roster,
    scheme,
    table,
    veto,
)
from tests.scoring.generated import UNITS, Cells, cases
from tests.scoring.test_properties import CHECKED

NAMES = {name: f"单位{name}" for name in "wxyz"}


def cause(found: Cause) -> tuple[object, ...]:
    return found.id, float(found.points), None if found.lead is None else float(found.lead)


def test_other_points_swap_two_units() -> None:
    """x 甲失 3（7＋10），y 乙失 4（10＋6）；甲改 5、乙 15：x 3.5＋15＝18.5，y 5＋9＝14；甲改 16：x 15.2，y 18.4。"""
    base = case(two_leaves(), "xy", m=(3, 0), n=(0, 4))
    found = effects_of(base, SetPoints("a", Decimal(16)))
    assert {name: (one.before.rank, one.after.rank) for name, one in found.items()} == {"x": (1, 2), "y": (2, 1)}
    # x：甲 7→11.2（＋4.2），乙 10→4（－6）；y：甲 10→16（＋6），乙 6→2.4（－3.6）
    assert [cause(one) for one in found["y"].causes] == [("b", -3.6, 2.4), ("a", 6, 1.8)]
    assert [cause(one) for one in found["x"].causes] == [("b", -6, -2.4), ("a", 4.2, -1.8)]
    assert (found["y"].rivals, found["x"].rivals) == (("x",), ("y",))
    assert [one.id for one in found["y"].causes] == ["b", "a"]
    words = "；".join(effect_words(found["y"], base.scheme, NAMES))
    assert words == "赶超单位x；“指标b”－3.60分，相对多2.40分；“指标a”＋6.00分，相对多1.80分"
    assert effect_cells(found["x"], base.scheme, NAMES)[:2] == ("1→2", "17.00→15.20")
    assert not any(one.any for one in effects_of(base, SetPoints("a", Decimal(5))).values() if one.moved)


def test_a_tie_is_broken_and_made() -> None:
    """x、y 并列 17；甲改 15 后 x 甲失 3×1.5＝4.5、y 乙失 3×0.5＝1.5。反过来试改又成并列。"""
    base = case(two_leaves(), "xyz", m=(3, 0, 10), n=(0, 3, 10))
    found = effects_of(base, SetPoints("a", Decimal(15)))
    assert [(one.before.rank, one.after.rank) for one in found.values()] == [(1, 2), (1, 1), (3, 3)]
    assert (found["x"].places, found["y"].places, found["z"].any) == (1, 0, False)
    assert "被赶超：单位y" in list(effect_words(found["x"], base.scheme, NAMES))
    tied = effects_of(case(two_leaves(), "xy", m=(3, 0), n=(0, 2)), SetValue("y", "n", "", 3 * SCALE))
    assert [(one.before.rank, one.after.rank) for one in tied.values()] == [(1, 1), (2, 1)]
    assert tied["x"].rivals == ("y",)


def test_a_grade_begins_at_its_boundary() -> None:
    """满 18 分为良好：x 恰为 18；甲 10.02 分时 17.996，取 18.00；甲 10.03 分时 17.994，取 17.99，降等。"""
    scored = two_leaves(grades=(Grade("良好", Decimal(18)), Grade("合格", Decimal(12))))
    base = case(scored, "x", m=(2,), n=(0,))
    assert not effects_of(base, SetPoints("a", Decimal("10.02")))["x"].judged_otherwise
    found = effects_of(base, SetPoints("a", Decimal("10.03")))["x"]
    assert (found.before.grade, found.after.grade) == ("良好", "合格")
    assert found.judged_otherwise
    assert not found.moved
    assert effect_cells(found, scored, NAMES)[2] == "良好→合格"


def test_a_veto_hides_a_change() -> None:
    """x 被否决得 0 分：甲的分变了，总分不变，原因是否决。"""
    base = case(two_leaves(vetoes=(veto("v", "f", "zero"),), kinds={"f": "bool"}), "xy", m=(5, 5), n=(0, 0), f=(1, 0))
    found = effects_of(base, SetPoints("a", Decimal(16)))
    assert plain((found["x"].before.total, found["x"].after.total)) == (0, 0)
    assert (found["x"].hidden_by, found["x"].any, found["y"].hidden_by) == (Hidden.VETO, True, None)
    assert list(effect_words(found["x"], base.scheme, NAMES)) == ["单项否决已决定该部分得分，指标得分变了，总分不变"]


def test_a_ceiling_hides_a_change() -> None:
    scored = scheme(part("p", leaf("a", 10, deduct("1 per m")), leaf("b", 10, deduct("1 per n")), ceiling=12))
    base = case(scored, "x", m=(0,), n=(4,))
    assert effects_of(base, SetPoints("b", Decimal(8)), siblings=Siblings.KEEP)["x"].hidden_by is Hidden.LIMIT


def test_a_guard_of_a_branch_hides_a_change() -> None:
    node = branch("s", 20, leaf("a", 10, deduct("1 per m")), leaf("b", 10, deduct("1 per n")), zero_if=exprs("f"))
    base = case(scheme(part("p", node), kinds={"f": "bool"}), "x", m=(0,), n=(4,), f=(1,))
    assert effects_of(base, SetPoints("a", Decimal(15)))["x"].hidden_by is Hidden.GUARD


def test_a_veto_that_ceases_is_the_reason() -> None:
    base = case(two_leaves(vetoes=(veto("v", "m > 4", "zero"),)), "xy", m=(5, 0), n=(0, 8))
    found = effects_of(base, SetValue("x", "m", "", 4 * SCALE))["x"]
    assert (found.before.vetoes, found.after.vetoes) == (("v",), ())
    assert plain((found.before.total, found.after.total)) == (0, 16)
    words = list(effect_words(found, base.scheme, NAMES))
    assert words[:2] == ["不再适用单项否决：否决v", "赶超单位y"]
    assert found.causes[0].kind is TermKind.VETO


def test_a_veto_hides_a_change_also_while_something_else_is_open() -> None:
    scored = two_leaves(vetoes=(veto("v", "f", "zero"),), kinds={"f": "bool"})
    found = effects_of(case(scored, "x", m=(5,), n=(UNKNOWN,), f=(1,)), SetPoints("a", Decimal(16)))["x"]
    assert (found.after.total, found.hidden_by) == (Decimal(0), Hidden.VETO)


def test_a_change_within_what_is_open_is_told() -> None:
    """x 是否被否决未定，下限 0；乙未测，上限封顶 12：甲改分，可能的总分仍是 0～12。"""
    scored = scheme(
        part("p", leaf("a", 10, deduct("1 per m")), leaf("b", 10, deduct("1 per n")), ceiling=12),
        vetoes=(veto("v", "n > 9", "zero"),),
    )
    found = effects_of(case(scored, "x", m=(2,), n=((0, 10),)), SetPoints("a", Decimal(9)))["x"]
    assert plain((found.before.low, found.before.high, found.after.low, found.after.high)) == (0, 12, 0, 12)
    assert found.hidden_by is Hidden.OPEN


def test_what_is_unknown_keeps_its_range_and_gives_no_cause() -> None:
    """x 的乙未测：0～20 变 0～…；既不当 0 分，也不说是谁的原因。"""
    base = case(two_leaves(), "xy", m=(0, 0), n=(UNKNOWN, 0))
    found = effects_of(base, SetPoints("a", Decimal(15)))["x"]
    assert (found.before.total, found.after.total) == (None, None)
    assert plain((found.before.low, found.before.high, found.after.low, found.after.high)) == (10, 20, 15, 20)
    assert list(effect_words(found, base.scheme, NAMES)) == ["“指标a”＋5.00分"]


def test_what_becomes_known_is_a_change_of_the_total() -> None:
    base = case(scheme(part("p", leaf("a", 10, Manual()))), "xy", a=((0, 10), 6))
    found = effects_of(base, SetValue("x", "a", "", 7 * SCALE))
    assert (found["x"].before.rank, found["x"].after.rank) == (None, 1)
    assert (found["y"].before.rank_worst, found["y"].after.rank_worst) == (2, 2)
    assert effect_cells(found["x"], base.scheme, NAMES)[1] == "0.00～10.00→7.00"


def test_weights_and_removal_name_what_weighed() -> None:
    parts = [
        part(name, leaf(f"l-{name}", 100, Manual()), weight=weight) for name, weight in (("p", "0.8"), ("q", "0.2"))
    ]
    base = case(scheme(*parts, combine="weighted"), "xy", l__p=(80, 70), l__q=(50, 100))
    found = effects_of(base, SetWeight("p", Decimal("0.5")))  # x 74→65，y 76→85
    assert [cause(one) for one in found["y"].causes] == [("l-q", 30, None), ("l-p", -21, None)]
    gone = effects_of(base, Remove("q"))  # x 74→80，y 76→70
    assert [(one.before.rank, one.after.rank) for one in gone.values()] == [(1, 2), (2, 1)]
    assert [cause(one) for one in gone["x"].causes] == [("l-q", -10, 10), ("l-p", 16, 2)]


def test_a_term_that_did_not_change_may_make_the_difference() -> None:
    """去掉乙：y 乙本来得 0 分，没有变化；x 少了 10 分，y 赶超。"""
    base = case(two_leaves(), "xy", m=(4, 0), n=(0, 10))
    found = effects_of(base, Remove("b"), siblings=Siblings.KEEP)["y"]
    assert list(effect_words(found, base.scheme, NAMES)) == ["赶超单位x", "“指标b”未变，相对多10.00分"]


def test_many_rivals_are_counted_and_ten_are_named() -> None:
    many = [f"u{index:02}" for index in range(30)]
    base = case(two_leaves(), roster(*many), m=(5, *[0] * 29), n=(0, *[4] * 29))
    found = effects_of(base, SetPoints("a", Decimal(2)))["u00"]
    assert (found.before.rank, found.after.rank) == (30, 1)
    assert (found.places, len(found.rivals)) == (29, 10)
    names = {unit: unit for unit in many}
    assert next(effect_words(found, base.scheme, names)) == "赶超u01、u02、u03等（共29个）"


@CHECKED
@given(cases(open_cells=True))
def test_terms_add_up_to_the_totals(generated: tuple[Scheme, Cells]) -> None:
    results = score(generated[0], roster(*UNITS), generated[1].table())
    point = results.workings.point.whole[0].points
    terms = contributions(results)
    zeros = np.zeros(len(UNITS), np.int64)
    assert np.array_equal(sum((term.low for term in terms), zeros), point.lo)
    assert np.array_equal(sum((term.high for term in terms), zeros), point.hi)
    assert len({(term.kind, term.id) for term in terms}) == len(terms)


@pytest.mark.parametrize("combine", ["sum", "deductions"])
def test_terms_name_what_they_are(combine: str) -> None:
    """每个来源一项：指标、分支条件、加减分、扣减、上限取整、否决，合计等于总分。"""
    node = branch("s", 10, leaf("a", 10, deduct("1 per m")), zero_if=exprs("f"))
    penalty = adjustment("minus", "penalty", 3, leaf("n1", 5, deduct("1 per k")))
    scored = scheme(
        part("p", node, adjust=(penalty,)),
        part("q", leaf("b", 10, deduct("1 per m")), ceiling=5, vetoes=(veto("v", "k > 3", "zero"),)),
        total=Total(combine, subtract=("t",), floor=None),
        kinds={"f": "bool"},
    )
    results = score(scored, roster("x", "y"), table("xy", m=(1, 1), f=(0, 1), k=(1, 4), t=(2, 0)))
    found = {(term.kind.value, term.id): (term.low // 10_000 / 100).tolist() for term in contributions(results)}
    if combine == "sum":
        # x：甲 9，扣 1，乙 9 上限 5，扣减 2；y：甲 9 又被清零，扣 3（以 3 分为限），乙被否决
        assert found == {
            ("indicator", "a"): [9, 9],
            ("guard", "s"): [0, -9],
            ("adjustment", "minus"): [-1, -3],
            ("indicator", "b"): [9, 9],
            ("limit", "q"): [-4, -4],
            ("veto", "q"): [0, -5],
            ("subtract", "t"): [-2, 0],
        }
    else:
        assert found[("subtract", "t")] == [2, 0]
        assert found[("adjustment", "minus")] == [1, 3]
