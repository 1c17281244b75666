"""Reads parameters, samples, checklists and measures: everything a rule may name."""

import re
from decimal import Decimal

from kaoping.schemes.expression_parser import RESERVED
from kaoping.schemes.expressions import Duration
from kaoping.schemes.model import (
    AskSource,
    CheckSource,
    ImportSource,
    LedgerSource,
    Measure,
    Parameter,
    ParamRef,
    Place,
    ProviderSource,
    Quantity,
    Sample,
    Source,
)
from kaoping.schemes.numbers_text import (
    MiswrittenError,
    is_duration,
    looks_numeric,
    parse_duration,
    parse_fraction,
)
from kaoping.schemes.section import MEASURE_NAME, Section, plain_value
from kaoping.schemes.yaml_tree import Fields, Items, Scalar, Tree

SOURCES = ("check", "ask", "from", "import", "ledger")
KINDS = ("count", "bool", "number", "share", "date", "duration", "list")
METHODS = ("自动检测", "网络测评", "模拟测试", "电话测评", "专家测评", "实地考核", "材料审查", "现场评审", "社会评价")
MEASURE_KEYS = (
    *SOURCES, "title", "kind", "method", "with", "where", "take", "by", "count", "when", "window", "sites", "combine",
    "sample", "each", "excluding", "clause", "note",
)  # fmt: skip
PARAMETER_KEYS = ("value", "clause", "certainty", "note", "at_least", "at_most")
SAMPLE_KEYS = ("id", "of", "n", "every", "from", "bodies", "combine", "if_none", "clause")
_TAKE = re.compile(r"(count|any|share)|(sum|max|min)\(values\.([a-z_]+)\)")
OTHERS = "others"


def read_parameters(top: Section) -> dict[str, Parameter]:
    """`parameters:` a value, or a mapping with `value`, its clause, certainty, note and bounds."""
    found = {}
    for name, place, tree in top.entries("parameters"):
        _check_name(top, name, place, "参数")
        if isinstance(tree, Fields):
            section = Section(tree, name, top.reading)
            section.only(*PARAMETER_KEYS)
            if not section.required("value", "参数的值"):
                continue
            inner, clause = tree.values["value"], section.text("clause")
            value = _parameter_value(section, inner)
            certainty, note = section.text("certainty"), section.text("note")
            found[name] = Parameter(name, value, clause, certainty, note, *_bounds(section), place)
        else:
            value = _parameter_value(Section(top.tree, name, top.reading), tree)
            found[name] = Parameter(name, value, place=place)
    return found


def _bounds(section: Section) -> tuple[Decimal | None, Decimal | None]:
    at_least, at_most = (
        None if (tree := section.get(key)) is None else section.scalar(tree, key, parse_fraction)
        for key in ("at_least", "at_most")
    )
    return at_least, at_most


def _parameter_value(section: Section, tree: Tree) -> Quantity | Duration | tuple[str, ...] | str | bool:
    if isinstance(tree, Items):
        return tuple(item.text for item in section._scalars(tree, "value"))
    if isinstance(tree, Fields):
        return section.quantity_of(tree, "value") or Decimal(0)
    text = tree.text
    if tree.quoted:
        return text
    if text in ("true", "false"):
        return text == "true"
    if is_duration(text):
        return parse_duration(text)
    if looks_numeric(text):
        return section.scalar(tree, "value", parse_fraction) or Decimal(0)
    return text


def read_samples(top: Section) -> dict[str, Sample]:
    found = {}
    for name, _, tree in top.entries("samples"):
        if isinstance(tree, Fields):
            found[name] = read_sample(Section(tree, name, top.reading), name)
        else:
            top.problem(f"抽样“{name}”应是映射，如{{of: service_guides, n: 5}}", tree.place)
    return found


def read_sample(section: Section, name: str) -> Sample:
    """`{of, n, every, from, bodies, combine, if_none}`."""
    section.only(*SAMPLE_KEYS)
    section.required("of", "抽什么")
    if not section.has("n") and not section.has("every"):
        section.problem("抽样要写“n”（抽几个）或“every”（每期抽几个）", code="missing")
    every = []
    for period, place, tree in section.entries("every"):
        amount = section.quantity_of(tree, f"every.{period}")
        if period not in ("month", "quarter", "year"):
            section.problem(f"“every”的周期不能是“{period}”，可用：month、quarter、year", place)
        elif amount is not None:
            every.append((period, amount))
    return Sample(
        id=section.text("id", name),
        of=section.text("of"),
        n=section.quantity("n"),
        every=tuple(every),
        from_=section.word("from", ("self", "subordinates", "both"), "self"),
        bodies=section.text("bodies"),
        combine=section.word("combine", ("mean", "sum", "min"), "sum"),
        if_none=section.word("if_none", ("full", "zero", "not_applicable"), "not_applicable"),
        clause=section.text("clause"),
        place=section.place,
    )


def read_checklists(top: Section) -> tuple[dict[str, dict[str, tuple[str, ...]]], dict[str, str]]:
    """`checklists: {ID: {clause, units: {UNIT: [items]}}}`; the second mapping holds the clauses."""
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    clauses: dict[str, str] = {}
    for name, _, tree in top.entries("checklists"):
        if not isinstance(tree, Fields):
            top.problem(f"清单“{name}”应是映射，如{{clause: …, units: {{单位: [事项]}}}}", tree.place)
            continue
        section = Section(tree, name, top.reading)
        section.only("clause", "units")
        clauses[name] = section.text("clause")
        units = section.section("units")
        lists[name] = {unit: units.texts(unit) for unit in units.tree.values} if units else {}
    return lists, clauses


