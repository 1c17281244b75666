"""What lies between two results in sentences: what became of a unit, of each indicator, and on what that rests."""

from collections.abc import Callable, Iterator

from kaoping.analysis.between import IndicatorChange, MeasureChange, Points, UnitChange
from kaoping.model.outcomes import State
from kaoping.reports.figures import joined, quoted, score_text
from kaoping.reports.reading_words import value_words
from kaoping.reports.reasons import reason_text
from kaoping.reports.score_words import score_words
from kaoping.reports.trial_words import signed, veto_changes
from kaoping.reports.unit_words import grade_text, rank_text, total_text
from kaoping.schemes.model import Scheme
from kaoping.scoring.readings import PeriodReading
from kaoping.scoring.results import UnitResult

Named = Callable[[str], str]
"""A finding's key → what it is called, "" where nobody knows it."""

_NAMED = 3
_BY = {
    "": "测评人员打分",
    "ask": "测评人员填报",
    "import": "导入的数据",
    "ledger": "台账",
    "provider": "平台的记录",
    "check": "巡查",
}


def result_words(change: UnitChange, scheme: Scheme) -> str:
    """Return what became of a unit's total, rank and grade as one sentence."""
    before, after = change.before, change.after
    if before is None or after is None:
        return f"{'此前没有结果' if before is None else '不再有结果'}。"
    said = [one for one in (_total(before, after, scheme), _rank(before, after), _grade(before, after)) if one]
    said += veto_changes(before, after, scheme)
    said += _judged(before, after)
    return "，".join(said) + "。" if said else "总分、名次和等次都不变。"


def indicator_words(change: IndicatorChange, named: Named) -> str:
    """Return what became of an indicator's points and why, as one sentence."""
    return f"{points_words(change)}：{'；'.join(cause_words(change, named))}。"


def points_words(change: IndicatorChange) -> str:
    """Return an indicator's points before and after."""
    gained = f"（{signed(change.gained)}分）" if change.gained else ""
    return f"{quoted(change.title)}由{_points(change.before)}变为{_points(change.after)}{gained}"


def cause_words(change: IndicatorChange, named: Named) -> Iterator[str]:
    """Yield on what the change of an indicator rests."""
    for measure in change.measures:
        yield from _measure(measure, change.title, named)
    if not change.measures:
        yield "本单位的测评值没有变，因其他单位的值或标杆值变化"


def _measure(change: MeasureChange, indicator: str, named: Named) -> Iterator[str]:
    title = change.title if change.title and change.title != indicator else ""
    about = f"{quoted(title) if title else '测评值'}{f'（{change.period}）' if change.period else ''}"
    old, new = (_value(side, change.kind) for side in (change.before, change.after))
    if old != new:
        yield f"{about}由{old}变为{new}（{_BY[change.source]}）"
    for why in dict.fromkeys(change.gone.values()):
        keys = [key for key, reason in change.gone.items() if reason == why]
        yield f"{_findings(keys, named)}{reason_text(why) if why else '不再计入'}"
    if change.came:
        yield f"{_findings(change.came, named)}计入"
    if old == new and not change.gone and not change.came:
        yield f"{about}待定的事项有变化（{_BY[change.source]}）"


def _findings(keys: "tuple[str, ...] | list[str]", named: Named) -> str:
    names = joined((named(key) or key for key in keys), _NAMED)
    return f"{len(keys)}处问题（{names}{'等' if len(keys) > _NAMED else ''}）"


def _total(before: UnitResult, after: UnitResult, scheme: Scheme) -> str:
    places, word = scheme.total.round.places, score_words(scheme).total
    old, new = total_text(before, places), total_text(after, places)
    if old == new:
        return ""
    known = before.total is not None and after.total is not None
    gained = f"（{signed(after.total - before.total)}分）" if known else ""  # type: ignore[operator]  # both are known
    return f"{word}由{old}变为{new}{gained}"


def _rank(before: UnitResult, after: UnitResult) -> str:
    old, new = ("不排名" if side.failed else rank_text(side) for side in (before, after))
    return "" if old == new else f"名次由{old}变为{new}"


def _grade(before: UnitResult, after: UnitResult) -> str:
    old, new = grade_text(before), grade_text(after)
    return "" if old == new else f"等次由{old}变为{new}"


def _judged(before: UnitResult, after: UnitResult) -> Iterator[str]:
    for old, new, word in ((before.labels, after.labels, "判定为"), (before.bars, after.bars, "取消或不得评为")):
        if gone := [one for one in old if one not in new]:
            yield f"不再{word}{'、'.join(gone)}"
        if came := [one for one in new if one not in old]:
            yield f"{word}{'、'.join(came)}"


def _points(side: Points) -> str:
    if not side.applies:
        return "不适用"
    return f"{score_text(side.points, side.low, side.high)}分"


def _value(reading: PeriodReading | None, kind: str) -> str:
    if reading is None:
        return "没有"
    if reading.state is State.UNKNOWN and reading.note:
        return f"未定（{reason_text(reading.note)}）"
    return value_words(reading, kind)
