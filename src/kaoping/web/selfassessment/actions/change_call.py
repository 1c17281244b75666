"""Change what a cycle asks for beside the sections."""

from collections.abc import Mapping

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.selfassessment.models import Call
from kaoping.web.selfassessment.rules import own_call


@action(Permission.MANAGE_REPORTS, "修改自评要求")
def change_call(act: Act, cycle: int, edits: Mapping[str, Edit]) -> Call:
    """Take over what was changed. Raises OutOfReachError, RefusedError, ConflictError or ValidationError."""
    return act.edit(own_call(act, cycle), edits)
