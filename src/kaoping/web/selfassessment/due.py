"""Until when the reports of a cycle are due."""

from datetime import date

from kaoping.web.cycles.days import days_of
from kaoping.web.cycles.models import Cycle


def due_day(cycle: Cycle) -> date | None:
    """Return the last day for a cycle's reports; None where none is set."""
    return days_of(cycle)["report_due"].day
