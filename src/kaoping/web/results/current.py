"""The scores of a cycle as they are now, brought up to date where that is quick, and what is said of them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.actions import Actor
from kaoping.web.cycles.models import Cycle
from kaoping.web.results.models import Scoring
from kaoping.web.results.queries import SCORED
from kaoping.web.results.recomputing import recompute_scores
from kaoping.worktime import beijing_date

AT_ONCE = 2.0  # seconds: what took longer the last time is left to the process beside the web server


def current_scoring(cycle: Cycle) -> Scoring | None:
    """Return the scoring of a cycle, computed anew where that is quick; else the process beside us does it."""
    known = Scoring.objects.filter(cycle=cycle).first()
    if cycle.state not in SCORED or (known is not None and known.seconds > AT_ONCE):
        return known
    now = timezone.now()
    return recompute_scores(Actor(None), cycle.pk, now, beijing_date(now))


def scoring_note(cycle: Cycle, scoring: Scoring | None) -> str:
    """Say as of when scores are, what is in the way of computing them, and that they may change."""
    if scoring is None:
        return ""
    if scoring.problem:
        return _("现在不能计分：%s 下面是此前的得分。") % scoring.problem
    at = timezone.localtime(scoring.computed_at)
    said = _("监测时间点 %(day)s，%(at)s 计算。") % {"day": scoring.as_of, "at": at.strftime("%m-%d %H:%M:%S")}
    if cycle.state not in SCORED:
        return said
    return said + _("得分是初步的，随巡查和测评变化；未确定的写出最低～最高，名次括号里是可能的范围。")
