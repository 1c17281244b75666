"""Register a media account of a unit."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.registry.models import MediaAccount, Unit


@action(Permission.EDIT_SITES, "新增新媒体账号")
def add_media_account(act: Act, fields: Mapping[str, Any]) -> MediaAccount:
    """Add an account to a unit within reach. Raises RefusedError or ValidationError."""
    account = MediaAccount(**fields)
    within = act.scope.units_of(Unit.objects.filter(pk=account.unit_id)).exists()
    act.refuse_unless(within, _("主办单位不在您负责的范围内。"))
    return act.create(account)
