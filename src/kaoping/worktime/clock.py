"""People's clocks: due time, time left and warnings, by replay of an event log."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kaoping.model.errors import KaopingError
from kaoping.worktime.calendar import MissingYearError
from kaoping.worktime.duration import Duration, Unit
from kaoping.worktime.reckoning import DayEnd, WorkTime, day_end, show_moment
from kaoping.worktime.zone import in_beijing

_NOTHING = timedelta()
WARNING_SHARES = (0.5, 0.8)


class EventKind(StrEnum):
    """What can happen to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"


class Phase(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class ClockEventError(KaopingError):
    """An event log that cannot have happened (resumed without a pause, extended after the end)."""


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One entry of a clock's log. `limit` (in wd or wh) belongs to START and EXTEND only."""

    kind: EventKind
    at: datetime
    limit: Duration | None = None


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a clock shows at a moment.

    `due` for a paused clock is the due time were it resumed now. `used`, `left` and `overdue_by` are working time
    (pauses taken out; `overdue_by` may be zero on a clock that is overdue since close of business). `warned` is the
    highest share of the limit (of `WARNING_SHARES`) that is used up, or 0. `provisional` (暂定) says that a year it
    depends on is not published yet. A clock stopped after `due` stays overdue.
    """

    phase: Phase
    due: datetime
    provisional: bool
    used: timedelta
    left: timedelta
    overdue: bool
    overdue_by: timedelta
    warned: float

    def describe(self) -> str:
        """The reading in one line for people."""
        due = show_moment(self.due) + ("（暂定）" if self.provisional else "")
        state = {Phase.RUNNING: "计时中", Phase.PAUSED: "已暂停", Phase.STOPPED: "已办结"}[self.phase]
        if self.overdue:
            return f"{state}，期限 {due}，超期 {show_hours(self.overdue_by)}"
        if self.phase is Phase.STOPPED:
            return f"{state}，期限 {due}，按时"
        return f"{state}，期限 {due}，剩余 {show_hours(self.left)}"


def read_clock(events: Iterable[ClockEvent], worktime: WorkTime, now: datetime) -> ClockReading:
    """Replay the events up to `now` and read the clock at `now` (aware).

    Events may come in any order; those of one moment keep theirs. A pause that begins before the due time moves it
    by the working time paused; one that begins later changes nothing. An extension lengthens the limit. Raises
    ClockEventError on a log that cannot have happened, or one with nothing up to `now`. A year without an official
    calendar gives a provisional reading, which becomes firm when the log is replayed after the import.
    """
    now = in_beijing(now)
    log = sorted((event for event in events if event.at <= now), key=lambda event: event.at)
    try:
        return _read(_replay(log, worktime), worktime, now)
    except MissingYearError:
        guessing = worktime.provisionally()
        return replace(_read(_replay(log, guessing), guessing, now), provisional=True)


def read_due(start: datetime, due: datetime, worktime: WorkTime, now: datetime) -> ClockReading:
    """The reading of a clock that simply runs from `start` to a due time reckoned elsewhere (`dispatch_due`)."""
    state = _State(in_beijing(start), fixed_due=in_beijing(due))
    try:
        return _read(state, worktime, in_beijing(now))
    except MissingYearError:
        return replace(_read(state, worktime.provisionally(), in_beijing(now)), provisional=True)


def show_hours(amount: timedelta) -> str:
    """Working time as people read it: `7 小时 30 分钟`."""
    minutes = int(abs(amount).total_seconds() // 60)
    sign = "-" if amount < _NOTHING and minutes else ""
    return f"{sign}{minutes // 60} 小时 {minutes % 60} 分钟"


@dataclass(frozen=True, slots=True)
class _State:
    """The clock between two events: what the limit is made of, and the pause that is open."""

    start: datetime
    days: int = 0
    extra: timedelta = _NOTHING  # limits in working hours, and pauses that move the due time
    paused: timedelta = _NOTHING  # all working time paused
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    fixed_due: datetime | None = None


def _replay(log: list[ClockEvent], worktime: WorkTime) -> _State:
    if not log or log[0].kind is not EventKind.START:
        raise ClockEventError("计时记录应以“开始”事件起头；请检查该件的办理记录。")
    state = _lengthened(_State(in_beijing(log[0].at)), log[0])
    for event in log[1:]:
        state = _after(state, event, worktime)
    return state


def _after(state: _State, event: ClockEvent, worktime: WorkTime) -> _State:
    at = in_beijing(event.at)
    if state.stopped_at or event.kind is EventKind.START:
        raise _impossible(event, "已办结" if state.stopped_at else "已开始")
    if event.kind is EventKind.EXTEND:
        return _lengthened(state, event)
    if event.kind is EventKind.PAUSE:
        if state.paused_at:
            raise _impossible(event, "已暂停")
        return replace(state, paused_at=at)
    if event.kind is EventKind.RESUME:
        if not state.paused_at:
            raise _impossible(event, "未暂停")
        return _resumed(state, at, worktime)
    return replace(_resumed(state, at, worktime), stopped_at=at)


def _lengthened(state: _State, event: ClockEvent) -> _State:
    limit = event.limit
    if limit is None or limit.amount < 1 or limit.unit not in {Unit.WORKING_DAY, Unit.WORKING_HOUR}:
        raise _impossible(event, "缺少以工作日或工作小时计的期限")
    if limit.unit is Unit.WORKING_DAY:
        return replace(state, days=state.days + limit.amount)
    return replace(state, extra=state.extra + timedelta(hours=limit.amount))


def _resumed(state: _State, at: datetime, worktime: WorkTime) -> _State:
    """The state with an open pause (if any) closed at `at`."""
    if state.paused_at is None:
        return state
    length = worktime.working_time_between(state.paused_at, at)
    moves = state.paused_at < _due(state, worktime)
    return replace(
        state,
        paused_at=None,
        paused=state.paused + length,
        extra=state.extra + (length if moves else _NOTHING),
    )


def _due(state: _State, worktime: WorkTime) -> datetime:
    if state.fixed_due:
        return state.fixed_due
    if not state.days:
        return worktime.add_working_time(state.start, state.extra)
    at_close = replace(worktime, day_end=DayEnd.CLOSE)
    due = at_close.add_working_time(at_close.add_working_days(state.start, state.days), state.extra)
    return day_end(due.date()) if worktime.day_end is DayEnd.MIDNIGHT else due


def _read(state: _State, worktime: WorkTime, now: datetime) -> ClockReading:
    until = state.stopped_at or now
    phase = Phase.STOPPED if state.stopped_at else Phase.PAUSED if state.paused_at else Phase.RUNNING
    closed = _resumed(state, until, worktime)
    due = _due(closed, worktime)
    used = worktime.working_time_between(state.start, until) - closed.paused
    # An overdue clock that was paused before its due time is overdue from the moved due time on.
    overdue = until > due
    left = _NOTHING if overdue else worktime.working_time_between(until, due)
    late = worktime.working_time_between(due, until) if overdue else _NOTHING
    share = 1.0 if overdue or not used + left else used / (used + left)
    warned = max((mark for mark in WARNING_SHARES if share >= mark), default=0.0)
    return ClockReading(phase, due, worktime.calendar.guesses, used, left, overdue, late, warned)


def _impossible(event: ClockEvent, why: str) -> ClockEventError:
    names = {
        EventKind.START: "开始",
        EventKind.PAUSE: "暂停",
        EventKind.RESUME: "恢复",
        EventKind.EXTEND: "延期",
        EventKind.STOP: "办结",
    }
    return ClockEventError(
        f"计时记录有误：{show_moment(event.at)} 的“{names[event.kind]}”不成立（{why}）；请检查该件的办理记录。"
    )
