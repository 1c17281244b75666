"""Until when a report is due, and how it stands on a day."""

from datetime import date

from django.utils.translation import gettext as _

from kaoping.web.cycles.days import days_of
from kaoping.web.cycles.models import Cycle
from kaoping.web.selfassessment.models import Report

NOT_BEGUN, MISSING = "none", "missing"


def due_day(cycle: Cycle) -> date | None:
    """Return the last day for a cycle's reports; None where none is set."""
    return days_of(cycle)["report_due"].day


def due_of(report: Report | None, cycle_due: date | None) -> date | None:
    """Return the last day of one report: the new one where it was returned, else the cycle's."""
    return report.due if report is not None and report.due is not None else cycle_due


def is_over(due: date | None, today: date) -> bool:
    """Tell whether a last day has passed; it is itself in time."""
    return due is not None and today > due


def standing(report: Report | None, cycle_due: date | None, today: date) -> tuple[str, str]:
    """Return how a unit's report stands (a word for styles, and one for people)."""
    if report is not None and report.state == Report.State.SUBMITTED:
        return report.state, _("逾期报送") if report.late else _("已报送")
    if is_over(due_of(report, cycle_due), today):
        return MISSING, _("逾期未报")
    return (report.state, report.get_state_display()) if report is not None else (NOT_BEGUN, _("未开始"))
