"""Confirm a finding, or dismiss it as none."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.deciding import decide, hold_apart, hold_decidable, hold_reason, hold_seen, person_of
from kaoping.web.monitoring.finding_queries import findings_within
from kaoping.web.monitoring.finding_telling import tell_decided
from kaoping.web.monitoring.models import Decision

KINDS = (Decision.Kind.CONFIRM.value, Decision.Kind.DISMISS.value)


@dataclass(frozen=True, slots=True)
class Deciding:
    """What is decided and why; `seen` is the last decision that the person saw on it (its key; 0: none)."""

    kind: str
    reason: str = ""
    seen: int = 0


@action(Permission.DECIDE_FINDINGS, "确认或排除问题")
def decide_finding(act: Act, pk: int, wanted: Deciding, at: datetime) -> Decision:
    """Decide about one finding; sent twice it is decided once.

    Raises RefusedError where a reason lacks, somebody else decided meanwhile, or the person is of the unit itself.
    """
    finding = act.access(findings_within(act.scope), pk)
    act.refuse_unless(wanted.kind in KINDS, _("只能确认或排除。"))
    hold_decidable(act, finding)
    hold_apart(act, finding.site.unit_id)
    hold_reason(act, wanted.kind, wanted.reason)
    by, decisions = person_of(act), list(finding.decisions.select_related("made_by"))
    last = decisions[-1] if decisions else None
    if last and (last.kind, last.reason, last.made_by_id) == (wanted.kind, wanted.reason, by.pk):
        return last  # the form was sent twice
    hold_seen(act, decisions, wanted.seen)
    tell_decided(act, [finding.site.unit], at)
    return decide(act, finding, Decision(kind=wanted.kind, reason=wanted.reason, made_by=by, made_at=at))
