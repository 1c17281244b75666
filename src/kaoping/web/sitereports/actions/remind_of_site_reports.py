"""Remind the units whose sites have no report yet, before the last day and the day after."""

from datetime import datetime

from django.urls import reverse

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.notices.recipients import people_of_units
from kaoping.web.pages.reports import due_of, reminder_key, reminds_on
from kaoping.web.sitereports.models import Collection, SiteReport
from kaoping.web.sitereports.notice_kinds import SITE_REPORT_DUE, SITE_REPORT_MISSING
from kaoping.web.sitereports.queries import collections_within, sites_asked
from kaoping.worktime import beijing_date


@action(Permission.MANAGE_REPORTS, "提醒网站年报")
def remind_of_site_reports(act: Act, pk: int, now: datetime) -> int:
    """Tell of what is missing where today is a day of reminding; return for how many sites. Once a day."""
    row, today, told = act.access(collections_within(act.scope), pk), beijing_date(now), 0
    if row.reminded_on == today:
        return 0
    reports = {one.site_id: one for one in row.reports.all()}
    for site in sites_asked(row):
        report = reports.get(site.pk)
        last = due_of(report, row.due)
        if last is None or (report is not None and report.state == SiteReport.State.SUBMITTED):
            continue
        if not reminds_on(last, today, row.remind_days):
            continue
        told += 1
        act.tell(
            SITE_REPORT_MISSING if today > last else SITE_REPORT_DUE,
            people_of_units([site.unit]),
            key=reminder_key(site.pk, last, (last - today).days),
            link=reverse("sitereports:own"),
            at=now,
            site=site.name,
            year=row.year,
            due=last,
        )
    Collection.objects.filter(pk=pk).update(reminded_on=today)  # no change of what is asked: no entry in the log
    return told
