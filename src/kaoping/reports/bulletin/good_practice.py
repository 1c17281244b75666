"""好的做法: who leads, who has no fault on the site, and which indicators everybody meets."""

from datetime import date
from decimal import Decimal

from kaoping.model.outcomes import CheckStatus, Outcome
from kaoping.reports.bulletin.blocks import Block, Paragraph
from kaoping.reports.dossier import Dossier, Group, is_final
from kaoping.reports.evidence import Evidence
from kaoping.reports.figures import joined, quoted
from kaoping.reports.leaf_rates import leaf_rates, walk
from kaoping.reports.score_words import merit_text, score_words
from kaoping.reports.view import InspectedSite

LEADERS = 3  # of each group


def good_practice(dossier: Dossier) -> list[Block]:
    """Return the blocks of the section; none where nothing is certain yet."""
    said = [_leaders(dossier, group) for group in dossier.groups]
    blocks: list[Block] = (
        [Paragraph(f"{score_words(dossier.view.scheme).front}的单位：{'；'.join(filter(None, said))}。")]
        if any(said)
        else []
    )
    clean = _clean(dossier)
    if clean:
        names = joined(clean, most=20)
        blocks.append(Paragraph(f"网站各项检查均已完成、没有发现问题的单位{len(clean)}个：{names}。"))
    met = [rate for rate in leaf_rates(dossier) if rate.units > 1 and rate.full == rate.units]
    if met:
        names = joined((quoted(rate.title) for rate in met), most=10)
        blocks.append(Paragraph(f"所有单位都得满分的指标有{len(met)}项：{names}。"))
    blocks.extend(_bonus(dossier))
    return blocks


def _leaders(dossier: Dossier, group: Group) -> str:
    scheme = dossier.view.scheme
    settled = [unit for unit in group.units if is_final(unit) and unit.rank_best == unit.rank_worst]
    front = [unit for unit in settled if unit.rank_best <= LEADERS and not (unit.failed or unit.labels)]
    if len(group.units) <= LEADERS:
        front = front[:1]
    names = joined(f"{unit.name}（{merit_text(unit, scheme)}）" for unit in front)
    return f"{group.title}有{names}" if names else ""


def _clean(dossier: Dossier) -> list[str]:
    """Units on all of whose sites every check was carried out and found nothing, whether points hang on it or not.

    What a person dismissed or waived is no fault; what waits for a person may be one.
    """
    as_of = dossier.view.as_of
    faulty = {one.unit.id for one in dossier.evidence.by_key.values() if _tells_against(one, as_of)}
    faulty |= {one.unit.id for problem in dossier.problems for one in (*problem.counted, *problem.pending)}
    seen: dict[str, bool] = {}
    for site in dossier.view.sites:
        seen[site.unit] = seen.get(site.unit, True) and _fully_checked(site)
    return [unit.name for unit in dossier.scored if seen.get(unit.unit) and unit.unit not in faulty]


def _fully_checked(site: InspectedSite) -> bool:
    visited = site.coverage is not None and not site.note and site.coverage.pages > 0
    return visited and bool(site.records) and all(one.status is not CheckStatus.NOT_MEASURED for one in site.records)


def _tells_against(one: Evidence, as_of: date) -> bool:
    decided = one.decided(as_of)
    if decided:
        return decided in ("confirm", "uphold")
    return one.finding.outcome in (Outcome.FAIL, Outcome.SUSPECTED, Outcome.MANUAL)


def _bonus(dossier: Dossier) -> list[Block]:
    bonuses = [one for part in dossier.view.scheme.parts for one in part.adjust if one.kind == "bonus"]
    bonuses += [one for one in dossier.view.scheme.adjust if one.kind == "bonus"]
    earned = []
    for unit in dossier.scored:
        for bonus in bonuses:
            found = next((line for line in walk(dossier.traces[unit.unit]) if line.id == bonus.id), None)
            if found is not None and found.low is not None and found.low > Decimal(0):
                earned.append(unit.name)
    names = joined(dict.fromkeys(earned), most=20)
    return [Paragraph(f"获得加分的单位：{names}。")] if earned else []
