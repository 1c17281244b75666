"""Change what is known of somebody of a unit."""

from collections.abc import Mapping

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.registry.models import Contact


@action(Permission.EDIT_CONTACTS, "修改联系人")
def change_contact(act: Act, pk: int, edits: Mapping[str, Edit]) -> Contact:
    """Change a contact's fields; the unit stays. Raises OutOfReachError, ConflictError or ValidationError."""
    contact = act.access(act.scope.units_of(Contact.objects.select_related("unit"), "unit"), pk)
    return act.edit(contact, {name: edit for name, edit in edits.items() if name != "unit"})
