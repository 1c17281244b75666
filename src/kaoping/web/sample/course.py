"""Carries a cycle of the sample through its steps, each on the day that its calendar gives it."""

from collections.abc import Callable
from datetime import date, timedelta

from kaoping.web.actions import Actor
from kaoping.web.cycles.actions.take_step import Wanted, acting
from kaoping.web.cycles.days import days_of
from kaoping.web.cycles.models import Cycle
from kaoping.workflow.cycle import State, Step, steps_from

_LATER = timedelta(days=5)
"""Until a step that the calendar leaves open."""

_PASSED_OVER = frozenset({"cancel", "approve_again"})


def go_through(
    cycle: Cycle, announced: date, today: date, until: str, *, judge: Callable[[Cycle], None] | None = None
) -> None:
    """Take the steps of a draft one after another, from its announcement, until a state is reached or today is past.

    `judge` is asked to once the evaluation has begun.
    """
    day, step = announced, _next(cycle)
    while step is not None and cycle.state != until and day <= today:
        reason = f"云政办〔{day.year}〕{day.month}号（示例）" if step.asks else ""
        cycle = acting(Actor(None, reason=reason), cycle.pk, Wanted(step.id, cycle.state, day, looked=True))
        if judge is not None and cycle.now is State.EVALUATION:
            judge(cycle)
        step = _next(cycle)
        if step is not None:
            day = max(day, _planned(cycle, step) or day + _LATER)


def _next(cycle: Cycle) -> Step | None:
    return next((step for step in steps_from(cycle.now) if step.id not in _PASSED_OVER), None)


def _planned(cycle: Cycle, step: Step) -> date | None:
    """The day of a step; evaluation is over, and appeals are, before the step that follows upon them."""
    days = days_of(Cycle.objects.get(pk=cycle.pk))
    due = days[step.day].day if step.day else None
    waited = {"approve": "evaluation_end", "publish": "appeal_due"}.get(step.id)
    over = days[waited].day if waited else None
    return max(filter(None, (due, over and over + timedelta(days=1))), default=None)
