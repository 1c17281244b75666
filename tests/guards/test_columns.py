"""Columns of lists: those of the library for days and moments compile a template for every cell."""

import re

from tests.guards.source_tree import SOURCE

_SLOW = re.compile(r"\btables\.(?:DateColumn|DateTimeColumn|TimeColumn|TemplateColumn)\b")


def test_lists_use_our_own_columns_for_days_and_moments() -> None:
    tables = [path for path in sorted((SOURCE / "web").rglob("*.py")) if "tables." in path.read_text("utf-8")]
    assert tables
    slow = [str(path) for path in tables if _SLOW.search(path.read_text("utf-8"))]
    assert slow == [], "take DayColumn, MomentColumn or ClockColumn of kaoping.web.pages.columns"
