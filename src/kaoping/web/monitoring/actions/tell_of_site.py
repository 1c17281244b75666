"""Tell a unit and its assessing body of a site that is down or back, and of a certificate about to expire."""

from datetime import datetime

from django.urls import reverse

from kaoping.probe.certificates import EXPIRING
from kaoping.probe.warnings_log import Told
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.notice_kinds import CERTIFICATE_EXPIRING, SITE_DOWN, SITE_UP
from kaoping.web.notices.recipients import people_of_region, people_of_units
from kaoping.web.registry.models import Site
from kaoping.worktime import in_beijing

DOWN, UP = "down", "up-again"
STAGES = (1, 7)  # days left at which the monitor repeats itself


@action(Permission.RUN_INSPECTIONS, "通知网站状况")
def tell_of_site(act: Act, pk: int, warning: Told) -> int:
    """Tell of one warning of the monitor about a site; return how many people were told anew.

    An outage is told once as it begins and once as it ends, a certificate once at each stage.
    """
    rows = Site.objects.select_related("unit__region")
    site = act.access(act.scope.units_of(rows, "unit"), pk)
    to = people_of_units([site.unit]) | people_of_region(site.unit.region)
    link = reverse("monitoring:availability", kwargs={"pk": pk})
    values: dict[str, object] = {"site": site.name, "unit": site.unit.name}
    outage = f"{pk}:{warning.since.timestamp():.0f}"
    minutes = round((warning.at - warning.since).total_seconds() / 60)
    times = {"since": _moment(warning.since), "back": _moment(warning.at), "minutes": minutes}
    if warning.kind == DOWN:
        return act.tell(SITE_DOWN, to, key=outage, link=link, at=warning.at, **values, **times)
    if warning.kind == UP:
        act.settle(SITE_DOWN, key=outage, at=warning.at)
        return act.tell(SITE_UP, to, key=outage, link=link, at=warning.at, **values, **times)
    if warning.kind != EXPIRING or warning.not_after is None or warning.days_left is None:
        return 0
    stage = next((str(days) for days in STAGES if warning.days_left <= days), "early")
    key = f"{pk}:{warning.not_after.timestamp():.0f}:{stage}"
    values |= {"until": f"{in_beijing(warning.not_after):%Y-%m-%d}", "days": max(0, warning.days_left)}
    return act.tell(CERTIFICATE_EXPIRING, to, key=key, link=link, at=warning.at, **values)


def _moment(at: datetime) -> str:
    return f"{in_beijing(at):%Y-%m-%d %H:%M}"
