"""Take a role back."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.models import Membership
from kaoping.web.accounts.reach import memberships_within
from kaoping.web.accounts.roles import Permission, Role
from kaoping.web.actions import Act, action


@action(Permission.EDIT_PEOPLE, "收回角色")
def revoke_role(act: Act, pk: int) -> None:
    """Take the role back. Raises RefusedError for the last system administrator."""
    membership = act.access(memberships_within(act.scope), pk)
    if membership.role == Role.ADMIN and membership.region is None:
        others = Membership.objects.filter(role=Role.ADMIN, region=None, user__is_active=True).exclude(pk=pk)
        act.refuse_unless(others.exists(), _("至少要保留一位系统管理员。"))
    act.delete(membership)
