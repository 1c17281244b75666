"""Write a site's annual report, while people type and when they are ready."""

from collections.abc import Mapping
from datetime import datetime

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.pages.answers import write_answers
from kaoping.web.sitereports.models import SiteReport
from kaoping.web.sitereports.rules import own_report


@action(Permission.WRITE_REPORTS, "填写网站年报")
def write_site_report(act: Act, pk: int, edits: Mapping[str, Edit], at: datetime) -> SiteReport:
    """Take over what was changed, field by field.

    Raises OutOfReachError, RefusedError, ConflictError where somebody else changed the same meanwhile.
    """
    report = own_report(act, pk)
    write_answers(act, report, edits, at)
    return report
