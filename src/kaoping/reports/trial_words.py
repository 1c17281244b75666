"""What a trial changes, in words: the changes themselves, and for every unit what becomes of it and why."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kaoping.analysis.changes import (
    Change,
    Decide,
    Fix,
    FullPoints,
    Remove,
    SetParameter,
    SetPoints,
    SetValue,
    SetWeight,
    Siblings,
)
from kaoping.analysis.contributions import TermKind
from kaoping.analysis.effects import Cause, Effect, Hidden
from kaoping.model.outcomes import State
from kaoping.reports.expression_words import duration_text
from kaoping.reports.figures import fixed_text, joined, plain, quoted
from kaoping.reports.reading_words import STATES, one_value
from kaoping.reports.unit_words import grade_text, rank_text, total_text, veto_titles
from kaoping.schemes.expressions import Duration
from kaoping.schemes.model import Scheme
from kaoping.scoring.readings import shown
from kaoping.scoring.results import UnitResult

_DECIDED = {
    "confirm": "确认是问题",
    "dismiss": "认定不是问题",
    "waive": "予以豁免",
    "uphold": "维持原判",
}
_HIDING = {
    Hidden.VETO: "单项否决已决定该部分得分，指标得分变了，总分不变",
    Hidden.LIMIT: "得分受上限、下限或取整限制，指标得分变了，总分不变",
    Hidden.GUARD: "“不得分”或“得满分”的条件已决定得分，指标得分变了，总分不变",
    Hidden.OPEN: "还有未定事项，指标得分变了，可能的总分不变",
}
_KINDS = {
    TermKind.INDICATOR: "",
    TermKind.GUARD: "的得满分、不得分条件",
    TermKind.ADJUSTMENT: "（加减分）",
    TermKind.SUBTRACT: "（扣减）",
    TermKind.LIMIT: "的上限、下限与取整",
    TermKind.VETO: "的单项否决",
}
_NAMED = 3
ARROW = "→"


def change_words(change: Change, scheme: Scheme, names: Mapping[str, str]) -> str:
    """Return one change as a sentence; `names` are those of the units."""
    titles = _titles(scheme)
    match change:
        case SetPoints(indicator, points, only):
            return f"{quoted(titles[indicator])}改为{plain(points)}分{_only(only, scheme, names)}"
        case SetWeight(part, weight, only):
            return f"{quoted(titles[part])}的权重改为{plain(weight * 100)}%{_only(only, scheme, names)}"
        case SetParameter(parameter, value, only):
            return f"参数{quoted(parameter)}改为{_number(value)}{_only(only, scheme, names)}"
        case SetValue():
            return _value_words(change, scheme, names, titles)
        case FullPoints(unit, indicator):
            return f"{names.get(unit, unit)}的{quoted(titles[indicator])}不失分"
        case Fix(key):
            return f"问题{key}已整改"
        case Remove(what):
            return f"去掉{quoted(titles[what])}"
        case Decide(key, kind):
            return f"问题{key}{_DECIDED[kind.value]}"


def siblings_words(changes: Iterable[Change], siblings: Siblings, scheme: Scheme) -> str:
    """Return what becomes of the points and weights beside those that are changed; "" where none is."""
    shared = {node.id for node in scheme.nodes()} | {part.id for part in scheme.parts}
    removed = any(isinstance(change, Remove) and change.what in shared for change in changes)
    if not removed and not any(isinstance(change, SetPoints | SetWeight) for change in changes):
        return ""
    if siblings is Siblings.SCALE:
        return "同级其余指标（部分）按比例调整，上级合计不变；各指标的得分率不变。"
    return "同级其余指标（部分）不变，上级合计随之变化；各指标的得分率不变。"


def effect_cells(effect: Effect, scheme: Scheme, names: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Return rank, total, grade and the reason as they stand in a table; what changed is shown before → after."""
    before, after, places = effect.before, effect.after, scheme.total.round.places
    return (
        _arrow(rank_text(before), rank_text(after)),
        _arrow(total_text(before, places), total_text(after, places)),
        _arrow(grade_text(before), grade_text(after)),
        "；".join(effect_words(effect, scheme, names)),
    )


