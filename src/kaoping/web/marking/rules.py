"""Rules of marking that more than one act must hold to."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, OutOfReachError
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.models import Mark
from kaoping.web.marking.people import hold_apart
from kaoping.workflow.cycle import TITLES, State, has_passed


def takes_marks(cycle: Cycle) -> bool:
    """Tell whether a cycle takes marks: from its announcement until its results are approved."""
    return has_passed(cycle.now, State.ANNOUNCED) and not has_passed(cycle.now, State.APPROVED)


def hold_marking(act: Act, cycle: Cycle) -> None:
    """Refuse to mark before the announcement and after the approval."""
    act.refuse_unless(
        takes_marks(cycle), _("考评周期“%s”，现在不能测评打分：公布方案之后、审定结果之前才可以。") % TITLES[cycle.now]
    )


def marks_within(scope: Scope) -> "QuerySet[Mark]":
    """Return the marks of cycles whose body lies within the scope."""
    return scope.regions(full_marks(), "cycle__body")


def full_marks() -> "QuerySet[Mark]":
    """Return marks with what a page or the log says about them."""
    return Mark.objects.select_related(
        "participant__unit__region", "cycle__body", "cycle__scheme", "assessor", "allotment__cycle"
    ).defer("cycle__scheme__data", "allotment__questions")


def own_mark(act: Act, pk: int) -> Mark:
    """Return a mark of the actor's own, locked, that may still be changed. Raises OutOfReachError, RefusedError."""
    if act.actor.user is None:
        raise OutOfReachError
    mark = act.access(full_marks().filter(assessor=act.actor.user), pk)
    hold_marking(act, mark.cycle)
    hold_apart(act, mark.cycle)
    act.refuse_unless(mark.state != Mark.State.DONE, _("这一项已经锁定。要修改请联系考评机构写明原因后解锁。"))
    return mark
