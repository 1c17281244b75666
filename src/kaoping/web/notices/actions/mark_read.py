"""Mark one's own notices as read."""

from collections.abc import Sequence
from datetime import datetime

from kaoping.web.accounts.models import User

BATCH = 1000


def mark_read(person: User, keys: Sequence[int], now: datetime) -> int:
    """Mark the person's notices with these primary keys; return how many were unread.

    No permission is asked: the notices are one's own. When they were read stands on the notices themselves.
    """
    read = 0
    for start in range(0, len(keys), BATCH):
        rows = person.notices.filter(pk__in=keys[start : start + BATCH], read_at=None)
        read += rows.update(read_at=now)
    return read
