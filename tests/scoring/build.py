"""Small schemes, rosters and measure tables, written as briefly as the language itself."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kaoping.model.measure_table import STATE_CODES, UNBOUNDED, Cell, MeasureColumn, MeasureTable, fixed
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.expression_parser import parse_amount, parse_expression, parse_item
from kaoping.schemes.expressions import Expr
from kaoping.schemes.model import (
    Adjustment,
    AskSource,
    Consequence,
    Criterion,
    Deduct,
    Item,
    Measure,
    Node,
    Parameter,
    Part,
    Rule,
    Scheme,
    Tiers,
    Total,
    Veto,
)
from kaoping.scoring import score

AS_OF = date(2022, 12, 31)
UNKNOWN, NA = "unknown", "not applicable"


def expr(text: str) -> Expr:
    return parse_expression(text)


def exprs(*texts: str) -> tuple[Expr, ...]:
    return tuple(parse_expression(text) for text in texts)


def item(text: str, cap: str = "", leaf: str = "leaf") -> Item:
    amount, word, expression = parse_item(text)
    limit = parse_amount(cap) if cap else None
    if word == "per":
        return Item(f"{leaf}/{text}", amount, per=expression, cap=limit, source=text)
    return Item(f"{leaf}/{text}", amount, condition=expression, cap=limit, source=text)


def tiers(*texts: str) -> Tiers:
    return Tiers(tuple(item(text) for text in texts))


def deduct(*texts: str, below_zero: bool = False) -> Deduct:
    return Deduct(tuple(item(text) for text in texts), below_zero)


def leaf(name: str, points: object, rule: Rule | None = None, **more: Any) -> Node:
    return Node(name, f"指标{name}", quantity(points), clause=f"条款 {name}", rule=rule, **more)


def branch(name: str, points: object, *children: Node, **more: Any) -> Node:
    return Node(name, f"指标{name}", quantity(points), children=children, **more)


def quantity(value: object) -> Any:
    """A plain number as a Decimal; parameters, numbers by key, Open and None as they are."""
    return Decimal(str(value)) if isinstance(value, int | float | str) else value


def criterion(name: str, percent: object, **more: Any) -> Criterion:
    for key in ("of", "condition"):
        if isinstance(more.get(key), str):
            more[key] = expr(more[key])
    return Criterion(name, quantity(percent), f"得分点{name}", **more)


def part(name: str, *nodes: Node, points: object = None, **more: Any) -> Part:
    for key in ("weight", "ceiling"):
        if key in more:
            more[key] = quantity(more[key])
    return Part(name, f"部分{name}", quantity(points), nodes, **more)


def veto(name: str, condition: str, *then: str | tuple[str, Any]) -> Veto:
    consequences = tuple(_consequence(one) for one in then)
    return Veto(name, f"否决{name}", expr(condition), consequences)


def _consequence(one: str | tuple[str, Any]) -> Consequence:
    if isinstance(one, str):
        return Consequence(one)
    kind, value = one
    return Consequence(kind, value=quantity(value)) if kind == "fixed" else Consequence(kind, name=value)


def adjustment(name: str, kind: str, limit: object, *nodes: Node, entry: str = "") -> Adjustment:
    return Adjustment(name, f"加减分{name}", kind, quantity(limit), nodes, expr(entry) if entry else None)


def scheme(*parts: Part, combine: str = "sum", total: Total | None = None, **more: Any) -> Scheme:
    """A scheme of one group `county` (and `department`) whose measures are the names given in `kinds`."""
    kinds: Mapping[str, str] = more.pop("kinds", {})
    parameters: Mapping[str, Any] = more.pop("parameters", {})
    fields: dict[str, Any] = {
        "id": "test",
        "title": "测试方案",
        "basis": {},
        "groups": {"county": "县区", "department": "部门"},
        "classes": {},
        "tags": {},
        "bodies": {},
        "parameters": {name: Parameter(name, value) for name, value in parameters.items()},
        "samples": {},
        "checklists": {},
        "measures": {name: Measure(name, name, kind, AskSource("?")) for name, kind in kinds.items()},
        "parts": parts,
        "vetoes": (),
        "adjust": (),
        "total": total or Total(combine),
        "rank_by": "points",
        "grades": (),
        "no_site": "",
        "convert": (),
    }
    return Scheme(**{**fields, **more})


def one_leaf(rule: Rule | None, points: object = 10, **more: Any) -> Scheme:
    """A scheme of one leaf called `leaf`; `kinds` and `parameters` are the scheme's, all else the leaf's."""
    for_scheme = {key: more.pop(key) for key in ("kinds", "parameters") if key in more}
    return scheme(part("part", leaf("leaf", points, rule, **more)), **for_scheme)


def unit(name: str, group: str = "county", **more: Any) -> RosterUnit:
    return RosterUnit(name, f"单位{name}", group, sites=more.pop("sites", ("http://127.0.0.1/",)), **more)


def roster(*units: str | RosterUnit) -> Roster:
    return Roster(tuple(unit(one) if isinstance(one, str) else one for one in units))


def table(units: Sequence[str] | Roster, **measures: object) -> MeasureTable:
    """A table of `name=(value per unit, …)`; a mapping of periods to such rows is a series.

    A value is a number, a bool, a date, UNKNOWN, NA, (low, high) for an unknown one with bounds, or (low, value, high)
    for a known one with suspected findings. `name__id` stands for the node `name-id`.
    """
    names = [one.id for one in units.units] if isinstance(units, Roster) else list(units)
    columns: dict[tuple[str, str], MeasureColumn] = {}
    for key, values in measures.items():
        name = key.replace("__", "-")
        series = values if isinstance(values, Mapping) else {"": values}
        for period, row in series.items():
            assert isinstance(row, Sequence)
            assert len(row) == len(names)
            columns[name, period] = column(row)
    return MeasureTable(AS_OF, names, columns)


def column(row: Sequence[object]) -> MeasureColumn:
    cells = [cell(value) for value in row]
    low, value, high = array("q"), array("q"), array("q")
    states = bytearray()
    for least, known, most, state in cells:
        low.append(least)
        value.append(known)
        high.append(most)
        states.append(STATE_CODES[state])
    return MeasureColumn(value, low, high, states)


def cell(value: object) -> tuple[int, int, int, State]:
    """Return low, value, high and state."""
    if value == UNKNOWN:
        return 0, 0, UNBOUNDED, State.UNKNOWN
    if value == NA:
        return 0, 0, 0, State.NOT_APPLICABLE
    if isinstance(value, tuple) and len(value) == 2:
        return number(value[0]), 0, number(value[1]), State.UNKNOWN
    if isinstance(value, tuple):
        low, known, high = map(number, value)
        return low, known, high, State.KNOWN
    return number(value), number(value), number(value), State.KNOWN


def number(value: object) -> int:
    if isinstance(value, date):
        return fixed(value.toordinal())
    return fixed(Decimal(str(int(value) if isinstance(value, bool) else value)))


def with_cells(measures: MeasureTable, cells: Mapping[tuple[str, str, str], Cell]) -> MeasureTable:
    return replace(measures, cells=cells)


def node_points(scored: Scheme, measures: MeasureTable, name: str = "leaf", **options: Any) -> list[Any]:
    """Points of a node for every unit of the table (all in group county): a number, or (low, high) while unknown."""
    results = score(scored, roster(*measures.units), measures, **options)
    return [shown(results.trace(one).find(name)) for one in measures.units]


def shown(result: Any) -> Any:
    points = getattr(result, "points", None) if hasattr(result, "points") else result.total
    if points is None:
        return tuple(None if bound is None else float(bound) for bound in (result.low, result.high))
    return float(points)


def totals(scored: Scheme, measures: MeasureTable, units: Roster | None = None, **options: Any) -> dict[str, Any]:
    results = score(scored, units or roster(*measures.units), measures, **options)
    return {one.unit: shown(one) for members in results.groups.values() for one in members}


def plain(value: object) -> object:
    """The same value without its static type, so that decimals may be compared with whole numbers."""
    return value
