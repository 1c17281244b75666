"""When a notice goes out: at once or with the day's others, not at night nor on days off; when it is tried again.

Whom it rises to when nobody answers: first the unit's leader, then the office above.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum

from kaoping.worktime import BEIJING, Duration, Unit, WorkTime, in_beijing


class Pace(StrEnum):
    """How soon somebody wants to be told outside the platform."""

    NOW = "now"
    DAILY = "daily"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Habits:
    """At which full hour (0–23) the day's digest goes out; whether nights and days off are kept quiet."""

    digest_hour: int = 9
    quiet: bool = True


def due(made: datetime, pace: Pace, habits: Habits, work: WorkTime) -> datetime | None:
    """Return when what was made at a moment goes out, in Beijing time; None: never.

    Quiet are days that are not worked, and before and after the working hours of a day, its noon break not. A digest
    goes out at its hour of a day, of a working day where days off are quiet. What is urgent is not asked about here:
    it goes out as it is made. In years whose holidays are not published, Monday to Friday are taken to be worked.
    """
    made = in_beijing(made)
    if pace is Pace.NEVER:
        return None
    if pace is Pace.DAILY:
        return _digest_at(made, habits, work)
    if not habits.quiet:
        return made
    return work.marked(lambda sure: _loud_at(made, sure)).at


def _digest_at(made: datetime, habits: Habits, work: WorkTime) -> datetime:
    at = datetime.combine(made.date(), time(habits.digest_hour), BEIJING)
    if at < made:
        at += timedelta(days=1)
    if not habits.quiet:
        return at
    return work.marked(lambda sure: _on_working_day(at, sure)).at


def _on_working_day(at: datetime, work: WorkTime) -> datetime:
    while not work.calendar.is_working_day(at.date()):
        at += timedelta(days=1)
    return at


def _loud_at(moment: datetime, work: WorkTime) -> datetime:
    """Return the moment, or the start of work after it where it is quiet."""
    if work.calendar.is_working_day(moment.date()):
        spans = work.hours.spans(moment.date())
        if moment < spans[0][0]:
            return spans[0][0]
        if moment < spans[-1][1]:
            return moment
    return work.hours.spans(work.next_working_day(moment.date()))[0][0]


RETRIES: tuple[timedelta, ...] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""How long to wait after the first, second… attempt that failed; after the last one there is none."""


def next_attempt(attempts: int, at: datetime) -> datetime | None:
    """Return when to try again after so many (≥ 1) failed attempts, the last at a moment; None: no more."""
    return at + RETRIES[attempts - 1] if attempts <= len(RETRIES) else None


class Rung(IntEnum):
    """How far up a notice has risen."""

    TOLD = 0
    LEADER = 1
    ABOVE = 2


TITLES: Mapping[Rung, str] = {Rung.TOLD: "已通知", Rung.LEADER: "已报单位负责人", Rung.ABOVE: "已报上级"}


@dataclass(frozen=True, slots=True)
class Rising:
    """After how many working hours since it was made a notice rises: to the leader, then to the office above.

    With `done` it rises until the matter is settled; else only until it was read.
    """

    leader: int
    above: int
    done: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.leader < self.above:
            raise ValueError("a notice rises to the leader first, then above")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a notice: when it was made, read, settled; how far it has risen."""

    made: datetime
    read: bool
    settled: bool
    rung: Rung


def rises_to(standing: Standing, rising: Rising, work: WorkTime, now: datetime) -> Rung | None:
    """Return the rung that a notice is to rise to now, one at a time; None: none."""
    answered = standing.settled or (standing.read and not rising.done)
    if answered or standing.rung is Rung.ABOVE:
        return None
    rung = Rung(standing.rung + 1)
    hours = rising.leader if rung is Rung.LEADER else rising.above
    limit = Duration(hours, Unit.WORKING_HOUR)
    return rung if work.deadline(standing.made, limit).at <= in_beijing(now) else None
