"""The bell in the header: how many notices the person has not read."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kaoping.web.accounts.models import User
from kaoping.web.notices.models import Notice

MOST = 99
"""More are shown as 99+, so that counting stays cheap."""


def bell(request: HttpRequest) -> dict[str, Any]:
    """Return the count for templates as `unread`, counted only where a page shows it; nothing for who is signed out."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread": SimpleLazyObject(lambda: unread_of(user))}


def unread_of(person: User) -> str:
    """Return how many notices somebody has not read, in words ("" for none)."""
    count = Notice.objects.filter(person=person, read_at=None).order_by()[: MOST + 1].count()
    return f"{MOST}+" if count > MOST else str(count or "")
