"""Store a cycle's scores as they were computed: all of them at once, in place of those before."""

from kaoping.scoring import Results
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import BATCH, Act, action
from kaoping.web.cycles.rules import reached
from kaoping.web.results.models import Scoring, UnitScore
from kaoping.web.results.score_rows import score_columns


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
        rows = (
            UnitScore(cycle=cycle, participant_id=inside[one.unit], group=group, **score_columns(one))
            for group, one in members
            if one.unit in inside
        )
        UnitScore.objects.bulk_create(rows, batch_size=BATCH)
    known = Scoring.objects.filter(cycle=cycle).values_list("pk", flat=True).first()
    scoring.pk = known
    scoring.save(force_update=known is not None)
    return scoring
