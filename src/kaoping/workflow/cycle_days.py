"""The milestones of an assessment cycle and the rules by which its days follow, as the source documents have them."""

from collections.abc import Mapping
from datetime import date

from kaoping.workflow.days import DayRule
from kaoping.worktime import Unit

PERIOD_START, PERIOD_END = "period_start", "period_end"
OUTSIDE: Mapping[str, str] = {PERIOD_START: "考评期开始", PERIOD_END: "考评期结束"}
"""Anchors that the cycle itself gives."""

MILESTONES: Mapping[str, str] = {
    "announce": "公布考评方案",
    "buffer": "缓冲期开始",
    "buffer_end": "缓冲期结束",
    "monitoring": "日常监测开始",
    "monitoring_end": "日常监测结束",
    "report_due": "年度工作报告和佐证材料报送截止",
    "evaluation": "年终测评开始",
    "evaluation_end": "年终测评结束",
    "approval": "审定结果",
    "feedback": "反馈结果",
    "appeal_due": "申诉截止",
    "appeal_answer_due": "申诉答复截止",
    "reapproval": "再次审定",
    "publication": "公布结果",
}
"""Every milestone, in the order of the work."""

TITLES: Mapping[str, str] = {**OUTSIDE, **MILESTONES}
_QUARTER = 92  # days


def default_rules(start: date, end: date) -> Mapping[str, DayRule]:
    """Return the rules of a cycle over a period: 20 working days of buffer, 3 to appeal, 3 to answer. [000; workflows]

    A cycle of a year is evaluated in its last quarter, its reports are due on 12 December [003]; a shorter one is
    evaluated once its period is over.
    """
    rules = {
        "announce": DayRule(),
        "buffer": DayRule(anchor="announce"),
        "buffer_end": DayRule(anchor="announce", amount=20),
        "monitoring": DayRule(anchor="buffer_end", amount=1, unit=Unit.DAY),
        "monitoring_end": DayRule(anchor=PERIOD_END),
        "report_due": DayRule(),
        "evaluation": DayRule(anchor=PERIOD_END, amount=1, unit=Unit.DAY),
        "evaluation_end": DayRule(anchor=PERIOD_END, amount=20),
        "approval": DayRule(),
        "feedback": DayRule(anchor="approval", amount=3),
        "appeal_due": DayRule(anchor="feedback", amount=3),
        "appeal_answer_due": DayRule(anchor="appeal_due", amount=3),
        "reapproval": DayRule(),
        "publication": DayRule(),
    }
    if (end - start).days > _QUARTER:
        rules["report_due"] = DayRule(fixed=date(end.year, 12, 12)) if end >= date(end.year, 12, 12) else DayRule()
        rules["evaluation"] = DayRule(fixed=_last_quarter(end))
        rules["evaluation_end"] = DayRule(anchor=PERIOD_END)
    else:  # a short cycle has no buffer of its own: the one of the cycle it belongs to is over
        rules["buffer_end"] = DayRule(anchor="announce")
        rules["monitoring"] = DayRule(anchor=PERIOD_START)
    return rules


def _last_quarter(end: date) -> date:
    """The first day of the third month back from a period's end, its own month counted: 31 December → 1 October."""
    year, month = divmod(end.year * 12 + end.month - 3, 12)
    return date(year, month + 1, 1)
