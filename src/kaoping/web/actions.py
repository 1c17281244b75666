"""The one way to write: permission → rule → change → audit log → notify on commit, in one transaction."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.audit.describing import Values, described, differences
from kaoping.web.audit.models import Entry
from kaoping.web.notices.kinds import NoticeKind
from kaoping.web.notices.recipients import Recipients
from kaoping.web.notices.telling import Told, settle_notices, write_notices

Given = ParamSpec("Given")
Result = TypeVar("Result")
Row = TypeVar("Row", bound=models.Model)
LABEL = 200
BATCH = 500


class RefusedError(Exception):
    """A rule forbids the act; the text tells the person why and what to do."""


class OutOfReachError(Exception):
    """The person may not do this here, or the object is not there; the two are not told apart."""


class ConflictError(Exception):
    """Somebody else changed the same fields meanwhile. `fields`: name → (seen, now, wanted)."""

    def __init__(self, row: models.Model, fields: Mapping[str, tuple[Any, Any, Any]]) -> None:
        super().__init__(_("您编辑期间，有人修改了相同的内容"))
        self.row = row
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, from where (an address, "" for programs and anonymous people), and why."""

    user: User | None
    address: str = ""
    reason: str = ""

    @property
    def name(self) -> str:
        """The name that stands in the log."""
        return f"{self.user.name}（{self.user.username}）" if self.user else _("系统")


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of a form: what its person had seen, and what is wanted now."""

    seen: Any
    wanted: Any


@dataclass(slots=True)
class Act:
    """One act under way: what it may reach, and what it has changed."""

    name: str
    actor: Actor
    scope: Scope
    _entries: list[Entry] = field(default_factory=list)
    _before: dict[int, Values] = field(default_factory=dict)

    def access(self, rows: "QuerySet[Row]", pk: int) -> Row:
        """Return the row of `rows` (already narrowed to the scope), locked. Raises OutOfReachError."""
        row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise OutOfReachError
        self._before[id(row)] = described(row)
        return row

    def create(self, row: Row) -> Row:
        """Check and save a new row. Raises ValidationError."""
        row.full_clean()
        row.save()
        self._note(row, {name: [None, value] for name, value in described(row).items() if value is not None})
        return row

    def save(self, row: Row) -> Row:
        """Check and save a row that was accessed; nothing is written or logged where nothing changed."""
        before = self._before[id(row)]
        if differences(before, described(row)):
            row.full_clean()
            row.save()
            row.refresh_from_db()
            self._note(row, differences(before, described(row)))
            self._before[id(row)] = described(row)
        return row

    def edit(self, row: Row, edits: Mapping[str, Edit]) -> Row:
        """Take over what the person changed, field by field; what others changed meanwhile stays.

        Raises ConflictError where somebody else changed one of the same fields to something else.
        """
        clashes = {}
        for name, one in edits.items():
            now = getattr(row, name)
            if now not in (one.seen, one.wanted):
                clashes[name] = (one.seen, now, one.wanted)
            setattr(row, name, one.wanted)
        if clashes:
            raise ConflictError(row, clashes)
        return self.save(row)

    def delete(self, row: models.Model) -> None:
        """Delete a row."""
        gone = described(row)
        self._note(row, {name: [value, None] for name, value in gone.items() if value is not None})
        row.delete()

    def create_all(self, rows: Sequence[Row]) -> None:
        """Save many new rows of one kind, each with its entry. Raises ValidationError.

        Their own fields are checked; that what they refer to is there, and that none is there twice, is the caller's.
        """
        for row in rows:
            row.clean_fields(exclude=_references(row))
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
        for row in rows:
            self._note(row, {name: [None, value] for name, value in described(row).items() if value is not None})

    def change_all(self, rows: "QuerySet[Row]", values: Mapping[str, Any]) -> int:
        """Set the same fields of many rows (already narrowed to the scope); return how many were changed."""
        changed = []
        for row in rows.select_for_update(of=("self",)):
            before = described(row)
            for name, value in values.items():
                setattr(row, name, value)
            row.clean_fields(exclude=_references(row))
            found = differences(before, described(row))
            if found:
                self._note(row, found)
                changed.append(row)
        rows.model._default_manager.bulk_update(changed, list(values), batch_size=BATCH)
        return len(changed)

    def delete_all(self, rows: "QuerySet[Row]") -> int:
        """Delete many rows (already narrowed to the scope); return how many there were."""
        gone = list(rows.select_for_update(of=("self",)))
        for row in gone:
            self._note(row, {name: [value, None] for name, value in described(row).items() if value is not None})
        rows.model._default_manager.filter(pk__in=[row.pk for row in gone]).delete()
        return len(gone)

    def note(self, row: models.Model, **what: Any) -> None:
        """Log something about a row that is no change of its fields (a sign-in link made, a file read)."""
        self._note(row, {name: [None, value] for name, value in what.items()})

    def refuse_unless(self, condition: object, why: str) -> None:
        """Raise RefusedError with `why` unless the condition holds."""
        if not condition:
            raise RefusedError(why)

    def tell(
        self, kind: NoticeKind, to: Recipients, *, key: str, link: str, at: datetime | None = None, **values: object
    ) -> int:
        """Tell people of something: notices in this transaction, sent after commit. Return how many people.

        `key` names what it is about: of one kind and key nobody is told twice. `link` is a path of ours, or "".
        `values` fill in the kind's words. Who acts is not told. `at`: the moment, where it is not now.
        """
        return write_notices(Told(kind, key, link, values, at or timezone.now()), to, self.actor.user)

    def settle(self, kind: NoticeKind, key: str, at: datetime | None = None) -> int:
        """Say that nothing is left to do about what was told under a kind and key: nobody is urged any more."""
        return settle_notices(kind, key, at or timezone.now())

    def write_log(self) -> None:
        """Write what was noted; the last thing in the act's transaction."""
        Entry.objects.bulk_create(self._entries, batch_size=BATCH)

    def _note(self, row: models.Model, changes: Mapping[str, Any]) -> None:
        actor = self.actor
        self._entries.append(
            Entry(
                actor=actor.user,
                actor_name=actor.name,
                action=self.name,
                object_type=row._meta.label_lower,
                object_id=str(row.pk),
                object_label=str(row)[:LABEL],
                changes=dict(changes),
                reason=actor.reason,
                address=actor.address,
            )
        )


