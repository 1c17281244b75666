"""What a list for importing looks like: its columns, how a cell becomes a value, which actions take a row over."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import Actor, Edit
from kaoping.web.app_modules import modules_named

Read = Callable[[str], Any]
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the field it fills, how its text is read, what it shows of a row, and a remark."""

    title: str
    field: str
    read: Read = str
    show: Callable[[Any], str] = str
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One kind of list. `find` gives the row that a line is about, or None for a new one; `rows` all, for exporting.

    `skips` tells of a line for a new row that it is left empty on purpose. `back` is where its page is, if it has one.
    """

    id: str
    title: str
    permission: Permission
    columns: tuple[Column, ...]
    find: Callable[[Mapping[str, Any]], Model | None]
    add: Callable[[Actor, Mapping[str, Any]], Model]
    change: Callable[[Actor, int, Mapping[str, Edit]], Model]
    rows: Callable[[Any], Iterable[Model]]
    skips: Callable[[Mapping[str, Any]], bool] = lambda _values: False
    back: str = ""


Family = Callable[[User, int], SheetKind | None]


def sheet_kinds() -> Mapping[str, SheetKind]:
    """Return every kind of list by id: the `SHEETS` of each app's module `sheets`."""
    return {kind.id: kind for module in modules_named("sheets") for kind in getattr(module, "SHEETS", ())}


def sheet_kind(user: User, name: str) -> SheetKind | None:
    """Return the kind of list of an id that somebody may use; None for any other.

    `FAMILY-KEY` is one of many kinds alike (the units of one cycle): the `FAMILIES` of an app's module `sheets` give
    it for user and key, or None where it is out of reach.
    """
    kind = sheet_kinds().get(name)
    if kind is None:
        family, _dash, key = name.rpartition("-")
        make = _families().get(family)
        kind = make(user, int(key)) if make is not None and key.isdecimal() else None
    return kind if kind is not None and scope_of(user, kind.permission) else None


def _families() -> "Mapping[str, Family]":
    found: dict[str, Family] = {}
    for module in modules_named("sheets"):
        found |= getattr(module, "FAMILIES", {})
    return found


def choice(options: Sequence[tuple[Any, Any]], default: str = "") -> tuple[Read, Callable[[Any], str], tuple[str, ...]]:
    """Return reader, writer and allowed words of a column that takes one of `options` (value, label)."""
    by_label = {str(label): value for value, label in options}

    def read(text: str) -> Any:
        if not text and default:
            return default
        if text not in by_label:
            raise ValidationError(_("“%(text)s”不在可选范围：%(all)s") % {"text": text, "all": "、".join(by_label)})
        return by_label[text]

    return read, lambda value: str(dict(options).get(value, value)), tuple(by_label)


def yes_no(default: bool) -> tuple[Read, Callable[[Any], str], tuple[str, ...]]:
    """Return reader, writer and allowed words of a column of 是 and 否; an empty cell is `default`."""
    read, show, words = choice(((True, "是"), (False, "否")))
    return (lambda text: read(text) if text else default), show, words


def read_date(text: str) -> date | None:
    """Return the date a cell tells, None for an empty one. Raises ValidationError for what is no date."""
    if not text:
        return None
    found = _DATE.fullmatch(text)
    try:
        if found:
            return date(*map(int, found.groups()))
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise ValidationError(_("“%s”不是日期；请写成 2026-01-31") % text) from None


def show_date(value: date | None) -> str:
    """Return a date as a cell shows it."""
    return value.isoformat() if value else ""


def reference(model: type[Model], title: str) -> Read:
    """Return a reader of a row of `model` named by its code or, if only one has it, by its name."""

    def read(text: str) -> Any:
        if not text:
            return None
        rows = list(model._default_manager.filter(code=text)[:1]) or list(
            model._default_manager.filter(Q(name=text))[:2]
        )
        if len(rows) != 1:
            why = _("有多个“%(text)s”，请改填编号") if rows else _("没有%(title)s“%(text)s”；请先登记，或检查写法")
            raise ValidationError(why % {"text": text, "title": title})
        return rows[0]

    return read


def show_code(row: Any) -> str:
    """Return how a reference stands in a cell."""
    return row.code if row else ""
