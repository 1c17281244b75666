"""Whom a scheme assesses, what it consists of, and how totals, ranks and grades come about, in words."""

import itertools
from collections.abc import Iterator, Sequence

from kaoping.reports.figures import joined, number_text, plain, quoted
from kaoping.reports.scheme_document.audience import Audience, speaker_for
from kaoping.reports.scheme_document.points import points_text
from kaoping.reports.scheme_document.tables import Block, Cell, Column, Paragraph, Table
from kaoping.reports.scheme_document.widths import LEAST
from kaoping.schemes.linter.profiles import concerns, profiles
from kaoping.schemes.model import Open, Part, Quantity, Scheme

_SETTLED = {
    "exclude": "不适用的指标不计入满分",
    "rescale": "有不适用的指标的，得分按“满分÷适用指标分值”折算",
    "full": "不适用的指标记满分",
    "spread": "不适用的指标，其分值平均分到其他指标",
}
_NO_SITE = {
    "fail": "没有网站的单位直接列入不合格",
    "exclude": "没有网站的单位不参加考评",
    "list": "没有网站的单位单列，不排名",
}


def assessed(audience: Audience) -> Iterator[Block]:
    """Yield 考评对象: groups with their classes, and what tags and site types stand for."""
    scheme = audience.scheme
    said = []
    for group in audience.groups:
        classes = [title for of, title in scheme.classes.values() if of == group]
        apart = classes if classes != [scheme.groups[group]] else []
        said.append(f"{scheme.groups[group]}" + (f"（分为：{joined(apart)}）" if apart else ""))
    yield Paragraph(f"考评对象为{'；'.join(said)}。" + ("各类对象分别排名。" if len(said) > 1 else ""))
    for name, titles in (("对象标签", scheme.tags), ("网站类型", scheme.site_types), ("下级机构", scheme.bodies)):
        if titles:
            yield Paragraph(f"{name}：{joined(titles.values())}。")
    if scheme.note:
        yield Paragraph(f"说明：{scheme.note}")


def composition(audience: Audience) -> Table:
    """Return the table of parts: points, weight for each group, and whom they concern."""
    scheme = audience.scheme
    parts = [part for part in scheme.parts if audience.concerned(part.applies_to, part.except_)]
    weighted = any(part.weight is not None for part in parts)
    groups = [Audience(scheme, (group,)) for group in audience.groups] if weighted else []
    columns = [Column("序号", 3, centred=True), Column("考评部分", 10, long=True), Column("满分", 5, centred=True)]
    columns += [Column(f"权重（{one.title}）" if len(groups) > 1 else "权重", 7, centred=True) for one in groups]
    columns += [Column("依据条款", 8), Column("备注", LEAST, long=True)]
    rows = [_part(number, part, audience, groups) for number, part in enumerate(parts, start=1)]
    kept = [place for place in range(len(columns)) if place < 2 or any(row[place].text for row in rows)]
    cells = [tuple(row[place] for place in kept) for row in rows]
    return Table("考评部分", [columns[place] for place in kept], cells)


def _part(number: int, part: Part, audience: Audience, groups: list[Audience]) -> tuple[Cell, ...]:
    points = points_text(part.points, audience)
    weights = ["—" if not one.concerned(part.applies_to, part.except_) else _weight(part, one) for one in groups]
    restricted = audience.restriction(part.applies_to, part.except_)
    remark = "\n".join(filter(None, (f"【{part.open.reason}】" if part.open else "", part.text, restricted, part.note)))
    return (
        Cell(str(number)),
        Cell(part.title, heading=True),
        Cell(points.text, number=points.number, open=points.open),
        *(Cell(weight) for weight in weights),
        Cell(part.clause),
        Cell(remark, open=part.open is not None),
    )


def reckoning(audience: Audience) -> Iterator[Block]:
    """Yield how the total comes about, how units are ranked and graded."""
    scheme = audience.scheme
    yield from (Paragraph(text) for text in _totals(audience))
    said = [
        f"{quoted(part.title)}超过{_points(part.ceiling, audience)}的，按满分计"
        for part in scheme.parts
        if part.ceiling
    ]
    said += [
        f"{quoted(part.title)}中{_SETTLED[part.when_not_applicable]}" for part in scheme.parts if _leaves_out(part)
    ]
    said += _bounds(audience)
    if said:
        yield Paragraph("；".join(said) + "。")
    yield Paragraph(_ranking(scheme) + "。")
    if scheme.grades:
        yield Paragraph(f"等次：{_grades(audience)}。")
    yield from _conversions(audience)


