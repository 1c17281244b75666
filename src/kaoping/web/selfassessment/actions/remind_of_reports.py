"""Remind the units that have not handed in, before the last day and the day after, and tell their assessing body."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.models import Participant
from kaoping.web.notices.recipients import people_of_region, people_of_units
from kaoping.web.pages.reports import due_of, reminder_key, reminds_on
from kaoping.web.selfassessment.due import due_day
from kaoping.web.selfassessment.models import Call, Report
from kaoping.web.selfassessment.notice_kinds import REPORT_DUE, REPORT_MISSING, REPORTS_LACKING
from kaoping.web.selfassessment.queries import calls_within, places_asked
from kaoping.worktime import beijing_date


@action(Permission.MANAGE_REPORTS, "提醒自评报告")
def remind_of_reports(act: Act, pk: int, now: datetime) -> int:
    """Tell of what is missing where today is a day of reminding; return how many units. Once a day for each call."""
    call, today = act.access(calls_within(act.scope), pk), beijing_date(now)
    if call.reminded_on == today:
        return 0
    due, told, missing = due_day(call.cycle), 0, 0
    waiting = places_asked(call).exclude(self_report__state=Report.State.SUBMITTED)
    for place in waiting if _any_day(call, due, today) else waiting.filter(_RETURNED):
        report = getattr(place, "self_report", None)
        last = due_of(report, due)
        if last is None or not reminds_on(last, today, call.remind_days):
            continue
        over = today > last
        told, missing = told + 1, missing + over
        act.tell(
            REPORT_MISSING if over else REPORT_DUE,
            people_of_units([place.unit]),
            key=reminder_key(place.pk, last, (last - today).days),
            link=reverse("selfassessment:unit", kwargs={"pk": place.pk}),
            at=now,
            cycle=call.cycle.name,
            unit=place.unit.name,
            due=last,
        )
    if due is not None and today == due + timedelta(days=1) and missing:
        _tell_body(act, call, missing, now)
    Call.objects.filter(pk=pk).update(reminded_on=today)  # no change of what is asked: no entry in the log
    return told


_RETURNED = Q(self_report__state=Report.State.RETURNED)


def _any_day(call: Call, due: date | None, today: date) -> bool:
    return due is not None and reminds_on(due, today, call.remind_days)


def _tell_body(act: Act, call: Call, missing: int, now: datetime) -> None:
    due = due_day(call.cycle)
    whole = Participant.objects.filter(cycle=call.cycle_id, exempt=False).count()
    act.tell(
        REPORTS_LACKING,
        people_of_region(call.cycle.body),
        key=f"{call.pk}:{due}",
        link=f"{reverse('selfassessment:cycle', kwargs={'pk': call.cycle_id})}?standing=missing",
        at=now,
        cycle=call.cycle.name,
        missing=missing,
        all=whole,
        due=due,
    )