ACTIONS: dict[str, Callable[..., Any]] = {}
"""Every action by name (`app.function`), filled as the modules are imported."""

TITLES: dict[str, Promise] = {}
"""What each action is called in the log."""


def action(
    permission: Permission, title: str
) -> Callable[[Callable[Concatenate[Act, Given], Result]], Callable[Concatenate[Actor, Given], Result]]:
    """Make a function the one way to do something: it runs in a transaction, and its changes are logged with it.

    The decorated function takes the `Actor` in place of the `Act`. Raises OutOfReachError without the permission.
    """

    def decorate(
        function: Callable[Concatenate[Act, Given], Result],
    ) -> Callable[Concatenate[Actor, Given], Result]:
        name = f"{function.__module__.split('.')[2]}.{function.__name__}"

        def run(actor: Actor, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
            with transaction.atomic():
                scope = scope_of(actor.user, permission) if actor.user else Scope(everywhere=True)
                if not scope:
                    raise OutOfReachError
                act = Act(name, actor, scope)
                result = function(act, *args, **kwargs)
                act.write_log()
                return result

        functools.update_wrapper(run, function)
        ACTIONS[name] = run
        TITLES[name] = gettext_lazy(title)
        return run

    return decorate


def _references(row: models.Model) -> list[str]:
    return [field.name for field in row._meta.concrete_fields if field.is_relation]


def problems_of(error: ValidationError) -> dict[str, list[str]]:
    """Return the messages of a validation error by field ("" for those of the whole)."""
    if hasattr(error, "error_dict"):
        return {name.replace("__all__", ""): list(found) for name, found in error.message_dict.items()}
    return {"": list(error.messages)}
