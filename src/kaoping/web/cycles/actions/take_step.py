"""Take a cycle one step on."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Actor, OutOfReachError, action
from kaoping.web.cycles.conditions import obstacles
from kaoping.web.cycles.models import Cycle, CycleStep
from kaoping.web.cycles.rules import reached
from kaoping.web.cycles.telling import tell_of_step
from kaoping.web.cycles.words import state_title, step_title
from kaoping.workflow.cycle import BY_ID, Duty, Step


@dataclass(frozen=True, slots=True)
class Wanted:
    """The step, the state its person saw, the day, and whether they said that they looked at what is doubtful."""

    step: str
    seen: str
    today: date
    looked: bool = False


@action(Permission.MANAGE_CYCLES, "推进考评周期")
def take_step(act: Act, pk: int, wanted: Wanted) -> Cycle:
    """Take a step of the assessing body, or one that the program takes when its day has come.

    Raises OutOfReachError for the approver's steps, RefusedError where something stands in the way.
    """
    return _take(act, pk, wanted, frozenset({Duty.BODY, Duty.PROGRAM}))


@action(Permission.APPROVE_CYCLES, "审定考评结果")
def approve_cycle(act: Act, pk: int, wanted: Wanted) -> Cycle:
    """Take a step of the approver's. Raises OutOfReachError for others, RefusedError as above."""
    return _take(act, pk, wanted, frozenset({Duty.APPROVER}))


def acting(actor: Actor, pk: int, wanted: Wanted) -> Cycle:
    """Take a step by the action that it belongs to."""
    act = approve_cycle if BY_ID[wanted.step].duty is Duty.APPROVER else take_step
    return act(actor, pk, wanted)


def _take(act: Act, pk: int, wanted: Wanted, duties: frozenset[Duty]) -> Cycle:
    cycle = reached(act, pk)
    step = BY_ID.get(wanted.step)
    if step is None or step.duty not in duties:
        raise OutOfReachError
    act.refuse_unless(cycle.state == wanted.seen, _("考评周期刚刚变为“%s”，请看清后再操作。") % state_title(cycle.now))
    said = {"now": state_title(cycle.now), "step": step_title(step)}
    act.refuse_unless(cycle.now in step.before, _("“%(now)s”时不能“%(step)s”。") % said)
    act.refuse_unless(not step.asks or act.actor.reason, _("请填写：%s。") % step.asks)
    _clear(act, cycle, step, wanted)
    before, cycle.state = cycle.now, step.after.value
    act.save(cycle)
    tell_of_step(act, cycle, step, before)
    CycleStep.objects.create(
        cycle=cycle,
        step=step.id,
        before=before.value,
        after=step.after.value,
        on=wanted.today,
        by=act.actor.name,
        reason=act.actor.reason,
    )
    return cycle


def _clear(act: Act, cycle: Cycle, step: Step, wanted: Wanted) -> None:
    """Refuse while something firm is in the way, or something doubtful that nobody looked at."""
    found = obstacles(cycle, step, wanted.today)
    firm = [one.text for one in found if one.firm]
    act.refuse_unless(not firm, "".join(firm))
    doubtful = [one.text for one in found if not one.firm]
    act.refuse_unless(not doubtful or wanted.looked, _("请核对后勾选“已核对”：%s") % "".join(doubtful))
