"""Reads the rule of a leaf, a criterion or an adjustment: exactly one key, which is the rule's name."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kaoping.schemes.expression_parser import parse_amount, parse_item, walk
from kaoping.schemes.expression_text import format_expression, format_number
from kaoping.schemes.expressions import Duration, Expr, Name, Number
from kaoping.schemes.model import (
    Amount,
    Applies,
    Award,
    Benchmark,
    Carry,
    Criterion,
    Deduct,
    Full,
    Item,
    LateRatio,
    Manual,
    Open,
    Panel,
    ParamRef,
    Quantity,
    Ratio,
    Rule,
    Share,
    Survey,
    Tiers,
    Timed,
)
from kaoping.schemes.numbers_text import MiswrittenError, parse_duration, parse_number, parse_percent
from kaoping.schemes.section import Section
from kaoping.schemes.yaml_tree import Fields, Items, Scalar, Tree

RULES = (
    "deduct", "award", "share", "ratio", "benchmark", "timed", "panel", "survey", "carry", "full", "manual", "open",
)  # fmt: skip
RULE_KEYS = (*RULES, "below_zero")
NEEDS_ID = (Manual, Panel, Open)


def read_rule(section: Section, leaf: str) -> Rule | None:
    """Return the rule of this leaf, None where it states none; more than one is an error."""
    present = section.present(RULES)
    if not present:
        return None
    if len(present) > 1:
        section.problem(f"一个指标只能有一种计分规则，这里写了{'、'.join(present)}", section.key_place(present[1]))
    if section.has("below_zero") and present[0] != "deduct":
        section.problem("“below_zero”只用于 deduct", section.key_place("below_zero"), code="unknown-key")
    name = present[0]
    if name == "deduct":
        return Deduct(_unique(_items(section, "deduct", leaf)), section.flag("below_zero"))
    if name == "share":
        return _share(section, leaf)
    if name == "open":
        return Open(section.text("open"))
    if name in ("full", "manual"):
        if not section.flag(name):
            section.problem(f"“{name}”应写作“{name}: true”", section.key_place(name))
        return Full() if name == "full" else Manual()
    inner = section.section(name)
    return _mapping_rule(inner, name, leaf) if inner else None


def _mapping_rule(inner: Section, name: str, leaf: str) -> Rule | None:
    readers = {"award": _award, "ratio": _ratio, "benchmark": _benchmark, "timed": _timed}
    readers |= {"panel": _panel, "survey": _survey, "carry": _carry}
    return readers[name](inner, leaf)


# ---- items -------------------------------------------------------------------------------------------------------


def _items(section: Section, key: str, leaf: str, only: str = "") -> tuple[Item, ...]:
    found = []
    for tree in section.list_of(key):
        item = _item(section, tree, leaf)
        if item is None:
            continue
        if only == "if" and item.condition is None:
            section.problem(f"“{item.source}”：分档的每一项应写成“数值 if 条件”", tree.place)
        found.append(item)
    if section.has(key) and not found:
        section.problem(f"“{key}”里没有一项", section.key_place(key))
    return tuple(found)


def _item(section: Section, tree: Tree, leaf: str) -> Item | None:
    if isinstance(tree, Fields):
        return _item_mapping(Section(tree, section.where, section.reading), leaf)
    if not isinstance(tree, Scalar):
        section.problem("这里应是“数值 per 测评值”或“数值 if 条件”", tree.place)
        return None
    parsed = section.scalar(tree, leaf, parse_item)
    if parsed is None:
        return None
    amount, word, expr = parsed
    section.used(expr, tree.place)
    if isinstance(amount.value, ParamRef):
        section.refer("param", amount.value.name, tree.place)
    name = f"{leaf}/{_subject(expr)}"
    if word == "per":
        return Item(name, amount, per=expr, source=tree.text)
    return Item(name, amount, condition=expr, source=tree.text)


def _item_mapping(section: Section, leaf: str) -> Item | None:
    section.only("id", "per", "if", "points", "percent", "cap", "clause")
    per, condition = section.expr("per"), section.expr("if")
    if section.has("per") == section.has("if"):
        section.problem("一项要写“per”（按数量）或“if”（按条件）中的一个")
        return None
    value, percent = section.quantity("points"), section.percent("percent")
    if section.has("points") == section.has("percent"):
        section.problem("一项要写“points”（分值）或“percent”（百分比）中的一个")
        return None
    amount = Amount(value) if value is not None else Amount(percent, True) if percent is not None else None
    expr = per if per is not None else condition
    if amount is None or expr is None:
        return None
    cap_tree = section.get("cap")
    cap = section.scalar(cap_tree, "cap", parse_amount) if cap_tree is not None else None
    if cap and isinstance(cap.value, ParamRef):
        section.refer("param", cap.value.name, section.key_place("cap"))
    name = section.take_id() if section.has("id") else f"{leaf}/{_subject(expr)}"
    source = _as_written(amount, "per" if per is not None else "if", expr)
    return Item(name, amount, per, condition, cap, section.text("clause"), source)


def _as_written(amount: Amount, word: str, expr: Expr) -> str:
    """The one-line form of an item given as a mapping."""
    value = amount.value
    shown = (
        format_number(value) if isinstance(value, Decimal) else f"${value.name}" if isinstance(value, ParamRef) else "…"
    )
    return f"{shown}{'%' if amount.percent else ''} {word} {format_expression(expr)}"


def _subject(expr: Expr) -> str:
    return next((node.name for node in walk(expr) if isinstance(node, Name)), "item")


def _unique(items: tuple[Item, ...]) -> tuple[Item, ...]:
    seen: dict[str, int] = {}
    found = []
    for item in items:
        seen[item.id] = seen.get(item.id, 0) + 1
        found.append(item if seen[item.id] == 1 else replace(item, id=f"{item.id}-{seen[item.id]}"))
    return tuple(found)


# ---- award and share ---------------------------------------------------------------------------------------------


def _award(inner: Section, leaf: str) -> Rule | None:
    inner.only("tiers", "sum", "best")
    present = inner.present(("tiers", "sum", "best"))
    if len(present) != 1:
        inner.problem("award 要写 tiers（先符合者）、sum（累加）、best（取最高）中的一个")
        return None
    mode = present[0]
    if mode != "sum":
        return Award(mode, _unique(_items(inner, mode, leaf, only="if" if mode == "tiers" else "")))
    entries: list[Item | Tiers] = []
    for tree in inner.list_of("sum"):
        if isinstance(tree, Fields) and "tiers" in tree.values:
            tiers = Section(tree, inner.where, inner.reading)
            tiers.only("tiers")
            entries.append(Tiers(_items(tiers, "tiers", leaf, only="if")))
        else:
            item = _item(inner, tree, leaf)
            entries += [item] if item else []
    return Award("sum", _unique_entries(entries))


def _unique_entries(entries: list[Item | Tiers]) -> tuple[Item | Tiers, ...]:
    flat = [item for entry in entries for item in (entry.items if isinstance(entry, Tiers) else (entry,))]
    named: Iterator[Item] = iter(_unique(tuple(flat)))
    return tuple(
        Tiers(tuple(next(named) for _ in entry.items)) if isinstance(entry, Tiers) else next(named) for entry in entries
    )


def _share(section: Section, leaf: str) -> Share:
    criteria: list[Criterion] = []
    taken: dict[str, int] = {}
    for inner in section.sections("share"):
        criterion = _criterion(inner, leaf)
        if criterion is None:
            continue
        taken[criterion.id] = taken.get(criterion.id, 0) + 1
        again = taken[criterion.id]
        criteria.append(criterion if again == 1 else replace(criterion, id=f"{criterion.id}-{again}"))
    return Share(tuple(criteria))


def _criterion(inner: Section, leaf: str) -> Criterion | None:
    inner.only("id", "percent", "title", "of", "if", *RULE_KEYS, "clause", "zero_if", "full_if", "applies_to")
    percent = inner.percent("percent")
    inner.required("percent", "占比")
    inner.required("title", "得分点")
    of, condition, rule = inner.expr("of"), inner.expr("if"), None
    given = inner.present(("of", "if", *RULES))
    if len(given) > 1:
        inner.problem(f"一个得分点只能写 of、if、一种规则或 open 中的一个，这里写了{'、'.join(given)}")
    if not given or given[0] not in ("of", "if"):
        rule = read_rule(inner, leaf) or Manual()
    name = _criterion_id(inner, leaf, rule, of if of is not None else condition)
    if percent is None:
        return None
    return Criterion(
        id=name,
        percent=percent,
        title=inner.text("title"),
        of=of,
        condition=condition,
        rule=rule,
        clause=inner.text("clause"),
        zero_if=inner.exprs("zero_if"),
        full_if=inner.exprs("full_if"),
        applies_to=read_applies(inner, "applies_to"),
    )


def _criterion_id(inner: Section, leaf: str, rule: Rule | None, expr: Expr | None) -> str:
    if inner.has("id"):
        outer = inner.where
        name = inner.take_id()
        inner.where = outer
        return name
    if isinstance(rule, NEEDS_ID):
        inner.problem("由人评分、评审打分或空缺的得分点要写“id”", code="missing")
    return f"{leaf}/{_subject(expr)}" if expr is not None else f"{leaf}/item"


# ---- the other rules ---------------------------------------------------------------------------------------------


def _ratio(inner: Section, leaf: str) -> Rule | None:
    inner.only("of", "target", "over", "due", "taken", "start")
    if inner.has("due") or inner.has("taken"):
        for key in inner.present(("of", "target", "over")):
            inner.problem(f"按期完成的 ratio 不写“{key}”", inner.key_place(key), code="unknown-key")
        due, taken = _needed(inner, "due", "时限"), _needed(inner, "taken", "完成时间")
        return LateRatio(due, taken, inner.expr("start")) if due is not None and taken is not None else None
    of, target = _needed(inner, "of", "测评值"), inner.expr("target")
    if inner.has("start"):
        inner.problem("“start”只与 due、taken 同用", inner.key_place("start"), code="unknown-key")
    if of is None:
        return None
    return Ratio(of, target if target is not None else Number(parse_number("1")), inner.flag("over"))


def _benchmark(inner: Section, leaf: str) -> Rule | None:
    inner.only("of", "within")
    of = _needed(inner, "of", "测评值")
    return None if of is None else Benchmark(of, inner.word("within", ("group", "class"), "group"))


def _timed(inner: Section, leaf: str) -> Rule | None:
    inner.only("of", "only_if", "within")
    of = _needed(inner, "of", "时长")
    inner.required("within", "各时限及得分比例")
    within: list[tuple[Duration, Quantity]] = []
    for text, place, tree in inner.entries("within"):
        percent = inner.quantity_of(tree, f"within.{text}", parse_percent)
        try:
            if percent is not None:
                within.append((parse_duration(text), percent))
        except MiswrittenError as problem:
            inner.problem(f"“within”：{problem}", place)
    return None if of is None else Timed(of, tuple(within), inner.expr("only_if"))


def _panel(inner: Section, leaf: str) -> Rule:
    inner.only("scale", "trim")
    scale = inner.quantity("scale")
    return Panel(parse_number("100") if scale is None else scale, inner.integer("trim", 0))


def _survey(inner: Section, leaf: str) -> Rule | None:
    inner.only("of", "minimum", "responses")
    of = _needed(inner, "of", "社会评价结果")
    return None if of is None else Survey(of, inner.quantity("minimum"), inner.expr("responses"))


def _carry(inner: Section, leaf: str) -> Rule | None:
    inner.only("of", "factor")
    of, factor = _needed(inner, "of", "各期成绩"), inner.fraction("factor")
    inner.required("factor", "系数，如5%")
    return None if of is None or factor is None else Carry(of, factor)


def _needed(inner: Section, key: str, title: str) -> Expr | None:
    return inner.expr(key) if inner.required(key, title) else None


# ---- guards ------------------------------------------------------------------------------------------------------


def read_applies(section: Section, key: str) -> Applies | None:
    """A flat list of names, one name, the units on a checklist, or a condition."""
    tree = section.get(key)
    if tree is None:
        return None
    if isinstance(tree, Fields):
        return _listed(Section(tree, section.where, section.reading))
    if isinstance(tree, Items):
        names = section.texts(key)
        for name in names:
            section.refer("applies", name, tree.place)
        return Applies(names)
    word = isinstance(tree, Scalar) and tree.text.replace("-", "").replace("_", "").isalnum()
    if isinstance(tree, Scalar) and word and tree.text not in section.reading.measures:
        section.refer("applies", tree.text, tree.place)
        return Applies((tree.text,))
    return Applies(condition=section.expr(key))


def _listed(inner: Section) -> Applies:
    """The units that a checklist names."""
    inner.only("checklist")
    inner.required("checklist", "清单编号")
    name = inner.text("checklist")
    inner.refer("checklist", name, inner.place)
    return Applies(tuple(inner.reading.checklists.get(name, ())))
