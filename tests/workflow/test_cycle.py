"""The states of a cycle: every one is reached, every step leads on, and nothing leads back."""

from kaoping.workflow.cycle import BY_ID, LINE, STEPS, TITLES, Duty, State, has_passed, steps_from
from kaoping.workflow.cycle_days import MILESTONES


def test_every_state_is_reached_and_named() -> None:
    reached, waiting = {State.DRAFT}, [State.DRAFT]
    while waiting:
        for step in steps_from(waiting.pop()):
            if step.after not in reached:
                reached.add(step.after)
                waiting.append(step.after)
    assert reached == set(State) == set(TITLES)


def test_steps_lead_on() -> None:
    for step in STEPS:
        for before in step.before:
            assert step.after is State.CANCELLED or LINE.index(before) < LINE.index(step.after), step.id


def test_a_cycle_that_is_approved_is_not_cancelled() -> None:
    assert State.EVALUATION in BY_ID["cancel"].before
    assert not {State.APPROVED, State.PUBLISHED, State.CLOSED} & BY_ID["cancel"].before


def test_only_the_approver_approves() -> None:
    assert {step.id for step in STEPS if step.duty is Duty.APPROVER} == {"approve", "approve_again"}


def test_steps_happen_on_days_that_there_are() -> None:
    assert {step.day for step in STEPS if step.day} <= set(MILESTONES)


def test_passed() -> None:
    assert has_passed(State.BUFFER, State.ANNOUNCED)
    assert has_passed(State.BUFFER, State.BUFFER)
    assert not has_passed(State.BUFFER, State.EVALUATION)
    assert not has_passed(State.CANCELLED, State.DRAFT)
