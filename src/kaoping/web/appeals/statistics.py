"""How many appeals of a cycle there are, what came of them, and how long answers took."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kaoping.web.appeals.clocks import work_of
from kaoping.web.appeals.models import Appeal
from kaoping.web.appeals.queries import OPEN_STATES
from kaoping.web.cycles.models import Cycle
from kaoping.workflow.appeal import Outcome, State

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one cycle. `filed` came in time, `late` did not; `mean` is the mean working time until the answer."""

    filed: int
    late: int
    open: int
    overdue: int
    answered: int
    upheld: int
    partly: int
    withdrawn: int
    mean: timedelta | None

    @property
    def share(self) -> str:
        """The share of answered appeals in which the unit was right, wholly or in part; "" where none is answered."""
        return f"{(self.upheld + self.partly) / self.answered:.0%}" if self.answered else ""

    @property
    def mean_time(self) -> str:
        """The mean in words; "" where none is answered."""
        return _("%s 小时") % f"{self.mean / _HOUR:.1f}" if self.mean is not None else ""


def figures_of(cycle: Cycle, now: datetime) -> Figures:
    """Return the figures of a cycle."""
    rows = Appeal.objects.filter(participant__cycle=cycle).order_by()
    answered = Q(state=State.ANSWERED.value)
    counted = rows.aggregate(
        filed=Count("pk", filter=~Q(state=State.LATE.value)),
        late=Count("pk", filter=Q(state=State.LATE.value)),
        open=Count("pk", filter=Q(state__in=OPEN_STATES)),
        overdue=Count("pk", filter=Q(state__in=OPEN_STATES, due_at__lt=now)),
        answered=Count("pk", filter=answered),
        upheld=Count("pk", filter=answered & Q(outcome=Outcome.UPHELD.value)),
        partly=Count("pk", filter=answered & Q(outcome=Outcome.PARTLY.value)),
        withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN.value)),
    )
    work = work_of(cycle).provisionally()
    spans = [
        work.working_time_between(filed, decided)
        for filed, decided in rows.filter(answered).values_list("filed_at", "decided_at")
        if decided is not None
    ]
    return Figures(**counted, mean=sum(spans, timedelta()) / len(spans) if spans else None)
