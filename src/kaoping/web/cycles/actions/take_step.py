"""Take a cycle one step on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.actions import Act, Actor, OutOfReachError, action
from kaoping.web.cycles.conditions import obstacles
from kaoping.web.cycles.models import Cycle, CycleStep
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.cycles.rules import reached
from kaoping.web.cycles.step_parts import parts_in, prepare_parts, seen_now
from kaoping.web.cycles.telling import tell_of_step
from kaoping.web.cycles.words import state_title, step_title
from kaoping.workflow.cycle import BY_ID, Duty, Step


@dataclass(frozen=True, slots=True)
class Wanted:
    """The step, the state its person saw, the day, and whether they said that they looked at what is doubtful.

    `shown` is what their page showed of what the step is about ("" : nothing); `prepared` is what the parts of other
    apps in the step made ready before (`step_parts`).
    """

    step: str
    seen: str
    today: date
    looked: bool = False
    shown: str = ""
    prepared: Sequence[Any] = ()


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
    """Take a step by the action that it belongs to; what takes long is done before anything is locked."""
    duty = BY_ID[wanted.step].duty
    permission = Permission.APPROVE_CYCLES if duty is Duty.APPROVER else Permission.MANAGE_CYCLES
    scope = scope_of(actor.user, permission) if actor.user else Scope(everywhere=True)
    cycle = cycles_within(scope).filter(pk=pk).first()
    if cycle is None:
        raise OutOfReachError
    if cycle.now in BY_ID[wanted.step].before:
        wanted = replace(wanted, prepared=prepare_parts(cycle, wanted.step, wanted.today))
    act = approve_cycle if duty is Duty.APPROVER else take_step
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
    same = not wanted.shown or wanted.shown == seen_now(cycle, step.id, wanted.today)
    act.refuse_unless(same, _("您看到的内容刚刚有变化，没有进行；请重新核对后再操作。"))
    before, cycle.state = cycle.now, step.after.value
    act.save(cycle)
    tell_of_step(act, cycle, step, before)
    row = CycleStep.objects.create(
        cycle=cycle,
        step=step.id,
        before=before.value,
        after=step.after.value,
        on=wanted.today,
        by=act.actor.name,
        reason=act.actor.reason,
    )
    parts = parts_in(step.id)
    for part, prepared in zip(parts, wanted.prepared or [None] * len(parts), strict=True):
        if part.follow:
            part.follow(act, cycle, row, prepared)
    return cycle


def _clear(act: Act, cycle: Cycle, step: Step, wanted: Wanted) -> None:
    """Refuse while something firm is in the way, or something doubtful that nobody looked at."""
    found = obstacles(cycle, step, wanted.today)
    firm = [one.text for one in found if one.firm]
    act.refuse_unless(not firm, "".join(firm))
    doubtful = [one.text for one in found if not one.firm]
    act.refuse_unless(not doubtful or wanted.looked, _("请核对后勾选“已核对”：%s") % "".join(doubtful))
