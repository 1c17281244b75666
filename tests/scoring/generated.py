"""Generated schemes and measure tables for property tests."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from kaoping.model.measure_table import MeasureTable
from kaoping.schemes.model import (
    Adjustment,
    Applies,
    Award,
    Benchmark,
    Carry,
    Deduct,
    Full,
    Item,
    Manual,
    Node,
    Panel,
    Part,
    Ratio,
    Rule,
    Scheme,
    Share,
    Tiers,
    Total,
)
from tests.scoring.build import (
    NA,
    adjustment,
    branch,
    criterion,
    expr,
    exprs,
    item,
    leaf,
    part,
    scheme,
    table,
    veto,
)

UNITS = ("a", "b", "c", "d")
SCALARS = ("m0", "m1", "m2", "m3")
FLAGS = ("f0", "f1")
SERIES = "s0"
PERIODS = ("2022Q1", "2022Q2", "2022Q3")

NUMBERS = st.sampled_from(
    [*SCALARS, "m0 + m1", "m2 - 2", "m0 * m3", "m1 / m2", "sum(s0)", "max(s0)", "mean(s0)", "min(s0, m1)",
     "count_where(s0, s0 > 2)", "mean(m0, m1)", "3 - m1"]
)  # fmt: skip
CONDITIONS = st.sampled_from(
    [*FLAGS, "not f0", "m0 > 2", "m1 <= 3 and f1", "m2 / m3 >= 0.5", "s0 > 3", "not (m0 = m1)", "f0 or m1 != 2",
     "max(s0) >= 4", "m0 - m1 < 0", "not (m2 / m3 > 1)"]
)  # fmt: skip
AMOUNTS = st.sampled_from(["0.5", "1", "2", "0.333333", "10%", "33.33%"])
POINTS = st.sampled_from([Decimal(value) for value in ("1", "2", "5", "7.5", "10", "0.3")])


@st.composite
def per_items(draw: st.DrawFn) -> Item:
    cap = draw(st.sampled_from(["", "", "2", "20%"]))
    return item(f"{draw(AMOUNTS)} per {draw(NUMBERS)}", cap=cap)


@st.composite
def if_items(draw: st.DrawFn) -> Item:
    return item(f"{draw(AMOUNTS)} if {draw(CONDITIONS)}")


ITEMS = st.one_of(per_items(), if_items())
TIERS = st.lists(if_items(), min_size=1, max_size=3).map(tuple)
DEDUCTS = st.builds(Deduct, st.lists(ITEMS, min_size=1, max_size=3).map(tuple))
AWARDS = st.one_of(
    st.builds(Award, st.just("tiers"), TIERS),
    st.builds(Award, st.just("sum"), st.lists(st.one_of(ITEMS, TIERS.map(Tiers)), min_size=1, max_size=3).map(tuple)),
    st.builds(Award, st.just("best"), st.lists(ITEMS, min_size=1, max_size=3).map(tuple)),
)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    made = []
    for index, percent in enumerate(draw(st.sampled_from([(100,), (60, 40), (33, 33, 34)]))):
        kind = draw(st.sampled_from(["of", "if", "deduct", "award", "ratio"]))
        guard = draw(st.sampled_from([(), exprs("f1")]))
        more: dict[str, Any] = {"zero_if": guard}
        if kind == "of":
            more["of"] = draw(st.sampled_from(["m0 / 6", "m1 / m2", "m3"]))
        elif kind == "if":
            more["condition"] = draw(CONDITIONS)
        else:
            more["rule"] = draw({"deduct": DEDUCTS, "award": AWARDS, "ratio": RATIOS}[kind])
        made.append(criterion(f"c{index}", percent, **more))
    return Share(tuple(made))


RATIOS = st.builds(Ratio, NUMBERS.map(expr), st.sampled_from(["m1", "5", "m2 + 1"]).map(expr))
RULES: st.SearchStrategy[Rule] = st.one_of(
    DEDUCTS,
    AWARDS,
    shares(),
    RATIOS,
    st.builds(Benchmark, NUMBERS.map(expr)),
    st.builds(Carry, st.just(expr(SERIES)), st.sampled_from([Decimal("0.05"), Decimal("0.5")])),
    st.builds(Panel, st.just(Decimal(6)), st.sampled_from([0, 1])),
    st.just(Manual()),
    st.just(Full()),
)


class Names:
    """Hands out ids in order."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        self.count += 1
        return f"n{self.count}"


@st.composite
def nodes(draw: st.DrawFn, names: Names, depth: int = 2, plain: bool = False) -> Node:
    guards: dict[str, Any] = {}
    if not plain and draw(st.integers(0, 3)) == 0:
        guards["zero_if"] = exprs(draw(CONDITIONS))
    if depth and draw(st.booleans()):
        children = [draw(nodes(names, depth - 1, plain)) for _ in range(draw(st.integers(1, 3)))]
        return branch(names.next(), None, *children, **guards)
    if not plain:
        guards["full_if"] = exprs(draw(CONDITIONS)) if draw(st.integers(0, 5)) == 0 else ()
        absent = draw(st.sampled_from([None, None, Applies(("b",)), Applies(("a", "c"))]))
        guards["except_"] = absent
        if draw(st.integers(0, 5)) == 0:
            guards["applies_to"] = Applies(condition=expr(draw(CONDITIONS)))
    return leaf(names.next(), draw(POINTS), draw(RULES), **guards)


