"""`use: SCHEME/PART` brings in another scheme's vetoes with the measures, parameters and tags they read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kaoping.schemes.expression_parser import walk
from kaoping.schemes.expressions import Binary, Call, Expr, Name, Param, Tag, Unary
from kaoping.schemes.model import (
    ByKey,
    CheckSource,
    Measure,
    Parameter,
    ParamRef,
    Quantity,
    Sample,
    Scheme,
    Veto,
)
from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.read_parts import VetoUse


@dataclass(slots=True)
class Belongings:
    """What a scheme declares itself and has imported so far; imports are added in place."""

    measures: dict[str, Measure]
    parameters: dict[str, Parameter]
    samples: dict[str, Sample]
    tags: dict[str, str]


def import_vetoes(
    use: VetoUse, load: Callable[[str], Scheme | None], own: Belongings, problems: ProblemList
) -> tuple[Veto, ...]:
    """Return the vetoes of the part that `use` names, as vetoes of this scheme."""
    reference, _, part_id = use.target.rpartition("/")
    if not reference:
        problems.add(use.place, f"“use: {use.target}”应写成“方案编号/部分编号”", where=use.id)
        return ()
    source = load(reference)
    if source is None:
        return ()
    part = next((part for part in source.parts if part.id == part_id), None)
    if part is None or not part.vetoes:
        ids = "、".join(part.id for part in source.parts if part.vetoes)
        said = "没有单项否决" if part else f"没有部分“{part_id}”"
        problems.add(use.place, f"方案“{source.id}”{said}，有单项否决的部分：{ids or '无'}", where=use.id)
        return ()
    names = _Names(source, own, use.sites)
    names.collect(part.vetoes)
    return tuple(_imported(veto, use, names) for veto in part.vetoes)


def _imported(veto: Veto, use: VetoUse, names: "_Names") -> Veto:
    return replace(
        veto,
        id=f"{use.id}-{veto.id}",
        condition=names.expr(veto.condition),
        then=use.then or veto.then,
        clause="\uff1b".join(filter(None, (use.clause, veto.clause))),
        place=use.place,
    )


class _Names:
    """What is imported, and under which names: prefixed where this scheme has something else of that name."""

    def __init__(self, source: Scheme, own: Belongings, sites: str) -> None:
        self.source = source
        self.own = own
        self.sites = sites
        self.prefix = source.id.replace("-", "_")
        self.measures: dict[str, str] = {}
        self.parameters: dict[str, str] = {}
        self.samples: dict[str, str] = {}

    def collect(self, vetoes: Iterable[Veto]) -> None:
        for veto in vetoes:
            self._collect_expr(veto.condition)
            for consequence in veto.then:
                if consequence.value is not None:
                    self._quantity(consequence.value)

    def expr(self, expr: Expr) -> Expr:
        """The same expression with the names used here."""
        match expr:
            case Name(name):
                return Name(self.measures.get(name, name))
            case Param(name):
                return Param(self.parameters.get(name, name))
            case Unary(op, operand):
                return Unary(op, self.expr(operand))
            case Binary(op, left, right):
                return Binary(op, self.expr(left), self.expr(right))
            case Call(function, arguments):
                return Call(function, tuple(self.expr(argument) for argument in arguments))
            case _:
                return expr

    def _collect_expr(self, expr: Expr) -> None:
        for node in walk(expr):
            if isinstance(node, Name):
                self._measure(node.name)
            elif isinstance(node, Param):
                self._parameter(node.name)
            elif isinstance(node, Tag) and node.name in self.source.tags:
                self.own.tags.setdefault(node.name, self.source.tags[node.name])

    def _measure(self, name: str) -> None:
        measure = self.source.measures.get(name)
        if measure is None or name in self.measures:
            return
        self.measures[name] = name  # guards against excluding each other; replaced below
        for other in measure.excluding:
            self._measure(other)
        moved = self._moved(measure)
        final = self._free(name, moved, self.own.measures)
        self.measures[name] = final
        self.own.measures[final] = replace(moved, name=final)

    def _moved(self, measure: Measure) -> Measure:
        source, sample = measure.source, measure.sample
        moved = replace(
            measure,
            excluding=tuple(self.measures.get(name, name) for name in measure.excluding),
            sample=self._sample(sample) if sample else None,
        )
        if not isinstance(source, CheckSource):
            return moved
        source = replace(source, params=self._pairs(source.params), where=self._pairs(source.where))
        moved = replace(moved, source=source)
        if measure.sites != "main" or self.sites == "main":
            return moved
        # a veto judges one site at a time: over several sites the worst one decides, faults are not added together
        return replace(moved, sites=self.sites, combine="any" if measure.kind == "bool" else "max")

    def _pairs(self, pairs: tuple[tuple[str, object], ...]) -> tuple[tuple[str, object], ...]:
        return tuple((key, self._value(value)) for key, value in pairs)

    def _value(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(self._value(item) for item in value)
        return self._quantity(value) if isinstance(value, ParamRef) else value

    def _sample(self, sample: Sample) -> Sample:
        every = tuple((key, self._quantity(n)) for key, n in sample.every)
        moved = replace(sample, n=None if sample.n is None else self._quantity(sample.n), every=every)
        if sample.id not in self.source.samples:
            return moved
        final = self.samples.get(sample.id) or self._free(sample.id, moved, self.own.samples)
        self.samples[sample.id] = final
        self.own.samples[final] = replace(moved, id=final)
        return self.own.samples[final]

    def _quantity(self, value: Quantity) -> Quantity:
        if isinstance(value, ParamRef):
            return ParamRef(self._parameter(value.name))
        if isinstance(value, ByKey):
            return ByKey(tuple((key, self._quantity(item)) for key, item in value.items))
        return value

    def _parameter(self, name: str) -> str:
        parameter = self.source.parameters.get(name)
        if parameter is None:
            return name
        if name not in self.parameters:
            final = self._free(name, parameter, self.own.parameters)
            self.parameters[name] = final
            self.own.parameters[final] = replace(parameter, name=final)
        return self.parameters[name]

    def _free(self, name: str, wanted: object, taken: Mapping[str, object]) -> str:
        """`name` where nothing else has it, else with the source scheme's id before it."""
        while name in taken and not _same(taken[name], wanted):
            name = f"{self.prefix}_{name}"
        return name


def _same(left: object, right: object) -> bool:
    if isinstance(left, Measure) and isinstance(right, Measure):
        return replace(left, place=None, name="") == replace(right, place=None, name="")
    return left == right
