"""What a report begins with: sentences from what the platform knows of the unit in the cycle's period."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kaoping.web.cycles.models import Participant
from kaoping.web.duty.models import Reading
from kaoping.web.monitoring.models import Finding, RunSite
from kaoping.web.selfassessment.models import Section
from kaoping.worktime import BEIJING

_NO_FAULT = (Finding.Standing.DISMISSED, Finding.Standing.WAIVED)


def text_for(section: Section, participant: Participant, today: date) -> str:
    """Return the beginning of a section's text; "" where nothing is known."""
    since, until = participant.cycle.period_from, min(participant.cycle.period_to, today)
    if section.prefill == Section.Prefill.MONITORING:
        return _of_monitoring(participant, since, until)
    if section.prefill == Section.Prefill.DUTY:
        return _of_duty(participant, since, until)
    return ""


def _of_monitoring(participant: Participant, since: date, until: date) -> str:
    days = (_midnight(since), _midnight(until + timedelta(days=1)))
    runs = RunSite.objects.filter(
        site__unit=participant.unit_id, state=RunSite.State.IMPORTED, finished_at__range=days
    ).count()
    if not runs:
        return ""
    rows = Finding.objects.filter(site__unit=participant.unit_id, first_seen__range=days)
    rows = rows.exclude(outcome=Finding.Outcome.NOT_MEASURED).exclude(standing__in=_NO_FAULT)
    found = rows.aggregate(all=Count("pk"), fixed=Count("pk", filter=Q(state=Finding.State.FIXED)))
    said = _(
        "%(since)s至%(until)s，本单位网站接受巡查 %(runs)s 次，"
        "发现问题 %(all)s 个，已整改 %(fixed)s 个，尚未整改 %(open)s 个。"
    )
    return said % {"since": since, "until": until, "runs": runs, **found, "open": found["all"] - found["fixed"]}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def _of_duty(participant: Participant, since: date, until: date) -> str:
    rows = Reading.objects.filter(unit=participant.unit_id, day__range=(since, until))
    days = rows.count()
    if not days:
        return ""
    problems = rows.aggregate(n=Count("problems"))["n"]
    said = _("%(since)s至%(until)s，本单位值班读网 %(days)s 天，读网中发现问题 %(problems)s 个。")
    return said % {"since": since, "until": until, "days": days, "problems": problems}
