"""Open an account for somebody and make the link by which a first password is set."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kaoping.web.accounts.models import Invitation, User
from kaoping.web.accounts.notice_kinds import ACCOUNT_OPENED
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.notices.recipients import these

VALID = timedelta(days=7)


@action(Permission.EDIT_PEOPLE, "邀请人员")
def invite_person(act: Act, fields: Mapping[str, Any], now: datetime) -> tuple[User, str]:
    """Return the new account, which has no password, and the secret of its link. Raises ValidationError."""
    person = User(**fields)
    person.set_unusable_password()
    act.create(person)
    act.tell(ACCOUNT_OPENED, these(person), key=str(person.pk), link="", username=person.username, days=VALID.days)
    return person, renew(person, now)


def renew(person: User, now: datetime) -> str:
    """Make the person's link anew, valid for VALID; an earlier one no longer works. Return its secret."""
    secret = secrets.token_urlsafe(32)
    Invitation.objects.update_or_create(
        user=person,
        defaults={"digest": digest_of(secret), "expires_at": now + VALID, "used_at": None},
    )
    return secret


def digest_of(secret: str) -> str:
    """Return what is stored of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
