"""A cycle that is being evaluated, what its judges say, and its scores."""

from datetime import UTC, date, datetime

from kaoping.web.actions import Actor
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.marking.models import Mark
from kaoping.web.results.models import Scoring, UnitScore
from kaoping.web.results.recomputing import recompute_scores
from tests.web.conftest import City
from tests.web.marking_world import Judged, judged_in, typed

NOW = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 10, 20, 2, 5, tzinfo=UTC)
TODAY = date(2026, 10, 20)
SYSTEM = Actor(None, reason="测试")


def evaluated(city: City) -> Judged:
    """Three units, judged by one each, before a panel of three, while the cycle is being evaluated."""
    found = judged_in(city.east, 3)
    keys = [user.pk for user in found.assessors]
    allot_marks(SYSTEM, found.cycle.pk, Dealing("unit", keys, "seed"))
    allot_marks(SYSTEM, found.cycle.pk, Dealing("panel", keys, "seed"))
    Cycle.objects.filter(pk=found.cycle.pk).update(state="evaluation")
    return found


def said(mark: Mark, text: str, at: datetime = NOW) -> None:
    """Save a mark as its assessor."""
    save_mark(Actor(mark.assessor), mark.pk, typed(mark, text), at)


def scored(judged: Judged, now: datetime = NOW) -> Scoring:
    """Compute the scores."""
    return recompute_scores(Actor(None), judged.cycle.pk, now, TODAY)


def score_of(judged: Judged, unit: int) -> UnitScore:
    """What a unit came to."""
    return UnitScore.objects.get(participant__unit=judged.units[unit])


def all_said(judged: Judged) -> None:
    """Everything is judged: by hand 20 + (20 - 2·n) + design + mean·20/100, and 20 for links nobody inspected."""
    for unit in range(3):
        said(judged.mark(unit, "search_works"), "是" if unit else "否")
        said(judged.mark(unit, "guide_faults"), str(unit))
        said(judged.mark(unit, "design"), "15.5")
        said(judged.mark(unit, "reply_time"), "2wd")
        for seat, text in enumerate(("70", "80", "100"), 1):
            said(judged.mark(unit, "onsite", seat), text)
