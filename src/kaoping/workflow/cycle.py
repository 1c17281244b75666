"""考评周期: the states of an assessment cycle and the steps between them. [workflows; 000 art. 7–12; 003]"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a cycle stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    BUFFER = "buffer"
    MONITORING = "monitoring"
    EVALUATION = "evaluation"
    APPROVED = "approved"
    FEEDBACK = "feedback"
    REAPPROVED = "reapproved"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


TITLES: Mapping[State, str] = {
    State.DRAFT: "草拟",
    State.ANNOUNCED: "已公布",
    State.BUFFER: "学习整改缓冲期",
    State.MONITORING: "日常监测",
    State.EVALUATION: "年终测评",
    State.APPROVED: "已审定",
    State.FEEDBACK: "反馈与申诉",
    State.REAPPROVED: "复核后再次审定",
    State.PUBLISHED: "已公布结果",
    State.CLOSED: "已归档",
    State.CANCELLED: "已终止",
}

LINE = tuple(state for state in State if state is not State.CANCELLED)
"""The states that a cycle passes through, in order."""


class Duty(StrEnum):
    """Who takes a step: the assessing body, the approver (government or leader), the program when the day has come."""

    BODY = "body"
    APPROVER = "approver"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `day` is the milestone it happens on; it is not taken before that day where `waits`.

    `needs` names the conditions that must hold beside those of other apps (that appeals are over); `asks` what its
    reason must say ("" : no reason is asked for). What is `final` is known to others from then on, and is confirmed
    before it is taken.
    """

    id: str
    title: str
    before: frozenset[State]
    after: State
    duty: Duty
    day: str = ""
    waits: bool = False
    needs: tuple[str, ...] = ()
    asks: str = ""
    final: bool = False


def _step(id_: str, title: str, before: State, after: State, **more: object) -> Step:
    return Step(id_, title, frozenset({before}), after, **more)  # type: ignore[arg-type]  # the fields of Step


_S = State
STEPS: tuple[Step, ...] = (
    _step("announce", "公布考评方案", _S.DRAFT, _S.ANNOUNCED, duty=Duty.BODY, day="announce", final=True,
          needs=("units", "placed", "days", "scheme"), asks="公布文件的名称和文号"),
    _step("begin_buffer", "进入学习整改缓冲期", _S.ANNOUNCED, _S.BUFFER, duty=Duty.PROGRAM, day="buffer", waits=True),
    _step("begin_monitoring", "开始日常监测", _S.BUFFER, _S.MONITORING, duty=Duty.PROGRAM, day="monitoring", waits=True,
          final=True),
    _step("begin_evaluation", "开始年终测评", _S.MONITORING, _S.EVALUATION, duty=Duty.BODY, day="evaluation",
          waits=True, final=True),
    _step("approve", "审定结果", _S.EVALUATION, _S.APPROVED, duty=Duty.APPROVER, day="approval", final=True,
          needs=("evaluated", "draws"), asks="审定的会议或文件、时间"),
    _step("feed_back", "向各单位反馈结果", _S.APPROVED, _S.FEEDBACK, duty=Duty.BODY, day="feedback", final=True),
    _step("approve_again", "复核后再次审定", _S.FEEDBACK, _S.REAPPROVED, duty=Duty.APPROVER, day="reapproval",
          final=True, asks="改变了哪些结果，审定的会议或文件"),
    Step("publish", "公布结果", frozenset({_S.FEEDBACK, _S.REAPPROVED}), _S.PUBLISHED, Duty.BODY, "publication",
         asks="通报的名称和文号", final=True),
    _step("close", "归档", _S.PUBLISHED, _S.CLOSED, duty=Duty.BODY, final=True),
    Step("cancel", "终止", frozenset(LINE[: LINE.index(_S.APPROVED)]), _S.CANCELLED, Duty.BODY, asks="终止的原因和依据",
         final=True),
)  # fmt: skip
"""Every step there is, in the order of the work."""

BY_ID: Mapping[str, Step] = {step.id: step for step in STEPS}


def steps_from(state: State) -> tuple[Step, ...]:
    """Return the steps that lead on from a state, the usual one first."""
    return tuple(step for step in STEPS if state in step.before)


def has_passed(state: State, other: State) -> bool:
    """Tell whether a cycle in `state` has come to `other` or gone beyond it; a cancelled one has not."""
    return state in LINE and LINE.index(state) >= LINE.index(other)
