"""Outcomes of an import in templates."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext_lazy as _

from kaoping.web.imports.running import CHANGED, NEW, SAME, WRONG, RowOutcome
from kaoping.web.imports.sheets import SheetKind

register = template.Library()
WORDS = {WRONG: _("有错"), NEW: _("新增"), CHANGED: _("修改"), SAME: _("不变")}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the preview; `before` is None where nothing changes."""

    text: str
    before: str | None
    problems: tuple[str, ...]


@register.filter
def import_state(state: str) -> str:
    """Return what becomes of a line, in a word."""
    return str(WORDS[state])


@register.filter
def whole_line_problems(outcome: RowOutcome) -> tuple[str, ...]:
    """Return the problems that belong to no single cell."""
    return tuple(outcome.problems.get("", ()))


@register.filter
def import_cells(outcome: RowOutcome, kind: SheetKind) -> list[Cell]:
    """Return the cells of a line in the order of the columns."""
    return [
        Cell(
            outcome.cells.get(column.title, ""),
            outcome.changes[column.title][0] if column.title in outcome.changes else None,
            tuple(outcome.problems.get(column.title, ())),
        )
        for column in kind.columns
    ]
