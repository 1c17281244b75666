"""Compares a scheme with a roster: names that only a roster can tell to be units, and units that fit nowhere."""

from collections.abc import Iterator

from kaoping.model.errors import Problem
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.model import ByKey, Node, Part, Scheme
from kaoping.schemes.unit_lists import listed_names, places_of


def check_roster(scheme: Scheme, roster: Roster) -> tuple[Problem, ...]:
    """Return what does not fit: errors where the score would be wrong, warnings where a name was probably mistyped."""
    found = [problem for unit in roster.units for problem in _unit(unit, scheme)]
    return tuple(dict.fromkeys([*found, *_listed(scheme, roster), *_names(scheme, roster)]))


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
    own = [name for name, (of, _) in scheme.classes.items() if of == unit.group]
    if (own or unit.class_) and scheme.classes and unit.class_ not in scheme.classes:
        said = f"类别“{unit.class_}”不在方案中" if unit.class_ else "没有填类别"
        known = f"可用：{'、'.join(own)}" if own else "这一分类不分类别，请留空"
        yield _problem(scheme, unit.id, f"单位“{unit.name}”{said}，{known}", "warning")
    for tag in unit.tags:
        if tag not in scheme.tags:
            yield _problem(scheme, unit.id, f"单位“{unit.name}”的标签“{tag}”不在方案中，不起作用", "warning")
    if scheme.site_types and unit.site_type and unit.site_type not in scheme.site_types:
        message = f"单位“{unit.name}”的网站类型“{unit.site_type}”不在方案中，不起作用"
        yield _problem(scheme, unit.id, message, "warning")


def _listed(scheme: Scheme, roster: Roster) -> Iterator[Problem]:
    """Hold the roster against the units that the document lists (考评对象名单), where it lists them."""
    if not scheme.units:
        return
    names = {unit.name for unit in roster.units}
    for key, listed in scheme.units.items():
        missing = [name for name in listed if name not in names]
        if missing:
            message = f"考评对象名单中的{len(missing)}个单位不在名册中：{'、'.join(missing)}"
            yield _problem(scheme, key, message, "warning")
    for unit in roster.units:
        places = tuple(places_of(scheme, unit.name))
        if not places:
            yield _problem(scheme, unit.id, f"单位“{unit.name}”不在考评对象名单中", "warning")
        elif not any(unit.group == group and class_ in ("", unit.class_) for group, class_ in places):
            titles = "、".join(class_ or group for group, class_ in places)
            message = f"单位“{unit.name}”在考评对象名单中属于“{titles}”，名册中是“{unit.class_ or unit.group}”"
            yield _problem(scheme, unit.id, message, "warning")


def _names(scheme: Scheme, roster: Roster) -> Iterator[Problem]:
    units = {name for unit in roster.units for name in (unit.id, unit.name)}
    for checklist, bodies in scheme.checklists.items():
        missing = [name for name in bodies if name not in units]
        if missing:
            title = scheme.checklist_clauses.get(checklist) or checklist
            message = f"清单“{title}”中的{len(missing)}个单位不在名册中：{'、'.join(missing)}"
            yield _problem(scheme, checklist, message, "warning")
    known = {*scheme.groups, *scheme.classes, *scheme.tags, *scheme.site_types, "default"}
    listed = {name for bodies in scheme.checklists.values() for name in bodies} | listed_names(scheme)
    known |= units | listed  # those listed that are not there have been told above
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
