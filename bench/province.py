"""A province to score: an invented scheme of the common rules, or one of the library, with random measures."""

import random
from array import array
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaoping.measures import questions
from kaoping.model.measure_table import SCALE, STATE_CODES, UNBOUNDED, MeasureColumn, MeasureTable
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.expression_parser import parse_expression, parse_item
from kaoping.schemes.loader import library_ids, load_scheme
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
    Open,
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

GROUPS = {"province": "省直部门", "city": "市级政府", "county": "县级政府", "department": "市级部门", "town": "乡镇"}
AS_OF = date(2026, 12, 31)
# what a random value of a kind lies between; days and seconds count back from the monitoring day
_RANGES = {"bool": (0, 1), "count": (0, 9), "number": (0, 100), "list": (0, 100), "duration": (0, 500_000)}


@dataclass(frozen=True, slots=True)
class Province:
    """What is scored."""

    scheme: Scheme
    roster: Roster
    table: MeasureTable


def invented(units: int, leaves: int, percent: tuple[int, int]) -> Province:
    """Return a province by the invented scheme; `percent` of cells are unknown, and have suspected findings."""
    scheme, roster = make_scheme(leaves), make_roster(units)
    return Province(scheme, roster, make_table(scheme, roster, percent, random.Random(1)))


def from_library(units: int, percent: tuple[int, int]) -> Province:
    """Return a province by the scheme of the library with the most leaves."""
    scheme = max(map(load_scheme, library_ids()), key=lambda one: sum(1 for node in one.nodes() if not node.children))
    classes = [(group, name) for name, (group, _) in scheme.classes.items()]
    kinds = [*classes, *((group, "") for group in scheme.groups if group not in dict(classes))]
    roster = Roster(
        tuple(
            RosterUnit(f"u{index:05d}", f"单位{index}", *kinds[index % len(kinds)], sites=("http://127.0.0.1/",))
            for index in range(units)
        )
    )
    draw = random.Random(1)
    columns: dict[tuple[str, str], MeasureColumn] = {}
    for one in scheme.measures.values():
        periods = [f"2026Q{n}" for n in (1, 2, 3, 4)] if one.by else ["1", "2", "3"] if one.kind == "list" else [""]
        columns |= {(one.name, period): _column(units, percent, draw, one.kind) for period in periods}
    by_hand = [one.name for one in questions(scheme) if one.name not in scheme.measures]
    by_hand += [node.id for node in scheme.nodes() if isinstance(node.points, Open)]
    columns |= {(name, ""): _column(units, percent, draw, "count") for name in by_hand}
    return Province(scheme, roster, MeasureTable(AS_OF, [unit.id for unit in roster.units], columns))


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
    columns = {(name, ""): _column(len(roster.units), percent, draw, "") for name in scheme.measures}
    return MeasureTable(AS_OF, [unit.id for unit in roster.units], columns)


def _column(size: int, percent: tuple[int, int], draw: random.Random, kind: str) -> MeasureColumn:
    value = array("q", (_value(kind, draw) for _ in range(size)))
    low, high, state = array("q", value), array("q", value), bytearray(size)
    unknown, pending = percent
    for row in draw.sample(range(size), size * unknown // 100):
        low[row], high[row], state[row] = 0, UNBOUNDED, STATE_CODES[State.UNKNOWN]
    for row in draw.sample(range(size), size * pending // 100):
        if not state[row]:
            high[row] += 2 * SCALE
    return MeasureColumn(value, low, high, state)


def _value(kind: str, draw: random.Random) -> int:
    if kind == "share":
        return draw.randrange(101) * SCALE // 100
    if kind == "date":
        return (AS_OF.toordinal() - draw.randrange(400)) * SCALE
    low, high = _RANGES.get(kind, (0, 49))
    return draw.randint(low, high) * SCALE
