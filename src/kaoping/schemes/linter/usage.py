"""What is declared is used, and measures are read in ways that fit their kind."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from kaoping.schemes.expression_parser import walk
from kaoping.schemes.expressions import Binary, Call, Duration, Expr, Name, Param, Tag
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import (
    Applies,
    Carry,
    Item,
    Measure,
    Node,
    Parameter,
    ParamRef,
    Scheme,
    Share,
)

SERIES_FUNCTIONS = ("mean", "count_where")


def usage_problems(scheme: Scheme) -> Iterator[Report]:
    """Unused measures, parameters, samples, checklists and tags; dates, durations and series read as something else."""
    expressions = tuple(expressions_in(scheme))
    yield from _unused(scheme, expressions)
    for expr in expressions:
        for inner in walk(expr):
            yield from _misread(inner, scheme)
    for node in scheme.nodes():
        yield from _items(node, scheme)
        if isinstance(node.rule, Carry) and isinstance(node.rule.of, Name):
            measure = scheme.measures.get(node.rule.of.name)
            if measure and not _is_series(measure):
                yield at(node, "series", f"carry 要读分期的测评值，“{measure.name}”没有写“by”", "warning")


def expressions_in(value: object) -> Iterator[Expr]:
    """Every outermost expression within a scheme or a piece of it."""
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from expressions_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from expressions_in(getattr(value, field.name))


def parameters_in(value: object) -> Iterator[str]:
    """Names of the parameters that numbers (not expressions) refer to."""
    if isinstance(value, ParamRef):
        yield value.name
    elif isinstance(value, tuple):
        for item in value:
            yield from parameters_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from parameters_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from parameters_in(getattr(value, field.name))


def _unused(scheme: Scheme, expressions: tuple[Expr, ...]) -> Iterator[Report]:
    nodes = [node for expr in expressions for node in walk(expr)]
    measures = {node.name for node in nodes if isinstance(node, Name)} | set(scheme.total.subtract)
    measures |= {name for measure in scheme.measures.values() for name in measure.excluding}
    parameters = {node.name for node in nodes if isinstance(node, Param)} | set(parameters_in(scheme))
    samples = {measure.sample.id for measure in scheme.measures.values() if measure.sample}
    checklists = {measure.each for measure in scheme.measures.values()}
    for name, measure in scheme.measures.items():
        if name not in measures:
            yield at(measure, "unused", "声明了测评值，但没有指标使用", "warning")
    for name, parameter in scheme.parameters.items():
        if name not in parameters:
            yield _idle(parameter, scheme)
    for title, declared, used in (
        ("抽样", scheme.samples, samples),
        ("清单", scheme.checklists, checklists),
        ("标签", scheme.tags, _tags(scheme, nodes)),
    ):
        for name in declared:
            if name not in used:
                sample = scheme.samples.get(name) if title == "抽样" else None
                yield Report("unused", f"声明了{title}，但没有使用", name, sample.place if sample else None, "warning")


def _idle(parameter: Parameter, scheme: Scheme) -> Report:
    """A parameter that nothing reads: what the document says beside its open parts is there for whoever fills them."""
    if parameter.clause and any(part.open for part in scheme.parts):
        return at(parameter, "unused", "原文的要求，还没有指标使用，供补齐空缺时引用", "note")
    return at(parameter, "unused", "声明了参数，但没有使用", "warning")


def _tags(scheme: Scheme, nodes: list[Expr]) -> set[str]:
    found = {node.name for node in nodes if isinstance(node, Tag)}
    return found | set(_keys(scheme))


def _keys(value: object) -> Iterator[str]:
    """Every name under which numbers are given or to which parts and nodes apply."""
    if isinstance(value, Applies):
        yield from value.names
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str):
                yield item[0]
            yield from _keys(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _keys(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _keys(getattr(value, field.name))


# ---- fitting the kind --------------------------------------------------------------------------------------------


def _misread(node: Expr, scheme: Scheme) -> Iterator[Report]:
    if isinstance(node, Call) and node.function == "age":
        measure = _measure(node.arguments[0], scheme)
        if measure is None:
            yield Report("kinds", "age() 只读一个日期测评值", "", None)
        elif measure.kind != "date":
            yield at(measure, "kinds", f"age({measure.name}) 要读日期，请写“kind: date”")
    if isinstance(node, Call) and node.function in SERIES_FUNCTIONS:
        measure = _measure(node.arguments[0], scheme)
        if measure and not _is_series(measure):
            message = f"{node.function}() 要读分期的测评值，请给“{measure.name}”写上“by”"
            yield at(measure, "series", message, "warning")
    if isinstance(node, Binary) and _is_duration(node.right, scheme):
        measure = _measure(node.left, scheme)
        if measure and measure.kind != "duration":
            hint = "，日期请写 age(…)" if measure.kind == "date" else ""
            yield at(measure, "kinds", f"“{measure.name}”与时长比较，应是“kind: duration”{hint}")


def _is_duration(expr: Expr, scheme: Scheme) -> bool:
    if isinstance(expr, Param) and expr.name in scheme.parameters:
        return isinstance(scheme.parameters[expr.name].value, Duration)
    return isinstance(expr, Duration)


def _items(node: Node, scheme: Scheme) -> Iterator[Report]:
    for item in _all_items(node.rule):
        measure = _measure(item.per, scheme) if item.per is not None else None
        if measure and measure.kind in ("bool", "date"):
            message = f"“{item.source or item.id}”：“{measure.name}”是{measure.kind}，按条件扣分请写 if"
            yield at(node, "kinds", message, "warning")
    for criterion in node.rule.criteria if isinstance(node.rule, Share) else ():
        for item in _all_items(criterion.rule):
            if not item.amount.percent:
                yield at(node, "shares", f"得分点“{criterion.title}”里的“{item.source or item.id}”应写百分比")


def _all_items(value: object) -> Iterator[Item]:
    if isinstance(value, Item):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _all_items(item)
    elif is_dataclass(value) and not isinstance(value, type) and not isinstance(value, Share):
        for field in fields(value):
            yield from _all_items(getattr(value, field.name))


def _measure(expr: Expr, scheme: Scheme) -> Measure | None:
    return scheme.measures.get(expr.name) if isinstance(expr, Name) else None


def _is_series(measure: Measure) -> bool:
    return bool(measure.by) or measure.kind == "list"
