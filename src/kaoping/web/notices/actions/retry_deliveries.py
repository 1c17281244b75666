"""Send again what failed for good."""

from collections.abc import Iterable
from datetime import datetime

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.notices.models import Delivery
from kaoping.web.notices.queries import deliveries_within


@action(Permission.MANAGE_CHANNELS, "重新发送通知")
def retry_deliveries(act: Act, keys: Iterable[int], now: datetime) -> int:
    """Have what failed sent in the next round, with all attempts anew; return how many of the keys were such."""
    rows = deliveries_within(act.scope).filter(pk__in=list(keys), state=Delivery.State.FAILED)
    return act.change_all(rows, {"state": Delivery.State.WAITING, "attempts": 0, "due_at": now, "problem": ""})
