"""Change what is registered of a media account."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.registry.models import MediaAccount, Unit


@action(Permission.EDIT_SITES, "修改新媒体账号")
def change_media_account(act: Act, pk: int, edits: Mapping[str, Edit]) -> MediaAccount:
    """Change an account's fields. Raises OutOfReachError, RefusedError, ConflictError or ValidationError."""
    account = act.access(act.scope.units_of(MediaAccount.objects.select_related("unit"), "unit"), pk)
    if "unit" in edits:
        within = act.scope.units_of(Unit.objects.filter(pk=edits["unit"].wanted.pk)).exists()
        act.refuse_unless(within, _("主办单位不在您负责的范围内。"))
    return act.edit(account, edits)
