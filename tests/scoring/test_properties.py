"""Properties that hold for every scheme and table, and agreement with the reference evaluator."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kaoping.model.measure_table import unfixed
from kaoping.schemes.model import Deduct, Scheme
from kaoping.scoring import Results, ScoreNode, results_to_json, score, trace_to_json
from tests.scoring.build import item, leaf, part, roster, scheme
from tests.scoring.generated import UNITS, Cells, Names, cases, cells, nodes
from tests.scoring.reference import Reference

# a failing case is not shrunk: that takes many minutes for schemes of this size, and the case as found can be read
CHECKED = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
AT_LENGTH = settings(CHECKED, max_examples=500, derandomize=False)


def scored(case: tuple[Scheme, Cells]) -> Results:
    return score(case[0], roster(*UNITS), case[1].table())


def walk(tree: ScoreNode) -> Iterator[ScoreNode]:
    yield tree
    for child in tree.children:
        yield from walk(child)


def agree(case: tuple[Scheme, Cells]) -> None:
    results = scored(case)
    expected = Reference(case[0], case[1].values()).totals()
    assert {unit: results.unit(unit).total for unit in UNITS} == expected


@CHECKED
@given(cases(open_cells=False))
def test_columns_agree_with_the_reference(case: tuple[Scheme, Cells]) -> None:
    agree(case)


@pytest.mark.full
@AT_LENGTH
@given(cases(open_cells=False))
def test_columns_agree_with_the_reference_at_length(case: tuple[Scheme, Cells]) -> None:
    agree(case)


@CHECKED
@given(cases(open_cells=False))
def test_what_is_known_is_a_number_and_not_a_range(case: tuple[Scheme, Cells]) -> None:
    results = scored(case)
    for unit in UNITS:
        for node in walk(results.trace(unit)):
            assert node.points is not None
            assert node.low == node.points == node.high


def hold(case: tuple[Scheme, Cells], draw: Any) -> None:
    results = scored(case)
    for _ in range(4):
        totals = Reference(case[0], case[1].settle(draw.randint).values()).totals()
        for unit, total in totals.items():
            found = results.unit(unit)
            assert found.low is None or found.low <= total
            assert found.high is None or total <= found.high


@CHECKED
@given(cases(open_cells=True), st.randoms(use_true_random=False))
def test_low_and_high_hold_whatever_comes(case: tuple[Scheme, Cells], draw: Any) -> None:
    hold(case, draw)


@pytest.mark.full
@AT_LENGTH
@given(cases(open_cells=True), st.randoms(use_true_random=False))
def test_low_and_high_hold_whatever_comes_at_length(case: tuple[Scheme, Cells], draw: Any) -> None:
    hold(case, draw)
    stand_firm(case, draw)


@CHECKED
@given(cases(open_cells=True), st.randoms(use_true_random=False))
def test_a_total_that_is_given_does_not_depend_on_what_is_unknown(case: tuple[Scheme, Cells], draw: Any) -> None:
    stand_firm(case, draw)


def stand_firm(case: tuple[Scheme, Cells], draw: Any) -> None:
    """Except through a benchmark, whose best may still be unknown: then the unit is marked provisional."""
    results = scored(case)

    def known(cell: Any) -> Any:
        """Suspected findings do not count yet: only what is unknown may turn out in any way."""
        return cell[1] if isinstance(cell, tuple) and len(cell) == 3 else cell

    counted = Cells({name: only_unknown(row, known) for name, row in case[1].rows.items()})
    totals = Reference(case[0], counted.settle(draw.randint).values()).totals()
    for unit in UNITS:
        found = results.unit(unit)
        if found.total is not None and not found.provisional:
            assert found.total == totals[unit]


def only_unknown(row: Any, known: Any) -> Any:
    if isinstance(row, dict):
        return {period: only_unknown(one, known) for period, one in row.items()}
    return [known(cell) for cell in row]


@CHECKED
@given(cases(open_cells=True))
def test_points_lie_between_low_and_high(case: tuple[Scheme, Cells]) -> None:
    results = scored(case)
    for unit in UNITS:
        for node in walk(results.trace(unit)):
            assert node.low is None or node.high is None or node.low <= node.high
            if node.points is not None:
                assert node.low is None or node.low <= node.points
                assert node.high is None or node.points <= node.high


@CHECKED
@given(cases(open_cells=True))
def test_a_leaf_lies_between_zero_and_its_points(case: tuple[Scheme, Cells]) -> None:
    results = scored(case)
    bases = {node.id for one in case[0].parts for root in one.nodes for node in root.walk()}
    for row, unit in enumerate(UNITS):
        for node in walk(results.trace(unit)):
            if node.id in bases:
                assert node.low is not None
                assert node.high is not None
                assert node.of is not None
                # what is suspected may also make something apply that does not apply now
                most = max(node.of, unfixed(int(results.workings.range.nodes[node.id].of.hi[row])))
                assert 0 <= node.low <= node.high <= most
                assert node.points is None or node.points <= node.of


@CHECKED
@given(cases(open_cells=True))
def test_children_add_up_to_their_parent(case: tuple[Scheme, Cells]) -> None:
    guarded = {node.id for node in case[0].nodes() if node.zero_if or node.full_if}
    results = scored(case)
    nodes = [node for unit in UNITS for node in walk(results.trace(unit)) if node.kind == "indicator" and node.children]
    for node in nodes:
        if node.id in guarded:
            continue
        points = [child.points for child in node.children]
        assert None in points or node.points == sum(one for one in points if one is not None)
        assert node.low == sum(child.low or Decimal(0) for child in node.children)
        assert node.high == sum(child.high or Decimal(0) for child in node.children)
        assert node.of == sum(child.of or Decimal(0) for child in node.children)


@CHECKED
@given(cases(open_cells=True))
def test_trees_equal_the_totals(case: tuple[Scheme, Cells]) -> None:
    results = scored(case)
    columns = results.totals
    for row, unit in enumerate(columns.units):
        found, tree = results.unit(unit), results.trace(unit)
        assert (tree.points, tree.low, tree.high) == (found.total, found.low, found.high)
        assert (found.total is not None) == bool(columns.known[row])
        if found.total is not None:
            assert found.total * 10**6 == int(columns.points[row])
        for one in found.parts:
            assert tree.find(one.id).points == one.points


def as_bytes(case: tuple[Scheme, Cells], units: tuple[str, ...], rows: tuple[str, ...]) -> str:
    table = case[1].table(rows)
    results = score(case[0], roster(*units), table)
    trees = [trace_to_json(results.trace(unit)) for unit in UNITS]
    return json.dumps([results_to_json(results, case[0], table.as_of), trees], ensure_ascii=False)


@CHECKED
@given(cases(open_cells=True), st.permutations(UNITS), st.permutations(UNITS))
def test_the_order_of_units_does_not_matter(case: tuple[Scheme, Cells], units: list[str], rows: list[str]) -> None:
    assert as_bytes(case, UNITS, UNITS) == as_bytes(case, tuple(units), tuple(rows))


@CHECKED
@given(cases(open_cells=True))
def test_ranks_follow_totals(case: tuple[Scheme, Cells]) -> None:
    members = scored(case).groups["county"]
    ranked = [one for one in members if one.total is not None]
    for one in ranked:
        better = [
            other
            for other in ranked
            if (other.failed, -(other.total or Decimal(0))) < (one.failed, -(one.total or Decimal(0)))
        ]
        assert one.rank == len(better) + 1
    for one in members:
        assert 1 <= one.rank_best <= one.rank_worst <= len(members)
        assert (one.rank is None) == (one.total is None)


@CHECKED
@given(st.data())
def test_more_faults_never_give_more_points(data: st.DataObject) -> None:
    """Where faults are only deducted, one more fault in any cell leaves no unit with more, and the others the same."""
    texts = ["0.5 per m0", "2 per m1", "20% per m2", "1 per m0 + m1", "3 if m2 > 2", "1 if f0"]
    chosen = data.draw(st.lists(st.sampled_from(texts), min_size=1, max_size=4))
    rules = [Deduct((item(text),)) for text in chosen]
    plain = scheme(part("p", *(leaf(f"x{index}", 5, rule) for index, rule in enumerate(rules))))
    table = data.draw(cells(plain, open_cells=False, absent=False))
    name = data.draw(st.sampled_from(["m0", "m1", "m2"]))
    more = {**table.rows, name: [table.rows[name][0] + 1, *table.rows[name][1:]]}
    before, after = scored((plain, table)), scored((plain, Cells(more)))
    first, now = before.unit("a").total, after.unit("a").total
    assert first is not None
    assert now is not None
    assert now <= first
    assert [after.unit(unit).total for unit in UNITS[1:]] == [before.unit(unit).total for unit in UNITS[1:]]


@CHECKED
@given(cases(open_cells=True), st.randoms(use_true_random=False))
def test_learning_more_never_widens_a_range(case: tuple[Scheme, Cells], draw: Any) -> None:
    """Each unknown or suspected cell that is settled leaves every range within what it was."""
    narrower = Cells({name: partly(row, draw) for name, row in case[1].rows.items()})
    before, after = scored(case), scored((case[0], narrower))
    for unit in UNITS:
        wide, narrow = before.unit(unit), after.unit(unit)
        assert wide.low is None or (narrow.low is not None and wide.low <= narrow.low)
        assert wide.high is None or (narrow.high is not None and narrow.high <= wide.high)


def partly(row: Any, draw: Any) -> Any:
    if isinstance(row, dict):
        return {period: partly(one, draw) for period, one in row.items()}
    return [
        draw.randint(cell[0], cell[-1]) if isinstance(cell, tuple) and draw.random() < 0.5 else cell for cell in row
    ]


@CHECKED
@given(st.data())
def test_rescaling_keeps_the_rate(data: st.DataObject) -> None:
    """Points ÷ base under `exclude` is points ÷ full under `rescale`, up to the one rounding."""
    names = Names()
    made = tuple(data.draw(nodes(names)) for _ in range(2))
    exclude = scheme(part("p", *made, when_not_applicable="exclude"), kinds={"f0": "bool", "f1": "bool"})
    rescale = replace(exclude, parts=(replace(exclude.parts[0], when_not_applicable="rescale"),))
    table = data.draw(cells(exclude, open_cells=False))
    for unit in UNITS:
        one, other = scored((exclude, table)).unit(unit), scored((rescale, table)).unit(unit)
        assert one.total is not None
        assert other.total is not None
        if one.of and other.of:
            difference = Fraction(one.total) / Fraction(one.of) - Fraction(other.total) / Fraction(other.of)
            assert abs(difference) <= Fraction(1, 100) / Fraction(one.of)
