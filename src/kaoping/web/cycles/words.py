"""What states, steps and days are called in the language of whoever asks; the words are in `kaoping.workflow`."""

from django.utils.translation import gettext

from kaoping.workflow.cycle import TITLES, State, Step
from kaoping.workflow.cycle_days import TITLES as DAY_TITLES


def state_title(state: State) -> str:
    """Return what a state is called."""
    return gettext(TITLES[state])


def step_title(step: Step) -> str:
    """Return what a step is called."""
    return gettext(step.title)


def day_title(name: str) -> str:
    """Return what a milestone, or a day that the cycle itself gives, is called."""
    return gettext(DAY_TITLES[name])
