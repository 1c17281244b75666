"""Settles how and when each new notice goes out, by what its reader set and by the working time of the place."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kaoping.web.accounts.models import Membership
from kaoping.web.installation import installation
from kaoping.web.notices.kinds import Severity, all_kinds
from kaoping.web.notices.models import Delivery, Notice, Preferences
from kaoping.web.working_time import worktime_of
from kaoping.workflow.notices import Habits, Pace, due

AT_ONCE = 500


def plan_notices(now: datetime) -> int:
    """Plan what was told since the last round; return how many notices."""
    planned = 0
    while rows := list(_new()[:AT_ONCE]):
        planned += len(rows)
        with transaction.atomic():
            Delivery.objects.bulk_create(_deliveries(rows), batch_size=AT_ONCE, ignore_conflicts=True)
            Notice.objects.filter(pk__in=[row.pk for row in rows]).update(planned_at=now)
    return planned


def mail_is_set_up() -> bool:
    """Whether the operator said how mail goes out."""
    return bool(installation().mail_url)


def pace_of(preferences: Preferences | None, kind: str) -> Pace:
    """Return how soon a kind is mailed to somebody: as they set it, else as the kind says."""
    chosen = preferences.paces.get(kind) if preferences else None
    if chosen in set(Pace):
        return Pace(chosen)
    declared = all_kinds().get(kind)
    return declared.pace if declared else Pace.NOW


def _new() -> "QuerySet[Notice]":
    related = ("person__notice_preferences", "unit__region", "region", "robot__region", "robot__unit__region")
    return Notice.objects.filter(planned_at=None).select_related(*related).order_by("made_at", "pk")


def _deliveries(rows: Iterable[Notice]) -> list[Delivery]:
    homes = _homes(row for row in rows if row.person_id and not (row.unit_id or row.region_id))
    mailed = mail_is_set_up()
    found = []
    for row in rows:
        if row.robot is not None:
            place = row.robot.unit.region if row.robot.unit else row.robot.region
            channel, pace, habits = Delivery.Channel.GROUP, row.robot.pace, row.robot.habits
        elif mailed and row.person is not None and row.person.email and row.person.is_active:
            preferences = getattr(row.person, "notice_preferences", None)
            place = row.unit.region if row.unit else row.region
            channel, pace = Delivery.Channel.MAIL, pace_of(preferences, row.kind)
            habits = preferences.habits if preferences else Habits()
        else:
            continue
        code = place.code if place else homes.get(row.person_id or 0, "")
        at = _due(row, pace, habits, code)
        if at is not None:
            found.append(Delivery(notice=row, channel=channel, due_at=at))
    return found


def _due(row: Notice, pace: Pace, habits: Habits, region: str) -> datetime | None:
    """Return when it goes out: what is urgent as it is made, to all who want it at all."""
    if row.severity == Severity.URGENT and pace is not Pace.NEVER:
        return row.made_at
    return due(row.made_at, pace, habits, worktime_of(region))


def _homes(rows: Iterable[Notice]) -> dict[int, str]:
    """Return the region's code by person, for notices that are for no place: that of the person's first role."""
    people = {row.person_id for row in rows}
    if not people:
        return {}
    memberships = Membership.objects.filter(user__in=people).select_related("region", "unit__region").order_by("-pk")
    places = ((row.user_id, row.unit.region if row.unit else row.region) for row in memberships)
    return {person: place.code for person, place in places if place}
