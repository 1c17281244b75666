"""Answer an appeal: with reasons, once, by an officer who had no part in it; what it changes is changed with it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.appeals.apart import who_may_not
from kaoping.web.appeals.effect import Effect, Plan, participants_by_unit
from kaoping.web.appeals.models import Appeal, Ruling
from kaoping.web.appeals.queries import appeals_within
from kaoping.web.appeals.same_elsewhere import findings_meant, same_elsewhere
from kaoping.web.appeals.telling import tell_decided
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.superseding import Superseding, places_under, supersede
from kaoping.web.monitoring.deciding import decide, hold_decidable, person_of
from kaoping.web.monitoring.models import Decision, Finding
from kaoping.web.results.gathering import stamp_of
from kaoping.workflow.appeal import Outcome, State, leads
from kaoping.workflow.cycle import State as CycleState
from kaoping.worktime import beijing_date

SHORTEST = 10
LONGEST = 4000
_IN_DECISION = 450  # characters of the answer that fit into a decision's reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered. `effect` is what its person saw as a preview; None where nothing changes."""

    outcome: str
    reason: str
    plan: Plan = field(default_factory=Plan)
    effect: Effect | None = None


@action(Permission.DECIDE_APPEALS, "答复申诉")
def answer_appeal(act: Act, pk: int, said: Answer, at: datetime) -> Appeal:
    """Answer an appeal; sent twice it is answered once.

    Raises RefusedError where somebody else answered, the officer had a part in it, the answer contradicts itself, or
    scores have changed since the preview; ValidationError for a mark that the rule does not take.
    """
    by = person_of(act)
    appeal = act.access(appeals_within(act.scope), pk)
    if appeal.now is State.ANSWERED:
        same = (appeal.decided_by_id, appeal.outcome, appeal.answer) == (by.pk, said.outcome, said.reason)
        act.refuse_unless(same, _taken(appeal))
        return appeal
    _hold(act, appeal, said, by)
    held = Cycle.objects.select_for_update().get(pk=appeal.participant.cycle_id)
    act.refuse_unless(held.now is CycleState.FEEDBACK, _("申诉阶段已经结束，不能再答复。"))
    if said.plan:
        _hold_preview(act, held, said.effect, beijing_date(at))
    _change(act, appeal, said, by=by, at=at)
    appeal.state, appeal.outcome, appeal.answer = State.ANSWERED.value, said.outcome, said.reason
    appeal.decided_by, appeal.decided_at = by, at
    act.save(appeal)
    if said.plan and said.effect:  # it follows from what is logged
        appeal.effect = said.effect.kept
        Appeal.objects.filter(pk=appeal.pk).update(effect=appeal.effect)
    tell_decided(act, appeal, at)
    return appeal


def _hold(act: Act, appeal: Appeal, said: Answer, by: User) -> None:
    state = {"state": appeal.get_state_display()}
    act.refuse_unless(leads("answer", appeal.now), _("这件申诉“%(state)s”，现在不能答复。") % state)
    officer = appeal.officer.name if appeal.officer else ""
    act.refuse_unless(appeal.officer_id == by.pk, _("这件申诉由 %s 复核；需要您答复的，请先改派给您。") % officer)
    why = who_may_not(appeal).get(by.pk)
    act.refuse_unless(why is None, _("您%s，应当回避，请改派给他人。") % why)
    act.refuse_unless(said.outcome in set(map(str, Outcome)), _("请选择复核结果。"))
    act.refuse_unless(len(said.reason) >= SHORTEST, _("请写明理由，至少 %s 个字；申诉单位可以看到。") % SHORTEST)
    act.refuse_unless(len(said.reason) <= LONGEST, _("理由最多 %s 字，请删减。") % LONGEST)
    rejected = said.outcome == Outcome.REJECTED
    act.refuse_unless(not (rejected and said.plan), _("维持原结果的，不能同时更改评分或排除问题；请改选，或清空更改。"))
    act.refuse_unless(
        rejected or said.plan, _("申诉成立的，请指明更改哪些评分、排除哪些问题；什么都不改的请选“维持原结果”。")
    )


