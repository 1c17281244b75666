"""Hand in a unit's report: by its leader, whole, with what it said then kept for good."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.pages.answers import answers_of
from kaoping.web.pages.reports import due_of, hand_in, is_over, keep_handed_in, reminder_key
from kaoping.web.selfassessment.checking import problems_in, totals_of
from kaoping.web.selfassessment.due import due_day
from kaoping.web.selfassessment.indicators import indicators_for
from kaoping.web.selfassessment.models import Report
from kaoping.web.selfassessment.notice_kinds import REPORT_ASKED, REPORT_DUE, REPORT_MISSING, REPORT_RETURNED
from kaoping.web.selfassessment.rules import own_report
from kaoping.worktime import beijing_date


@action(Permission.SUBMIT_REPORTS, "报送自评报告")
def submit_report(act: Act, pk: int, at: datetime) -> Report:
    """Hand a report in; after the last day it is taken and flagged as late.

    Raises OutOfReachError, RefusedError where something is missing.
    """
    report = own_report(act, pk)
    act.refuse_unless(act.scope.units and report.participant.unit_id in act.scope.units, _("报送须由单位负责人进行。"))
    place = report.participant
    call = place.cycle.report_call
    answers, sections = answers_of(report.answers.all()), list(call.sections.all())
    indicators = indicators_for(place) if call.marks else ()
    problems = list(problems_in(answers, sections, indicators).values())
    more = _("……等 %s 处") % len(problems) if len(problems) > 3 else ""
    act.refuse_unless(not problems, _("还不能报送：%s") % ("".join(problems[:3]) + more))
    due = due_of(report, due_day(place.cycle))
    own, machine, gap = totals_of(answers, indicators)
    report.own_total, report.machine_total, report.gap = (own, machine, gap) if call.marks else (None, None, None)
    hand_in(report, act.actor.name, at, late=is_over(due, beijing_date(at)))
    act.save(report)
    keep_handed_in(report, _whole(report, answers))
    _settle(act, report, due, at)
    return report


def _settle(act: Act, report: Report, due: date | None, at: datetime) -> None:
    """Nobody is urged any more."""
    act.settle(REPORT_ASKED, key=str(report.participant_id), at=at)
    act.settle(REPORT_RETURNED, key=f"{report.pk}:{report.submissions.count() - 1}", at=at)
    if due is not None:
        days = report.participant.cycle.report_call.remind_days
        for kind, ahead in ((REPORT_DUE, days), (REPORT_DUE, 1), (REPORT_MISSING, -1)):
            act.settle(kind, key=reminder_key(report.participant_id, due, ahead), at=at)


def _whole(report: Report, answers: dict[str, str]) -> dict[str, object]:
    """All that is handed in: the answers, what they answer, what they come to, and the proofs."""
    place = report.participant
    return {
        "scheme": place.cycle.scheme.digest,
        "sections": {one.key: one.title for one in place.cycle.report_call.sections.all()},
        "answers": answers,
        "totals": [_said(one) for one in (report.own_total, report.machine_total, report.gap)],
        "materials": list(place.materials.filter(state="submitted").values("indicator", "name", "sha256")),
    }


def _said(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
