"""Reads the top of a scheme file into a draft: everything but what has to come from other schemes."""

from dataclasses import dataclass
from decimal import Decimal

from kaoping.schemes.model import (
    Adjustment,
    Conversion,
    Grade,
    Measure,
    Parameter,
    Rounding,
    Sample,
    Total,
    Veto,
)
from kaoping.schemes.read_measures import read_checklists, read_measures, read_parameters, read_samples
from kaoping.schemes.read_nodes import Inherited
from kaoping.schemes.read_parts import RawPart, VetoUse, read_adjustments, read_parts, read_vetoes
from kaoping.schemes.section import Section
from kaoping.schemes.unit_lists import read_unit_lists
from kaoping.schemes.yaml_tree import Fields

TOP_KEYS = (
    "id", "title", "edition", "note", "basis", "extends", "groups", "classes", "units", "tags", "bodies", "site_types",
    "parameters", "samples", "checklists", "measures", "parts", "vetoes", "adjust", "total", "rank", "grades",
    "no_site", "convert",
)  # fmt: skip
CONVERT_KEYS = ("from", "to", "title", "clause")
BASIS_KEYS = ("document", "issued", "by", "url", "clause", "note")


@dataclass(frozen=True, slots=True)
class Draft:
    """A scheme file as read, before vetoes are imported and names are checked."""

    id: str
    title: str
    edition: str
    note: str
    basis: dict[str, str]
    words: dict[str, dict[str, str]]  # groups, tags, bodies, site_types
    classes: dict[str, tuple[str, str]]
    units: dict[str, tuple[str, ...]]
    unit_clauses: dict[str, str]
    parameters: dict[str, Parameter]
    samples: dict[str, Sample]
    checklists: dict[str, dict[str, tuple[str, ...]]]
    checklist_clauses: dict[str, str]
    measures: dict[str, Measure]
    parts: list[RawPart]
    vetoes: tuple[Veto | VetoUse, ...]
    adjust: tuple[Adjustment, ...]
    total: Total
    rank_by: str
    grades: tuple[Grade, ...]
    no_site: str
    convert: tuple[Conversion, ...]


def read_draft(top: Section) -> Draft:
    """Read all sections of a scheme; problems are collected in the section's reading."""
    top.only(*TOP_KEYS)
    name = top.text("id")
    for key, title in (("id", "编号"), ("title", "名称"), ("groups", "考评对象分类"), ("parts", "考评部分")):
        top.required(key, title)
    samples = read_samples(top)
    measures = read_measures(top, samples)
    top.reading.measures = frozenset(measures)
    checklists, clauses = read_checklists(top)
    top.reading.checklists = checklists
    units, unit_clauses = read_unit_lists(top)
    basis = _basis(top)
    return Draft(
        id=name,
        title=top.text("title"),
        edition=top.text("edition", basis.get("issued", "")),
        note=top.text("note"),
        basis=basis,
        words={key: _words(top, key) for key in ("groups", "tags", "bodies", "site_types")},
        classes=_classes(top),
        units=units,
        unit_clauses=unit_clauses,
        parameters=read_parameters(top),
        samples=samples,
        checklists=checklists,
        checklist_clauses=clauses,
        measures=measures,
        parts=read_parts(top),
        vetoes=read_vetoes(top, ""),
        adjust=read_adjustments(top, Inherited()),
        total=_total(top),
        rank_by=_rank(top),
        grades=_grades(top),
        no_site=top.word("no_site", ("", "fail", "exclude", "list"), ""),
        convert=_conversions(top),
    )


def _basis(top: Section) -> dict[str, str]:
    inner = top.section("basis")
    if inner is None:
        return {}
    inner.only(*BASIS_KEYS)
    return {key: inner.text(key) for key in inner.tree.values}


def _words(top: Section, key: str) -> dict[str, str]:
    inner = top.section(key)
    return {name: inner.text(name) for name in inner.tree.values} if inner else {}


def _classes(top: Section) -> dict[str, tuple[str, str]]:
    found = {}
    for name, _, tree in top.entries("classes"):
        if not isinstance(tree, Fields):
            top.problem(f"类别“{name}”应是映射，如{{of: county, title: 县区}}", tree.place)
            continue
        inner = Section(tree, name, top.reading)
        inner.only("of", "title")
        inner.required("of", "所属分类")
        inner.refer("group", inner.text("of"), inner.place)
        found[name] = (inner.text("of"), inner.text("title", name))
    return found


def _total(top: Section) -> Total:
    inner = top.section("total")
    if inner is None:
        return Total("sum")
    inner.only("combine", "subtract", "ceiling", "floor", "round")
    inner.required("combine", "合成方式：weighted、sum、deductions")
    for name in inner.texts("subtract"):
        inner.refer("measure", name, inner.key_place("subtract"))
    rounding = inner.section("round")
    floor = inner.quantity("floor") if inner.has("floor") and inner.text_or_none("floor") != "none" else None
    return Total(
        combine=inner.word("combine", ("weighted", "sum", "deductions"), "sum"),
        subtract=inner.texts("subtract"),
        ceiling=inner.quantity("ceiling"),
        floor=floor if inner.has("floor") else Decimal(0),
        round=_rounding(rounding) if rounding else Rounding(),
    )


def _rounding(inner: Section) -> Rounding:
    inner.only("places", "mode")
    places = inner.integer("places", 2)
    if not 0 <= places <= 6:
        inner.problem("“places”（小数位数）应在0到6之间", inner.key_place("places"))
    return Rounding(places, inner.word("mode", ("half_up", "truncate"), "half_up"))


def _rank(top: Section) -> str:
    inner = top.section("rank")
    if inner is None:
        return "points"
    inner.only("by")
    return inner.word("by", ("points", "rate"), "points")


def _grades(top: Section) -> tuple[Grade, ...]:
    found = []
    for inner in top.sections("grades"):
        inner.only("title", "from")
        inner.required("title", "等次")
        inner.required("from", "起始分数")
        start = inner.quantity("from")
        if start is not None:
            found.append(Grade(inner.text("title"), start, inner.place))
    return tuple(found)


def _conversions(top: Section) -> tuple[Conversion, ...]:
    found = []
    for inner in top.sections("convert"):
        inner.only(*CONVERT_KEYS)
        inner.required("from", "折合什么：total、部分或指标的编号")
        inner.required("to", "折合为多少分")
        source = inner.text("from")
        inner.refer("convert", source, inner.key_place("from"))
        to = inner.points("to")
        if to is not None:
            found.append(Conversion(source, to, inner.text("title", source), inner.text("clause"), inner.place))
    return tuple(found)
