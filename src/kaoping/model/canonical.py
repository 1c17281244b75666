"""Canonical text and digests of plain values, so that equal things have equal hashes on every machine."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

_TEXT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))  # dear to make
PLAIN = frozenset({str, int, float, bool, type(None)})  # types of most values; asking for their kind costs much more


def canonical_json(value: object) -> str:
    """Return the one JSON text of a plain value: keys sorted, no blanks, decimals as normalised strings.

    Tuples, lists and sets (sorted) become arrays. Raises TypeError for anything that is not plain data.
    """
    return _TEXT.encode(_plain(value))


def digest(value: object, length: int = 64) -> str:
    """Return the first `length` hex digits of the SHA-256 of the canonical text of `value`."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()[:length]


def _plain(value: object) -> object:
    if type(value) in PLAIN:
        return value
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return value
    raise TypeError(f"not plain data: {type(value).__name__}")


def _decimal_text(value: Decimal) -> str:
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
