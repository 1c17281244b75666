"""What a unit had before: the version or cycle that came before the one looked at, and its course over the cycles."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, QuerySet
from django.utils.translation import gettext as _

from kaoping.analysis.standing_changes import StandingChange, changes_between
from kaoping.web.actions import OutOfReachError
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.pages.charts import Chart, Series
from kaoping.web.results.looking import Looked, looked_at
from kaoping.web.results.models import UnitScore, VersionScore
from kaoping.web.results.versions import latest_version

MOST_LEAVES = 12
MOST_CYCLES = 24


@dataclass(frozen=True, slots=True)
class Earlier:
    """How a unit stood before, what it is called, and what has changed since."""

    title: str
    change: StandingChange

    @property
    def leaves(self) -> Sequence[object]:
        """The largest differences."""
        return self.change.leaves[:MOST_LEAVES]


def earlier_results(looked: Looked, place: Participant) -> Earlier | None:
    """Return what has changed since the version before, else since the newest result of the cycle before."""
    code = place.unit.code
    if looked.version is not None and looked.version.supersedes is not None:
        before = looked.version.supersedes
        change = changes_between(Looked(looked.cycle, None, before).results, looked.results, code)
        return None if change is None else Earlier(_("第 %s 版") % before.number, change)
    last = _alike(looked.cycle).filter(period_to__lt=looked.cycle.period_from).order_by("-period_to").first()
    if last is None:
        return None
    version = latest_version(last)
    try:
        before_it = Looked(last, None, version) if version else looked_at(last)
    except OutOfReachError:
        return None
    change = changes_between(before_it.results, looked.results, code)
    return None if change is None else Earlier(str(last), change)


def trend_of(looked: Looked, place: Participant, *, oversees: bool) -> Chart | None:
    """Return a unit's totals over the cycles of its series with the mean of its group; None where there is only one.

    A unit sees what was fed back to it.
    """
    cycles = list(series_of(looked.cycle)[:MOST_CYCLES])[::-1]
    own: dict[int, float] = {}
    mean: dict[int, float] = {}
    for cycle in cycles:
        rows: QuerySet[VersionScore] | QuerySet[UnitScore]
        version = latest_version(cycle)
        rows = VersionScore.objects.filter(version=version) if version else UnitScore.objects.filter(cycle=cycle)
        told = version is not None and version.feedback.filter(participant__unit=place.unit_id).exists()
        row = rows.filter(participant__unit=place.unit_id).first()
        if row is None or row.total is None or not (oversees or told or cycle == looked.cycle):
            continue
        own[cycle.pk] = float(row.total)
        of_group = rows.filter(group=row.group, total__isnull=False).aggregate(mean=Avg("total"))["mean"]
        mean[cycle.pk] = float(of_group)
    shown = [cycle for cycle in cycles if cycle.pk in own]
    if len(shown) < 2:
        return None
    series = [
        Series(_("本单位"), [own[one.pk] for one in shown]),
        Series(_("同类平均"), [mean[one.pk] for one in shown]),
    ]
    return Chart("line", _("历次得分"), [one.name for one in shown], series, digits=2)


def series_of(cycle: Cycle) -> "QuerySet[Cycle]":
    """Return the cycles that belong in one row with a cycle, the newest first: its children where it has any, else its
    siblings, else those of the same body and kind."""
    if cycle.children.exists():
        return cycle.children.order_by("-period_to")
    return _alike(cycle).order_by("-period_to")


def _alike(cycle: Cycle) -> "QuerySet[Cycle]":
    rows = Cycle.objects.select_related("body", "scheme").defer("scheme__data").filter(body=cycle.body_id)
    return rows.filter(kind=cycle.kind).exclude(state__in=("draft", "cancelled"))
