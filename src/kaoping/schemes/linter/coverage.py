"""Every group and class gets indicators and numbers, and what does not apply to some is provided for."""

from collections.abc import Iterator

from kaoping.model.roster import RosterUnit
from kaoping.schemes.linter.profiles import applicable, concerns, parts_for, profiles, value_for
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import ByKey, Node, Part, Scheme
from kaoping.schemes.unit_lists import listed_names


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


def _has_leaf(part: Part, unit: RosterUnit) -> bool:
    return part.open is not None or any(True for _ in applicable(part.nodes, unit))


def _numbers(scheme: Scheme) -> Iterator[Report]:
    kinds = profiles(scheme)
    for parameter in scheme.parameters.values():
        lacking = _lacking(parameter.value, kinds, scheme)
        if lacking:  # only a warning: what reads it may not concern them
            yield at(parameter, "numbers", f"参数没有给出：{lacking}", "warning")
    for part in scheme.parts:
        concerned = tuple(unit for unit in kinds if concerns(part.applies_to, part.except_, unit))
        for title, quantity in (("权重", part.weight), ("分值", part.points), ("上限", part.ceiling)):
            lacking = _lacking(quantity, concerned, scheme)
            if lacking:
                yield at(part, "numbers", f"{title}没有给出：{lacking}")
        for node in (node for root in part.nodes for node in root.walk()):
            lacking = _lacking(node.points, concerned, scheme)
            if lacking:
                yield at(node, "numbers", f"分值没有给出：{lacking}")


def _lacking(quantity: object, units: tuple[RosterUnit, ...], scheme: Scheme) -> str:
    """Names of the kinds of unit for which a number by key has no key."""
    if not isinstance(quantity, ByKey):
        return ""
    return "、".join(unit.name for unit in units if value_for(quantity, unit, scheme) is None)


def _names(scheme: Scheme) -> Iterator[Report]:
    """Names that are no tag, site type, class or group can only be units: a typing error would go unnoticed.

    Units on a checklist or a list of units are known: whether they are on the roster is told when there is one. Where
    the document lists its units, one that it does not list is doubtful.
    """
    known = {*scheme.groups, *scheme.classes, *scheme.tags, *scheme.site_types, "default"}
    known |= {name for units in scheme.checklists.values() for name in units} | listed_names(scheme)
    things: tuple[Part | Node, ...] = (*scheme.parts, *scheme.nodes())
    for thing in things:
        names = [name for applies in (thing.applies_to, thing.except_) if applies for name in applies.names]
        for name in names:
            if name not in known:
                yield at(thing, "unit-names", *_as_unit(name, scheme))
    for parameter in scheme.parameters.values():
        keys = [key for key, _ in parameter.value.items] if isinstance(parameter.value, ByKey) else []
        for key in keys:
            if key not in known:
                message, severity = _as_unit(key, scheme)
                yield at(parameter, "unit-names", message, severity)


def _as_unit(name: str, scheme: Scheme) -> tuple[str, str]:
    """What to say of a name that can only be a unit, and how severe it is."""
    if scheme.units:
        return f"“{name}”不在考评对象名单中，名册中有这个单位时才起作用", "warning"
    return f"“{name}”不是分类、类别、标签或网站类型，按单位编号或名称理解", "note"
