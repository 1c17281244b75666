"""What marking has to do with the steps of a cycle: nothing is approved while somebody has still to judge."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.step_parts import Obstacle, StepPart
from kaoping.web.marking.disagreeing import disagreements
from kaoping.web.marking.models import Mark


def _unjudged(cycle: Cycle, _today: date) -> Iterator[Obstacle]:
    assessed = Mark.objects.filter(cycle=cycle, participant__exempt=False)
    open_ = assessed.filter(state=Mark.State.OPEN).exclude(mode=Mark.Mode.THIRD).count()
    if open_:
        text = _("还有 %s 个评分没有打。请催办，或撤回不再需要的分派。")
        yield Obstacle(text % open_, "marking:cycle-marks", f"state={Mark.State.OPEN.value}")
    place = {name: OuterRef(name) for name in ("participant", "question", "period")}
    third = Mark.objects.filter(**place, mode=Mark.Mode.THIRD).exclude(state=Mark.State.OPEN)
    differing = disagreements(cycle).filter(~Exists(third), participant__exempt=False).count()
    if differing:
        yield Obstacle(_("双人测评有 %s 项不一致，还没有复核。") % differing, "marking:cycle-differences")


PARTS = (StepPart("approve", obstacles=_unjudged), StepPart("approve_again", obstacles=_unjudged))
