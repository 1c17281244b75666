"""Remind the units that have not read yet on a day, and tell their assessing body."""

from datetime import datetime

from django.urls import reverse

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.duty.expected import Rules, rules_due, units_under, without_reading
from kaoping.web.duty.models import DutyRule
from kaoping.web.duty.notice_kinds import READING_MISSING, READINGS_LACKING
from kaoping.web.notices.recipients import people_of_region, people_of_units
from kaoping.worktime import beijing_date


@action(Permission.MANAGE_DUTY, "提醒值班读网")
def remind_of_duty(act: Act, pk: int, now: datetime) -> int:
    """Tell of what is missing under a rule whose hour has come; return how many units were reminded.

    A rule reminds once a day: what was told already, or is not due, leads to nothing.
    """
    rule = act.access(act.scope.regions(DutyRule.objects.select_related("region"), "region"), pk)
    if not rules_due(now, [rule]):
        return 0
    day = beijing_date(now)
    on_duty = units_under(rule, Rules.load())
    missing, whole = list(without_reading(on_duty, day)), on_duty.count()
    for unit in missing:
        link = reverse("duty:unit-write", kwargs={"pk": unit.pk})
        key = f"{unit.pk}:{day}"
        act.tell(READING_MISSING, people_of_units([unit]), key=key, link=link, at=now, unit=unit.name, day=day)
    if missing:
        counts = {"missing": len(missing), "all": whole, "read": whole - len(missing)}
        link = f"{reverse('duty:calendar')}?lacking={day}"
        to, key = people_of_region(rule.region), f"{rule.pk}:{day}"
        act.tell(READINGS_LACKING, to, key=key, link=link, at=now, region=rule.region.name, day=day, **counts)
    DutyRule.objects.filter(pk=pk).update(reminded_on=day)  # no change of the rule: no entry in the log
    return len(missing)
