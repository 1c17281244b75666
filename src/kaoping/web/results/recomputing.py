"""Computes a cycle's scores anew where anything has changed: the whole group at once, outside of any transaction."""

import shutil
import time
from dataclasses import replace
from datetime import date, datetime

from kaoping.analysis.case import Case
from kaoping.model.errors import KaopingError
from kaoping.runs.kept_scoring import keep_scoring
from kaoping.scoring import Results
from kaoping.scoring.score import SCORING_VERSION
from kaoping.web import storage
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.actions import Actor, OutOfReachError
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.installation import data_folder
from kaoping.web.results.actions.store_scores import Found, store_scores
from kaoping.web.results.gathering import point_of, stamp_of
from kaoping.web.results.holding import current_case, held, hold
from kaoping.web.results.models import Scoring

FOLDER = "scores"


def recompute_scores(actor: Actor, pk: int, now: datetime, today: date) -> Scoring:
    """Compute and store a cycle's scores where anything has changed; where nothing has, return them as they are.

    Nothing is locked while computing, which takes long for many units; what changes meanwhile changes the stamp, too,
    and is computed the next time. What is in the way of scoring stands with the scoring, and the scores before stay.
    Raises OutOfReachError.
    """
    scope = scope_of(actor.user, Permission.VIEW_SCORES) if actor.user else Scope(everywhere=True)
    cycle = cycles_within(scope).filter(pk=pk).first()
    if cycle is None:
        raise OutOfReachError
    stamp, known = stamp_of(cycle, today), Scoring.objects.filter(cycle=cycle).first()
    if known is not None and known.stamp == stamp:
        return known
    known_stamp = known.stamp if known is not None else ""
    row = known or Scoring(cycle=cycle, folder="")
    begun = time.monotonic()
    row.stamp, row.as_of, row.digest = stamp, point_of(cycle, today), cycle.scheme.digest
    row.version, row.computed_at, row.problem = SCORING_VERSION, now, ""
    results: Results | None = None
    before = held(cycle)
    try:
        now_held = current_case(cycle, today)
        case, results = now_held.case, now_held.case.results()
    except KaopingError as error:
        row.problem = str(error)
    else:
        row.folder = _kept(cycle, replace(case, inputs=None), stamp)
        hold(cycle, replace(now_held, stamp=stamp, results=results))
        row.pending = len({key for cell in case.table.cells.values() for key in cell.pending})
    row.seconds = time.monotonic() - begun
    last = before.results if before is not None and known is not None and before.stamp == known_stamp else None
    return store_scores(actor, pk, row, Found(results, last))


def _kept(cycle: Cycle, case: Case, stamp: str) -> str:
    """Keep what the scores come from; trees are read from it when somebody opens one."""
    data = data_folder()
    name = f"{FOLDER}/{cycle.pk}/{stamp[:16]}"
    keep_scoring(data / name, case)
    storage.keep(data / name)
    held = {name, Scoring.objects.filter(cycle=cycle).values_list("folder", flat=True).first()}
    for old in (data / FOLDER / str(cycle.pk)).iterdir():  # the one before may still be being read
        if f"{FOLDER}/{cycle.pk}/{old.name}" not in held:
            storage.drop(old)
            shutil.rmtree(old)
    return name
