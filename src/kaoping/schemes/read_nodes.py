"""Reads indicators, handing down method, scope, materials and clause from parent to child."""

from dataclasses import dataclass
from decimal import Decimal

from kaoping.schemes.model import (
    Draw,
    Manual,
    Node,
    Open,
    Quantity,
    Rule,
)
from kaoping.schemes.numbers_text import parse_number
from kaoping.schemes.read_measures import read_methods
from kaoping.schemes.read_rules import NEEDS_ID, RULE_KEYS, RULES, read_applies, read_rule
from kaoping.schemes.section import Section

NODE_KEYS = (
    "id", "title", "points", "text", "basis", "clause", "method", "scope", "materials", "note", *RULE_KEYS,
    "indicators", "zero_if", "full_if", "applies_to", "except", "draw",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a node gets from above unless it says otherwise."""

    clause: str = ""
    method: tuple[str, ...] = ()
    scope: str = ""
    materials: str = ""
    path: tuple[str, ...] = ()

    def below(self, section: Section, title: str) -> "Inherited":
        """What the children of this node get; a clause not given is the parent's clause / title."""
        clause = section.text("clause") or (f"{self.clause} / {title}" if self.clause else "")
        method = read_methods(section) or self.method
        scope, materials = section.text("scope", self.scope), section.text("materials", self.materials)
        return Inherited(clause, method, scope, materials, (*self.path, title))


def read_nodes(section: Section, inherited: Inherited) -> tuple[Node, ...]:
    """`indicators:` of a part, a node or an adjustment."""
    return tuple(_read_node(inner, inherited) for inner in section.sections("indicators"))


def _read_node(section: Section, inherited: Inherited) -> Node:
    name = section.take_id()
    section.only(*NODE_KEYS)
    section.required("title", "名称")
    title = section.text("title", name)
    here = inherited.below(section, title)
    rule = read_rule(section, name)
    children = read_nodes(section, here)
    if rule is not None and section.has("indicators"):
        section.problem(f"有下级指标的指标不能再写计分规则“{section.present(RULES)[0]}”")
    elif section.has("indicators") and not children:
        section.problem("“indicators”里没有一个指标", section.key_place("indicators"))
    elif rule is None and not children:
        rule = Manual()
    points = section.points()
    return Node(
        id=name,
        title=title,
        points=_sum_of(children) if points is None and children else points,
        text=section.text("text"),
        basis=section.text("basis"),
        clause=here.clause,
        method=here.method,
        scope=here.scope,
        materials=here.materials,
        note=section.text("note"),
        rule=rule,
        children=children,
        zero_if=section.exprs("zero_if"),
        full_if=section.exprs("full_if"),
        applies_to=read_applies(section, "applies_to"),
        except_=read_applies(section, "except"),
        draw=_draw(section),
        path=here.path,
        place=section.place,
    )


def rule_node(section: Section, rule: Rule, points: Quantity | Open | None, inherited: Inherited) -> Node:
    """The one node of an adjustment that states its rule directly: same id, its limit as points."""
    if isinstance(rule, NEEDS_ID) and not section.has("id"):
        section.problem("由人评分、评审打分或空缺的指标要写“id”", code="missing")
    title = section.text("title", section.where)
    given = section.points()
    return Node(
        id=section.where,
        title=title,
        points=points if given is None else given,
        text=section.text("text"),
        clause=section.text("clause") or inherited.clause,
        method=inherited.method,
        note=section.text("note"),
        rule=rule,
        zero_if=section.exprs("zero_if"),
        full_if=section.exprs("full_if"),
        applies_to=read_applies(section, "applies_to"),
        except_=read_applies(section, "except"),
        path=(*inherited.path, title),
        place=section.place,
    )


def _sum_of(children: tuple[Node, ...]) -> Decimal | None:
    points = [child.points for child in children]
    constant = [value for value in points if isinstance(value, Decimal)]
    return sum(constant, Decimal(0)) if constant and len(constant) == len(points) else None


def _draw(section: Section) -> Draw | None:
    inner = section.section("draw")
    if inner is None:
        return None
    inner.only("children", "per")
    inner.required("children", "抽几个")
    if not section.has("indicators"):
        inner.problem("“draw”从下级指标中抽取，这里没有下级指标")
    children = inner.quantity("children")
    return Draw(parse_number("1") if children is None else children, inner.word("per", ("cycle", "unit"), "cycle"))
