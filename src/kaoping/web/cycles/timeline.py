"""Where a cycle stands in words: the line of its states, and what comes next, who must act and what is in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from kaoping.web.cycles.conditions import obstacles
from kaoping.web.cycles.days import days_of
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.step_parts import Obstacle
from kaoping.web.cycles.words import state_title
from kaoping.workflow.cycle import LINE, Duty, State, Step, has_passed, steps_from
from kaoping.workflow.days import Day

ACTORS = {
    Duty.BODY: _("由考评机构进行"),
    Duty.APPROVER: _("由审定人进行"),
    Duty.PROGRAM: _("到期自动进行，考评机构也可以手动进行"),
}
SEEN = {State.REAPPROVED}
"""States that are on the line only where a cycle went through them."""


@dataclass(frozen=True, slots=True)
class Station:
    """One state on the line: past, present or still to come, and since when."""

    title: str
    when: str  # past | now | ahead
    since: date | None
    planned: Day | None


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that leads on: who must act, whether that may be this person, and what is in the way."""

    step: Step
    actor: str
    mine: bool
    obstacles: Sequence[Obstacle]
    day: Day | None

    @property
    def blocked(self) -> bool:
        """Whether something firm is in the way."""
        return any(one.firm for one in self.obstacles)


def timeline_of(cycle: Cycle) -> list[Station]:
    """Return the states in order, with the days they began or are to begin."""
    since = {step.after: step.on for step in cycle.steps.all()}
    days, entered = days_of(cycle), {step.after.value: step.day for state in LINE for step in steps_from(state)}
    found = []
    for state in LINE:
        if state in SEEN and state.value not in since:
            continue
        planned = days.get(entered.get(state.value, ""))
        found.append(Station(state_title(state), _when(cycle, state), since.get(state.value), planned))
    if cycle.now is State.CANCELLED:
        found = [one for one in found if one.since or one.title == state_title(State.DRAFT)]
        found.append(Station(state_title(State.CANCELLED), "now", since.get(State.CANCELLED.value), None))
    return found


def next_steps(cycle: Cycle, today: date, *, manages: bool, approves: bool) -> list[NextStep]:
    """Return the steps that lead on from where a cycle stands; what may be done at any time (终止) comes last."""
    days = days_of(cycle)
    return [
        NextStep(
            step,
            str(ACTORS[step.duty]),
            approves if step.duty is Duty.APPROVER else manages,
            obstacles(cycle, step, today) if manages or approves else (),
            days.get(step.day),
        )
        for step in steps_from(cycle.now)
        if manages or step.after is not State.CANCELLED
    ]


def _when(cycle: Cycle, state: State) -> str:
    if cycle.now is state:
        return "now"
    return "past" if has_passed(cycle.now, state) or cycle.now is State.CANCELLED else "ahead"
