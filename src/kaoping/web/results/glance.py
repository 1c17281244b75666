"""What is approved, at a glance: how many units, grades and vetoes, what is still open, who has no site."""

from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from kaoping.web.cycles.conditions import siteless
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.cycles.step_parts import Glance
from kaoping.web.results.current import current_scoring
from kaoping.web.results.gathering import stamp_of
from kaoping.web.results.models import UnitScore
from kaoping.web.results.versions import latest_version

FRONT = 3  # units named of each group
NAMED = 20


def scores_at_a_glance(cycle: Cycle, today: date) -> Glance:
    """Return what the approver is to see of the scores as they are, and the stamp of what they come from."""
    stamp, scoring, scheme = stamp_of(cycle, today), current_scoring(cycle), scheme_of(cycle)
    rows = UnitScore.objects.filter(cycle=cycle)
    groups = [_group(cycle, group, title) for group, title in scheme.groups.items()]
    open_ = rows.filter(Q(total__isnull=True) | Q(provisional=True)).select_related("participant__unit")
    values = {
        "cycle": cycle,
        "scoring": scoring,
        "stale": scoring is None or scoring.stamp != stamp,
        "groups": [one for one in groups if one["units"]],
        "open": open_[:NAMED],
        "open_count": open_.count(),
        "siteless": siteless(cycle).select_related("unit")[:NAMED],
        "siteless_count": siteless(cycle).count(),
        "version": latest_version(cycle),
        "at": timezone.localtime(scoring.computed_at) if scoring else None,
    }
    return Glance(scoring.stamp if scoring else "-", "results/glance.html", values)


def _group(cycle: Cycle, group: str, title: str) -> dict[str, object]:
    rows = cycle.scores.filter(group=group).order_by()
    counted = rows.aggregate(
        units=Count("pk"),
        open=Count("pk", filter=Q(total__isnull=True)),
        failed=Count("pk", filter=Q(failed=True)),
        vetoed=Count("pk", filter=~Q(vetoes=[])),
        undecided=Count("pk", filter=~Q(open_vetoes=[])),
    )
    grades = rows.exclude(grade="").values_list("grade").annotate(n=Count("pk")).order_by("-n")
    front = cycle.scores.filter(group=group, rank__lte=FRONT).select_related("participant__unit")
    return {"title": title, "grades": list(grades), "front": list(front[:FRONT]), **counted}
