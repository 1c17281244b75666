"""Checks that every name a scheme uses is declared, and that no name means two things."""

from collections.abc import Mapping
from dataclasses import dataclass

from kaoping.schemes.expression_parser import walk
from kaoping.schemes.expressions import Binary, Label, Name, Param, Points, Special, Tag
from kaoping.schemes.model import Parameter, Place
from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.section import Reading, Reference, Use

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Declared:
    """Every namespace of a scheme."""

    groups: Mapping[str, str]
    classes: Mapping[str, tuple[str, str]]
    tags: Mapping[str, str]
    site_types: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    measures: frozenset[str]
    checklists: frozenset[str]
    nodes: frozenset[str]


def check_names(declared: Declared, reading: Reading, top: Place) -> None:
    """Collect a problem for every undeclared name, every misplaced special name and every doubly declared key."""
    _check_namespaces(declared, reading.problems, top)
    for use in reading.uses:
        _check_use(use, declared, reading)
    for reference in reading.references:
        _check_reference(reference, declared, reading)


def _check_namespaces(declared: Declared, problems: ProblemList, top: Place) -> None:
    titles = {"groups": declared.groups, "classes": declared.classes, "tags": declared.tags}
    seen: dict[str, str] = {DEFAULT: "保留词"}
    for title, names in (*titles.items(), ("site_types", declared.site_types)):
        for name in names:
            if name in seen:
                message = f"“{name}”同时出现在{seen[name]}和{title}中：一个名称只能有一种含义，请改名"
                problems.add(top, message, where=name, code="two-namespaces")
            seen.setdefault(name, title)


def _check_use(use: Use, declared: Declared, reading: Reading) -> None:
    for node in walk(use.expr):
        message = _use_problem(node, use, declared)
        if message:
            reading.undeclared(message, _named(node), use.place, use.where)


def _named(node: object) -> str:
    match node:
        case Name(name) | Param(name) | Tag(name) | Points(name) | Binary(_, _, Label(name)):
            return name
    return ""


def _use_problem(node: object, use: Use, declared: Declared) -> str:
    match node:
        case Name(name) if name not in declared.measures:
            return f"没有声明测评值“{name}”{_guess(name, declared)}"
        case Param(name) if name not in declared.parameters:
            return f"没有声明参数“${name}”"
        case Param(name) if isinstance(declared.parameters[name].value, str | tuple):
            return f"参数“${name}”是文字，不能用于计算"
        case Tag(name) if name not in declared.tags:
            return f"没有声明标签“{name}”（写在 tags: 下）"
        case Points(name) if not use.points:
            return f'points("{name}") 只能用于单项否决和加减分'
        case Points(name) if name not in declared.nodes:
            return f"没有编号为“{name}”的部分或指标"
        case Special("base") if not use.points:
            return "base 只能用于单项否决和加减分"
        case Binary(_, Special(special), Label(name)):
            names: Mapping[str, object] = declared.groups if special == "group" else declared.classes
            if name not in names:
                return f"没有声明{'分类' if special == 'group' else '类别'}“{name}”"
    return ""


def _guess(name: str, declared: Declared) -> str:
    if name in declared.parameters:
        return f"，参数要写“${name}”"
    if name in declared.groups or name in declared.classes:
        return f"，分类要写“group = {name}”或“class = {name}”"
    return "，请写在 measures: 下或改正名称"


def _check_reference(reference: Reference, declared: Declared, reading: Reading) -> None:
    name, message = reference.name, ""
    if reference.kind == "param":
        if name not in declared.parameters:
            message = f"没有声明参数“${name}”"
        elif isinstance(declared.parameters[name].value, str) and reference.where not in declared.measures:
            message = f"参数“${name}”是文字，这里要数值"
    elif reference.kind == "measure" and name not in declared.measures:
        message = f"没有声明测评值“{name}”"
    elif reference.kind == "group" and name not in declared.groups:
        message = f"没有声明分类“{name}”"
    elif reference.kind == "listed" and name not in declared.groups and name not in declared.classes:
        message = f"没有声明分类或类别“{name}”"
    elif reference.kind == "checklist" and name not in declared.checklists:
        message = f"没有声明清单“{name}”"
    elif reference.kind == "convert" and name not in declared.nodes and name != "total":
        message = f"没有编号为“{name}”的部分或指标"
    if message:
        reading.undeclared(message, name, reference.place, reference.where)
