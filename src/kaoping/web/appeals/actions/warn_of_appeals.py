"""Warn of answers that are due: once at each share of their time that is used up, and when it is over."""

from datetime import datetime

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.appeals.clocks import time_to_answer
from kaoping.web.appeals.queries import OPEN_STATES, appeals_within
from kaoping.web.appeals.telling import tell_due_soon, tell_overdue


@action(Permission.DECIDE_APPEALS, "提醒申诉答复期限")
def warn_of_appeals(act: Act, at: datetime) -> int:
    """Tell of every open appeal whose answer is due soon or overdue; return how many people were told anew.

    Due times follow the calendar and the limits of the cycle as they are now, for lists to be sorted by.
    """
    told = 0
    for appeal in appeals_within(act.scope).filter(state__in=OPEN_STATES, filed_at__lte=at):
        clock = time_to_answer(appeal, at)
        if appeal.due_at != clock.due:
            appeal.due_at = clock.due
            appeal.save(update_fields=("due_at",))
        if clock.overdue:
            told += tell_overdue(act, appeal, at)
        elif clock.warned:
            told += tell_due_soon(act, appeal, clock.warned, at)
    return told
