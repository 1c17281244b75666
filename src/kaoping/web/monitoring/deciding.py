"""Rules of deciding about findings that more than one act must hold to."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import UNIT_ROLES
from kaoping.web.accounts.scope import memberships_of
from kaoping.web.actions import Act
from kaoping.web.monitoring.finding_queries import DECIDABLE
from kaoping.web.monitoring.models import Decision, Finding
from kaoping.web.monitoring.standing import standing_on
from kaoping.worktime import beijing_date

LONGEST = 500


def decide(act: Act, finding: Finding, decision: Decision) -> Decision:
    """Write a decision on a finding that was accessed, and let the finding stand as it then does."""
    decision.finding = finding
    act.create(decision)
    stand(finding, list(finding.decisions.all()))
    return decision


def stand(finding: Finding, decisions: list[Decision]) -> None:
    """Let a finding stand as its decisions say now. What follows from them is not logged a second time."""
    finding.standing = standing_on(decisions, beijing_date(timezone.now()))
    Finding.objects.filter(pk=finding.pk).update(standing=finding.standing)


def hold_decidable(act: Act, finding: Finding) -> None:
    """Refuse to decide about what could not be measured."""
    act.refuse_unless(
        finding.outcome in DECIDABLE, _("这一条未能测量，不扣分，不需要确认或排除；请看原因，排除故障后重新巡查。")
    )


def hold_apart(act: Act, unit: int) -> None:
    """Refuse to let somebody of a unit judge the findings on its own sites."""
    act.refuse_unless(
        unit not in own_units(act.actor.user), _("您是该网站主办单位的人员，不能处理本单位的问题；请由其他人员处理。")
    )


def own_units(user: User | None) -> frozenset[int]:
    """Return the units that somebody speaks for as liaison or leader."""
    if user is None:
        return frozenset()
    return frozenset(row.unit_id for row in memberships_of(user) if row.role in UNIT_ROLES and row.unit_id is not None)


def person_of(act: Act) -> User:
    """Return who decides; a program never does."""
    by = act.actor.user
    act.refuse_unless(by is not None, _("问题由人决定，程序不能代办。"))
    assert by is not None
    return by


def hold_seen(act: Act, decisions: list[Decision], seen: int) -> None:
    """Refuse where somebody decided after the person last looked (`seen`: the last decision then, 0 for none)."""
    last = decisions[-1] if decisions else None
    if last is None or last.pk == seen:
        return
    said = {
        "who": last.made_by.name,
        "what": last.get_kind_display(),
        "when": f"{timezone.localtime(last.made_at):%H:%M}",
    }
    text = _("%(who)s 刚刚（%(when)s）处理了这一条：%(what)s") % said
    reason = _("，理由：%s") % last.reason if last.reason else ""
    act.refuse_unless(False, text + reason + _("。您的处理没有保存；请看清后再决定是否更改。"))


def hold_reason(act: Act, kind: str, reason: str) -> None:
    """Refuse to dismiss or waive without saying why."""
    needed = kind != Decision.Kind.CONFIRM
    act.refuse_unless(reason or not needed, _("请填写理由；理由会记入处理经过，网站主办单位可以看到。"))
    act.refuse_unless(len(reason) <= LONGEST, _("理由最多 %s 字，请删减。") % LONGEST)
