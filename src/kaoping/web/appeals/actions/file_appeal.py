"""File an appeal against a deduction or a veto; what comes late is noted and not taken up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.appeals.clocks import limits_of, work_of
from kaoping.web.appeals.items import Item, item_of
from kaoping.web.appeals.models import Appeal, AppealFile
from kaoping.web.appeals.telling import tell_filed
from kaoping.web.cycles.models import Participant
from kaoping.web.cycles.words import state_title
from kaoping.web.monitoring.models import Finding
from kaoping.web.pages.uploads import Upload
from kaoping.web.results.models import Feedback
from kaoping.web.results.versions import fed_back_to
from kaoping.workflow.appeal import State, answer_clock, filing
from kaoping.workflow.cycle import State as CycleState

SHORTEST = 10
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Claim:
    """What a unit says: against what (`finding`: the key of one finding under it, "" for all of it), why, with what."""

    item: str
    text: str
    finding: str = ""
    proofs: Sequence[Upload] = field(default=())


@action(Permission.FILE_APPEALS, "提出申诉")
def file_appeal(act: Act, participant: int, said: Claim, at: datetime) -> Appeal:
    """File an appeal; sent twice it is filed once. One that comes late is kept in state `late`, with the reason.

    Raises OutOfReachError for other units than one's own, RefusedError where there is nothing to appeal against.
    """
    by = act.actor.user
    if by is None:
        raise OutOfReachError
    rows = Participant.objects.select_related("unit__region", "cycle__body", "cycle__scheme")
    row = act.access(rows.filter(unit__in=act.scope.units), participant)
    feedback = _feedback(act, row)
    act.refuse_unless(len(said.text) >= SHORTEST, _("请写明申诉的理由，至少 %s 个字。") % SHORTEST)
    act.refuse_unless(len(said.proofs) <= MOST_FILES, _("一件申诉最多 %s 份证明材料，请合并后再提交。") % MOST_FILES)
    item = item_of(feedback.version, row.unit.code, said.item)
    act.refuse_unless(item is not None, _("这一项没有扣分，也没有否决，不需要申诉。"))
    assert item is not None
    known = _known(act, row, feedback, said=said, by=by)
    return known or _filed(act, row, feedback, item, said=said, by=by, at=at)


def _feedback(act: Act, row: Participant) -> Feedback:
    """The result that a unit has received and may appeal against."""
    state = row.cycle.now
    act.refuse_unless(
        state is CycleState.FEEDBACK,
        _("考评周期“%s”，现在不能申诉：结果反馈之后、再次审定或公布之前才可以。") % state_title(state),
    )
    feedback = fed_back_to(row)
    act.refuse_unless(feedback is not None, _("本单位的结果还没有反馈，不能申诉。"))
    assert feedback is not None
    act.refuse_unless(feedback.received_at is not None, _("请先打开本单位的结果（签收），再提出申诉。"))
    return feedback


def _known(act: Act, row: Participant, feedback: Feedback, *, said: Claim, by: User) -> Appeal | None:
    """The same appeal, where the form was sent twice. Raises RefusedError where there is another about the same."""
    about = row.appeals.filter(version=feedback.version, item=said.item, finding_key=said.finding)
    earlier = about.exclude(state=State.WITHDRAWN.value).first()
    if earlier is None or (earlier.text, earlier.filed_by_id) == (said.text, by.pk):
        return earlier
    act.refuse_unless(earlier.now is not State.LATE, earlier.refusal)
    act.refuse_unless(
        False,
        _("%(who)s 已于 %(when)s 就这一项提出申诉（%(state)s），不能重复申诉；需要改写的，请先撤回那一件。")
        % {
            "who": earlier.filed_by.name,
            "when": f"{timezone.localtime(earlier.filed_at):%Y-%m-%d %H:%M}",
            "state": earlier.get_state_display(),
        },
    )
    return None


def _filed(
    act: Act, row: Participant, feedback: Feedback, item: Item, *, said: Claim, by: User, at: datetime
) -> Appeal:
    assert feedback.received_at is not None
    limits, work = limits_of(row.cycle), work_of(row.cycle)
    judged = filing(feedback.received_at, at, limits, work)
    appeal = Appeal(
        participant=row,
        version=feedback.version,
        kind=item.kind,
        item=item.id,
        title=item.title[:300],
        finding=_finding(act, row, item, said.finding),
        finding_key=said.finding,
        points=item.points,
        text=said.text,
        received_at=feedback.received_at,
        file_due_at=judged.due.at,
        filed_by=by,
        filed_at=at,
    )
    if judged.in_time:
        appeal.due_at = answer_clock(at, None, limits, work, now=at).due
    else:
        appeal.state, appeal.refusal = State.LATE.value, judged.words()
    act.create(appeal)
    for proof in said.proofs:
        _keep(act, appeal, proof)
    if judged.in_time:
        tell_filed(act, appeal)
    return appeal


def _finding(act: Act, row: Participant, item: Item, key: str) -> Finding | None:
    """The finding that alone is meant. It may be of a site below the unit, so it is known by the score tree."""
    if not key:
        return None
    act.refuse_unless(key in item.findings, _("这个问题没有计入这一项，请从得分页面重新选择。"))
    return Finding.objects.filter(key=key).first()


def _keep(act: Act, appeal: Appeal, proof: Upload) -> None:
    new = AppealFile(appeal=appeal, name=proof.name, kind=proof.kind, size=proof.size, sha256=proof.sha256)
    new.file.save(proof.content.name or "", proof.content, save=False)
    act.create(new)