def _conversions(audience: Audience) -> Iterator[Paragraph]:
    """What is converted to how many points; conversions to the same are said together."""
    scheme, names = audience.scheme, _names(audience.scheme)
    alike: dict[tuple[str, bool], list[str]] = {}
    for one in scheme.convert:
        source = names.get(one.from_, one.from_)
        named = (
            f"（作为{quoted(one.title)}）" if one.title not in ("", one.from_) and quoted(one.title) != source else ""
        )
        points = points_text(one.to, audience).inline
        alike.setdefault((points, isinstance(one.to, Open)), []).append(source + named)
    for (points, open_), found in alike.items():
        sources = list(dict.fromkeys(found))  # parts of different groups may share a name
        yield Paragraph(f"折合：{'、'.join(sources)}{'分别' * (len(sources) > 1)}按比例折合为{points}。", open=open_)


def _totals(audience: Audience) -> Iterator[str]:
    """One sentence for all groups whose totals are made alike, and for those tagged units that have other parts."""
    scheme, made = audience.scheme, dict[str, list[str]]()
    for group in audience.groups:
        made.setdefault(_formula(Audience(scheme, (group,)), _own_parts(audience, group)), []).append(
            scheme.groups[group]
        )
    for formula, groups in made.items():
        yield f"{'、'.join(groups) if len(made) > 1 else ''}总分＝{formula}。"
    for group, tag in itertools.product(audience.groups, scheme.tags):
        usual, own = _own_parts(audience, group), _own_parts(audience, group, tag)
        if not set(own) <= set(usual):
            formula = _formula(Audience(scheme, (group,)), own)
            yield f"{scheme.groups[group]}中的{scheme.tags[tag]}：总分＝{formula}。"


def _own_parts(audience: Audience, group: str, tag: str = "") -> list[Part]:
    """The parts that concern the units of a group without tags, or with just one."""
    units = [unit for unit in profiles(audience.scheme) if unit.group == group and not unit.site_type]
    alike = [unit for unit in units if unit.tags == ((tag,) if tag else ())]
    return [part for part in audience.scheme.parts if any(concerns(part.applies_to, part.except_, u) for u in alike)]


def _formula(audience: Audience, parts: Sequence[Part]) -> str:
    scheme = audience.scheme
    if scheme.total.combine == "deductions":
        said = "＋".join(f"{quoted(part.title)}扣分" for part in parts) + "（扣分越少，名次越前）"
    elif scheme.total.combine == "weighted":
        said = "＋".join(f"{quoted(part.title)}得分×{_weight(part, audience)}" for part in parts)
    else:
        said = "＋".join(f"{quoted(part.title)}得分" for part in parts)
    less = "".join(f"－{quoted(scheme.measures[name].title or name)}" for name in scheme.total.subtract)
    extra = "".join(f"{'－' if one.kind == 'penalty' else '＋'}{quoted(one.title)}" for one in scheme.adjust)
    return said + extra + less


def _weight(part: Part, audience: Audience) -> str:
    if part.weight is None:
        return ""
    values = audience.values(part.weight)
    return "、".join(f"{name}{plain(value * 100)}%" for name, value in values) or "未给出"


def _leaves_out(part: Part) -> bool:
    guarded = any(node.applies_to or node.except_ for root in part.nodes for node in root.walk())
    return guarded and part.when_not_applicable in _SETTLED


def _bounds(audience: Audience) -> list[str]:
    total, said = audience.scheme.total, []
    if total.ceiling is not None:
        said.append(f"总分超过{_points(total.ceiling, audience)}的，按{_points(total.ceiling, audience)}计")
    if total.floor is None:
        said.append("总分可以为负分")
    elif total.combine != "deductions":
        floor = _points(total.floor, audience)
        said.append(f"总分低于{floor}的，按{floor}计")
    how = "四舍五入" if total.round.mode == "half_up" else "其余舍去"
    said.append(f"得分保留{total.round.places}位小数，{how}" if total.round.places else f"得分取整数，{how}")
    return said


def _ranking(scheme: Scheme) -> str:
    order = "得分率从高到低" if scheme.rank_by == "rate" else "总分从高到低"
    if scheme.total.combine == "deductions":
        order = "扣分从少到多"
    where = "各类对象分别按" if len(scheme.groups) > 1 else "按"
    said = f"{where}{order}排名，得分相同的名次相同"
    return f"{said}；{_NO_SITE[scheme.no_site]}" if scheme.no_site in _NO_SITE else said


def _grades(audience: Audience) -> str:
    grades = audience.scheme.grades
    marks = [_points(grade.from_, audience) for grade in grades]
    bounds = [f"{grades[0].title}（{marks[0]}及以上）"]
    for (_, upper), (grade, mark) in itertools.pairwise(zip(grades, marks, strict=True)):
        lowest = mark == "0分"
        bounds.append(f"{grade.title}（{'' if lowest else f'{mark}及以上，'}不足{upper}）")
    return "、".join(bounds)


def _points(quantity: Quantity, audience: Audience) -> str:
    return speaker_for(audience).number(quantity, lambda number: f"{number_text(number, 6)}分")


def _names(scheme: Scheme) -> dict[str, str]:
    titles = {node.id: quoted(node.title) for node in scheme.nodes()}
    return titles | {part.id: f"{quoted(part.title)}" for part in scheme.parts} | {"total": "总分"}
