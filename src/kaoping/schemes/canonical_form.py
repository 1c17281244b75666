"""The canonical form of an expanded scheme: plain data without places or layout, whose digest names the edition."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from kaoping.model.canonical import digest
from kaoping.schemes.expression_text import format_expression
from kaoping.schemes.expressions import (
    Binary,
    Call,
    Duration,
    Label,
    Name,
    Number,
    Param,
    Points,
    Special,
    Tag,
    Unary,
)
from kaoping.schemes.model import Scheme

_EXPRESSIONS = (Number, Duration, Name, Param, Special, Label, Tag, Points, Unary, Binary, Call)
_LAYOUT = frozenset({"place", "source_text", "digest", "lineage"})


def canonical(scheme: Scheme) -> dict[str, Any]:
    """Return plain data equal for schemes that mean the same, whatever their spacing, comments or file names."""
    plain = _plain(scheme)
    assert isinstance(plain, dict)
    return plain


def scheme_digest(scheme: Scheme) -> str:
    """Return the SHA-256 of the canonical form (`sha256:` and 64 hex digits)."""
    return f"sha256:{digest(canonical(scheme))}"


def canonical_value(value: object) -> object:
    """Return the canonical form of a piece of a scheme: expressions as text, numbers as Decimal, no places."""
    return _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, _EXPRESSIONS):
        return format_expression(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _dataclass(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | Decimal):
        return value
    raise TypeError(type(value).__name__)


def _dataclass(value: Any) -> dict[str, object]:
    plain: dict[str, object] = {"is": type(value).__name__}
    for field in fields(value):
        item = getattr(value, field.name)
        # Item.source and the written form of an expression are layout; Measure.source is meaning
        skipped = field.name in _LAYOUT or (field.name == "source" and isinstance(item, str))
        if not skipped and not _empty(item):
            plain[field.name] = _plain(item)
    return plain


def _empty(item: object) -> bool:
    return item is None or item is False or item in ("", ()) or (isinstance(item, Mapping) and not item)
