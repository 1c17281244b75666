"""Store a cycle's scores as they were computed: all of them at once, in place of those before."""

from kaoping.scoring import PartResult, Results, UnitResult
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import BATCH, Act, action
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.rules import reached
from kaoping.web.results.models import Scoring, UnitScore


@action(Permission.VIEW_SCORES, "重新计分")
def store_scores(act: Act, pk: int, scoring: Scoring, results: Results | None) -> Scoring:
    """Store a scoring of a cycle with its results; without results the scores before stay.

    Scores follow from what is logged already, so no entry is made for them. Raises OutOfReachError.
    """
    cycle = reached(act, pk)
    if results is not None:
        inside = dict(cycle.participants.values_list("unit__code", "pk"))
        UnitScore.objects.filter(cycle=cycle).delete()
        members = ((group, one) for group, found in results.groups.items() for one in found)
        rows = (_row(cycle, inside[one.unit], group, one) for group, one in members if one.unit in inside)
        UnitScore.objects.bulk_create(rows, batch_size=BATCH)
    known = Scoring.objects.filter(cycle=cycle).values_list("pk", flat=True).first()
    scoring.pk = known
    scoring.save(force_update=known is not None)
    return scoring


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
