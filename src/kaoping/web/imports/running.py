"""Takes a list over row by row through the ordinary actions: a trial that leaves nothing, or all rows for good."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from kaoping.web.actions import Actor, ConflictError, Edit, OutOfReachError, RefusedError, problems_of
from kaoping.web.imports.sheets import SheetKind

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of one line: `problems` by heading ("" for the whole line), `changes` heading → (before, after)."""

    line: int
    state: str
    cells: Mapping[str, str]
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class _TrialOverError(Exception):
    """Leaves the transaction of a trial, so that nothing of it stays."""


def run_import(actor: Actor, kind: SheetKind, rows: Sequence[Mapping[str, Any]], *, keep: bool) -> list[RowOutcome]:
    """Return what becomes of every line. Nothing is kept unless `keep` is set and no line has a problem.

    Lines may refer to lines above them. Both ways run the same code, so that the preview cannot promise too much.
    """
    outcomes: list[RowOutcome] = []
    with contextlib.suppress(_TrialOverError), transaction.atomic():
        taken: set[int] = set()
        outcomes.extend(_take_over(actor, kind, row, taken) for row in rows)
        if not keep or any(outcome.state == WRONG for outcome in outcomes):
            raise _TrialOverError
    return outcomes


def _take_over(actor: Actor, kind: SheetKind, row: Mapping[str, Any], taken: set[int]) -> RowOutcome:
    line = int(row["line"])
    cells = {column.title: str(row.get(column.title, "")) for column in kind.columns}
    values, problems = _values(kind, row, cells)
    if problems:
        return RowOutcome(line, WRONG, cells, problems)
    found = kind.find(values)
    if found is None and kind.skips(values):
        return RowOutcome(line, SAME, cells)
    if found is not None and found.pk in taken:
        return RowOutcome(line, WRONG, cells, {"": (_("与上面某一行是同一条；请合并为一行。"),)})
    changes = _changes(kind, found, values)
    try:
        with transaction.atomic():
            kept = _write(actor, kind, found, values)
    except ValidationError as error:
        return RowOutcome(line, WRONG, cells, _by_title(kind, problems_of(error)))
    except OutOfReachError:
        return RowOutcome(line, WRONG, cells, {"": (_("不在您负责的范围内。"),)})
    except (RefusedError, ConflictError) as error:
        return RowOutcome(line, WRONG, cells, {"": (str(error),)})
    except IntegrityError:
        return RowOutcome(line, WRONG, cells, {"": (_("与已登记的另一条重复。"),)})
    taken.add(kept.pk)
    state = NEW if found is None else CHANGED if changes else SAME
    return RowOutcome(line, state, cells, changes=changes)


def _values(
    kind: SheetKind, row: Mapping[str, Any], cells: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Return what the cells mean, and what is wrong with them; a column that the list leaves out is left alone."""
    values: dict[str, Any] = {}
    problems: dict[str, tuple[str, ...]] = {}
    for column in kind.columns:
        text = cells[column.title]
        if column.title not in row:
            continue
        if column.required and not text:
            problems[column.title] = (_("必填"),)
            continue
        try:
            values[column.field] = column.read(text)
        except ValidationError as error:
            problems[column.title] = tuple(error.messages)
    return values, problems


def _write(actor: Actor, kind: SheetKind, found: models.Model | None, values: Mapping[str, Any]) -> models.Model:
    if found is None:
        return kind.add(actor, values)
    edits = {name: Edit(getattr(found, name), value) for name, value in values.items() if getattr(found, name) != value}
    return kind.change(actor, found.pk, edits) if edits else found


def _changes(kind: SheetKind, found: models.Model | None, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    if found is None:
        return {}
    return {
        column.title: (column.show(getattr(found, column.field)), column.show(values[column.field]))
        for column in kind.columns
        if column.field in values and getattr(found, column.field) != values[column.field]
    }


def _by_title(kind: SheetKind, problems: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    titles = {column.field: column.title for column in kind.columns}
    return {titles.get(name, ""): tuple(found) for name, found in problems.items()}
