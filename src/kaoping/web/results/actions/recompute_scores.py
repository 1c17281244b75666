"""Compute a cycle's scores anew: the whole group at once, from what is known now."""

import shutil
import time
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from kaoping.analysis.case import Case
from kaoping.model.errors import KaopingError
from kaoping.runs.kept_scoring import keep_scoring
from kaoping.scoring import PartResult, Results, UnitResult
from kaoping.scoring.score import SCORING_VERSION
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import BATCH, Act, action
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.rules import reached
from kaoping.web.results.gathering import case_of, point_of, stamp_of
from kaoping.web.results.models import Scoring, UnitScore

FOLDER = "scores"


@action(Permission.VIEW_SCORES, "重新计分")
def recompute_scores(act: Act, pk: int, now: datetime, today: date) -> Scoring:
    """Compute and store a cycle's scores where anything has changed; where nothing has, return them as they are.

    Scores follow from what is logged already, so no entry is made for them. What is in the way of scoring stands with
    the scoring, and the scores before stay. Raises OutOfReachError.
    """
    cycle = reached(act, pk)
    stamp, known = stamp_of(cycle, today), Scoring.objects.filter(cycle=cycle).first()
    if known is not None and known.stamp == stamp:
        return known
    row = known or Scoring(cycle=cycle, folder="")
    begun = time.monotonic()
    row.stamp, row.as_of, row.digest = stamp, point_of(cycle, today), cycle.scheme.digest
    row.version, row.computed_at, row.problem = SCORING_VERSION, now, ""
    try:
        case = case_of(cycle, today)
        results = case.results()
    except KaopingError as error:
        row.problem = str(error)
    else:
        row.folder = _kept(cycle, case, stamp)
        _store(cycle, results)
    row.seconds = time.monotonic() - begun
    row.save()
    return row


def _kept(cycle: Cycle, case: Case, stamp: str) -> str:
    """Keep what the scores come from; trees are read from it when somebody opens one."""
    data: Path = settings.DEPLOYMENT.data  # type: ignore[misc]  # ours, known by no plugin
    name = f"{FOLDER}/{cycle.pk}/{stamp[:16]}"
    keep_scoring(data / name, case)
    held = {name, Scoring.objects.filter(cycle=cycle).values_list("folder", flat=True).first()}
    for old in (data / FOLDER / str(cycle.pk)).iterdir():  # the one before may still be being read
        if f"{FOLDER}/{cycle.pk}/{old.name}" not in held:
            shutil.rmtree(old)
    return name


def _store(cycle: Cycle, results: Results) -> None:
    inside = dict(cycle.participants.values_list("unit__code", "pk"))
    UnitScore.objects.filter(cycle=cycle).delete()
    rows = (_row(cycle, inside[one.unit], group, one) for group, members in results.groups.items() for one in members)
    UnitScore.objects.bulk_create(rows, batch_size=BATCH)


def _row(cycle: Cycle, participant: int, group: str, one: UnitResult) -> UnitScore:
    return UnitScore(
        cycle=cycle,
        participant_id=participant,
        group=group,
        total=one.total,
        low=one.low,
        high=one.high,
        of=one.of,
        rank=one.rank,
        rank_best=one.rank_best,
        rank_worst=one.rank_worst,
        grade=one.grade or "",
        failed=one.failed,
        provisional=one.provisional,
        vetoes=list(one.vetoes),
        parts=[_part(part) for part in one.parts],
    )


def _part(part: PartResult) -> dict[str, str | None]:
    numbers = {name: getattr(part, name) for name in ("points", "low", "high", "of")}
    said = {name: None if value is None else f"{value.normalize():f}" for name, value in numbers.items()}
    return {"id": part.id, "title": part.title, **said}
