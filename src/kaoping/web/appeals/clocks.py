"""The clocks of appeals, by the limits of a cycle and the working time of its body's region."""

from datetime import datetime

from django.utils import timezone

from kaoping.web.appeals.models import Appeal, AppealTerms
from kaoping.web.cycles.models import Cycle, CycleDay
from kaoping.web.results.models import Feedback
from kaoping.web.working_time import worktime_of
from kaoping.workflow.appeal import Filing, Limits, answer_clock, filing, filing_clock
from kaoping.worktime import ClockReading, Unit, WorkTime


def limits_of(cycle: Cycle) -> Limits:
    """Return a cycle's limits: as its body has set them, else the working days that its schedule leaves for it."""
    terms = AppealTerms.objects.filter(cycle=cycle).first()
    return terms.limits if terms else planned_limits(cycle)


def planned_limits(cycle: Cycle) -> Limits:
    """Return the limits by the schedule (“反馈结果后第 3 个工作日”); three days where it counts otherwise."""
    rules = {row.milestone: row for row in cycle.days.all()}
    usual = Limits()
    file = _days_after(rules.get("appeal_due"), "feedback")
    answer = _days_after(rules.get("appeal_answer_due"), "appeal_due")
    return Limits(file if file > 0 else usual.file, answer if answer > 0 else usual.answer)


def _days_after(rule: CycleDay | None, anchor: str) -> int:
    """The working days by which a milestone follows another; 0 where it is told otherwise."""
    if rule is None or rule.fixed or (rule.anchor, rule.unit) != (anchor, Unit.WORKING_DAY.value):
        return 0
    return rule.amount


def work_of(cycle: Cycle) -> WorkTime:
    """Return the working time that a cycle's clocks run by."""
    return worktime_of(cycle.body.code)


def filing_of(feedback: Feedback, at: datetime) -> Filing | None:
    """Judge an appeal at a moment against a result; None where the unit has not received it yet."""
    if feedback.received_at is None:
        return None
    cycle = feedback.version.cycle
    return filing(feedback.received_at, at, limits_of(cycle), work_of(cycle))


def time_to_file(feedback: Feedback, now: datetime) -> ClockReading | None:
    """Read the clock of a unit that may still appeal; None before it has received its result."""
    if feedback.received_at is None:
        return None
    cycle = feedback.version.cycle
    return filing_clock(feedback.received_at, limits_of(cycle), work_of(cycle), now=now)


def time_to_answer(appeal: Appeal, now: datetime | None = None) -> ClockReading:
    """Read the clock of an appeal's answer; it stops with the answer, and with the withdrawal."""
    cycle = appeal.participant.cycle
    over = appeal.decided_at or appeal.withdrawn_at
    return answer_clock(appeal.filed_at, over, limits_of(cycle), work_of(cycle), now=now or timezone.now())
