"""Set how one wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from kaoping.web.accounts.models import User
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor
from kaoping.web.notices.kinds import all_kinds
from kaoping.web.notices.models import Preferences
from kaoping.workflow.notices import Habits, Pace

NAME = "notices.set_preferences"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How soon which kind is to be mailed, and when."""

    paces: Mapping[str, Pace]
    habits: Habits


@transaction.atomic
def set_preferences(actor: Actor, person: User, wishes: Wishes) -> Preferences:
    """Set one's own wishes: no permission is asked. What is as the kind says is not kept: it goes on following it."""
    act = Act(NAME, actor, Scope())
    kinds = all_kinds()
    chosen = {code: pace.value for code, pace in wishes.paces.items() if code in kinds and pace is not kinds[code].pace}
    known = Preferences.objects.filter(person=person).first()
    values = {"paces": chosen, "digest_hour": wishes.habits.digest_hour, "quiet": wishes.habits.quiet}
    if known is None:
        row = act.create(Preferences(person=person, **values))
    else:
        row = act.access(Preferences.objects.filter(person=person), known.pk)
        for name, value in values.items():
            setattr(row, name, value)
        act.save(row)
    act.write_log()
    return row
