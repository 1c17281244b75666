"""Makes a part of the draft of each table that was found: indicators, adjustments, vetoes, draws, ids."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kaoping.schemes.drafting.columns import Role
from kaoping.schemes.drafting.criterion_text import points_in_brackets, short_title
from kaoping.schemes.drafting.draft_model import DraftAdjustment, DraftNode, DraftPart, DraftVeto
from kaoping.schemes.drafting.drafted import Asked, Award, Confidence, Full, Manual
from kaoping.schemes.drafting.headings import Heading
from kaoping.schemes.drafting.identifiers import Identifiers
from kaoping.schemes.drafting.indicator_tables import IndicatorTable
from kaoping.schemes.drafting.leaf_drafting import draft_leaf
from kaoping.schemes.drafting.outline import NO_LIMIT, Indicator
from kaoping.schemes.drafting.plain_text import for_display
from kaoping.schemes.drafting.surroundings import StatedVeto

_BONUS = re.compile(r"加分|奖励|附加分")
_PENALTY = re.compile(r"扣分|减分|惩罚|负面清单")
_EITHER = re.compile(r"加(?:、|/|和|或)?(?:减|扣)分")
_VETO = re.compile(r"(?:一票|单项)否决")
_LIMIT = re.compile(r"(?:最多|最高|不超过|上限)(?:可)?(?:加|扣|减)?(?:为)?(\d+(?:\.\d+)?)分")
_BARRED = re.compile(r"\s*(?:不能|不得|取消)(?:被)?评?为?([^:：。]*?(?:优秀|先进|评优)[^:：。]*)[:：]\s*(.+)", re.S)
_BASE_FROM = 60  # 扣分指标（100分）, from which points are taken away, is the base itself and no penalty
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|附件\d*[:：]?\s*)")


@dataclass(slots=True)
class Assembler:
    """Turns tables into parts; ids are unique over all of them."""

    ids: Identifiers = field(default_factory=Identifiers)

    def part(self, table: IndicatorTable, group: str) -> DraftPart:
        """The part of one table; `group` is the id of those whom it concerns, empty for all."""
        title = _NUMBERING.sub("", table.title) or f"第{table.number}张指标表"
        part = DraftPart(self.ids.claim(title, [group]), title, table.number, table.place, group)
        for root in _without_wrapping(table.roots):
            kind = kind_of(root.title) if root.worth() < _BASE_FROM else ""
            if _VETO.match(root.title) and root.below() == 0:
                part.vetoes += [self._veto(leaf) for leaf in root.leaves()]
            elif kind:
                part.adjust.append(self._adjustment(root, kind, part))
            else:
                part.nodes.append(self._node(root, (title,), group))
        _doubt_remarks(part)
        return part

    def add_adjusting_table(self, table: IndicatorTable, part: DraftPart) -> None:
        """A table of its own for 加分 or 减分 belongs to the part before it."""
        whole = Indicator(Heading(_NUMBERING.sub("", table.title).rpartition("：")[2]), table.place, table.roots)
        stated = _LIMIT.search(table.title)
        if stated:
            whole.heading = Heading(re.sub(r"（[^（）]*）$", "", whole.title), Decimal(stated[1]))
        part.adjust.append(self._adjustment(whole, kind_of(table.title), part))

    def stated_veto(self, veto: StatedVeto, part: DraftPart) -> DraftVeto:
        """A veto that a sentence of the document states for a part."""
        then = f"[zero, {{label: {veto.label}}}]" if veto.zero else f"[fail, {{label: {veto.label}}}]"
        asked = Asked(f"是否有：{for_display(veto.condition)}", "bool")
        return DraftVeto(self.ids.claim(f"否决{veto.label}"), veto.label, asked, then, part.place)

    def _node(self, indicator: Indicator, path: tuple[str, ...], group: str) -> DraftNode:
        here = (*path, indicator.title)
        node = DraftNode(self.ids.claim(indicator.title, [group]), indicator.title, indicator.place, here)
        node.remarks = list(indicator.remarks)
        children = indicator.children or _items_with_points(indicator)
        if not children:
            draft_leaf(node, indicator)
            return node
        node.children = [self._node(child, here, group) for child in children]
        node.texts = {"text": for_display(indicator.text(Role.CRITERION))} if indicator.children else {}
        _add_up(node, indicator.heading.points)
        return node

    # ---- outside the base ----------------------------------------------------------------------------------------

    def _adjustment(self, indicator: Indicator, kind: str, part: DraftPart) -> DraftAdjustment:
        name = self.ids.claim(indicator.title, [part.group])
        below = indicator.children or _items_with_points(indicator) or [indicator]
        nodes = [self._node(child, (part.title, indicator.title), part.group) for child in below]
        leaves = [leaf for node in nodes for leaf in node.leaves()]
        for leaf in leaves:
            self._settle(leaf, kind, part)
        words = [
            indicator.title,
            *(text for leaf in leaves for text in (leaf.texts["text"], *dict(leaf.original).values())),
        ]
        limit = None if any(NO_LIMIT.search(each) for each in words) else _limit(indicator, nodes)
        return DraftAdjustment(name, indicator.title, kind, limit, nodes, indicator.place)

    def _settle(self, leaf: DraftNode, kind: str, part: DraftPart) -> None:
        """不得分 among penalties ends the whole part; a bonus without points is worth its highest step."""
        reading = leaf.reading
        assert reading is not None
        if kind == "penalty" and reading.zero_if:
            part.vetoes += [self._ended_by(asked, leaf) for asked in reading.zero_if]
            reading.zero_if = ()
            reading.rule = Manual() if isinstance(reading.rule, Full) else reading.rule
        if kind == "bonus" and leaf.points is None and isinstance(reading.rule, Award):
            steps = [line for entry in reading.rule.entries for line in entry]
            plain = [Decimal(line.amount) for line in steps if not line.per and not line.amount.endswith("%")]
            if len(plain) == len(steps):
                leaf.points = max(plain) if reading.rule.mode == "tiers" else sum(plain, Decimal(0))

    def _ended_by(self, asked: Asked, leaf: DraftNode) -> DraftVeto:
        title = short_title(asked.question.removeprefix("是否").removesuffix("（是或否）"))
        return DraftVeto(self.ids.claim(f"否决{title}"), for_display(title), asked, "zero", leaf.place, asked.whole)

    def _veto(self, leaf: Indicator) -> DraftVeto:
        text = leaf.text(Role.CRITERION) or leaf.text(Role.EXPLANATION) or leaf.title
        barred = _BARRED.match(text)
        condition = for_display(barred[2] if barred else text).rstrip("。")
        then = f"{{bar: {for_display(barred[1])}}}" if barred else "zero"
        asked = Asked(f"是否有：{condition}", "bool")
        return DraftVeto(self.ids.claim(leaf.title), leaf.title, asked, then, leaf.place)


def is_adjusting(table: IndicatorTable) -> bool:
    """True for a table that holds nothing but 加分 or 减分, as its title says."""
    total = sum((root.worth() for root in table.roots), Decimal(0))
    return bool(kind_of(table.title)) and total < _BASE_FROM and not any(kind_of(root.title) for root in table.roots)


def kind_of(title: str) -> str:
    """What a title says that its indicators are: bonus, penalty, or (empty) part of the base."""
    return "penalty" if _PENALTY.search(title) else "bonus" if _BONUS.search(title) else ""


def _without_wrapping(roots: Sequence[Indicator]) -> Iterator[Indicator]:
    """The roots; where 加减分 is one root, what is below it in its place."""
    for root in roots:
        if _EITHER.search(root.title) and root.children:
            yield from root.children
        else:
            yield root


def _items_with_points(indicator: Indicator) -> list[Indicator]:
    """What the criterion of a leaf gives points to in brackets, where these make up the leaf's."""
    if not indicator.rows:
        return []
    parts = points_in_brackets(indicator.text(Role.CRITERION))
    total = sum((points for _, points in parts), Decimal(0))
    if len(parts) < 2 or indicator.points is None or total != abs(indicator.points):
        return []
    items = []
    for text, points in parts:
        item = Indicator(Heading(for_display(short_title(text)) or indicator.title, points), indicator.place)
        item.rows, item.points, item.from_criterion = [indicator.rows[0].with_text(Role.CRITERION, text)], points, True
        items.append(item)
    return items


def _add_up(node: DraftNode, stated: Decimal | None) -> None:
    """Points of an indicator with others below: what it states, else their sum; fewer than the sum may mean a draw."""
    known = [child.points for child in node.children if child.points is not None]
    total = sum(known, Decimal(0)) if len(known) == len(node.children) else None
    node.points = stated if stated is not None else total
    each = set(known)
    if stated is not None and total is not None and total > stated > 0 and len(each) == 1:
        count = stated / each.pop()
        if count == int(count):
            node.drawn = int(count)


def _limit(indicator: Indicator, nodes: list[DraftNode]) -> Decimal | None:
    """What an adjustment may come to: its own points, else those of what is below; None without any."""
    if indicator.heading.points is not None:
        return abs(indicator.heading.points)
    known = [node.points for node in nodes if node.points is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(nodes) else None


def _doubt_remarks(part: DraftPart) -> None:
    for where, leaf in part.leaves():
        if where == "base" and leaf.points is None and not leaf.remarks:
            leaf.remarks.append("原文没有分值")
        for remark in leaf.remarks:
            assert leaf.reading is not None
            leaf.reading.doubt(Confidence.MEDIUM, remark)
