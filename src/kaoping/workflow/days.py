"""Days that follow from one another: “20 working days after the announcement”, reckoned and told in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kaoping.worktime import Calendar, Duration, MissingYearError, Unit, WorkTime
from kaoping.worktime.duration import calendar_days_after, calendar_days_before

UNIT_TITLES: Mapping[Unit, str] = {Unit.WORKING_DAY: "工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.YEAR: "年"}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day fixed by hand, or so many units after (before, where negative) an anchor; neither of both: not set yet.

    `amount` 0 is the day of the anchor itself.
    """

    fixed: date | None = None
    anchor: str = ""
    amount: int = 0
    unit: Unit = Unit.WORKING_DAY


@dataclass(frozen=True, slots=True)
class Day:
    """A reckoned day, None where it can't be told yet. `how` says in words why it is so; `remark` what to mind.

    `provisional` (暂定): it depends on a year whose arrangement of holidays is not published.
    """

    day: date | None
    how: str
    provisional: bool = False
    remark: str = ""
    circular: bool = False  # it follows from itself


@dataclass(slots=True)
class Reckoner:
    """Reckons the days of one set of rules. `known` are days that have come about, or stand from outside.

    `titles` are what the milestones are called.
    """

    rules: Mapping[str, DayRule]
    known: Mapping[str, date]
    titles: Mapping[str, str]
    work: WorkTime = field(default_factory=WorkTime)
    _found: dict[str, Day] = field(default_factory=dict)
    _under_way: list[str] = field(default_factory=list)

    def day(self, name: str) -> Day:
        """Return the day of one milestone."""
        if name not in self._found:
            self._found[name] = self._reckoned(name)
        return self._found[name]

    def days(self, names: Iterable[str]) -> dict[str, Day]:
        """Return the days of these milestones."""
        return {name: self.day(name) for name in names}

    def _reckoned(self, name: str) -> Day:
        if name in self.known:
            return Day(self.known[name], "已定")
        rule = self.rules.get(name, DayRule())
        if rule.fixed is not None:
            return Day(rule.fixed, "指定日期", remark=self._rest(rule.fixed))
        if not rule.anchor:
            return Day(None, "未定")
        if name in self._under_way:
            circle = " → ".join(self._title(one) for one in (*self._under_way, name))
            return Day(None, f"互相推算，成了环：{circle}；请把其中一个改为指定日期", circular=True)
        self._under_way.append(name)
        anchor = self.day(rule.anchor)
        self._under_way.pop()
        if anchor.circular:
            return anchor
        if anchor.day is None:
            return Day(None, f"{self._rule(rule)}，待“{self._title(rule.anchor)}”确定后推算")
        return self._counted(rule, anchor)

    def _counted(self, rule: DayRule, anchor: Day) -> Day:
        assert anchor.day is not None
        try:
            day, provisional = shifted(anchor.day, rule, self.work), anchor.provisional
        except MissingYearError:
            day, provisional = shifted(anchor.day, rule, self.work.provisionally()), True
        how = f"{self._rule(rule)}（{anchor.day.isoformat()}）"
        if rule.unit is Unit.WORKING_DAY and rule.amount:
            how += self._passed_over(anchor.day, day)
        return Day(day, how, provisional, "" if rule.unit is Unit.WORKING_DAY else self._rest(day))

    def _rule(self, rule: DayRule) -> str:
        title = f"“{self._title(rule.anchor)}”"
        if not rule.amount:
            return f"{title}当日"
        side, number, unit = "后" if rule.amount > 0 else "前", abs(rule.amount), UNIT_TITLES[rule.unit]
        return (
            f"{title}{side}第 {number} 个工作日" if rule.unit is Unit.WORKING_DAY else f"{title}{side} {number} {unit}"
        )

    def _passed_over(self, start: date, end: date) -> str:
        """The holidays and make-up work days on the way, which people would otherwise look up."""
        calendar = self.work.calendar.provisionally()
        first, last = min(start, end), max(start, end)
        between = [first + _ONE_DAY * number for number in range(1, (last - first).days + 1)]
        named = [day for day in between if calendar.name_of(day)]
        off = _spoken([day for day in named if not calendar.is_working_day(day)], calendar)
        made_up = "、".join(f"{day.month}月{day.day}日" for day in named if calendar.is_working_day(day))
        said = [f"其间放假 {off}" if off else "", f"调休上班 {made_up}" if made_up else ""]
        return "".join(f"；{one}" for one in said if one)

    def _rest(self, day: date) -> str:
        """A remark on a day that nobody works."""
        calendar = self.work.calendar.provisionally()
        return "" if calendar.is_working_day(day) else f"当日休息（{calendar.name_of(day) or _weekday(day)}）"

    def _title(self, name: str) -> str:
        return self.titles.get(name, name)


def shifted(day: date, rule: DayRule, work: WorkTime) -> date:
    """Return the day that a rule gives for the day of its anchor.

    Raises MissingYearError where the year's arrangement of holidays is not known.
    """
    if not rule.amount:
        return day
    if rule.unit is Unit.WORKING_DAY:
        return work.nth_working_day(day, rule.amount)
    span = Duration(abs(rule.amount), rule.unit)
    return calendar_days_after(day, span) if rule.amount > 0 else calendar_days_before(day, span)


def _spoken(days: list[date], calendar: Calendar) -> str:
    """Days off as people say them: 清明节 4月4日—4月6日."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _ONE_DAY and calendar.name_of(day) == calendar.name_of(runs[-1][0]):
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(_run(run, calendar.name_of(run[0])) for run in runs)


def _run(run: list[date], name: str) -> str:
    first, last = (f"{day.month}月{day.day}日" for day in (run[0], run[-1]))
    return f"{name} {first}" if first == last else f"{name} {first}—{last}"


def _weekday(day: date) -> str:
    return f"星期{'一二三四五六日'[day.weekday()]}"
