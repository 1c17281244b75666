"""Return annual site reports for correction, with a reason and a new last day."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.notices.recipients import people_of_units
from kaoping.web.sitereports.models import SiteReport
from kaoping.web.sitereports.notice_kinds import SITE_REPORT_RETURNED
from kaoping.web.sitereports.queries import collections_within, reports_within
from kaoping.worktime import beijing_date


@action(Permission.MANAGE_REPORTS, "退回网站年报")
def return_site_reports(act: Act, collection: int, sites: Sequence[int], *, due: date, at: datetime) -> int:
    """Return what was handed in for some sites, for the actor's reason; return how many.

    Raises OutOfReachError, RefusedError.
    """
    row = act.access(collections_within(act.scope), collection)
    act.refuse_unless(act.actor.reason, _("退回请写明原因，单位按原因补正。"))
    act.refuse_unless(due >= beijing_date(at), _("补正截止不能早于今天。"))
    found = reports_within(act.scope).filter(collection=row, site__in=sites, state=SiteReport.State.SUBMITTED)
    for report in found:
        act.tell(
            SITE_REPORT_RETURNED,
            people_of_units([report.site.unit]),
            key=f"{report.pk}:{report.submissions.count()}",
            link=reverse("sitereports:fill", kwargs={"pk": report.pk}),
            at=at,
            site=report.site.name,
            year=row.year,
            due=due,
        )
    return act.change_all(found, {"state": SiteReport.State.RETURNED, "why": act.actor.reason, "due": due})
