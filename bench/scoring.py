"""Times scoring of a whole province: `python -m bench.scoring [--units 14000] [--leaves 120] [--unknown 2]`.

Prints one JSON object: median seconds for totals and ranks (as columns), for the results of every unit as well, for one
score tree, and the peak memory. `--unknown` is the percentage of cells that are not known, `--pending` of those with
suspected findings; both make every column an interval.
"""

import argparse
import json
import random
import resource
import statistics
import sys
import time
from array import array
from datetime import date
from decimal import Decimal

from kaoping.model.measure_table import SCALE, STATE_CODES, UNBOUNDED, MeasureColumn, MeasureTable
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.expression_parser import parse_expression, parse_item
from kaoping.schemes.model import (
    Adjustment,
    AskSource,
    Award,
    Benchmark,
    ByKey,
    Criterion,
    Deduct,
    Item,
    Measure,
    Node,
    Part,
    Ratio,
    Rule,
    Scheme,
    Share,
    Tiers,
    Total,
    Veto,
)
from kaoping.schemes.model import Consequence as Then
from kaoping.scoring import score

GROUPS = {"province": "省直部门", "city": "市级政府", "county": "县级政府", "department": "市级部门", "town": "乡镇"}


def main() -> None:
    """Run the rounds asked for and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("units", 14_000), ("leaves", 120), ("unknown", 2), ("pending", 1), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    draw = random.Random(1)
    scheme, roster = make_scheme(asked.leaves), make_roster(asked.units)
    table = make_table(scheme, roster, (asked.unknown, asked.pending), draw)
    seconds: dict[str, list[float]] = {"totals": [], "results": [], "trace": []}
    for _ in range(asked.rounds):
        began = time.perf_counter()
        results = score(scheme, roster, table)
        scored = time.perf_counter()
        assert len(results.groups) == len(GROUPS)
        listed = time.perf_counter()
        results.trace(roster.units[0].id)
        seconds["totals"].append(scored - began)
        seconds["results"].append(listed - began)
        seconds["trace"].append(time.perf_counter() - listed)
        del results  # two at a time would double the peak
    json.dump(
        {
            "units": asked.units,
            "leaves": asked.leaves,
            "unknown_percent": asked.unknown,
            "pending_percent": asked.pending,
            **{name: round(statistics.median(times), 4) for name, times in seconds.items()},
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            // (1 if sys.platform != "darwin" else 1024)
            // 1024,
        },
        sys.stdout,
    )
    print()


def make_scheme(leaves: int) -> Scheme:
    """A scheme of two weighted parts whose leaves take the common rules in turn."""
    nodes = [_leaf(index) for index in range(leaves)]
    half = len(nodes) // 2
    parts = (_part("website", nodes[:half], "0.8"), _part("content", nodes[half:], "0.2"))
    measures = {
        name: Measure(name, name, "count", AskSource("?"))
        for index in range(leaves)
        for name in (f"a{index}", f"b{index}")
    }
    bonus = Node("extra", "加分", Decimal(5), rule=Award("sum", (_item("1 per a0"),)))
    return Scheme(
        id="bench", title="测速", basis={}, groups=GROUPS, classes={}, tags={}, bodies={}, parameters={}, samples={},
        checklists={}, measures=measures, parts=parts,
        vetoes=(Veto("dark", "否决", parse_expression("a1 > 40"), (Then("zero"), Then("label", "不合格"))),),
        adjust=(Adjustment("bonus", "加分", "bonus", Decimal(5), (bonus,)),),
        total=Total("weighted", ceiling=Decimal(100)), rank_by="points", grades=(), no_site="", convert=(),
    )  # fmt: skip


def _part(name: str, nodes: list[Node], weight: str) -> Part:
    by_group = ByKey((("county", Decimal(weight)), ("default", Decimal(weight))))
    return Part(name, name, Decimal(10 * len(nodes)), tuple(nodes), weight=by_group, ceiling=Decimal(10 * len(nodes)))


def _leaf(index: int) -> Node:
    a, b = f"a{index}", f"b{index}"
    rules: tuple[Rule, ...] = (
        Deduct((_item(f"0.5 per {a}"), _item(f"0.2 per {b}"))),
        Deduct((_item(f"0.5 per {a}"), _item(f"10% if {b} > 3"))),
        Award("tiers", (_item(f"10 if {a} >= 30"), _item(f"5 if {a} >= 10"), _item(f"1 if {b}"))),
        Award("sum", (Tiers((_item(f"6 if {a} > 20"), _item(f"3 if {a} > 5"))), _item(f"2 if {b}"))),
        Share(
            (
                Criterion("c1", Decimal(40), "一", condition=parse_expression(f"{a} > 3")),
                Criterion("c2", Decimal(60), "二", of=parse_expression(f"{b} / 50")),
            )
        ),
        Ratio(parse_expression(a), parse_expression("45")),
        Benchmark(parse_expression(a)),
    )
    zero = (parse_expression(f"{b} = 49"),)
    return Node(f"n{index}", f"指标{index}", Decimal(10), rule=rules[index % len(rules)], zero_if=zero)


def _item(text: str) -> Item:
    amount, word, expr = parse_item(text)
    return Item(text, amount, expr if word == "per" else None, expr if word == "if" else None, source=text)


def make_roster(units: int) -> Roster:
    """Units of all groups, in no particular order."""
    groups = list(GROUPS)
    return Roster(
        tuple(
            RosterUnit(f"u{index * 7919 % units:05d}", f"单位{index}", groups[index % 5], sites=("http://127.0.0.1/",))
            for index in range(units)
        )
    )


def make_table(scheme: Scheme, roster: Roster, percent: tuple[int, int], draw: random.Random) -> MeasureTable:
    """Every measure between 0 and 49, some cells unknown and some with suspected findings."""
    columns = {(name, ""): _column(len(roster.units), percent, draw) for name in scheme.measures}
    return MeasureTable(date(2026, 12, 31), [unit.id for unit in roster.units], columns)


def _column(size: int, percent: tuple[int, int], draw: random.Random) -> MeasureColumn:
    value = array("q", (draw.randrange(50) * SCALE for _ in range(size)))
    low, high, state = array("q", value), array("q", value), bytearray(size)
    unknown, pending = percent
    for row in draw.sample(range(size), size * unknown // 100):
        low[row], high[row], state[row] = 0, UNBOUNDED, STATE_CODES[State.UNKNOWN]
    for row in draw.sample(range(size), size * pending // 100):
        if not state[row]:
            high[row] += 2 * SCALE
    return MeasureColumn(value, low, high, state)


if __name__ == "__main__":
    main()
