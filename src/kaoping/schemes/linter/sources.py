"""Automatic measures name checks that exist and parameters they have; `from:` names provider columns that exist."""

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches

from kaoping.model.catalogue import Catalogue, CheckEntry, ParamSpec, ProviderEntry
from kaoping.schemes.expressions import Duration
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import ByKey, CheckSource, Measure, ParamRef, ProviderSource, Scheme

FINDING_FIELDS = frozenset({"check", "url", "page", "outcome", "site", "fault", "reason"})
WILDCARD = "*"


def source_problems(scheme: Scheme, catalogue: Catalogue) -> Iterator[Report]:
    """Compare every measure's source with the catalogue."""
    for measure in scheme.measures.values():
        if isinstance(measure.source, CheckSource):
            yield from _check(measure, measure.source, scheme, catalogue)
        elif isinstance(measure.source, ProviderSource):
            yield from _provider(measure, measure.source, catalogue)


def _check(measure: Measure, source: CheckSource, scheme: Scheme, catalogue: Catalogue) -> Iterator[Report]:
    entry = catalogue.checks.get(source.check)
    if entry is None:
        yield at(measure, "checks", f"没有检查项“{source.check}”{_hint(source.check, list(catalogue.checks))}")
        return
    if entry.stage == "retired":
        yield at(measure, "checks", f"检查项“{entry.id}”已停用", "warning")
    elif entry.stage == "trial":
        yield at(measure, "checks", f"检查项“{entry.id}”还在试用，其结果须人工确认", "warning")
    specs = {spec.name: spec for spec in entry.params}
    for name, value in source.params:
        if name not in specs:
            yield at(measure, "checks", f"检查项“{entry.id}”没有参数“{name}”{_hint(name, list(specs))}")
        elif not _fits(value, specs[name], scheme):
            yield at(
                measure, "checks", f"检查项“{entry.id}”的参数“{name}”应是{specs[name].type}，不能是“{_shown(value)}”"
            )
    yield from _values(measure, source, entry)


def _values(measure: Measure, source: CheckSource, entry: CheckEntry) -> Iterator[Report]:
    for name, _ in source.where:
        if name not in FINDING_FIELDS and name.removeprefix("values.").split(".")[0] not in entry.values:
            yield at(measure, "checks", f"检查项“{entry.id}”的问题没有“{name}”，where 不会有结果")
    if source.take[1] and source.take[1] not in entry.values:
        yield at(
            measure, "checks", f"检查项“{entry.id}”的问题没有“values.{source.take[1]}”{_hint('', list(entry.values))}"
        )


def _provider(measure: Measure, source: ProviderSource, catalogue: Catalogue) -> Iterator[Report]:
    entry = _find(source.name, catalogue)
    if entry is None:
        yield at(measure, "providers", f"没有数据来源“{source.name}”{_hint(source.name, list(catalogue.providers))}")
        return
    for name, value in source.where:
        if name not in entry.selectors:
            yield at(
                measure, "providers", f"数据来源“{source.name}”不能按“{name}”筛选{_hint('', list(entry.selectors))}"
            )
        elif entry.selectors[name] and str(value) not in entry.selectors[name]:
            yield at(measure, "providers", f"“{name}”不能是“{value}”{_hint('', list(entry.selectors[name]))}")
    # a count is a number, and a family such as ledger.* holds either
    same = measure.kind == entry.kind or {measure.kind, entry.kind} == {"number", "count"}
    if not same and not entry.name.endswith(WILDCARD):
        message = f"数据来源“{source.name}”是{entry.kind}，请写“kind: {entry.kind}”（现为{measure.kind}）"
        yield at(measure, "providers", message, "warning")


def _find(name: str, catalogue: Catalogue) -> ProviderEntry | None:
    """The provider column, or the family (`ledger.*`) it belongs to."""
    return catalogue.providers.get(name) or catalogue.providers.get(f"{name.split('.', 1)[0]}.{WILDCARD}")


def _fits(value: object, spec: ParamSpec, scheme: Scheme) -> bool:
    """Whether a value (or the parameter it refers to) is of the type that a check declares."""
    if isinstance(value, ParamRef):
        if value.name not in scheme.parameters:
            return True  # told where names are checked
        inner = scheme.parameters[value.name].value
        if isinstance(inner, ByKey):
            return all(_fits(item, spec, scheme) for _, item in inner.items)
        return _fits(inner, spec, scheme)
    if spec.type == "int":
        return not isinstance(value, bool) and isinstance(value, int | Decimal) and value == int(value)
    if spec.type == "number":
        return not isinstance(value, bool) and isinstance(value, int | Decimal)
    if spec.type == "bool":
        return isinstance(value, bool)
    if spec.type == "strs":
        items = value if isinstance(value, tuple) else (value,)
        return all(isinstance(item, str) for item in items)
    return isinstance(value, str | Duration)


def _shown(value: object) -> str:
    return f"${value.name}" if isinstance(value, ParamRef) else str(value)


def _hint(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1) if name else []
    if close:
        return f"，是否想写“{close[0]}”"
    return f"，可用：{'、'.join(known)}" if known else ""
