"""The expanded scheme as JSON data, for other programs and for people who check it against the document."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kaoping.schemes.canonical_form import canonical_value
from kaoping.schemes.expression_text import format_expression
from kaoping.schemes.linter.profiles import profiles, value_for
from kaoping.schemes.model import (
    Adjustment,
    Applies,
    Award,
    Benchmark,
    ByKey,
    Carry,
    Deduct,
    Full,
    LateRatio,
    Manual,
    Node,
    Open,
    Panel,
    Parameter,
    ParamRef,
    Part,
    Quantity,
    Ratio,
    Rule,
    Scheme,
    Share,
    Survey,
    Timed,
    Veto,
)

RULE_NAMES: dict[type, str] = {
    Deduct: "deduct",
    Award: "award",
    Share: "share",
    Ratio: "ratio",
    LateRatio: "ratio",
    Benchmark: "benchmark",
    Timed: "timed",
    Panel: "panel",
    Survey: "survey",
    Carry: "carry",
    Full: "full",
    Manual: "manual",
    Open: "open",
}


def rule_name(rule: Rule | None) -> str:
    """The key a rule is written under; a leaf without a rule is marked by hand."""
    return "manual" if rule is None else RULE_NAMES[type(rule)]


def expand_json(scheme: Scheme) -> dict[str, Any]:
    """Return the scheme with inheritance resolved; `leaves` lists every leaf with title, path, points, rule, clause.

    Points are a number, a mapping group (or class) → number where they differ, or null where the document leaves them
    open; `open` then gives the reason.
    """
    return {
        "id": scheme.id,
        "title": scheme.title,
        "edition": scheme.edition,
        "digest": scheme.digest,
        "lineage": list(scheme.lineage),
        "basis": dict(scheme.basis),
        "note": scheme.note,
        "groups": dict(scheme.groups),
        "classes": {name: {"of": of, "title": title} for name, (of, title) in scheme.classes.items()},
        "units": _jsonable(canonical_value(scheme.units)),
        "tags": dict(scheme.tags),
        "bodies": dict(scheme.bodies),
        "site_types": dict(scheme.site_types),
        "parameters": {name: _parameter(parameter) for name, parameter in scheme.parameters.items()},
        "samples": plain_value(scheme.samples),
        "checklists": plain_value(scheme.checklists),
        "measures": plain_value(scheme.measures),
        "parts": [_part(part, scheme) for part in scheme.parts],
        "vetoes": [_veto(veto) for veto in scheme.vetoes],
        "adjust": [_adjustment(adjustment, scheme) for adjustment in scheme.adjust],
        "total": plain_value(scheme.total),
        "rank": {"by": scheme.rank_by},
        "grades": [{"title": grade.title, "from": _quantity(grade.from_, scheme)} for grade in scheme.grades],
        "no_site": scheme.no_site,
        "convert": plain_value(scheme.convert),
        "leaves": [_leaf(node, scheme) for node in leaves(scheme)],
    }


def leaves(scheme: Scheme) -> Iterator[Node]:
    """Every leaf in document order; a part whose indicators are open is marked as a whole and counts as one."""
    for part in scheme.parts:
        if part.open:
            yield _marked_whole(part, part.open)
        yield from (node for node in part.all_nodes() if not node.children)
    yield from (leaf for one in scheme.adjust for root in one.nodes for leaf in root.leaves())


def _marked_whole(part: Part, reason: Open) -> Node:
    return Node(
        id=part.id,
        title=part.title,
        points=part.points,
        text=part.text or reason.reason,
        clause=part.clause,
        note=part.note,
        rule=reason,
        applies_to=part.applies_to,
        except_=part.except_,
        path=(part.title,),
        place=part.place,
    )


def plain_value(value: object) -> Any:
    """Return a piece of a scheme as JSON data: its canonical form with numbers as numbers."""
    return _jsonable(canonical_value(value))


def _part(part: Part, scheme: Scheme) -> dict[str, Any]:
    return {
        "id": part.id,
        "title": part.title,
        "weight": _quantity(part.weight, scheme),
        "points": _points(part.points, scheme),
        "ceiling": _quantity(part.ceiling, scheme),
        "clause": part.clause,
        "text": part.text,
        "note": part.note,
        "open": part.open.reason if part.open else "",
        "when_not_applicable": part.when_not_applicable,
        **_guards(part.applies_to, part.except_),
        "vetoes": [_veto(veto) for veto in part.vetoes],
        "indicators": [_node(node, scheme) for node in part.nodes],
        "adjust": [_adjustment(adjustment, scheme) for adjustment in part.adjust],
    }


def _node(node: Node, scheme: Scheme) -> dict[str, Any]:
    if not node.children:
        return _leaf(node, scheme)
    found = {
        "id": node.id,
        "title": node.title,
        "path": list(node.path),
        "points": _points(node.points, scheme),
        "clause": node.clause,
        "text": node.text,
        "note": node.note,
        **_guards(node.applies_to, node.except_),
    }
    if node.draw:
        found["draw"] = {"children": _quantity(node.draw.children, scheme), "per": node.draw.per}
    return found | {"indicators": [_node(child, scheme) for child in node.children]}


def _leaf(node: Node, scheme: Scheme) -> dict[str, Any]:
    open_ = next((value.reason for value in (node.points, node.rule) if isinstance(value, Open)), "")
    return {
        "id": node.id,
        "title": node.title,
        "path": list(node.path),
        "points": _points(node.points, scheme),
        "rule": rule_name(node.rule),
        "clause": node.clause,
        "text": node.text,
        "detail": plain_value(node.rule),
        "zero_if": [format_expression(expr) for expr in node.zero_if],
        "full_if": [format_expression(expr) for expr in node.full_if],
        "open": open_,
        "basis": node.basis,
        "method": list(node.method),
        "scope": node.scope,
        "materials": node.materials,
        "note": node.note,
        **_guards(node.applies_to, node.except_),
    }


def _guards(applies_to: Applies | None, except_: Applies | None) -> dict[str, Any]:
    return {"applies_to": _applies(applies_to), "except": _applies(except_)}


def _applies(applies: Applies | None) -> list[str] | str | None:
    if applies is None:
        return None
    return list(applies.names) if applies.condition is None else format_expression(applies.condition)


def _veto(veto: Veto) -> dict[str, Any]:
    return {
        "id": veto.id,
        "title": veto.title,
        "if": format_expression(veto.condition),
        "then": plain_value(veto.then),
        "overrides": veto.overrides,
        "clause": veto.clause,
        "text": veto.text,
    }


def _adjustment(adjustment: Adjustment, scheme: Scheme) -> dict[str, Any]:
    return {
        "id": adjustment.id,
        "title": adjustment.title,
        "kind": adjustment.kind,
        "limit": _points(adjustment.limit, scheme),
        "open": adjustment.limit.reason if isinstance(adjustment.limit, Open) else "",
        "entry": format_expression(adjustment.entry) if adjustment.entry is not None else None,
        "clause": adjustment.clause,
        "indicators": [_node(node, scheme) for node in adjustment.nodes],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    value = parameter.value
    return {
        "value": _written(value) if isinstance(value, Decimal | ByKey | ParamRef) else plain_value(value),
        "clause": parameter.clause,
        "certainty": parameter.certainty,
        "note": parameter.note,
        "at_least": _number(parameter.at_least),
        "at_most": _number(parameter.at_most),
    }


def _written(quantity: Quantity) -> Any:
    """A number as given: itself, a mapping, or `$name`."""
    if isinstance(quantity, ParamRef):
        return f"${quantity.name}"
    if isinstance(quantity, ByKey):
        return {key: _written(value) for key, value in quantity.items}
    return _number(quantity)


def _points(quantity: Quantity | Open | None, scheme: Scheme) -> Any:
    return None if isinstance(quantity, Open) else _quantity(quantity, scheme)


def _quantity(quantity: Quantity | None, scheme: Scheme) -> Any:
    """A number, or group → number where groups differ, or class → number where classes of one group do."""
    if quantity is None:
        return None
    if isinstance(quantity, Decimal):
        return _number(quantity)
    plain = [unit for unit in profiles(scheme) if not unit.tags and not unit.site_type]
    values = {unit: value_for(quantity, unit, scheme) for unit in plain}
    if len(set(values.values())) == 1:
        return _number(next(iter(values.values())))
    by_group: dict[str, set[Decimal | None]] = {}
    for unit, value in values.items():
        by_group.setdefault(unit.group, set()).add(value)
    if all(len(found) == 1 for found in by_group.values()):
        return {group: _number(next(iter(found))) for group, found in by_group.items()}
    return {unit.class_ or unit.group: _number(value) for unit, value in values.items()}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _jsonable(value: object) -> Any:
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, dict):
        return {key: _jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    return value
