"""What an entry says, in words."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from kaoping.web.audit.models import Entry
from kaoping.web.pages.filtering import yes_no


def sentences(entry: Entry) -> Iterator[str]:
    """Yield one sentence for each changed field."""
    model = _model(entry)
    for name, (before, after) in entry.changes.items():
        label = _label(model, name)
        if before is None:
            yield f"{label}：{shown(model, name, after)}"
        else:
            yield _("%(label)s由“%(before)s”改为“%(after)s”") % {
                "label": label,
                "before": shown(model, name, before),
                "after": shown(model, name, after),
            }


def shown(model: type[Model] | None, name: str, value: Any) -> str:
    """Return how a field's value is said to people: choices by their label, secrets not at all."""
    if isinstance(value, bool):
        return yes_no(value)
    if value in (None, "", {}, []):
        return _("（空）")
    text = str(value)
    if text.startswith("hmac:"):
        return _("（已保密）")
    field = _field(model, name)
    if field is None or isinstance(value, dict | list):
        return text
    return text.partition("：")[2] or text if field.is_relation else str(dict(field.flatchoices).get(value, text))


def _model(entry: Entry) -> type[Model] | None:
    try:
        return apps.get_model(entry.object_type)
    except LookupError:  # an object of an earlier version of the program
        return None


def _field(model: type[Model] | None, name: str) -> "Field[Any, Any] | None":
    """Return the column that an entry names; None for a note, and for one that an earlier version had."""
    return next((field for field in model._meta.concrete_fields if field.name == name), None) if model else None


def _label(model: type[Model] | None, name: str) -> str:
    field = _field(model, name)
    if field:
        return str(field.verbose_name)
    answers = getattr(model, "answer_label", None)  # of a report of many answers: what a key asks for
    return str(_NOTES.get(name) or (answers(name) if answers else name))


_NOTES = {
    "single_sign_on": _lazy("统一身份认证"),
    "invitation": _lazy("邀请"),
    "test_message": _lazy("测试消息"),
    "file": _lazy("文件"),
    "lines": _lazy("行数"),
    "pools": _lazy("名单份数"),
    "sites": _lazy("读了哪些网站"),
    "cloned": _lazy("复制自"),
    "answers": _lazy("内容"),
}
