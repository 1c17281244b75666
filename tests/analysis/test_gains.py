"""What a unit could still gain: full points, findings put right, vetoes gone; reckoned by hand."""

from datetime import date
from decimal import Decimal

import pytest

from kaoping.analysis.analyse import analyse
from kaoping.analysis.case import Case
from kaoping.analysis.changes import Fix, FullPoints
from kaoping.analysis.gains import Gain, alone, gains
from kaoping.analysis.perturbation import Perturbation
from kaoping.analysis.trial import try_changes
from kaoping.measures.inputs import MeasureInputs
from kaoping.measures.table import build_table
from kaoping.model.errors import InputError
from kaoping.model.roster import Roster
from kaoping.schemes.model import Benchmark, Scheme
from tests.analysis.build import case, totals_after, two_leaves
from tests.measures.builders import AS_OF, checked, finding, inspection
from tests.measures.builders import inputs as given
from tests.measures.builders import scheme as checking
from tests.measures.builders import unit as of_check
from tests.scoring.build import UNKNOWN, adjustment, deduct, exprs, leaf, part, scheme, veto


def told(base: Case, unit: str) -> dict[str, Gain]:
    """Gains by indicator."""
    return {one.indicator: one for one in gains(base, base.results(), unit)}


def test_full_points_bring_what_was_lost() -> None:
    """x 甲失 2，y 乙失 3：x 满分得 20，名次由 1 仍为 1；y 由 17 升为 20，超过 x 的 18。"""
    base = case(two_leaves(), "xy", m=(2, 0), n=(0, 3))
    assert told(base, "x") == {"a": Gain("a", "指标a", ("部分p",), Decimal(2), Decimal(2), None, (), 1)}
    assert (told(base, "y")["b"].full, told(base, "y")["b"].rank) == (Decimal(3), 1)
    assert totals_after(base, FullPoints("y", "b")) == {"x": 18, "y": 20}


def test_what_is_open_raises_the_lower_bound() -> None:
    base = case(two_leaves(), "x", m=(UNKNOWN,), n=(4,))
    found = told(base, "x")["b"]
    assert (found.lost, found.full, found.rank) == (Decimal(4), Decimal(4), None)
    assert totals_after(base, FullPoints("x", "a")) == {"x": 16}


def test_a_branch_counts_in_full_and_the_rest_of_the_group_stays() -> None:
    base = case(two_leaves(), "xy", m=(2, 5), n=(1, 1))
    assert totals_after(base, FullPoints("y", "a"), FullPoints("y", "b")) == {"x": 17, "y": 20}


def test_a_penalty_costs_nothing_then_and_a_bonus_is_no_loss() -> None:
    minus = adjustment("minus", "penalty", 10, leaf("c", 5, deduct("1 per k")))
    base = case(scheme(part("p", leaf("a", 10, deduct("1 per m"))), adjust=(minus,)), "x", m=(1,), k=(2,))
    found = told(base, "x")
    assert {name: (one.lost, one.full) for name, one in found.items()} == {
        "c": (Decimal(2), Decimal(2)),
        "a": (Decimal(1), Decimal(1)),
    }


def test_a_veto_comes_first() -> None:
    """否决使总分为 0：没有它得 18；有它时，甲补满也仍为 0。"""
    zero = veto("v", "k > 0", "zero")
    base = case(two_leaves(vetoes=(zero,)), "x", m=(2,), n=(0,), k=(1,))
    found = gains(base, base.results(), "x")
    assert [(one.indicator, one.full, one.lost) for one in found] == [
        ("v", Decimal(18), None),
        ("a", Decimal(0), Decimal(2)),
    ]


def test_a_veto_that_is_still_open_hides_no_gain() -> None:
    """是否否决未定，总分在 0 与 18 之间：甲补满仍是 2 分。"""
    zero = veto("v", "k > 0", "zero")
    base = case(two_leaves(vetoes=(zero,)), "x", m=(2,), n=(0,), k=(UNKNOWN,))
    assert base.results().unit("x").total is None
    assert told(base, "x")["a"].full == Decimal(2)


def test_what_is_measured_by_the_best_is_tried_with_all() -> None:
    """标杆 10 得 10 分：x 有 5 得 5 分；补满得 5 分，y 不变。"""
    (of,) = exprs("m")
    base = case(scheme(part("p", leaf("a", 10, Benchmark(of)))), "xy", m=(5, 10))
    assert told(base, "x")["a"].full == Decimal(5)
    assert totals_after(base, FullPoints("x", "a")) == {"x": 10, "y": 10}


def test_an_analysis_of_a_trial_keeps_what_counts_in_full() -> None:
    base = case(two_leaves(), "xy", m=(10, 0), n=(0, 0))
    after = try_changes(base, (FullPoints("x", "a"),)).after
    (x, _y) = analyse(after, Perturbation(20, Decimal("0.5"), 1)).robustness.groups["county"]
    assert x.same == 1


@pytest.mark.parametrize("change", [FullPoints("nobody", "a"), FullPoints("x", "zzz"), Fix("k" * 24)])
def test_what_is_not_there_is_told(change: FullPoints | Fix) -> None:
    with pytest.raises(InputError):
        try_changes(case(two_leaves(), "x", m=(0,), n=(0,)), (change,))


# ---- findings ----------------------------------------------------------------------------------------------------

NOW = checked("now")
EVER = checked("ever", when="period")


def looked_at(scored: Scheme, inputs: MeasureInputs) -> Case:
    """A case of one unit with what it was made from."""
    people = Roster((of_check(),))
    return Case(scored, people, build_table(scored, people, inputs, AS_OF), inputs=inputs)


def scored(measure: str) -> Scheme:
    """10 points, 1 for each dead link."""
    return checking(NOW, EVER, parts=(part("p", leaf("a", 10, deduct(f"1 per {measure}"))),))


def test_findings_put_right_no_longer_count_on_the_day() -> None:
    base = looked_at(scored("now"), given(finding("x"), finding("y")))
    (found,) = gains(base, base.results(), "a")
    assert (found.lost, found.full, found.fixed, len(found.findings)) == (Decimal(2), Decimal(2), Decimal(2), 2)
    assert totals_after(base, Fix(finding("x").key)) == {"a": 9}


def test_what_was_seen_over_a_period_still_counts() -> None:
    """日常监测：期内发现过的已经计入，整改后不退；认定不是问题才退。"""
    base = looked_at(scored("ever"), given(finding("x")))
    (found,) = gains(base, base.results(), "a")
    assert (found.lost, found.full, found.fixed) == (Decimal(1), Decimal(1), Decimal(0))


def test_the_last_look_before_the_day_is_what_is_put_right() -> None:
    """12 月 1 日两处，12 月 20 日只剩 y：改好 y 即满分；x 早已不在，改它不变。"""
    looks = (
        inspection(finding("x"), finding("y"), as_of=date(2022, 12, 1)),
        inspection(finding("y"), as_of=date(2022, 12, 20)),
    )
    base = looked_at(scored("now"), given(inspections={"http://a.example/": looks}))
    assert totals_after(base, Fix(finding("y").key)) == {"a": 10}
    assert totals_after(base, Fix(finding("x").key)) == {"a": 9}


def test_a_unit_alone_has_the_same_total() -> None:
    base = case(two_leaves(), "xy", m=(2, 1), n=(0, 3))
    for unit in "xy":
        assert alone(base, unit).results().unit(unit).total == base.results().unit(unit).total
