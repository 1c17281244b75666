"""Forms of a page: where they send to and what they ask for."""

from typing import Any

import msgspec

from kaoping.facts.view import PageView

MAX_FORMS = 20
MAX_FIELDS = 40
_FIELDS = "input, textarea, select"
_ROWS = ("table", "tbody", "tr")


class Form(msgspec.Struct, frozen=True):
    """One form: its action as written, method, names of its fields, and whether it takes a longer text."""

    action: str
    method: str
    fields: tuple[str, ...]
    long_text: bool
    password: bool


def extract(page: PageView) -> list[Form] | None:
    """Return the page's forms, or None."""
    if not page.count("form"):
        return None
    forms = []
    for node in page.parts.get("form", ())[:MAX_FORMS]:
        attributes = node.attributes
        inputs = _inputs(node)
        forms.append(
            Form(
                action=(attributes.get("action") or "")[:200],
                method=(attributes.get("method") or "get").lower()[:10],
                fields=tuple(
                    (field.attributes.get("name") or field.attributes.get("id") or "")[:40] for field in inputs
                ),
                long_text=any(field.tag == "textarea" for field in inputs),
                password=any((field.attributes.get("type") or "").lower() == "password" for field in inputs),
            )
        )
    return forms or None


def _inputs(form: Any) -> list[Any]:
    """Return a form's fields; of one begun between the rows of a table, which browsers close at once, the table's."""
    inside = form.css(_FIELDS)
    if not inside and form.parent is not None and form.parent.tag in _ROWS:
        inside = form.parent.css(_FIELDS)
    return list(inside[:MAX_FIELDS])
