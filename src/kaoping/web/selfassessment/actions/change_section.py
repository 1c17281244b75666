"""Change what is asked for by a section."""

from collections.abc import Mapping

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.selfassessment.models import Section
from kaoping.web.selfassessment.queries import sections_within
from kaoping.web.selfassessment.rules import hold_taking


@action(Permission.MANAGE_REPORTS, "修改报告章节")
def change_section(act: Act, pk: int, edits: Mapping[str, Edit]) -> Section:
    """Take over what was changed. Raises OutOfReachError, RefusedError, ConflictError or ValidationError."""
    row = act.access(sections_within(act.scope), pk)
    hold_taking(act, row.call.cycle)
    return act.edit(row, edits)
