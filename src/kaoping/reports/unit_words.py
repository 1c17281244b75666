"""One unit's result in words: its total, its rank, and what must be said beside them."""

from collections.abc import Iterable

from kaoping.model.roster import RosterUnit
from kaoping.reports.dossier import is_final
from kaoping.reports.figures import NONE, fixed_text, score_text
from kaoping.reports.view import InspectedSite
from kaoping.schemes.model import Scheme
from kaoping.scoring.results import UnitResult


def total_text(unit: UnitResult, places: int) -> str:
    """Return the total with fixed decimals; `low～high` while anything in it is open."""
    if unit.total is not None and unit.low == unit.high:
        return fixed_text(unit.total, places)
    return score_text(None, unit.low, unit.high, places)


def rank_text(unit: UnitResult) -> str:
    """Return the rank, or the ranks that are still possible."""
    if unit.rank is not None and unit.rank_best == unit.rank_worst:
        return str(unit.rank)
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
    return titles | {veto.id: veto.title for veto in scheme.vetoes} | {"no_site": "没有网站"}


def site_remark(unit: RosterUnit, sites: Iterable[InspectedSite]) -> str:
    """Return why nothing was seen of a unit on the web; nothing where at least one of its sites was visited."""
    if not unit.sites:
        return "没有网站"
    own = [site for site in sites if site.unit == unit.id]
    if not own or any(not site.note and site.coverage is not None and site.coverage.pages for site in own):
        return ""
    return "网站没有完成巡检" if any(site.note or site.coverage is None for site in own) else "网站未能打开"


def remarks(scheme: Scheme, unit: UnitResult, *, site: str) -> tuple[str, ...]:
    """Return what stands beside a result: vetoes, labels, what is barred, and why it may still change.

    `site` is what `site_remark` says of the unit.
    """
    titles = veto_titles(scheme)
    said = [site] if site else []
    said += [f"单项否决：{titles.get(veto, veto)}" for veto in unit.vetoes]
    said += [f"判定为{label}" for label in unit.labels]
    said += [f"不得评为{name}" for name in unit.bars]
    if unit.open_vetoes:
        names = "、".join(titles.get(veto, veto) for veto in unit.open_vetoes)
        said.append(f"是否适用单项否决未定：{names}")
    if unit.total is not None and unit.low != unit.high:
        said.append(f"按现有数据得{fixed_text(unit.total, scheme.total.round.places)}分，有事项待确认")
    elif unit.total is None:
        said.append("有测评值未定")
    elif not is_final(unit) and unit.provisional:
        said.append("标杆值未定，暂定")
    return tuple(dict.fromkeys(said))
