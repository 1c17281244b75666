"""A field in which one of thousands of rows is found by typing part of its name or code."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SUGGESTED = 20
_WRITTEN = re.compile(r"^(?P<name>.*)（(?P<code>[^（）]+)）$")


def written(row: Model) -> str:
    """Return how a row with `name` and `code` stands in the field: 名称（编号）."""
    return f"{row.name}（{row.code}）"  # type: ignore[attr-defined]


def matching(rows: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    """Return the rows whose name or code holds what was typed so far, at most SUGGESTED."""
    found = _WRITTEN.match(text.strip())
    words = found["code"] if found else text.strip()
    return rows.filter(Q(name__icontains=words) | Q(code__istartswith=words))[:SUGGESTED]


class LookupWidget(forms.TextInput):
    """A text field whose suggestions are fetched while one types."""

    template_name = "pages/lookup.html"

    def __init__(self, view: str) -> None:
        super().__init__({"autocomplete": "off"})
        self.view = view

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add where the suggestions come from."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["source"] = reverse(self.view)
        return context


class LookupField(forms.Field):
    """Takes 名称（编号）, a code, or a name that only one row has; gives the row, of `rows` only."""

    default_error_messages = {
        "unknown": _("找不到“%(text)s”；请输入名称或编号后从提示中选择。"),
        "several": _("有多个“%(text)s”；请从提示中选择带编号的一项。"),
    }

    def __init__(self, rows: "QuerySet[Any]", view: str, **options: Any) -> None:
        super().__init__(widget=LookupWidget(view), **options)
        self.rows = rows

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the field for a row, its key, or text that did not fit."""
        if isinstance(value, Model):
            return written(value)
        if isinstance(value, int):
            row = self.rows.model._default_manager.filter(pk=value).first()
            return written(row) if row else ""
        return value

    def to_python(self, value: Any) -> Any:
        """Return the row meant. Raises ValidationError when there is none or more than one."""
        text = str(value or "").strip()
        if not text:
            return None
        found = _WRITTEN.match(text)
        if found:
            rows = list(self.rows.filter(code=found["code"])[:2])
        else:
            rows = list(self.rows.filter(Q(code=text) | Q(name=text))[:2])
        if len(rows) != 1:
            code = "several" if rows else "unknown"
            raise ValidationError(self.error_messages[code], code=code, params={"text": text})
        return rows[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether another row is meant than the one shown."""
        try:
            shown = self.to_python(self.prepare_value(initial) if not isinstance(initial, str) else initial)
            return bool(shown != self.to_python(data))
        except ValidationError:
            return True
