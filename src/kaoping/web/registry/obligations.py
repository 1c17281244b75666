"""How often a column must have something new, by its kind where nobody has said otherwise, and until when."""

from collections.abc import Mapping
from datetime import date, timedelta

from kaoping.checks.library.column_freshness import STANDING

FORTNIGHT, HALF_YEAR, YEAR = 14, 183, 365

_BY_KIND: Mapping[str, int] = {"news": FORTNIGHT, "notices": HALF_YEAR, "policy": HALF_YEAR}
"""国办秘函〔2019〕19号: 动态、要闻 two weeks; 通知公告、政策文件 six months; what else is to be updated, a year."""


def usual_days(kind: str) -> int | None:
    """Return the days within which a column of this kind must have a new item; None: as it happens (随时更新)."""
    return None if kind in STANDING else _BY_KIND.get(kind, YEAR)


def due_on(last_item_on: date | None, due_days: int | None) -> date | None:
    """Return the last day on which the column is still up to date; None where no day follows."""
    if last_item_on is None or due_days is None:
        return None
    return last_item_on + timedelta(days=due_days)
