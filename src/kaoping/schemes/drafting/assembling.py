"""Makes a draft of the tables that were found: parts, adjustments, vetoes, drawn indicators, ids."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kaoping.schemes.drafting.columns import Role
from kaoping.schemes.drafting.criterion_text import points_in_brackets, short_title
from kaoping.schemes.drafting.draft_model import DraftAdjustment, DraftNode, DraftPart, DraftVeto
from kaoping.schemes.drafting.drafted import Asked, Award, Confidence, Full, Manual
from kaoping.schemes.drafting.headings import Heading
from kaoping.schemes.drafting.identifiers import Identifiers
from kaoping.schemes.drafting.indicator_tables import IndicatorTable
from kaoping.schemes.drafting.outline import Indicator
from kaoping.schemes.drafting.plain_text import for_display
from kaoping.schemes.drafting.rule_reading import read_rule

_BONUS = re.compile(r"加分|奖励|附加分")
_PENALTY = re.compile(r"扣分|减分|惩罚|负面清单")
_EITHER = re.compile(r"加(?:、|/|和|或)?(?:减|扣)分")
_VETO = re.compile(r"(?:一票|单项)否决")
_NO_LIMIT = re.compile(r"不设上限|上不封顶|不封顶")
_METHODS = (
    ("现场评审", "现场评审"), ("专家", "专家测评"), ("电话", "电话测评"), ("模拟", "模拟测试"), ("暗访", "模拟测试"),
    ("实地", "实地考核"), ("现场", "实地考核"), ("材料", "材料审查"), ("台账", "材料审查"), ("佐证", "材料审查"),
    ("满意度", "社会评价"), ("社会", "社会评价"), ("问卷", "社会评价"), ("自动", "自动检测"), ("网络", "网络测评"),
    ("网上", "网络测评"), ("平台", "网络测评"), ("在线", "网络测评"),
)  # fmt: skip
_OTHER_TEXTS = {"basis": Role.BASIS, "scope": Role.SCOPE, "materials": Role.MATERIALS, "note": Role.NOTE}
_ORIGINAL = (Role.EXPLANATION, Role.CRITERION, Role.POINTS, Role.METHOD, Role.NOTE)


@dataclass(slots=True)
class Assembler:
    """Turns tables into parts; ids are unique over all of them."""

    ids: Identifiers = field(default_factory=Identifiers)

    def part(self, table: IndicatorTable, group: str) -> DraftPart:
        """The part of one table; `group` is the id of those whom it concerns, empty for all."""
        title = table.title or f"第{table.number}张指标表"
        part = DraftPart(self.ids.claim(title, [group]), title, table.number, table.place, group)
        for root in _without_wrapping(table.roots):
            if _VETO.search(root.title):
                part.vetoes += self._vetoes(root)
            elif kinds := _adjusts(root):
                part.adjust += [self._adjustment(each, kind, part) for each, kind in kinds]
            else:
                part.nodes.append(self._node(root, (title,), group))
        _doubt_remarks(part)
        return part

    # ---- indicators ----------------------------------------------------------------------------------------------

    def _node(self, indicator: Indicator, path: tuple[str, ...], group: str, penalty: bool = False) -> DraftNode:
        here = (*path, indicator.title)
        node = DraftNode(self.ids.claim(indicator.title, [group]), indicator.title, indicator.place, here)
        node.remarks = list(indicator.remarks)
        children = indicator.children or _items_with_points(indicator)
        if not children:
            return self._leaf(node, indicator)
        node.children = [self._node(child, here, group, penalty) for child in children]
        _add_up(node, indicator.heading.points)
        return node

    def _leaf(self, node: DraftNode, indicator: Indicator) -> DraftNode:
        criterion = indicator.text(Role.CRITERION)
        described = criterion or indicator.text(Role.EXPLANATION)
        node.points = abs(indicator.points) if indicator.points is not None else None
        node.reading = read_rule(described, indicator.points, indicator.heading.method)
        if not criterion and node.reading.confidence is Confidence.HIGH and isinstance(node.reading.rule, Manual):
            node.reading.reasons = ["原文没有评分细则，由评分人给分"]
        method = _method(indicator.heading.method or indicator.text(Role.METHOD))
        explained = indicator.text(Role.EXPLANATION) if criterion else ""
        notes = [for_display(indicator.text(Role.NOTE)), *node.reading.notes]
        node.texts = {
            "text": for_display(described) or node.title,
            "method": method,
            **{key: for_display(indicator.text(role)) for key, role in _OTHER_TEXTS.items() if key != "note"},
            "note": "；".join(note.rstrip("。") for note in dict.fromkeys(notes) if note),
            "explained": for_display(explained),
        }
        node.original = tuple(_original(indicator))
        return node

    # ---- outside the base ----------------------------------------------------------------------------------------

    def _adjustment(self, indicator: Indicator, kind: str, part: DraftPart) -> DraftAdjustment:
        penalty = kind == "penalty"
        name = self.ids.claim(indicator.title, [part.group])
        if indicator.children:
            nodes = [
                self._node(child, (part.title, indicator.title), part.group, penalty) for child in indicator.children
            ]
        else:
            split = _items_with_points(indicator)
            nodes = [
                self._node(child, (part.title, indicator.title), part.group, penalty) for child in split or [indicator]
            ]
        for node in nodes:
            for leaf in node.leaves():
                self._settle_adjusting(leaf, penalty, part)
        limit = abs(indicator.heading.points) if indicator.heading.points is not None else None
        if limit is None:
            known = [node.points for node in nodes if node.points is not None]
            limit = sum(known, Decimal(0)) if known and len(known) == len(nodes) else None
        if _NO_LIMIT.search(
            indicator.title + "".join(leaf.texts.get("text", "") for node in nodes for leaf in node.leaves())
        ):
            limit = None
        return DraftAdjustment(name, indicator.title, kind, limit, nodes, indicator.place)

    def _settle_adjusting(self, leaf: DraftNode, penalty: bool, part: DraftPart) -> None:
        """不得分 among penalties ends the whole part; a bonus without points is worth its highest step."""
        reading = leaf.reading
        assert reading is not None
        if penalty and reading.zero_if:
            part.vetoes += [
                DraftVeto(
                    self.ids.claim(f"否决{short_title(asked.question)}"), asked.question, asked, "zero", leaf.place
                )
                for asked in reading.zero_if
            ]
            reading.zero_if = ()
            if isinstance(reading.rule, Full):
                reading.rule = Manual()
        if not penalty and leaf.points is None and isinstance(reading.rule, Award):
            steps = [line for entry in reading.rule.entries for line in entry]
            plain = [Decimal(line.amount) for line in steps if not line.per and not line.amount.endswith("%")]
            if len(plain) == len(steps):
                leaf.points = max(plain) if reading.rule.mode == "tiers" else sum(plain, Decimal(0))

    def _vetoes(self, indicator: Indicator) -> list[DraftVeto]:
        vetoes = []
        for leaf in indicator.leaves():
            text = leaf.text(Role.CRITERION) or leaf.text(Role.EXPLANATION) or leaf.title
            barred = re.match(
                r"\s*(?:不能|不得|取消)(?:被)?评?为?([^:：。]*?(?:优秀|先进|评优|合格)[^:：。]*)[:：]\s*(.+)",
                text,
                re.S,
            )
            condition = for_display(barred[2] if barred else text).rstrip("。")
            then = f"{{bar: {for_display(barred[1])}}}" if barred else "zero"
            name = self.ids.claim(leaf.title)
            vetoes.append(DraftVeto(name, leaf.title, Asked(f"是否有：{condition}", "bool"), then, leaf.place))
        return vetoes


def _without_wrapping(roots: Sequence[Indicator]) -> Iterable[Indicator]:
    """The roots; where 加减分 is one root, what is below it in its place."""
    for root in roots:
        if _EITHER.search(root.title) and root.children:
            yield from root.children
        else:
            yield root


def _adjusts(root: Indicator) -> list[tuple[Indicator, str]]:
    """The adjustments that a root is, empty where it belongs to the base."""
    if _EITHER.search(root.title):
        return [(root, "penalty")]
    if _PENALTY.search(root.title):
        return [(root, "penalty")]
    return [(root, "bonus")] if _BONUS.search(root.title) else []


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
        item.rows, item.points = [indicator.rows[0].with_text(Role.CRITERION, text)], points
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


def _doubt_remarks(part: DraftPart) -> None:
    for where, leaf in part.leaves():
        if where == "base" and leaf.points is None and not leaf.remarks:
            leaf.remarks.append("原文没有分值")
        for remark in leaf.remarks:
            assert leaf.reading is not None
            leaf.reading.doubt(Confidence.MEDIUM, remark)


def _method(text: str) -> str:
    found = dict.fromkeys(
        method for word, method in _METHODS if word in text and not (word == "现场" and "现场评审" in text)
    )
    return "、".join(found)


def _original(indicator: Indicator) -> Iterable[tuple[str, str]]:
    for role in _ORIGINAL:
        texts: dict[str, None] = {}
        for row in indicator.rows:
            for cell in row.others.get(role, ()):
                texts.setdefault((cell.original or cell.text).strip(), None)
        joined = " / ".join(_one_line(text) for text in texts if text)
        if joined:
            yield role.value, joined


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
