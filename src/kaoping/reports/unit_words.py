"""One unit's result in words: its total, its rank, and what must be said beside them."""

from kaoping.reports.dossier import is_final
from kaoping.reports.figures import NONE, fixed_text, score_text
from kaoping.reports.score_words import takes_away
from kaoping.schemes.model import Scheme
from kaoping.scoring.results import UnitResult

NO_SITE = "no_site"


def total_text(unit: UnitResult, places: int) -> str:
    """Return the total with fixed decimals; `low～high` while anything in it is open."""
    if unit.total is not None and unit.low == unit.high:
        return fixed_text(unit.total, places)
    return score_text(None, unit.low, unit.high, places)


def rank_text(unit: UnitResult) -> str:
    """Return the rank, or the ranks that are still possible."""
    if unit.rank_best == unit.rank_worst:
        return str(unit.rank_best)
    return f"{unit.rank_best}～{unit.rank_worst}" if unit.rank_best else NONE


def grade_text(unit: UnitResult) -> str:
    """Return the grade; marked as provisional while the result may change, a dash where there is none."""
    if not unit.grade:
        return NONE
    return unit.grade if is_final(unit) else f"{unit.grade}（暂定）"


def veto_titles(scheme: Scheme) -> dict[str, str]:
    """Return the titles of all vetoes by id."""
    titles = {veto.id: veto.title for part in scheme.parts for veto in part.vetoes}
    return titles | {veto.id: veto.title for veto in scheme.vetoes} | {NO_SITE: "没有网站"}


def bar_text(name: str) -> str:
    """Return what is barred: a distinction cannot be had, a qualification for one is lost."""
    return f"取消{name}" if name.endswith("资格") else f"不得评为{name}"


def overriding(scheme: Scheme) -> frozenset[str]:
    """Return the ids of vetoes that change points; the others only label or bar."""
    vetoes = (*(veto for part in scheme.parts for veto in part.vetoes), *scheme.vetoes)
    return frozenset((NO_SITE, *(veto.id for veto in vetoes if veto.overrides)))


def remarks(scheme: Scheme, unit: UnitResult, *, site: str) -> tuple[str, ...]:
    """Return what stands beside a result: vetoes, labels, what is barred, and why it may still change.

    `site` is what `site_remarks` says of the unit.
    """
    said = [*([site] if site else []), *_cases(scheme, unit)]
    if unit.total is not None and unit.low != unit.high:
        verb = "扣" if takes_away(scheme) else "得"
        said.append(f"按现有数据{verb}{fixed_text(unit.total, scheme.total.round.places)}分，有事项待确认")
    elif unit.total is None:
        said.append("有测评值未定")
    elif not is_final(unit) and unit.provisional:
        said.append("标杆值未定，暂定")
    return tuple(dict.fromkeys(said))


def _cases(scheme: Scheme, unit: UnitResult) -> list[str]:
    """Vetoes, cases that only label or bar, and what follows from them."""
    titles, acting = veto_titles(scheme), overriding(scheme)
    held = [titles.get(veto, veto) for veto in unit.vetoes if veto not in acting]
    said = [f"单项否决：{titles.get(veto, veto)}" for veto in unit.vetoes if veto in acting]
    said += [*held, *(f"判定为{label}" for label in unit.labels if label not in held), *map(bar_text, unit.bars)]
    for among, word in ((True, "是否适用单项否决未定"), (False, "是否属于以下情形未定")):
        names = "、".join(titles.get(veto, veto) for veto in unit.open_vetoes if (veto in acting) is among)
        said += [f"{word}：{names}"] if names else []
    return said
