"""Set the first password by the link that was sent."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.actions.invite_person import digest_of
from kaoping.web.accounts.models import Invitation, User
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import TITLES, Act, Actor, RefusedError

NAME = "accounts.accept_invitation"
TITLES[NAME] = gettext_lazy("凭邀请链接设置密码")


def open_invitation(secret: str, now: datetime) -> Invitation | None:
    """Return the invitation that a link opens, or None when it is unknown, used or out of date."""
    return (
        Invitation.objects.select_related("user")
        .filter(digest=digest_of(secret), used_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )


@transaction.atomic
def accept_invitation(secret: str, password: str, now: datetime, address: str = "") -> User:
    """Set the password; the link is used up. Who has the link is the person: no permission is asked.

    Raises RefusedError for a link that does not work, ValidationError for a weak password.
    """
    invitation = open_invitation(secret, now)
    if invitation is None:
        raise RefusedError(_("链接已失效。请联系管理员重新发送。"))
    person = invitation.user
    act = Act(NAME, Actor(person, address), Scope())
    act.access(User.objects.all(), person.pk)
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    Invitation.objects.filter(pk=invitation.pk).update(used_at=now)
    act.note(person, invitation=_("已设置密码"))
    act.write_log()
    return person
