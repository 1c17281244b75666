"""反馈: tells each unit its own result of a version, and nobody else's."""

from datetime import datetime

from django.urls import reverse

from kaoping.web.actions import BATCH, Act
from kaoping.web.notices.recipients import people_of_units
from kaoping.web.registry.models import Unit
from kaoping.web.results.models import Feedback, ResultVersion, Score, VersionScore
from kaoping.web.results.notice_kinds import RESULT_FED_BACK

COMPARED = tuple(field.name for field in Score._meta.local_fields)
"""The columns of a score."""


def feed_back(act: Act, version: ResultVersion, at: datetime) -> int:
    """Tell the units of a version their results, those who were told another that says the same excepted.

    Returns how many units were told.
    """
    known = _told_before(version)
    rows = version.scores.all()
    news = [row.participant_id for row in rows if known.get(row.participant_id) != said_by(row)]
    if not news:
        return 0
    told = (Feedback(participant_id=participant, version=version, told_at=at) for participant in news)
    Feedback.objects.bulk_create(told, batch_size=BATCH)
    act.note(version, fed_back=len(news))
    act.tell(
        RESULT_FED_BACK,
        people_of_units(Unit.objects.filter(participations__feedback__version=version)),
        key=f"{version.cycle_id}:{version.number}",
        link=reverse("results:cycles"),
        at=at,
        cycle=version.cycle.name,
    )
    return len(news)


def said_by(score: Score) -> tuple[object, ...]:
    """Return all that a score says, to tell whether another says the same."""
    return tuple(getattr(score, name) for name in COMPARED)


def _told_before(version: ResultVersion) -> dict[int, tuple[object, ...]]:
    """What each unit was told last, by its participant."""
    found: dict[int, tuple[object, ...]] = {}
    told = Feedback.objects.filter(version__cycle=version.cycle_id).values_list("version", "participant")
    whose = {participant: number for number, participant in told.order_by("version__number")}
    for row in VersionScore.objects.filter(version__in=set(whose.values())):
        if whose.get(row.participant_id) == row.version_id:
            found[row.participant_id] = said_by(row)
    return found