def effect_words(effect: Effect, scheme: Scheme, names: Mapping[str, str]) -> Iterator[str]:
    """Yield why a unit stands otherwise: vetoes that begin or cease to hold, whom it passed and through what."""
    yield from veto_changes(effect.before, effect.after, scheme)
    if effect.hidden_by is not None:
        yield _HIDING[effect.hidden_by]
    if not effect.places:
        if effect.causes and effect.hidden_by is None:
            yield "、".join(_own(cause, scheme) for cause in effect.causes)
        elif effect.scored_otherwise and effect.after.total is None:
            yield "有测评值未定，只能比较可能的范围"
        elif effect.moved and not effect.scored_otherwise:
            yield "本单位得分不变，可能的名次因其他单位而变"
        return
    rivals = joined((names[unit] for unit in effect.rivals), _NAMED)
    count = f"（共{effect.places}个）" if effect.places > _NAMED else ""
    better = (effect.after.rank or 0) < (effect.before.rank or 0)
    yield f"{'赶超' if better else '被赶超：'}{rivals}{count}"
    yield from _leads(effect.causes, scheme)


def signed(points: Decimal) -> str:
    """Return points with their sign, ＋0.50 or －0.50."""
    return f"{'－' if points < 0 else '＋'}{fixed_text(abs(points))}"


def term_words(kind: TermKind, title: str, name: str, scheme: Scheme) -> str:
    """Return what a term of the total is called."""
    said = "总分" if name == scheme.id else quoted(title)
    return f"{said}{_KINDS[kind]}"


def _own(cause: Cause, scheme: Scheme) -> str:
    return f"{term_words(cause.kind, cause.title, cause.id, scheme)}{signed(cause.points)}分"


def _leads(causes: Iterable[Cause], scheme: Scheme) -> Iterator[str]:
    """Yield which terms made the difference to the units that changed places."""
    for cause in causes:
        if cause.lead is None:
            continue
        compared = f"相对{'多' if cause.lead > 0 else '少'}{fixed_text(abs(cause.lead))}分"
        own = f"{signed(cause.points)}分" if cause.points else "未变"
        yield f"{term_words(cause.kind, cause.title, cause.id, scheme)}{own}，{compared}"


def veto_changes(before: UnitResult, after: UnitResult, scheme: Scheme) -> Iterator[str]:
    """Yield which vetoes begin, cease or are undecided."""
    titles = veto_titles(scheme)
    for names, said in (
        ([one for one in after.vetoes if one not in before.vetoes], "适用单项否决："),
        ([one for one in before.vetoes if one not in after.vetoes], "不再适用单项否决："),
        ([one for one in after.open_vetoes if one not in before.open_vetoes], "是否适用单项否决变为未定："),
        ([one for one in before.open_vetoes if one not in _held(after)], "单项否决不再有未定："),
    ):
        if names:
            yield said + "、".join(titles.get(one, one) for one in names)


def _held(unit: UnitResult) -> tuple[str, ...]:
    return (*unit.vetoes, *unit.open_vetoes)


def _value_words(change: SetValue, scheme: Scheme, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    measure = scheme.measures.get(change.measure)
    kind = measure.kind if measure else "number"
    title = (measure.title if measure else titles.get(change.measure, "")) or change.measure
    value = one_value(shown(change.value, kind), kind) if change.state is State.KNOWN else STATES[change.state]
    period = f"（{change.period}）" if change.period else ""
    return f"{names.get(change.unit, change.unit)}的{quoted(title)}{period}改为{value}"


def _titles(scheme: Scheme) -> dict[str, str]:
    titles = {node.id: node.title for node in scheme.nodes()} | {part.id: part.title for part in scheme.parts}
    adjustments = (*scheme.adjust, *(one for part in scheme.parts for one in part.adjust))
    return {one.id: one.title for one in adjustments} | veto_titles(scheme) | titles


def _only(name: str, scheme: Scheme, names: Mapping[str, str]) -> str:
    if not name:
        return ""
    classes = {key: title for key, (_, title) in scheme.classes.items()}
    known = {**names, **scheme.tags, **scheme.site_types, **classes, **scheme.groups}
    return f"（只对{known.get(name, name)}）"


def _number(value: Decimal | Duration) -> str:
    return duration_text(value) if isinstance(value, Duration) else plain(value)


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before}{ARROW}{after}"
