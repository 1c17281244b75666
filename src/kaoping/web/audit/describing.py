"""What a row holds, field by field, in a form that the audit log can keep."""

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db.models import Field, Model

SENSITIVE = frozenset({"password", "digest", "email", "phone", "secret"})
"""Fields whose values are never written to the log: only a keyed digest, which tells that they changed."""

Values = dict[str, Any]


def described(row: Model) -> Values:
    """Return the row's own columns by name; a reference is given as its key and label.

    Left out is when the row was made: the entry says it.
    """
    fields = (field for field in row._meta.concrete_fields if not field.primary_key)
    return {field.name: _value(row, field) for field in fields if not getattr(field, "auto_now_add", False)}


def differences(before: Values, after: Values) -> dict[str, list[Any]]:
    """Return field → [before, after] for what is not equal; absent values are None."""
    names = [*before, *(name for name in after if name not in before)]
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}


def _value(row: Model, field: "Field[Any, Any]") -> Any:
    value = getattr(row, field.attname)
    if value in (None, ""):
        return None
    if field.name in SENSITIVE:
        return f"hmac:{keyed_digest(str(value))}"
    if field.is_relation:
        return f"{value}：{getattr(row, field.name)}"
    return value if isinstance(value, bool | int | str) else str(value)


def keyed_digest(text: str) -> str:
    """Return a short digest of a secret or personal value that only this installation can reckon."""
    return hmac.new(str(settings.SECRET_KEY).encode(), text.encode(), hashlib.sha256).hexdigest()[:16]
