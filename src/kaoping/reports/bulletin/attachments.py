"""附件: a ranking table for every group, and the list of problems by unit."""

from collections import Counter

from kaoping.reports.bulletin.blocks import Attachment, Block, Paragraph, Table
from kaoping.reports.dossier import Dossier, Group
from kaoping.reports.evidence import Evidence
from kaoping.reports.example_words import example_text
from kaoping.reports.figures import score_text
from kaoping.reports.pages import beijing_date
from kaoping.reports.reasons import reason_text
from kaoping.reports.unit_words import grade_text, rank_text, remarks, site_remark, total_text

PER_UNIT = 5  # problems of one kind listed for one unit; all are in the workbook
MOST = 200
FIRST = frozenset({0})  # ranks and running numbers stand in the middle


def attachments(dossier: Dossier) -> tuple[Attachment, ...]:
    """Return the attachments in order."""
    found = [_ranking(dossier, group) for group in dossier.groups if group.units or group.apart]
    listed = _listed(dossier)
    if listed:
        found.append(_problems(dossier, listed))
    return tuple(found)


def _ranking(dossier: Dossier, group: Group) -> Attachment:
    scheme = dossier.view.scheme
    parts = [part for part in scheme.parts if any(found.id == part.id for unit in group.units for found in unit.parts)]
    graded = bool(scheme.grades)
    rows = []
    for unit in group.units:
        points = {part.id: score_text(part.points, part.low, part.high) for part in unit.parts}
        said = remarks(scheme, unit, site=site_remark(dossier.units[unit.unit], dossier.view.sites))
        row = [rank_text(unit), unit.name, *(points.get(part.id, "—") for part in parts)]
        row += [total_text(unit, scheme.total.round.places), *([grade_text(unit)] if graded else []), "；".join(said)]
        rows.append(row)
    head = ["名次", "单位", *(part.title for part in parts), "总分", *(["等次"] if graded else []), "备注"]
    widths = [1.5, 3.2, *([2.4] * len(parts)), 2.6, *([1.6] if graded else []), 5.0]
    numbers = frozenset(range(2, 3 + len(parts)))
    blocks: list[Block] = [Table(head, rows, widths, numbers, FIRST)] if rows else []
    if group.apart:
        names = "、".join(f"{unit.name}（{reason_text(unit.why)}）" for unit in group.apart)
        blocks.append(Paragraph(f"单列不计分的单位：{names}。"))
    suffix = "" if all(unit.low == unit.high for unit in group.units) else "（暂定）"
    return Attachment(f"{group.title}得分排名{suffix}", blocks)


def _listed(dossier: Dossier) -> list[Evidence]:
    """Counted problems by unit in roster order, no more than a few of one kind for one unit."""
    order = {unit.id: place for place, unit in enumerate(dossier.view.roster.units)}
    found = [one for problem in dossier.problems for one in problem.counted]
    counts: Counter[tuple[str, str]] = Counter()
    listed = []
    for one in sorted(found, key=lambda each: order[each.unit.id]):
        counts[one.unit.id, one.finding.check] += 1
        if counts[one.unit.id, one.finding.check] <= PER_UNIT:
            listed.append(one)
    return listed[:MOST]


def _problems(dossier: Dossier, listed: list[Evidence]) -> Attachment:
    rows = [
        [
            str(number),
            one.unit.name,
            one.title,
            example_text(one).removeprefix(one.unit.name),
            beijing_date(one.finding.at).isoformat(),
        ]
        for number, one in enumerate(listed, start=1)
    ]
    total = sum(len(problem.counted) for problem in dossier.problems)
    blocks: list[Block] = [
        Table(["序号", "单位", "问题类别", "检查情况", "检查时间"], rows, [1.4, 2.8, 2.6, 6.6, 2.8], centred=FIRST)
    ]
    if total > len(listed):
        blocks.append(Paragraph(f"共{total}处，本表每个单位每类最多列{PER_UNIT}处，全部见结果表格中的“问题清单”。"))
    return Attachment("主要问题清单", blocks)
