"""Change a person's name, address for mail, or whether the account may be used."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.reach import people_within
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action


@action(Permission.EDIT_PEOPLE, "修改人员")
def change_person(act: Act, pk: int, edits: Mapping[str, Edit]) -> User:
    """Change a person's fields. Raises RefusedError when people would lock themselves out."""
    person = act.access(people_within(act.scope), pk)
    own = act.actor.user is not None and act.actor.user.pk == person.pk
    leaving = "is_active" in edits and not edits["is_active"].wanted
    act.refuse_unless(not (own and leaving), _("不能停用自己的账号；请由另一位管理员操作。"))
    return act.edit(person, edits)
