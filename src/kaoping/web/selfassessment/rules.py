"""Rules of self-assessment that more than one act must hold to."""

from django.utils.translation import gettext as _

from kaoping.web.actions import Act, OutOfReachError
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.rules import takes_marks
from kaoping.web.selfassessment.models import Call, Report
from kaoping.web.selfassessment.queries import calls_within, full_reports, own_places


def hold_taking(act: Act, cycle: Cycle) -> None:
    """Refuse before the announcement and after the approval."""
    act.refuse_unless(
        takes_marks(cycle),
        _("考评周期“%s”，现在不收自评报告：公布方案之后、审定结果之前才可以。") % cycle.get_state_display(),
    )


def own_report(act: Act, pk: int) -> Report:
    """Return a report of one of the actor's units, locked, that may still be written. Raises as `access` does."""
    if act.actor.user is None:
        raise OutOfReachError
    report = act.access(full_reports().filter(participant__in=own_places(act.actor.user).values("pk")), pk)
    hold_taking(act, report.participant.cycle)
    act.refuse_unless(report.state != Report.State.SUBMITTED, _("报告已经报送，不能再改；需要更正的，请考评机构退回。"))
    return report


def own_call(act: Act, cycle: int) -> Call:
    """Return a cycle's call within reach, locked, while reports are taken."""
    pk = calls_within(act.scope).filter(cycle=cycle).values_list("pk", flat=True).first()
    call = act.access(calls_within(act.scope), pk or 0)
    hold_taking(act, call.cycle)
    return call
