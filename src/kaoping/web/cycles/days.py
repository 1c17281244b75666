"""The days of a cycle, reckoned on the working calendar of its region."""

from collections.abc import Mapping
from datetime import date, datetime

from kaoping.web.cycles.models import Cycle
from kaoping.web.working_time import worktime_of
from kaoping.workflow.cycle import BY_ID
from kaoping.workflow.cycle_days import MILESTONES, PERIOD_END, PERIOD_START, TITLES
from kaoping.workflow.days import Day, DayRule, Reckoner
from kaoping.worktime import Unit, beijing_date


def days_of(cycle: Cycle, **supposed: date) -> Mapping[str, Day]:
    """Return every milestone's day, in the order of the work; `supposed` are days taken to come about."""
    return reckoner_of(cycle, **supposed).days(MILESTONES)


def reckoner_of(cycle: Cycle, **supposed: date) -> Reckoner:
    """Return what reckons a cycle's days: its rules, what has come about, and what is supposed to."""
    rules = {row.milestone: DayRule(row.fixed, row.anchor, row.amount, Unit(row.unit)) for row in cycle.days.all()}
    known = {PERIOD_START: cycle.period_from, PERIOD_END: cycle.period_to, **days_come(cycle), **supposed}
    return Reckoner(rules, known, TITLES, worktime_of(cycle.body.code))


def days_come(cycle: Cycle) -> Mapping[str, date]:
    """Return the days on which the cycle took steps, by milestone."""
    return {BY_ID[step.step].day: step.on for step in cycle.steps.all() if BY_ID[step.step].day}


def first_counted(cycle: Cycle) -> date:
    """Return the first day that counts: that of monitoring, or of the period where it is not known."""
    known = days_of(cycle)["monitoring"].day
    return max(known, cycle.period_from) if known else cycle.period_from


def reckoned_on(cycle: Cycle, now: datetime) -> date:
    """Return the day as of which it is asked whether a day of the cycle has passed: today, or that of the approval.

    What was approved is not changed by days that pass.
    """
    return min(beijing_date(now), days_come(cycle).get("approval", date.max))
