"""Parameters of checks: what a scheme hands over for one unit, and when two sets of parameters are the same."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from kaoping.measures.questions import concerns, reading_scopes
from kaoping.model.canonical import canonical_json
from kaoping.model.catalogue import Catalogue, CheckEntry, ParamSpec
from kaoping.model.errors import InputError, SchemeError
from kaoping.model.findings import Plain
from kaoping.model.roster import RosterUnit
from kaoping.schemes.expressions import Duration
from kaoping.schemes.model import ByKey, CheckSource, Measure, ParamRef, Scheme
from kaoping.schemes.quantities import resolve

Pair = tuple[str, str]  # check id, identity of its full parameters


class CheckParameters:
    """The parameters that a scheme's check measures have for each unit."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._scopes = reading_scopes(scheme)

    def concern(self, measure: str, unit: RosterUnit) -> bool:
        """Tell whether anything that reads the measure applies to `unit`."""
        return concerns(self._scopes.get(measure, ()), unit)

    def of(self, measure: Measure, entry: CheckEntry, unit: RosterUnit) -> dict[str, Plain] | None:
        """Return the full parameters of `measure` for `unit`.

        None where the scheme gives no number for a unit that nothing that reads the measure applies to. Raises
        SchemeError where it gives none although something does.
        """
        assert isinstance(measure.source, CheckSource)
        try:
            return resolve_params(measure.source.params, entry, unit, self.scheme)
        except SchemeError:
            if self.concern(measure.name, unit):
                raise
            return None


def resolve_params(
    given: Sequence[tuple[str, object]], entry: CheckEntry, unit: RosterUnit, scheme: Scheme
) -> dict[str, Plain]:
    """Return the full parameters of a check for `unit`: the scheme's where given, else the check's defaults.

    Durations become text (`14d`), lists tuples. Raises InputError for a `$name` the scheme does not declare or a value
    that is not of the declared type.
    """
    values = {name: plain_value(value, unit, scheme) for name, value in given}
    params: dict[str, Plain] = {
        spec.name: _typed(values[spec.name], spec, entry) if spec.name in values else spec.default
        for spec in entry.params
    }
    return params


def plain_value(value: object, unit: RosterUnit, scheme: Scheme) -> Plain:
    """Return a value of `with` or `where` as plain data for `unit`: parameters looked up, durations as text."""
    if isinstance(value, ParamRef):
        if value.name not in scheme.parameters:
            raise InputError(f"考评方案 {scheme.id} 没有声明参数 ${value.name}；请在 parameters 中声明。")
        return plain_value(scheme.parameters[value.name].value, unit, scheme)
    if isinstance(value, ByKey):
        return resolve(value, unit, scheme)
    if isinstance(value, Duration):
        return duration_text(value)
    if isinstance(value, tuple | list):
        return tuple(plain_value(item, unit, scheme) for item in value)
    if value is None or isinstance(value, str | int | float | bool | Decimal | date):
        return value
    raise InputError(f"考评方案 {scheme.id} 的检查参数不是普通值：{value!r}。")


def duration_text(duration: Duration) -> str:
    """Return a duration as it is written in a scheme: `14d`, `1wd`, `2mo`."""
    amount = format(duration.amount.normalize(), "f")
    return f"{amount}{duration.unit}"


def full_params(params: Mapping[str, Plain], entry: CheckEntry | None) -> dict[str, Plain]:
    """Return `params` with the check's defaults filled in, as findings may carry only what was set."""
    defaults = {spec.name: spec.default for spec in entry.params} if entry else {}
    return {**defaults, **params}


def params_key(params: Mapping[str, Plain]) -> str:
    """Return the identity of a set of parameters: 14, 14.0 and Decimal("14") are the same number."""
    return canonical_json({name: _unified(value) for name, value in params.items()})


def pair_of(check: str, params: Mapping[str, Plain], catalogue: Catalogue) -> Pair:
    """Return the identity of a check with these parameters, whether or not they name its defaults."""
    return check, params_key(full_params(params, catalogue.checks.get(check)))


def _typed(value: Plain, spec: ParamSpec, entry: CheckEntry) -> Plain:
    converted = _converted(value, spec, entry)
    # the default's own form is kept, so that naming the default explicitly does not change a finding's identity
    same = canonical_json(_unified(converted)) == canonical_json(_unified(spec.default))
    return spec.default if same else converted


def _converted(value: Plain, spec: ParamSpec, entry: CheckEntry) -> Plain:
    if spec.type == "int" and isinstance(value, int | Decimal | float) and not isinstance(value, bool):
        if value == int(value):
            return int(value)
    elif spec.type == "number" and isinstance(value, int | Decimal | float) and not isinstance(value, bool):
        return Decimal(str(value))
    elif spec.type == "strs":
        items = (value,) if isinstance(value, str) else value
        if isinstance(items, Sequence) and all(isinstance(item, str) for item in items):
            return tuple(items)
    elif _is_instance(value, spec.type):
        return value
    raise InputError(f"检查项 {entry.id} 的参数 {spec.name} 应为 {spec.type}，方案给的是 {value!r}；请改正方案。")


def _is_instance(value: Plain, kind: str) -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "date":
        return isinstance(value, date)
    return kind in {"str", "duration"} and isinstance(value, str)


def _unified(value: Plain) -> object:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).normalize()
    if isinstance(value, Mapping):
        return {name: _unified(item) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_unified(item) for item in value]
    return value
