"""Write a unit's report, while its people type and when they are ready."""

from collections.abc import Mapping
from datetime import datetime

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.pages.answers import write_answers
from kaoping.web.selfassessment.models import Report
from kaoping.web.selfassessment.rules import own_report


@action(Permission.WRITE_REPORTS, "填写自评报告")
def write_report(act: Act, pk: int, edits: Mapping[str, Edit], at: datetime) -> Report:
    """Take over what was changed, answer by answer.

    Raises OutOfReachError, RefusedError, ConflictError where somebody else changed the same meanwhile.
    """
    report = own_report(act, pk)
    write_answers(act, report, edits, at)
    return report
