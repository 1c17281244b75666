"""Ask for one more text."""

from collections.abc import Mapping
from typing import Any

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.selfassessment.models import Section
from kaoping.web.selfassessment.rules import own_call


@action(Permission.MANAGE_REPORTS, "新增报告章节")
def add_section(act: Act, cycle: int, fields: Mapping[str, Any]) -> Section:
    """Add a section to a cycle's call. Raises OutOfReachError, RefusedError or ValidationError."""
    return act.create(Section(call=own_call(act, cycle), **fields))
