"""Change since when and until which hour a region's units read."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.duty.models import DutyRule


@action(Permission.MANAGE_DUTY, "修改值班读网规定")
def change_duty(act: Act, pk: int, edits: Mapping[str, Edit]) -> DutyRule:
    """Change a rule; its region stays. Raises OutOfReachError, RefusedError, ConflictError or ValidationError."""
    act.refuse_unless("region" not in edits, _("规定的地区不能改；请停用后另立。"))
    return act.edit(act.access(act.scope.regions(DutyRule.objects.select_related("region"), "region"), pk), edits)
