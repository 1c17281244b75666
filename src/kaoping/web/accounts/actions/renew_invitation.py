"""Make a new link for somebody who lost the first one, or forgot the password."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.actions.invite_person import renew
from kaoping.web.accounts.models import User
from kaoping.web.accounts.reach import people_within
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action


@action(Permission.EDIT_PEOPLE, "重发邀请链接")
def renew_invitation(act: Act, pk: int, now: datetime) -> tuple[User, str]:
    """Return the person and the secret of the new link. Raises RefusedError for one who no longer works here."""
    person = act.access(people_within(act.scope), pk)
    act.refuse_unless(person.is_active, _("该人员已停用；请先恢复。"))
    secret = renew(person, now)
    act.note(person, invitation=_("新链接，旧链接失效"))
    return person, secret
