"""Store a cycle's scores as they were computed: all that are others, in place of those before."""

from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.scoring import Results, UnitResult
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import BATCH, Act, action
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.rules import reached
from kaoping.web.results.models import Score, Scoring, UnitScore
from kaoping.web.results.score_rows import score_columns

FEW = 300  # rows: more are deleted and written anew, which is quicker than changing them
_COLUMNS = tuple(field.name for field in Score._meta.local_fields)


@dataclass(frozen=True, slots=True)
class Found:
    """What was computed (None: nothing could be), and what the stored rows say (None: not known)."""

    results: Results | None
    stored: Results | None = None


@action(Permission.VIEW_SCORES, "重新计分")
def store_scores(act: Act, pk: int, scoring: Scoring, found: Found) -> Scoring:
    """Store a scoring of a cycle with its results; without results the scores before stay.

    Scores follow from what is logged already, so no entry is made for them. Raises OutOfReachError.
    """
    cycle = reached(act, pk)
    if found.results is not None:
        others = _others(found.stored, found.results) if found.stored is not None else None
        if others is None or len(others) > FEW or not _change(cycle, others):
            _replace(cycle, found.results)
    known = Scoring.objects.filter(cycle=cycle).values_list("pk", flat=True).first()
    scoring.pk = known
    scoring.save(force_update=known is not None)
    return scoring


def _others(stored: Results, results: Results) -> dict[str, UnitResult] | None:
    """The units that came out otherwise; None where they are not the same units as before."""
    before = {one.unit: one for one in _members(stored)}
    now = {one.unit: one for one in _members(results)}
    if before.keys() != now.keys():
        return None
    return {unit: one for unit, one in now.items() if before[unit] != one}


def _members(results: Results) -> Iterator[UnitResult]:
    for members in results.groups.values():
        yield from members


def _change(cycle: Cycle, others: dict[str, UnitResult]) -> bool:
    """Change the rows of a few units; tell whether all of them were there."""
    rows = list(
        UnitScore.objects.filter(cycle=cycle, participant__unit__code__in=others).select_related("participant__unit")
    )
    for row in rows:
        one = others[row.participant.unit.code]
        row.group = one.group
        for name, value in score_columns(one).items():
            setattr(row, name, value)
    UnitScore.objects.bulk_update(rows, _COLUMNS, batch_size=50)
    return len(rows) == len(others)


def _replace(cycle: Cycle, results: Results) -> None:
    inside = dict(cycle.participants.values_list("unit__code", "pk"))
    UnitScore.objects.filter(cycle=cycle).delete()
    rows = (
        UnitScore(cycle=cycle, participant_id=inside[one.unit], group=one.group, **score_columns(one))
        for one in _members(results)
        if one.unit in inside
    )
    UnitScore.objects.bulk_create(rows, batch_size=BATCH)
