"""Tells assessors of marks that were given to them."""

from collections.abc import Mapping

from django.urls import reverse

from kaoping.web.accounts.models import User
from kaoping.web.actions import Act
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.notice_kinds import MARKS_DEALT
from kaoping.web.notices.recipients import these


def tell_dealt(act: Act, cycle: Cycle, given: Mapping[User, int], key: str) -> None:
    """Tell each person how many marks are new to them; `key` names the act of giving: nobody hears of it twice."""
    link = reverse("marking:desk-cycle", kwargs={"pk": cycle.pk})
    for person, count in given.items():
        if count:
            act.tell(MARKS_DEALT, these(person), key=key, link=link, cycle=cycle.name, count=count)
