"""附件: a ranking table for every group, and the list of problems by unit."""

from collections import Counter
from collections.abc import Sequence

from kaoping.reports.bulletin.blocks import Attachment, Block, Paragraph, Table
from kaoping.reports.bulletin.changes import change_attachment
from kaoping.reports.dossier import Dossier, Group
from kaoping.reports.evidence import Evidence
from kaoping.reports.example_words import example_text
from kaoping.reports.figures import NONE, number_text, score_text
from kaoping.reports.pages import beijing_date
from kaoping.reports.part_columns import PartColumn, part_columns
from kaoping.reports.reasons import reason_text
from kaoping.reports.score_words import by_rate, rate_text, score_words
from kaoping.reports.unit_words import grade_text, rank_text, remarks, total_text
from kaoping.scoring.results import UnitResult

PER_UNIT = 5  # problems of one kind listed for one unit; all are in the workbook
MOST = 200
MOST_PARTS = 4  # beside totals in one table
FIRST = frozenset({0})  # ranks and running numbers stand in the middle


def attachments(dossier: Dossier) -> tuple[Attachment, ...]:
    """Return the attachments in order."""
    found = [_ranking(dossier, group) for group in dossier.groups if group.units or group.apart]
    changed = change_attachment(dossier)
    if changed:
        found.append(changed)
    listed = _listed(dossier)
    if listed:
        found.append(_problems(dossier, listed))
    return tuple(found)


def _ranking(dossier: Dossier, group: Group) -> Attachment:
    """The ranking; where there are many parts they get a table of their own below it."""
    scheme = dossier.view.scheme
    columns = part_columns(scheme, group.units)
    within = columns if len(columns) <= MOST_PARTS else ()
    blocks: list[Block] = [_totals(dossier, group, within)] if group.units else []
    if group.units and not within:
        rows = [[unit.name, *(_part_text(column, unit) for column in columns)] for unit in group.units]
        widths = [3.2, *([2.4] * len(columns))]
        blocks += [
            Paragraph("各部分得分如下表。"),
            Table(["单位", *(column.title for column in columns)], rows, widths, frozenset(range(1, len(widths)))),
        ]
    if group.apart:
        names = "、".join(f"{unit.name}（{reason_text(unit.why)}）" for unit in group.apart)
        blocks.append(Paragraph(f"单列不计分的单位：{names}。"))
    suffix = "" if all(unit.low == unit.high for unit in group.units) else "（暂定）"
    return Attachment(f"{group.title}{score_words(scheme).ranking}{suffix}", blocks)


def _totals(dossier: Dossier, group: Group, columns: Sequence[PartColumn]) -> Table:
    scheme = dossier.view.scheme
    graded, rated = bool(scheme.grades), by_rate(scheme)
    rows = []
    for unit in group.units:
        said = remarks(scheme, unit, site=dossier.site_remarks[unit.unit])
        row = [rank_text(unit), unit.name, *(_part_text(column, unit) for column in columns)]
        row += [total_text(unit, scheme.total.round.places)]
        row += [number_text(unit.of), rate_text(unit)] if rated else []
        row += [*([grade_text(unit)] if graded else []), "；".join(said)]
        rows.append(row)
    rates = ["满分", "得分率"] if rated else []
    head = ["名次", "单位", *(column.title for column in columns), score_words(scheme).total, *rates]
    head += [*(["等次"] if graded else []), "备注"]
    widths = [1.5, 3.2, *([2.4] * len(columns)), 2.6, *([2.0] * len(rates)), *([1.6] if graded else []), 5.0]
    return Table(head, rows, widths, frozenset(range(2, 3 + len(columns) + len(rates))), FIRST)


def _part_text(column: PartColumn, unit: UnitResult) -> str:
    part = column.of(unit)
    return score_text(part.points, part.low, part.high) if part else NONE


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
