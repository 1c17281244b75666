"""What appeals have to do with the steps of a cycle: it goes on when none is open and nobody can file any more."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.appeals.clocks import limits_of, work_of
from kaoping.web.appeals.models import Appeal, Ruling
from kaoping.web.appeals.queries import OPEN_STATES, of_cycle
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.step_parts import Obstacle, StepPart, moment_on
from kaoping.web.monitoring.models import Decision
from kaoping.web.results.gathering import stamp_of
from kaoping.web.results.models import Feedback, Scoring
from kaoping.web.results.versions import latest_version
from kaoping.workflow.appeal import Duty, filing, turn
from kaoping.workflow.cycle import State
from kaoping.worktime import Deadline, show_moment

NAMED = 5
_WHERE = "appeals:cycle"
_SAME = ("total", "low", "high", "rank", "grade", "failed", "vetoes")


def appeals_over(cycle: Cycle, now: datetime) -> Iterator[Obstacle]:
    """Say what is open and whose turn it is, and until when units may still file."""
    if cycle.now is not State.FEEDBACK:
        return
    yield from _open(of_cycle(cycle).filter(state__in=OPEN_STATES))
    yield from _filing(cycle, now)


def is_changed(cycle: Cycle, today: date) -> bool | None:
    """Tell whether results are others than those fed back; None while what has changed is not computed yet."""
    version = latest_version(cycle)
    if version is None:
        return None
    if Ruling.objects.filter(appeal__version=version).exclude(decision__kind=Decision.Kind.UPHOLD).exists():
        return True
    scoring = Scoring.objects.filter(cycle=cycle).first()
    if scoring is None or scoring.stamp != stamp_of(cycle, today):
        return None
    was = {row[0]: row[1:] for row in version.scores.values_list("participant", *_SAME)}
    return was != {row[0]: row[1:] for row in cycle.scores.values_list("participant", *_SAME)}


def _before_approving(cycle: Cycle, today: date) -> Iterator[Obstacle]:
    yield from appeals_over(cycle, moment_on(today, timezone.now()))
    if cycle.now is State.FEEDBACK and is_changed(cycle, today) is False:
        yield Obstacle(_("没有结果因申诉改变，不需要再次审定，可以直接公布。"), _WHERE)


def _before_publishing(cycle: Cycle, today: date) -> Iterator[Obstacle]:
    yield from appeals_over(cycle, moment_on(today, timezone.now()))
    if cycle.now is not State.FEEDBACK:
        return
    changed = is_changed(cycle, today)
    if changed:
        yield Obstacle(_("申诉改变了结果，请先再次审定，再公布。"), _WHERE)
    elif changed is None:
        yield Obstacle(_("得分还没有按最新的评分和问题算过，请确认结果与反馈的相同。"), "results:cycle", firm=False)


def _open(rows: "QuerySet[Appeal]") -> Iterator[Obstacle]:
    count = rows.count()
    if not count:
        return
    named = "、".join(_whose(one) for one in rows.order_by("due_at", "pk")[:NAMED])
    more = _("等") if count > NAMED else ""
    text = _("还有 %(count)s 件申诉没有答复：%(named)s%(more)s。")
    yield Obstacle(text % {"count": count, "named": named, "more": more}, _WHERE, "state=open")


def _whose(one: Appeal) -> str:
    due = show_moment(one.due_at) if one.due_at else ""
    waits = _("待考评机构受理")
    if turn(one.now) is Duty.OFFICER and one.officer:
        waits = _("待 %s 答复") % one.officer.name
    return _("%(what)s（%(waits)s，期限 %(due)s）") % {"what": one, "waits": waits, "due": due}


def _filing(cycle: Cycle, now: datetime) -> Iterator[Obstacle]:
    """Who receives later has no less time, so the last receipt says when all are over."""
    rows = Feedback.objects.filter(version__cycle=cycle)
    last = rows.aggregate(last=Max("received_at"))["last"]
    due = _due(cycle, last) if last else None
    if due and due.at >= now:
        yield Obstacle(_("签收结果的单位还可以申诉，最晚到 %s 截止。") % due, _WHERE)
    waiting = rows.filter(received_at=None)
    count, told = waiting.count(), waiting.aggregate(last=Max("told_at"))["last"]
    if told is None:
        return
    until = _due(cycle, told)
    if until.at >= now:
        text = _("%(count)s 个单位还没有签收结果；按反馈时间算，申诉期限到 %(until)s。")
        yield Obstacle(text % {"count": count, "until": until}, _WHERE)
    else:
        text = _("%s 个单位始终没有签收结果，申诉期限没有起算；请确认已经另行送达。")
        yield Obstacle(text % count, _WHERE, firm=False)


def _due(cycle: Cycle, received: datetime) -> Deadline:
    return filing(received, received, limits_of(cycle), work_of(cycle)).due


PARTS = (
    StepPart("approve_again", obstacles=_before_approving),
    StepPart("publish", obstacles=_before_publishing),
)
