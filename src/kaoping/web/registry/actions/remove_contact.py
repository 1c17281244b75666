"""Strike somebody from a unit's contacts; phone and mail are gone for good."""

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.registry.models import Contact


@action(Permission.EDIT_CONTACTS, "删除联系人")
def remove_contact(act: Act, pk: int) -> None:
    """Delete a contact within reach. Raises OutOfReachError."""
    act.delete(act.access(act.scope.units_of(Contact.objects.select_related("unit"), "unit"), pk))