def read_measures(top: Section, samples: dict[str, Sample]) -> dict[str, Measure]:
    """`measures:` by name; `excluding: others` is left as written and resolved when the parts are known."""
    found = {}
    for name, place, tree in top.entries("measures"):
        _check_name(top, name, place, "测评值")
        if isinstance(tree, Fields):
            measure = _read_measure(Section(tree, name, top.reading), name, samples)
            if measure:
                found[name] = measure
        else:
            top.problem(f"测评值“{name}”应是映射，如{{check: dead-link}}或{{ask: 问题, kind: count}}", tree.place)
    return found


def _read_measure(section: Section, name: str, samples: dict[str, Sample]) -> Measure | None:
    section.only(*MEASURE_KEYS)
    present = section.present(SOURCES)
    if len(present) != 1:
        said = f"同时写了{'、'.join(present)}" if present else "没有写来源"
        section.problem(f"测评值{said}：应写 check、ask、from、import、ledger 中的一个")
        return None
    source = _source(section, present[0])
    for reference in section.texts("excluding"):
        if reference != OTHERS:
            section.refer("measure", reference, section.key_place("excluding"))
    if section.has("each"):
        section.refer("checklist", section.text("each"), section.key_place("each"))
    return Measure(
        name=name,
        title=section.text("title", _default_title(source, name)),
        kind=section.word("kind", KINDS, _default_kind(source, section)),
        source=source,
        by=section.word("by", ("", "month", "quarter", "year"), ""),
        count=section.word("count", ("faults", "items"), "faults"),
        when=section.word("when", ("point", "period"), "point"),
        window=section.duration("window"),
        sites=section.word("sites", ("main", "own", "subtree"), "main"),
        combine=section.word("combine", ("sum", "max", "any"), "sum"),
        sample=_measure_sample(section, name, samples),
        each=section.text("each"),
        excluding=section.texts("excluding"),
        clause=section.text("clause"),
        place=section.place,
    )


def _source(section: Section, kind: str) -> Source:
    text = section.text(kind)
    if not text:
        section.problem(f"“{kind}”不能为空", section.key_place(kind))
    allowed = {"check": ("with", "where", "take"), "ask": ("method",), "from": ("where",)}.get(kind, ())
    for key in section.present(("with", "where", "take", "method")):
        if key not in allowed:
            section.problem(f"“{key}”不能与“{kind}”同用", section.key_place(key), code="unknown-key")
    if kind == "check":
        return CheckSource(text, _plain_pairs(section, "with"), _plain_pairs(section, "where"), _take(section))
    if kind == "ask":
        return AskSource(text, read_methods(section))
    if kind == "from":
        return ProviderSource(text, _plain_pairs(section, "where"))
    return ImportSource(text) if kind == "import" else LedgerSource(text)


def read_methods(section: Section) -> tuple[str, ...]:
    methods = section.texts("method")
    for method in methods:
        if method not in METHODS:
            section.problem(f"测评方式没有“{method}”，可用：{'、'.join(METHODS)}", section.key_place("method"))
    return methods


def _take(section: Section) -> tuple[str, str]:
    text = section.text("take", "count")
    match = _TAKE.fullmatch(text.replace(" ", ""))
    if not match:
        section.problem(
            f"“take”不能是“{text}”，可用：count、any、share、sum(values.x)、max(values.x)、min(values.x)",
            section.key_place("take"),
        )
        return ("count", "")
    return (match[1], "") if match[1] else (match[2], match[3])


def _plain_pairs(section: Section, key: str) -> tuple[tuple[str, object], ...]:
    found = []
    for name, _, tree in section.entries(key):
        try:
            found.append((name, _plain(section, tree)))
        except MiswrittenError as problem:
            section.problem(f"“{key}.{name}”：{problem}", tree.place)
    return tuple(found)


def _plain(section: Section, tree: Tree) -> object:
    if isinstance(tree, Items):
        return tuple(_plain(section, item) for item in tree.items)
    if isinstance(tree, Fields):
        raise MiswrittenError("应是一个值或列表，不是映射")
    if tree.text.startswith("$") and not tree.quoted:
        section.refer("param", tree.text[1:], tree.place)
        return ParamRef(tree.text[1:])
    return plain_value(tree)


def _measure_sample(section: Section, name: str, samples: dict[str, Sample]) -> Sample | None:
    tree = section.get("sample")
    if isinstance(tree, Fields):
        return read_sample(Section(tree, name, section.reading), name)
    if not isinstance(tree, Scalar):
        return None
    if tree.text not in samples:
        section.reading.undeclared(f"没有声明抽样“{tree.text}”", tree.text, tree.place, section.where)
    section.refer("sample", tree.text, tree.place)
    return samples.get(tree.text)


def _default_title(source: Source, name: str) -> str:
    if isinstance(source, AskSource):
        return source.question
    return source.title if isinstance(source, ImportSource) else name


def _default_kind(source: Source, section: Section) -> str:
    if section.has("each"):
        return "share"
    if isinstance(source, CheckSource):
        return {"count": "count", "any": "bool", "share": "share"}.get(source.take[0], "number")
    return "number"


def _check_name(top: Section, name: str, place: Place, title: str) -> None:
    if not MEASURE_NAME.fullmatch(name):
        top.reading.problems.add(place, f"{title}的名称“{name}”只能用小写字母、数字和下划线", where=name, code="name")
    elif name in RESERVED:
        top.reading.problems.add(place, f"{title}不能叫“{name}”：这是表达式的保留词", where=name, code="name")