@st.composite
def adjustments(draw: st.DrawFn, names: Names) -> Adjustment:
    kind = draw(st.sampled_from(["bonus", "penalty"]))
    rule = draw(st.one_of(DEDUCTS, AWARDS)) if kind == "penalty" else draw(AWARDS)
    limit = draw(st.sampled_from([None, 3, 10]))
    entry = draw(st.sampled_from(["", "base > 5", "f0"]))
    return adjustment(names.next(), kind, limit, leaf(names.next(), draw(POINTS), rule), entry=entry)


@st.composite
def parts(draw: st.DrawFn, name: str, names: Names) -> Part:
    more: dict[str, Any] = {"when_not_applicable": draw(st.sampled_from(["", "exclude", "rescale", "full", "spread"]))}
    made = [draw(nodes(names)) for _ in range(draw(st.integers(1, 3)))]
    if draw(st.booleans()):
        more["adjust"] = (draw(adjustments(names)),)
    if draw(st.integers(0, 2)) == 0:
        more["ceiling"] = draw(st.sampled_from([5, 12]))
    if draw(st.integers(0, 2)) == 0:
        effects: list[Any] = ["zero", ("fixed", 4), ("label", "x")]
        then = draw(st.sampled_from(effects))
        more["vetoes"] = (veto(f"v-{name}", draw(CONDITIONS), then),)
    return part(name, *made, weight=draw(st.sampled_from(["0.7", "0.3", "1"])), **more)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    names = Names()
    made = [draw(parts(name, names)) for name in ("p", "q")[: draw(st.integers(1, 2))]]
    total = Total(draw(st.sampled_from(["weighted", "sum"])), ceiling=draw(st.sampled_from([None, Decimal(20)])))
    if total.combine == "sum":
        made = [replace(one, weight=None) for one in made]
    more: dict[str, Any] = {"kinds": dict.fromkeys(FLAGS, "bool")}
    if draw(st.integers(0, 2)) == 0:
        more["adjust"] = (draw(adjustments(names)),)
    if draw(st.integers(0, 3)) == 0:
        effects: list[Any] = ["zero", "fail", ("fixed", 3)]
        more["vetoes"] = (veto("v", draw(CONDITIONS), draw(st.sampled_from(effects))),)
    return scheme(*made, total=total, **more)


@dataclass(frozen=True)
class Cells:
    """What stands in each cell: a value, NA, (low, high) or (low, value, high); lists by period for series."""

    rows: Mapping[str, Any]

    def table(self, units: tuple[str, ...] = UNITS) -> MeasureTable:
        order = [UNITS.index(unit) for unit in units]
        picked = {
            name: {period: [row[at] for at in order] for period, row in value.items()}
            if isinstance(value, dict)
            else [value[at] for at in order]
            for name, value in self.rows.items()
        }
        return table(units, **picked)

    def settle(self, choose: Any) -> "Cells":
        """One way in which everything open may turn out: `choose` picks a number between two."""
        return Cells({name: settle(value, choose) for name, value in self.rows.items()})

    def values(self) -> dict[str, dict[str, Any]]:
        """Values for the reference, everything being known."""
        return {unit: {name: plain(row, at) for name, row in self.rows.items()} for at, unit in enumerate(UNITS)}


def settle(value: Any, choose: Any) -> Any:
    if isinstance(value, dict):
        return {period: settle(row, choose) for period, row in value.items()}
    return [choose(cell[0], cell[-1]) if isinstance(cell, tuple) else cell for cell in value]


def plain(row: Any, at: int) -> Any:
    if isinstance(row, dict):
        return {period: plain(one, at) for period, one in row.items()}
    return None if row[at] == NA else Fraction(row[at])


KNOWN = st.integers(0, 6)
ABSENT = st.just(NA)
RANGES = st.tuples(KNOWN, KNOWN).map(lambda pair: (min(pair), max(pair)))
SUSPECTED = st.tuples(KNOWN, KNOWN, KNOWN).map(lambda three: tuple(sorted(three)))


@st.composite
def cells(draw: st.DrawFn, scored: Scheme, *, open_cells: bool, absent: bool = True) -> Cells:
    kinds = [KNOWN, KNOWN, *([ABSENT] if absent else []), *([RANGES, SUSPECTED] if open_cells else [])]
    flag_kinds = [st.integers(0, 1), *([ABSENT] if absent else []), *([st.just((0, 1))] if open_cells else [])]
    row = st.lists(st.one_of(kinds), min_size=len(UNITS), max_size=len(UNITS))
    flags = st.lists(st.one_of(flag_kinds), min_size=len(UNITS), max_size=len(UNITS))
    rows: dict[str, Any] = {name: draw(row) for name in SCALARS}
    rows |= {name: draw(flags) for name in FLAGS}
    rows[SERIES] = {period: draw(row) for period in PERIODS}
    for node in scored.nodes():
        if isinstance(node.rule, Manual):
            rows[node.id] = draw(row)
        elif isinstance(node.rule, Panel):
            rows[node.id] = {str(index): draw(row) for index in range(3)}
    return Cells(rows)


@st.composite
def cases(draw: st.DrawFn, *, open_cells: bool) -> tuple[Scheme, Cells]:
    scored = draw(schemes())
    return scored, draw(cells(scored, open_cells=open_cells))
