"""A county's cycle that is judged to the end, and the steps that freeze and tell its results."""

import shutil
from datetime import UTC, date, datetime

from kaoping.web.actions import Actor
from kaoping.web.cycles.actions.take_step import Wanted, acting
from kaoping.web.cycles.models import Cycle
from kaoping.web.installation import data_folder
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.marking.models import Mark
from kaoping.web.results.models import ResultVersion
from kaoping.web.results.versions import latest_version
from tests.web.conftest import City
from tests.web.marking_world import Judged, judged_in, typed

NOW = datetime(2027, 1, 5, 2, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 7, 2, 0, tzinfo=UTC)
END = date(2027, 1, 5)
OFFICE = Actor(None, reason="2027年1月5日常务会议")


def judged_to_the_end(city: City, units: int = 3) -> Judged:
    """Three units, all judged (30, 31, 32 points and 16 of the panel); links, which nobody inspected, stay open."""
    for name in ("results", "results-made"):
        shutil.rmtree(data_folder() / name, ignore_errors=True)  # of tests before, whose rows had the same keys
    found = judged_in(city.east, units)
    judge_all(found)
    Cycle.objects.filter(pk=found.cycle.pk).update(state="evaluation")
    found.cycle.refresh_from_db()
    return found


def judge_all(judged: Judged) -> None:
    """10, 11 and 12 points for design, 20 for guides, none for the search; a panel of 80."""
    keys = [user.pk for user in judged.assessors]
    for way in ("unit", "panel"):
        allot_marks(OFFICE, judged.cycle.pk, Dealing(way, keys, "seed"))
    for unit in range(len(judged.units)):
        for name, text in (
            ("design", str(10 + unit % 3)),
            ("guide_faults", "0"),
            ("search_works", "否"),
            ("reply_time", "2wd"),
        ):
            say(judged.mark(unit, name), text)
        for seat in (1, 2, 3):
            say(judged.mark(unit, "onsite", seat), "80")


def say(mark: Mark, text: str) -> None:
    """Judge as the mark's assessor does."""
    save_mark(Actor(mark.assessor), mark.pk, typed(mark, text), NOW)


def change(mark: Mark, points: int) -> None:
    """Change a mark as an upheld appeal does, after marking is over."""
    Mark.objects.filter(pk=mark.pk).update(text=str(points), value=points * 1_000_000, saved_at=LATER)


def step(judged: Judged, name: str, day: date = END) -> Cycle:
    """Take a step of the cycle, everything doubtful looked at."""
    judged.cycle.refresh_from_db()
    return acting(OFFICE, judged.cycle.pk, Wanted(name, judged.cycle.state, day, looked=True))


def approved(judged: Judged) -> ResultVersion:
    """The version that the approval makes."""
    version = latest_version(step(judged, "approve"))
    assert version is not None
    return version
