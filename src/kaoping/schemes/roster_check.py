"""Compares a scheme with a roster: names that only a roster can tell to be units, and units that fit nowhere."""

from collections.abc import Iterator

from kaoping.model.errors import Problem
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.model import ByKey, Node, Part, Scheme


def check_roster(scheme: Scheme, roster: Roster) -> tuple[Problem, ...]:
    """Return what does not fit: errors where the score would be wrong, warnings where a name was probably mistyped."""
    found = [problem for unit in roster.units for problem in _unit(unit, scheme)]
    return tuple(dict.fromkeys([*found, *_names(scheme, roster)]))


def _unit(unit: RosterUnit, scheme: Scheme) -> Iterator[Problem]:
    namespaces = {"分类": scheme.groups, "类别": scheme.classes, "标签": scheme.tags, "网站类型": scheme.site_types}
    for title, names in namespaces.items():
        if unit.id in names:
            yield _problem(scheme, unit.id, f"单位编号“{unit.id}”与{title}同名：一个名称只能有一种含义，请改单位编号")
    if unit.group not in scheme.groups:
        known = "、".join(scheme.groups)
        yield _problem(scheme, unit.id, f"单位“{unit.name}”的分类“{unit.group}”不在方案中，可用：{known}")
    if unit.class_ in scheme.classes and scheme.classes[unit.class_][0] != unit.group:
        of = scheme.classes[unit.class_][0]
        yield _problem(scheme, unit.id, f"单位“{unit.name}”的类别“{unit.class_}”属于分类“{of}”，不属于“{unit.group}”")
    elif scheme.classes and unit.class_ not in scheme.classes:
        said = f"类别“{unit.class_}”不在方案中" if unit.class_ else "没有填类别"
        yield _problem(scheme, unit.id, f"单位“{unit.name}”{said}，可用：{'、'.join(scheme.classes)}", "warning")
    for tag in unit.tags:
        if tag not in scheme.tags:
            yield _problem(scheme, unit.id, f"单位“{unit.name}”的标签“{tag}”不在方案中，不起作用", "warning")
    if scheme.site_types and unit.site_type and unit.site_type not in scheme.site_types:
        message = f"单位“{unit.name}”的网站类型“{unit.site_type}”不在方案中，不起作用"
        yield _problem(scheme, unit.id, message, "warning")


def _names(scheme: Scheme, roster: Roster) -> Iterator[Problem]:
    units = {name for unit in roster.units for name in (unit.id, unit.name)}
    for checklist, bodies in scheme.checklists.items():
        for name in bodies:
            if name not in units:
                yield _problem(scheme, checklist, f"清单中的“{name}”不在名册中", "warning")
    known = {*scheme.groups, *scheme.classes, *scheme.tags, *scheme.site_types, "default"}
    known |= units
    for where, name in _used_names(scheme):
        if name not in known:
            message = f"“{name}”既不是分类、类别、标签、网站类型，也不是名册中的单位编号或名称"
            yield _problem(scheme, where, message, "warning")


def _used_names(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for parameter in scheme.parameters.values():
        if isinstance(parameter.value, ByKey):
            yield from ((parameter.name, key) for key, _ in parameter.value.items)
    things: tuple[Part | Node, ...] = (*scheme.parts, *scheme.nodes())
    for thing in things:
        if isinstance(thing.points, ByKey):
            yield from ((thing.id, key) for key, _ in thing.points.items)
        for applies in (thing.applies_to, thing.except_):
            if applies:
                yield from ((thing.id, name) for name in applies.names)


def _problem(scheme: Scheme, where: str, message: str, severity: str = "error") -> Problem:
    return Problem(message, scheme.id, None, where, severity, "roster")
