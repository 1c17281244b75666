"""Builds the printed form of a scheme: what it assesses and how, the tables of indicators, what stands behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaoping.model.errors import InputError
from kaoping.reports.figures import numbered
from kaoping.reports.scheme_document.adjustments import adjustment_tables
from kaoping.reports.scheme_document.annexes import checklists, parameters, sampling, units
from kaoping.reports.scheme_document.audience import Audience, speaker_for
from kaoping.reports.scheme_document.indicator_table import Layout, chains, indicator_table
from kaoping.reports.scheme_document.open_items import open_items
from kaoping.reports.scheme_document.points import points_text
from kaoping.reports.scheme_document.summary import assessed, composition, reckoning
from kaoping.reports.scheme_document.tables import Block, Paragraph, SchemeDocument, Section, Table
from kaoping.reports.scheme_document.vetoes import case_word, veto_table
from kaoping.reports.scheme_document.widths import LANDSCAPE, PORTRAIT, fitted, needs_width
from kaoping.schemes.model import Part, Scheme


def build_document(scheme: Scheme, groups: Sequence[str] = ()) -> SchemeDocument:
    """Return the printed form of a scheme for some of its groups (none named: all).

    Raises InputError for a group that the scheme does not have.
    """
    unknown = [group for group in groups if group not in scheme.groups]
    if unknown:
        known = "、".join(f"{name}（{title}）" for name, title in scheme.groups.items())
        raise InputError(f"方案“{scheme.id}”没有分组“{unknown[0]}”，可用：{known}。")
    audience = Audience(scheme, tuple(group for group in scheme.groups if not groups or group in groups))
    unsettled = open_items(audience)
    sections = tuple(_sections(audience, unsettled))
    wide = any(needs_width(block) for section in sections for block in section.blocks if isinstance(block, Table))
    suffix = f"（{audience.title}）" if len(audience.groups) < len(scheme.groups) else ""
    return SchemeDocument(
        title=scheme.title + suffix,
        source=_source(scheme),
        sections=tuple(_fitted(section, LANDSCAPE if wide else PORTRAIT) for section in sections),
        colophon=tuple(_colophon(scheme)),
        stamp=f"{scheme.id}　{scheme.digest.removeprefix('sha256:')[:12]}",
        wide=wide,
        unsettled=len(unsettled.rows) if unsettled else 0,
    )


def _fitted(section: Section, page: float) -> Section:
    blocks = (fitted(block, page) if isinstance(block, Table) else block for block in section.blocks)
    return replace(section, blocks=tuple(blocks))


def _sections(audience: Audience, unsettled: Table | None) -> Iterator[Section]:
    titled: list[tuple[str, list[Block]]] = [
        ("考评对象和组成", [*assessed(audience), *_of(units(audience)), composition(audience)]),
        ("计分和排名", list(reckoning(audience))),
        ("指标体系", [block for part in audience.scheme.parts for block in _part(part, audience)]),
        (f"对总分的{case_word(audience.scheme.vetoes)}和加减分", list(_whole(audience))),
        ("随机抽查办法", _of(sampling(audience))),
        ("参数表", _of(parameters(audience))),
        ("待定和待核事项", _of(unsettled)),
    ]
    filled = [(title, blocks) for title, blocks in titled if blocks]
    for number, (title, blocks) in enumerate(filled, start=1):
        yield Section(f"{numbered(number)}、{title}", tuple(blocks))
    yield from checklists(audience)


def _of(table: Table | None) -> list[Block]:
    return [table] if table else []


def _part(part: Part, audience: Audience) -> Iterator[Block]:
    """One part: a table for all groups that have the same indicators with the same points, then what overrides it."""
    if not audience.concerned(part.applies_to, part.except_):
        return
    singles = [_one(audience, group) for group in audience.groups]
    concerned = [group for one in singles if one.concerned(part.applies_to, part.except_) for group in one.groups]
    own = Audience(audience.scheme, tuple(concerned) or audience.groups)
    if part.open:
        yield Paragraph(f"{part.title}的指标【{part.open.reason}】", open=True)
    alike = _alike(part, own)
    for few in alike if part.nodes else ():
        total = ("合计", part.points) if part.points is not None else None
        yield indicator_table(_caption(part, few, audience), part.nodes, Layout(few, total=total))
    yield from _of(veto_table(f"{part.title}：{case_word(part.vetoes)}情形", part.vetoes, speaker_for(own)))
    yield from adjustment_tables(part.adjust, own, f"{part.title}：")


def _caption(part: Part, few: Audience, audience: Audience) -> str:
    """测评指标（县市区）: whom a table is for is said where it is not for all and the part's title does not say it."""
    title, bracket = part.title, ""
    if part.title.endswith("）"):
        title, _, inside = part.title.rpartition("（")
        bracket = f"（{inside}"
    named = title if title.endswith(("指标", "指标体系", "细则", "标准")) else f"{title}指标"
    told = few.groups == audience.groups or few.title in bracket
    return f"{named}{bracket}" + ("" if told else f"（{few.title}）")


def _alike(part: Part, audience: Audience) -> list[Audience]:
    """The groups together that get the same table but for numbers in criteria."""
    found: dict[object, list[str]] = {}
    for group in audience.groups:
        one = _one(audience, group)
        lines = tuple(
            tuple((node.id, points_text(node.points, one)) for node in chain)
            for root in part.nodes
            for chain in chains(root, one)
        )
        found.setdefault((lines, points_text(part.points, one)), []).append(group)
    return [Audience(audience.scheme, tuple(groups)) for groups in found.values()]


def _one(audience: Audience, group: str) -> Audience:
    return Audience(audience.scheme, (group,))


def _whole(audience: Audience) -> Iterator[Block]:
    scheme = audience.scheme
    yield from _of(veto_table(f"{case_word(scheme.vetoes)}情形", scheme.vetoes, speaker_for(audience), whole=True))
    yield from adjustment_tables(scheme.adjust, audience)


def _source(scheme: Scheme) -> str:
    basis = scheme.basis
    return "　".join(filter(None, (basis.get("document", ""), basis.get("by", ""), _day(basis.get("issued", "")))))


def _day(iso: str) -> str:
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    return f"{year}年{int(month)}月{int(day)}日" if month.isdigit() and day.isdigit() else iso


def _colophon(scheme: Scheme) -> Iterator[str]:
    yield f"方案编号：{scheme.id}" + (f"　版次：{scheme.edition}" if scheme.edition else "")
    yield f"方案摘要：{scheme.digest}"
    if scheme.lineage:
        yield f"在此基础上修改：{'、'.join(scheme.lineage)}"
    for title, key in (("原文地址", "url"), ("依据条款", "clause"), ("依据说明", "note")):
        if scheme.basis.get(key):
            yield f"{title}：{scheme.basis[key]}"
