"""What steps of a cycle do to its results: approval freezes them, feedback tells them to each unit."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.actions import Act
from kaoping.web.cycles.models import Cycle, CycleStep
from kaoping.web.cycles.step_parts import Obstacle, StepPart, moment_on
from kaoping.web.results.feeding_back import feed_back
from kaoping.web.results.freezing import freeze, prepare_version
from kaoping.web.results.models import ResultVersion, Scoring
from kaoping.web.results.versions import latest_version


def _undetermined(cycle: Cycle, _today: date) -> Iterator[Obstacle]:
    if Scoring.objects.filter(cycle=cycle).exists():
        count = cycle.scores.filter(total__isnull=True).count()
    else:
        count = cycle.participants.filter(exempt=False).count()
    if count:
        text = _("%s 个单位的得分还没有确定：有评分没有打、问题没有认定，或网站没有巡查到。")
        yield Obstacle(text % count, "results:cycle", "open=no", firm=False)


def _approved(act: Act, cycle: Cycle, row: CycleStep, prepared: Any) -> None:
    freeze(act, cycle, ResultVersion.Kind.APPROVED, prepared or prepare_version(cycle, row.on))


def _approved_again(act: Act, cycle: Cycle, row: CycleStep, prepared: Any) -> None:
    freeze(act, cycle, ResultVersion.Kind.REAPPROVED, prepared or prepare_version(cycle, row.on))


def _told(act: Act, cycle: Cycle, row: CycleStep, _prepared: Any) -> None:
    """Tell units their results of the newest approved version; of a later one those whose results it changed."""
    version = latest_version(cycle)
    if version is not None:
        feed_back(act, version, moment_on(row.on, timezone.now()))


PARTS = (
    StepPart("approve", obstacles=_undetermined, prepare=prepare_version, follow=_approved),
    StepPart("feed_back", follow=_told),
    StepPart("approve_again", prepare=prepare_version, follow=_approved_again),
    StepPart("publish", follow=_told),
)
