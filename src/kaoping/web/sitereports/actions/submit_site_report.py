"""Hand in a site's annual report: by the unit's leader, checked, kept as it was for good."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.pages.answers import answers_of
from kaoping.web.pages.reports import due_of, hand_in, is_over, keep_handed_in, reminder_key
from kaoping.web.sitereports.checking import check
from kaoping.web.sitereports.models import SiteReport
from kaoping.web.sitereports.notice_kinds import (
    SITE_REPORT_ASKED,
    SITE_REPORT_DUE,
    SITE_REPORT_MISSING,
    SITE_REPORT_RETURNED,
)
from kaoping.web.sitereports.queries import year_before
from kaoping.web.sitereports.rules import own_report
from kaoping.worktime import beijing_date


@action(Permission.SUBMIT_REPORTS, "报送网站年报")
def submit_site_report(act: Act, pk: int, at: datetime) -> SiteReport:
    """Hand a report in; after the last day it is taken and flagged as late. Raises OutOfReachError, RefusedError."""
    report = own_report(act, pk)
    if report.site.unit_id not in act.scope.units:
        raise OutOfReachError
    answers = answers_of(report.answers.all())
    found = check(answers, year_before(report))
    problems = list(found.wrong.values())
    more = _("……等 %s 处") % len(problems) if len(problems) > 3 else ""
    act.refuse_unless(found.complete, _("还不能报送：%s") % ("".join(problems[:3]) + more))
    due = due_of(report, report.collection.due)
    returned = report.state == SiteReport.State.RETURNED
    hand_in(report, act.actor.name, at, late=is_over(due, beijing_date(at)))
    report.warnings = len(found.unusual)
    act.save(report)
    keep_handed_in(report, {"year": report.collection.year, "site": report.site.address, "answers": answers})
    act.settle(SITE_REPORT_ASKED, key=f"{report.collection_id}:{report.site.unit_id}", at=at)
    if returned:
        act.settle(SITE_REPORT_RETURNED, key=f"{pk}:{report.submissions.count() - 1}", at=at)
    if due is not None:
        days = report.collection.remind_days
        for kind, ahead in ((SITE_REPORT_DUE, days), (SITE_REPORT_DUE, 1), (SITE_REPORT_MISSING, -1)):
            act.settle(kind, key=reminder_key(report.site_id, due, ahead), at=at)
    return report
