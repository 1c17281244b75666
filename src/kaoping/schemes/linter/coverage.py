"""Every group and class gets indicators and numbers, and what does not apply to some is provided for."""

from collections.abc import Iterator

from kaoping.model.errors import SchemeError
from kaoping.schemes.linter.profiles import applicable, concerns, parts_for, profiles
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import Applies, ByKey, Node, Part, Quantity, Scheme
from kaoping.schemes.quantities import resolve


def coverage_problems(scheme: Scheme) -> Iterator[Report]:
    """Groups without indicators, numbers that some kind of unit has none of, missing `when_not_applicable`."""
    yield from _groups(scheme)
    yield from _numbers(scheme)
    yield from _names(scheme)
    for part in scheme.parts:
        guarded = next((node for root in part.nodes for node in root.walk() if _guarded(node)), None)
        if guarded and not part.when_not_applicable:
            message = (
                f"指标“{guarded.title}”只适用于部分对象，请写明“when_not_applicable”：exclude、rescale、full 或 spread"
            )
            yield at(part, "not-applicable", message)


def _guarded(node: Node) -> bool:
    return node.applies_to is not None or node.except_ is not None


def _groups(scheme: Scheme) -> Iterator[Report]:
    for unit in profiles(scheme):
        parts = parts_for(scheme, unit)
        if not any(_has_leaf(part, unit) for part in parts):
            yield Report("groups", f"“{unit.name}”没有任何适用的指标", unit.class_ or unit.group)


def _has_leaf(part: Part, unit: object) -> bool:
    return part.open is not None or any(True for _ in applicable(part.nodes, unit))  # type: ignore[arg-type]


def _numbers(scheme: Scheme) -> Iterator[Report]:
    for name, parameter in scheme.parameters.items():
        if isinstance(parameter.value, ByKey):
            yield from _missing(parameter.value, f"${name}", Report("numbers", "", name), scheme, None)
    for part in scheme.parts:
        where = Report("numbers", "", part.id, part.place)
        for quantity in (part.weight, part.points, part.ceiling):
            if isinstance(quantity, ByKey):
                yield from _missing(quantity, "权重、分值或上限", where, scheme, part)
        for root in part.nodes:
            for node in root.walk():
                if isinstance(node.points, ByKey):
                    yield from _missing(node.points, "分值", Report("numbers", "", node.id, node.place), scheme, part)


def _missing(quantity: Quantity, title: str, where: Report, scheme: Scheme, part: Part | None) -> Iterator[Report]:
    lacking = []
    for unit in profiles(scheme):
        if part and not concerns(part.applies_to, part.except_, unit):
            continue
        try:
            resolve(quantity, unit, scheme)
        except SchemeError:
            lacking.append(unit.name)
    if lacking:
        yield Report(where.code, f"{title}没有给出：{'、'.join(lacking)}", where.where, where.place)


def _names(scheme: Scheme) -> Iterator[Report]:
    """Names that are no tag, site type, class or group can only be units: a typing error would go unnoticed."""
    known = {*scheme.groups, *scheme.classes, *scheme.tags, *scheme.site_types, "default"}
    for part in scheme.parts:
        for applies in (part.applies_to, part.except_):
            yield from _unknown(applies, known, Report("unit-names", "", part.id, part.place, "note"))
    for node in scheme.nodes():
        for applies in (node.applies_to, node.except_):
            yield from _unknown(applies, known, Report("unit-names", "", node.id, node.place, "note"))
    for name, parameter in scheme.parameters.items():
        if isinstance(parameter.value, ByKey):
            for key, _ in parameter.value.items:
                if key not in known:
                    yield Report(
                        "unit-names", f"“{key}”不是分类、类别、标签或网站类型，按单位编号理解", name, None, "note"
                    )


def _unknown(applies: Applies | None, known: set[str], where: Report) -> Iterator[Report]:
    for name in applies.names if applies else ():
        if name not in known:
            message = f"“{name}”不是分类、类别、标签或网站类型，按单位编号理解"
            yield Report(where.code, message, where.where, where.place, where.severity)
