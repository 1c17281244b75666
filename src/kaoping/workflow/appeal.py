"""申诉: the states of an appeal, its steps, until when it is filed and answered. [000 art. 12; workflows]"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kaoping.worktime import DayEnd, Deadline, Duration, Unit, WorkTime, in_beijing
from kaoping.worktime.clock import ClockEvent, ClockReading, EventKind, read_clock
from kaoping.worktime.reckoning import show_moment

_MINUTE = timedelta(minutes=1)


class State(StrEnum):
    """Where an appeal stands. What came late is on record, and nothing more is done about it."""

    FILED = "filed"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    LATE = "late"


TITLES: Mapping[State, str] = {
    State.FILED: "待受理",
    State.ACCEPTED: "复核中",
    State.ANSWERED: "已答复",
    State.WITHDRAWN: "已撤回",
    State.LATE: "逾期不受理",
}

OPEN = frozenset({State.FILED, State.ACCEPTED})
"""Somebody has still to act."""


class Outcome(StrEnum):
    """What an answer says."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


OUTCOMES: Mapping[Outcome, str] = {
    Outcome.UPHELD: "申诉成立",
    Outcome.PARTLY: "部分成立",
    Outcome.REJECTED: "维持原结果",
}


class Duty(StrEnum):
    """Whose turn it is: the unit's, the assessing body's, the officer's whom it was given to, nobody's."""

    UNIT = "unit"
    BODY = "body"
    OFFICER = "officer"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: from where, to where, and who takes it."""

    id: str
    title: str
    before: frozenset[State]
    after: State
    duty: Duty


STEPS: Mapping[str, Step] = {
    step.id: step
    for step in (
        Step("accept", "受理并分派", OPEN, State.ACCEPTED, Duty.BODY),  # given to another officer: once more
        Step("answer", "答复", frozenset({State.ACCEPTED}), State.ANSWERED, Duty.OFFICER),
        Step("withdraw", "撤回", OPEN, State.WITHDRAWN, Duty.UNIT),
    )
}


def leads(step: str, state: State) -> bool:
    """Tell whether a step leads on from a state."""
    return state in STEPS[step].before


def turn(state: State) -> Duty:
    """Return whose turn it is."""
    return {State.FILED: Duty.BODY, State.ACCEPTED: Duty.OFFICER}.get(state, Duty.NOBODY)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many working days there are to file and to answer, and when the last of them ends."""

    file: int = 3
    answer: int = 3
    ends: DayEnd = DayEnd.CLOSE


@dataclass(frozen=True, slots=True)
class Filing:
    """Whether an appeal comes in time: its limit began with the receipt of the result, whose day does not count."""

    received: datetime
    at: datetime
    due: Deadline
    days: int

    @property
    def in_time(self) -> bool:
        """Whether it does. Nobody is refused by a day that is only guessed (暂定)."""
        return self.due.provisional or self.at <= self.due.at

    @property
    def late_by(self) -> timedelta:
        """How long after its end it came, by the clock on the wall."""
        return max(self.at - self.due.at, timedelta())

    def words(self) -> str:
        """Say why it is refused, with all the times, or until when there is time."""
        since = f"结果于 {_said(self.received)}收到，收到当日不计，申诉期限为 {self.days} 个工作日，"
        until = f"到 {_said(self.due.at)}截止{'（暂定）' if self.due.provisional else ''}"
        if self.in_time:
            return f"{since}{until}。"
        return f"{since}{until}；本申诉于 {_said(self.at, seconds=True)}提交，晚了 {_span(self.late_by)}，不予受理。"


def filing(received: datetime, at: datetime, limits: Limits, work: WorkTime) -> Filing:
    """Judge an appeal that comes at a moment against a result that was received at another."""
    due = _ending(limits, work).deadline(received, Duration(limits.file, Unit.WORKING_DAY))
    return Filing(in_beijing(received), in_beijing(at), due, limits.file)


def answer_clock(
    filed: datetime, answered: datetime | None, limits: Limits, work: WorkTime, *, now: datetime
) -> ClockReading:
    """Read the clock of the answer: it starts with the appeal, whose day does not count, and stops when answered."""
    start = ClockEvent(EventKind.START, filed, Duration(limits.answer, Unit.WORKING_DAY))
    stop = () if answered is None else (ClockEvent(EventKind.STOP, answered),)
    return read_clock((start, *stop), _ending(limits, work), max(now, answered or filed))


def filing_clock(received: datetime, limits: Limits, work: WorkTime, *, now: datetime) -> ClockReading:
    """Read the clock of a unit that may still appeal."""
    start = ClockEvent(EventKind.START, received, Duration(limits.file, Unit.WORKING_DAY))
    return read_clock((start,), _ending(limits, work), max(now, received))


def _ending(limits: Limits, work: WorkTime) -> WorkTime:
    return replace(work, day_end=limits.ends)


def _said(moment: datetime, *, seconds: bool = False) -> str:
    """A moment with its day of the week; 24:00 belongs to the day that ends."""
    moment = in_beijing(moment)
    if seconds:
        return f"{moment:%Y-%m-%d %H:%M:%S}（星期{'一二三四五六日'[moment.weekday()]}）"
    day = (moment - _MINUTE) if moment.time() == datetime.min.time() else moment
    return f"{show_moment(moment)}（星期{'一二三四五六日'[day.weekday()]}）"


def _span(span: timedelta) -> str:
    """A stretch of time on the wall clock, begun minutes counted whole: 1 天 2 小时 5 分钟."""
    minutes = -(-span // _MINUTE)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    named = (f"{days} 天" if days else "", f"{hours} 小时" if hours else "", f"{minutes} 分钟" if minutes else "")
    return " ".join(one for one in named if one)
