"""好的做法: who leads, who has no fault on the site, and which indicators everybody meets."""

from decimal import Decimal

from kaoping.reports.bulletin.blocks import Block, Paragraph
from kaoping.reports.dossier import Dossier, Group, is_final
from kaoping.reports.figures import fixed_text, joined, quoted
from kaoping.reports.leaf_rates import leaf_rates, walk

LEADERS = 3  # of each group


def good_practice(dossier: Dossier) -> list[Block]:
    """Return the blocks of the section; none where nothing is certain yet."""
    said = [_leaders(dossier, group) for group in dossier.groups]
    blocks: list[Block] = [Paragraph(f"得分靠前的单位：{'；'.join(filter(None, said))}。")] if any(said) else []
    clean = _clean(dossier)
    if clean:
        names = joined(clean, most=20)
        blocks.append(Paragraph(f"网站经全面检查没有发现需要扣分或待确认问题的单位{len(clean)}个：{names}。"))
    met = [rate for rate in leaf_rates(dossier) if rate.units > 1 and rate.full == rate.units]
    if met:
        names = joined((quoted(rate.title) for rate in met), most=10)
        blocks.append(Paragraph(f"所有单位都得满分的指标有{len(met)}项：{names}。"))
    blocks.extend(_bonus(dossier))
    return blocks


def _leaders(dossier: Dossier, group: Group) -> str:
    places = dossier.view.scheme.total.round.places
    settled = [unit for unit in group.units if is_final(unit) and unit.rank_best == unit.rank_worst]
    front = [unit for unit in settled if unit.rank_best <= LEADERS and not unit.failed]
    if len(group.units) <= LEADERS:
        front = front[:1]
    names = joined(f"{unit.name}（{fixed_text(unit.total, places)}分）" for unit in front)
    return f"{group.title}有{names}" if names else ""


def _clean(dossier: Dossier) -> list[str]:
    """Units all of whose sites were visited and show no fault that counts or waits."""
    faulty = {one.unit.id for problem in dossier.problems for one in (*problem.counted, *problem.pending)}
    seen: dict[str, bool] = {}
    for site in dossier.view.sites:
        good = site.coverage is not None and not site.note and site.coverage.pages > 0 and bool(site.records)
        seen[site.unit] = seen.get(site.unit, True) and good
    return [unit.name for unit in dossier.scored if seen.get(unit.unit) and unit.unit not in faulty]


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
