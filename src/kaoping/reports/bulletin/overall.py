"""总体情况: who was assessed, how many results are complete, and how each group stands."""

from collections.abc import Iterator, Sequence

from kaoping.reports.bulletin.blocks import Block, Heading, Paragraph
from kaoping.reports.bulletin.changes import changes
from kaoping.reports.dossier import Dossier, Group, is_final
from kaoping.reports.figures import joined, share_text
from kaoping.reports.score_words import mean_words, merit_text, open_mean_words, score_words
from kaoping.reports.unit_words import NO_SITE, bar_text, overriding, veto_titles
from kaoping.schemes.model import Scheme
from kaoping.scoring.results import UnitResult


def overall(dossier: Dossier) -> list[Block]:
    """Return the blocks of the section."""
    if not dossier.scored:
        return [Paragraph("本次没有计分的单位。")]
    return [
        Heading("（一）考评对象", 2),
        Paragraph(_assessed(dossier)),
        Heading("（二）考评结果", 2),
        Paragraph(_completeness(dossier)),
        *(Paragraph(_group(dossier, group), f"{group.title}。") for group in dossier.groups if group.units),
        *_vetoed(dossier),
        *changes(dossier),
    ]


def _assessed(dossier: Dossier) -> str:
    groups = joined(f"{group.title}{len(group.units)}个" for group in dossier.groups if group.units)
    said = f"纳入名册的单位共{len(dossier.view.roster.units)}个，参加计分的{len(dossier.scored)}个，其中{groups}。"
    if dossier.exempt:
        said += f"免予考评的{len(dossier.exempt)}个：{joined(unit.name for unit in dossier.exempt)}。"
    if dossier.no_site:
        said += f"没有网站的{len(dossier.no_site)}个：{joined(unit.name for unit in dossier.no_site)}。"
    return said


def _completeness(dossier: Dossier) -> str:
    scored = dossier.scored
    final = [unit for unit in scored if is_final(unit)]
    if len(final) == len(scored):
        return f"{len(scored)}个单位的结果均已确定。"
    waiting = joined((unit.name for unit in scored if not is_final(unit)), most=20)
    points = score_words(dossier.view.scheme).points
    return (
        f"{len(scored)}个单位中，结果已确定的{len(final)}个，占{share_text(len(final), len(scored))}；"
        f"还有未定事项的{len(scored) - len(final)}个（{waiting}），其{points}以“最低～最高”表示。"
    )


def _group(dossier: Dossier, group: Group) -> str:
    scheme = dossier.view.scheme
    words, final = score_words(scheme), group.complete
    said = []
    if final:
        scope = "" if len(final) == len(group.units) else f"（已确定的{len(final)}个单位）"
        said.append(f"{mean_words(final, scheme)}{scope}")
    if len(final) < len(group.units):
        said.append(f"全部{len(group.units)}个单位{open_mean_words(group.mean_low, group.mean_high, scheme)}")
    settled = [unit for unit in final if unit.rank_best == unit.rank_worst]
    best = [unit for unit in settled if unit.rank_best == 1 and not unit.failed]
    worst = [unit for unit in settled if unit.rank_worst == len(group.units) and unit.rank_worst > 1] or _last(group)
    if best:
        said.append(f"{words.best}的是{_named(best, scheme)}")
    if worst and len(group.units) > 1:
        said.append(f"{words.worst}的是{_named(worst, scheme)}")
    return "；".join(said) + "。" + _grades(dossier, group)


def _last(group: Group) -> Sequence[UnitResult]:
    """Units that share the last rank; only where every rank of the group is settled."""
    return group.worst if all(unit.rank_best == unit.rank_worst for unit in group.units) else ()


def _named(units: Sequence[UnitResult], scheme: Scheme) -> str:
    return joined(f"{unit.name}（{merit_text(unit, scheme)}）" for unit in units)


def _grades(dossier: Dossier, group: Group) -> str:
    graded = [unit.grade for unit in group.complete if unit.grade]
    if not graded or len(graded) < len(group.units):
        return ""
    order = [grade.title for grade in dossier.view.scheme.grades]
    titles = [*(title for title in order if title in graded), *sorted(set(graded) - set(order))]
    said = joined(
        f"{title}{graded.count(title)}个（{share_text(graded.count(title), len(graded))}）" for title in titles
    )
    return f"按等次分：{said}。"


def _vetoed(dossier: Dossier) -> list[Block]:
    scheme = dossier.view.scheme
    titles, acting = veto_titles(scheme), overriding(scheme)
    if acting == {NO_SITE} and scheme.no_site != "fail":
        return list(_named_cases(dossier))
    held = [unit for unit in dossier.scored if acting.intersection(unit.vetoes)]
    waiting = [unit for unit in dossier.scored if acting.intersection(unit.open_vetoes)]
    blocks: list[Block] = []
    if held:
        cases = {unit.unit: joined(titles.get(one, one) for one in unit.vetoes if one in acting) for unit in held}
        names = "；".join(f"{unit.name}（{cases[unit.unit]}）" for unit in held)
        rest = len(dossier.scored) - len(held)
        share = f"，不存在单项否决情形的{rest}个，占{share_text(rest, len(dossier.scored))}" if not waiting else ""
        blocks.append(Paragraph(f"存在单项否决情形的{len(held)}个：{names}{share}。", "单项否决。"))
    elif not waiting:
        blocks.append(Paragraph("各单位均不存在单项否决情形。", "单项否决。"))
    if waiting:
        names = joined((unit.name for unit in waiting), most=20)
        blocks.append(Paragraph(f"是否存在单项否决情形尚未确定的{len(waiting)}个：{names}。", "待认定。"))
    return [*blocks, *_named_cases(dossier)]


def _named_cases(dossier: Dossier) -> Iterator[Block]:
    """Cases that change no points: who is named, and what they cannot receive."""
    scheme = dossier.view.scheme
    vetoes = (*(veto for part in scheme.parts for veto in part.vetoes), *scheme.vetoes)
    for veto in (one for one in vetoes if not one.overrides):
        names = [unit.name for unit in dossier.scored if veto.id in unit.vetoes]
        open_ = [unit.name for unit in dossier.scored if veto.id in unit.open_vetoes]
        follows = "、".join(bar_text(one.name) for one in veto.then if one.kind == "bar")
        if names:
            yield Paragraph(
                f"共{len(names)}个：{joined(names)}{'，' + follows if follows else ''}。", f"{veto.title}。"
            )
        if open_:
            yield Paragraph(f"尚未确定的{len(open_)}个：{joined(open_, most=20)}。", f"{veto.title}。")
