"""What a node read, in words: the value of a measure, its bounds while something is open, and why it is open."""

from datetime import date
from decimal import Decimal

from kaoping.model.outcomes import State
from kaoping.reports.figures import NONE, number_text, plain
from kaoping.reports.reasons import reason_text
from kaoping.scoring.readings import MeasureReading, PeriodReading, Reading

STATES = {State.KNOWN: "已知", State.UNKNOWN: "未定", State.NOT_APPLICABLE: "不适用"}
_HOUR = Decimal(3600)


def value_words(reading: PeriodReading, kind: str) -> str:
    """Return a cell's value; while something is open, what it may still be."""
    if reading.state is State.NOT_APPLICABLE:
        return "不适用"
    if reading.state is State.UNKNOWN:
        return f"未定{_between(reading, kind)}"
    said = one_value(reading.value, kind)
    if reading.low == reading.value == reading.high:
        return said
    return f"{said}（待定事项确定后{_between(reading, kind).strip('（）')}）"


def one_value(value: Reading | None, kind: str) -> str:
    """Return a value as people write it: 是/否, per cent, a date, hours; a dash for None."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if kind == "share":
        return f"{number_text(value * 100)}%"
    if kind == "duration":
        return f"{number_text(value / _HOUR)}小时"
    return plain(value)


def open_reasons(measures: "tuple[MeasureReading, ...]") -> tuple[str, ...]:
    """Return why points are still open, one sentence per measure that is."""
    said = []
    for measure in measures:
        title = measure.title or "评分人员打分"
        pending = len(set(measure.pending))
        if pending:
            said.append(f"“{title}”有 {pending} 处疑似问题等待人工确认")
        waiting = [period for period in measure.periods if period.state is State.UNKNOWN]
        if waiting:
            said.append(f"“{title}”{_missing(measure, waiting)}")
    return tuple(said)


def _missing(measure: MeasureReading, waiting: list[PeriodReading]) -> str:
    notes = "；".join(dict.fromkeys(reason_text(period.note) for period in waiting if period.note))
    periods = "、".join(period.period for period in waiting if period.period)
    where = f"（{periods}）" if periods and len(waiting) < len(measure.periods) else ""
    return f"{where}{notes or '尚无数值'}"


def _between(reading: PeriodReading, kind: str) -> str:
    if kind in ("bool", "date") or (reading.low is None and reading.high is None):
        return ""
    if reading.high is None:
        return "" if not reading.low else f"（不少于{one_value(reading.low, kind)}）"
    return f"（{one_value(reading.low, kind)}～{one_value(reading.high, kind)}）"
