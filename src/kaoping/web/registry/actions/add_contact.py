"""Note somebody of a unit and how to reach them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.registry.models import Contact, Unit


@action(Permission.EDIT_CONTACTS, "新增联系人")
def add_contact(act: Act, fields: Mapping[str, Any]) -> Contact:
    """Add somebody to a unit within reach. Raises RefusedError or ValidationError."""
    contact = Contact(**fields)
    within = act.scope.units_of(Unit.objects.filter(pk=contact.unit_id)).exists()
    act.refuse_unless(within, _("单位不在您负责的范围内。"))
    return act.create(contact)
