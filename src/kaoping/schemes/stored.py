"""A scheme as it is kept with results: all of the expanded scheme as JSON data, read back as the same values.

Results are computed again from this, not from the library, so that an upgrade changes nothing that was announced.
Places in files are left out. A dataclass is written as its name and the fields that differ from their defaults.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from typing import Any, get_args

from kaoping.model.errors import StorageError
from kaoping.schemes import measure, model
from kaoping.schemes.expression_parser import parse_expression
from kaoping.schemes.expression_text import format_expression
from kaoping.schemes.expressions import Expr

_EXPRESSIONS = get_args(Expr)
_KINDS: dict[str, Any] = {
    name: kind
    for module in (measure, model)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and is_dataclass(kind) and kind not in _EXPRESSIONS
}
_NUMBER, _EXPRESSION, _MAPPING = "number", "expression", "mapping"


def scheme_to_data(scheme: model.Scheme) -> dict[str, Any]:
    """Return a scheme as JSON data: `is` names what each object is."""
    data = _written(scheme)
    assert isinstance(data, dict)
    return data


def scheme_from_data(data: object) -> model.Scheme:
    """Return the scheme that `scheme_to_data` wrote; raises StorageError where the data is something else."""
    try:
        scheme = _read(data)
    except (KeyError, TypeError, ValueError) as error:
        raise StorageError(
            f"结果中保存的考评方案读不出来（{error}）。请用 kaoping assess 或 score 重新计分。"
        ) from error
    if not isinstance(scheme, model.Scheme):
        raise StorageError("结果中没有保存考评方案。请用原来的命令重新计分。")
    return scheme


def _written(value: object) -> object:
    if isinstance(value, _EXPRESSIONS):
        return {"is": _EXPRESSION, "text": format_expression(value)}
    if is_dataclass(value):
        kept = {each.name: getattr(value, each.name) for each in fields(value) if each.name != "place"}
        defaults = {each.name: _default(each) for each in fields(value)}
        said = {name: _written(item) for name, item in kept.items() if item != defaults[name]}
        return {"is": type(value).__name__, **said}
    if isinstance(value, Mapping):
        return {"is": _MAPPING, "of": {str(key): _written(item) for key, item in value.items()}}
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if isinstance(value, Decimal):
        return {"is": _NUMBER, "text": str(value)}
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(type(value).__name__)


def _default(field: "Field[Any]") -> object:
    """Return a field's default; where there is none, something that no value equals."""
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _read(data: object) -> object:
    if isinstance(data, list):
        return tuple(_read(item) for item in data)
    if not isinstance(data, dict):
        return data
    kind = data["is"]
    if kind == _NUMBER:
        return Decimal(data["text"])
    if kind == _EXPRESSION:
        return parse_expression(data["text"])
    if kind == _MAPPING:
        return {key: _read(item) for key, item in data["of"].items()}
    return _KINDS[kind](**{name: _read(item) for name, item in data.items() if name != "is"})
