"""What steps of a cycle do to its results: approval freezes them, feedback tells them to each unit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.actions import Act
from kaoping.web.cycles.models import Cycle, CycleStep
from kaoping.web.cycles.step_parts import Obstacle, StepPart, moment_on
from kaoping.web.results.feeding_back import feed_back
from kaoping.web.results.freezing import freeze, prepare_version
from kaoping.web.results.gathering import stamp_of
from kaoping.web.results.glance import scores_at_a_glance
from kaoping.web.results.models import ResultVersion, Scoring
from kaoping.web.results.versions import latest_version


def _open(cycle: Cycle, _today: date) -> Iterator[Obstacle]:
    """What people have still to decide is in the way; what nobody could measure is to be looked at."""
    scoring = Scoring.objects.filter(cycle=cycle).first()
    if scoring is None or not scoring.folder:
        yield Obstacle(_("还没有计分。"), "results:cycle", firm=False)
        return
    if scoring.problem:
        yield Obstacle(_("现在不能计分：%s") % scoring.problem, "results:cycle")
        return
    if scoring.pending:
        text = _("还有 %s 个疑似问题没有认定，关系到得分。")
        yield Obstacle(text % scoring.pending, "monitoring:findings", f"waiting=decide&cycle={cycle.pk}")
    count = cycle.scores.filter(total__isnull=True).count()
    if count:
        text = _("%s 个单位的得分还没有确定：有测评值没有给出，或网站没有巡查到。审定之后只能通过申诉改变。")
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


_FREEZING = StepPart("", obstacles=_open, glance=scores_at_a_glance, seen=stamp_of, prepare=prepare_version)
PARTS = (
    replace(_FREEZING, step="approve", follow=_approved),
    StepPart("feed_back", follow=_told),
    replace(_FREEZING, step="approve_again", follow=_approved_again),
    StepPart("publish", follow=_told),
)