def _hold_preview(act: Act, cycle: Cycle, effect: Effect | None, today: date) -> None:
    fresh = effect is not None and effect.stamp == stamp_of(cycle, today)
    act.refuse_unless(fresh, _("预览之后评分或问题又有变化，没有保存；请重新预览影响，再作决定。"))


def _change(act: Act, appeal: Appeal, said: Answer, *, by: User, at: datetime) -> None:
    """Write what the decision changes, each with where it comes from."""
    plan, own = said.plan, appeal.participant
    reason = said.reason[:_IN_DECISION]
    if said.outcome == Outcome.REJECTED:
        if appeal.finding is not None:
            _decide(
                act, appeal, appeal.finding, Decision(kind=Decision.Kind.UPHOLD, reason=reason, made_by=by, made_at=at)
            )
        return
    meant = {one.pk: one for one in findings_meant(appeal)}
    act.refuse_unless(set(plan.dismissed) <= set(meant), _("有的问题不在这件申诉之内，请重新打开再选。"))
    for pk in plan.dismissed:
        _decide(act, appeal, meant[pk], Decision(kind=Decision.Kind.DISMISS, reason=reason, made_by=by, made_at=at))
    same = {one.pk: one for one in same_elsewhere(appeal, plan.dismissed)}
    act.refuse_unless(set(plan.elsewhere) <= set(same), _("其他单位的同样问题有变化，请重新预览。"))
    for pk in plan.elsewhere:
        text = _("与%(unit)s申诉成立的误报相同：%(reason)s") % {"unit": own.unit, "reason": reason}
        _decide(act, appeal, same[pk], Decision(kind=Decision.Kind.DISMISS, reason=text[:500], made_by=by, made_at=at))
    for one in plan.marks:
        _supersede(act, appeal, replace(one, note=said.reason), by=by, at=at)


def _decide(act: Act, appeal: Appeal, finding: Finding, decision: Decision) -> None:
    held = act.access(Finding.objects.select_related("site__unit"), finding.pk)
    hold_decidable(act, held)
    before = held.get_standing_display()
    made = decide(act, held, decision)
    place = participants_by_unit(appeal.participant.cycle).get(held.site.unit_id, appeal.participant)
    said = f"{held.url[:120]}：{made.get_kind_display()}"
    elsewhere = place.pk != appeal.participant_id
    ruling = Ruling(appeal=appeal, participant=place, decision=made, before=before, after=said, elsewhere=elsewhere)
    act.create(ruling)


def _supersede(act: Act, appeal: Appeal, wanted: Superseding, *, by: User, at: datetime) -> None:
    """Write a mark; its note is the reason of the answer."""
    place = appeal.participant
    was = next(
        (one for one in places_under(place, {wanted.question}) if one.key == (wanted.question, wanted.period)), None
    )
    mark = supersede(act, place, wanted, by, at=at)
    after = _("不适用") if mark.not_applicable else mark.text
    title = was.title if was else wanted.question
    said = _("%(title)s：%(text)s") % {"title": title, "text": after}
    before = was.said if was else ""
    act.create(Ruling(appeal=appeal, participant=place, mark=mark, before=before[:300], after=said[:300]))


def _taken(appeal: Appeal) -> str:
    said = {
        "who": appeal.decided_by.name if appeal.decided_by else "",
        "when": f"{timezone.localtime(appeal.decided_at):%Y-%m-%d %H:%M}" if appeal.decided_at else "",
        "what": appeal.get_outcome_display(),
        "why": appeal.answer,
    }
    return _("%(who)s 已于 %(when)s 答复这件申诉：%(what)s，理由：%(why)s。您的意见没有保存。") % said
