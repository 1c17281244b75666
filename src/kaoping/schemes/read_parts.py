"""Reads parts with their vetoes and adjustments; vetoes that are used from elsewhere are left as requests."""

from dataclasses import dataclass

from kaoping.schemes.model import (
    Adjustment,
    Consequence,
    Node,
    Open,
    Part,
    Place,
    Quantity,
    Veto,
)
from kaoping.schemes.read_measures import read_methods
from kaoping.schemes.read_nodes import Inherited, read_nodes, rule_node
from kaoping.schemes.read_rules import RULE_KEYS, read_applies, read_rule
from kaoping.schemes.section import Section
from kaoping.schemes.yaml_tree import Fields, Items, Scalar, Tree

PART_KEYS = (
    "id", "title", "weight", "points", "ceiling", "vetoes", "indicators", "adjust", "when_not_applicable",
    "applies_to", "except", "open", "clause", "note", "text", "method", "scope", "materials",
)  # fmt: skip
VETO_KEYS = ("id", "title", "if", "use", "then", "clause", "text", "sites")
ADJUST_KEYS = (
    "id", "title", "kind", "limit", "entry", "indicators", *RULE_KEYS, "clause", "text", "note", "points", "zero_if",
    "full_if", "applies_to", "except", "method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VetoUse:
    """`use: SCHEME/PART`: that part's vetoes are wanted here, on `sites`, with `then` where it is given."""

    id: str
    target: str
    then: tuple[Consequence, ...]
    sites: str
    clause: str
    place: Place


@dataclass(frozen=True, slots=True)
class RawPart:
    """A part whose `use:` vetoes are not imported yet."""

    part: Part
    vetoes: tuple[Veto | VetoUse, ...]


def read_parts(top: Section) -> list[RawPart]:
    """`parts:`; at least one."""
    parts = [_read_part(section) for section in top.sections("parts")]
    if not parts:
        top.problem("缺少“parts”（考评部分），至少写一个", code="missing")
    return parts


def _read_part(section: Section) -> RawPart:
    name = section.take_id()
    section.only(*PART_KEYS)
    section.required("title", "名称")
    title = section.text("title", name)
    inherited = Inherited(
        section.text("clause"), read_methods(section), section.text("scope"), section.text("materials"), (title,)
    )
    if section.has("open") == section.has("indicators"):
        section.problem("考评部分要写“indicators”（指标），或写“open”说明为何空缺")
    nodes = read_nodes(section, inherited)
    section.where = name
    if section.has("indicators") and not nodes:
        section.problem("“indicators”里没有一个指标", section.key_place("indicators"))
    part = Part(
        id=name,
        title=title,
        points=section.points(),
        nodes=nodes,
        weight=section.fraction("weight"),
        ceiling=section.quantity("ceiling"),
        adjust=read_adjustments(section, inherited),
        when_not_applicable=section.word("when_not_applicable", ("", "exclude", "rescale", "full", "spread"), ""),
        applies_to=read_applies(section, "applies_to"),
        except_=read_applies(section, "except"),
        open=Open(section.text("open")) if section.has("open") else None,
        clause=section.text("clause"),
        text=section.text("text"),
        note=section.text("note"),
        place=section.place,
    )
    return RawPart(part, read_vetoes(section, part.clause))


# ---- vetoes ------------------------------------------------------------------------------------------------------


def read_vetoes(section: Section, clause: str) -> tuple[Veto | VetoUse, ...]:
    """`vetoes:` of a part or of the whole; `base` and `points()` may be used in their conditions."""
    section.reading.points_allowed = True
    found = [_read_veto(inner, clause) for inner in section.sections("vetoes")]
    section.reading.points_allowed = False
    return tuple(veto for veto in found if veto is not None)


def _read_veto(section: Section, clause: str) -> Veto | VetoUse | None:
    name = section.take_id()
    section.only(*VETO_KEYS)
    then = _consequences(section)
    if section.has("if") == section.has("use"):
        section.problem("单项否决要写“if”（条件）或“use”（引用别的方案）中的一个")
        return None
    if section.has("use"):
        sites = section.word("sites", ("main", "own", "subtree"), "own")
        return VetoUse(name, section.text("use"), then, sites, section.text("clause", clause), section.place)
    if section.has("sites"):
        section.problem("“sites”只与“use”同用", section.key_place("sites"), code="unknown-key")
    condition = section.expr("if")
    if not section.required("then", "后果") or condition is None:
        return None
    title = section.text("title", section.text("text", name))
    return Veto(name, title, condition, then, section.text("clause", clause), section.text("text"), section.place)


def _consequences(section: Section) -> tuple[Consequence, ...]:
    tree = section.get("then")
    if tree is None:
        return ()
    items = tree.items if isinstance(tree, Items) else (tree,)
    found = (_consequence(section, item) for item in items)
    return tuple(consequence for consequence in found if consequence)


def _consequence(section: Section, tree: Tree) -> Consequence | None:
    if isinstance(tree, Scalar) and tree.text in ("zero", "fail"):
        return Consequence(tree.text)
    if isinstance(tree, Fields) and len(tree.values) == 1:
        inner = Section(tree, section.where, section.reading)
        key = next(iter(tree.values))
        if key in ("label", "bar"):
            return Consequence(key, name=inner.text(key))
        if key == "fixed":
            return Consequence("fixed", value=inner.quantity("fixed"))
    section.problem("“then”可用：zero、fail、{fixed: 分数}、{label: 名称}、{bar: 评优名称}", tree.place)
    return None


# ---- adjustments -------------------------------------------------------------------------------------------------


def read_adjustments(section: Section, inherited: Inherited) -> tuple[Adjustment, ...]:
    """`adjust:` of a part or of the whole: bonuses and penalties outside the base."""
    section.reading.points_allowed = True
    found = tuple(_read_adjustment(inner, inherited) for inner in section.sections("adjust"))
    section.reading.points_allowed = False
    return found


def _read_adjustment(section: Section, inherited: Inherited) -> Adjustment:
    name = section.take_id()
    section.only(*ADJUST_KEYS)
    for key, title in (("title", "名称"), ("kind", "bonus 加分或 penalty 减分"), ("limit", "上限；不设上限写 none")):
        section.required(key, title)
    limit = None if section.text_or_none("limit") == "none" else section.points("limit")
    kind, title = section.word("kind", ("bonus", "penalty"), "bonus"), section.text("title", name)
    here = inherited.below(section, title)
    nodes = _adjustment_nodes(section, limit, here)
    section.where = name
    return Adjustment(name, title, kind, limit, nodes, section.expr("entry"), here.clause, section.place)


def _adjustment_nodes(section: Section, limit: Quantity | Open | None, here: Inherited) -> tuple[Node, ...]:
    rule = read_rule(section, section.where)
    if (rule is None) == (not section.has("indicators")):
        section.problem("加减分要写“indicators”（指标）或一种计分规则中的一个")
    if rule is None:
        return read_nodes(section, here)
    outer = Inherited(here.clause, here.method, here.scope, here.materials, here.path[:-1])
    return (rule_node(section, rule, limit, outer),)
