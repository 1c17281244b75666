"""The score sheet of one unit as a tree ready to be shown: words, numbers, measures and the evidence behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.reports.dossier import Dossier
from kaoping.reports.evidence import Evidence
from kaoping.reports.expression_words import Speaker
from kaoping.reports.figures import number_text, score_text, still_open
from kaoping.reports.reading_words import STATES, open_reasons, value_words
from kaoping.reports.reasons import reason_text
from kaoping.reports.rule_words import item_words, node_rule_text
from kaoping.schemes.expression_text import format_expression
from kaoping.schemes.model import Node, Scheme
from kaoping.scoring.readings import MeasureReading, PeriodReading
from kaoping.scoring.trace import ItemAmount, ScoreNode

MOST_SHOWN = 100  # findings of one measure; the rest is in the workbook and on the site's page


@dataclass(frozen=True, slots=True)
class Shown:
    """Findings of one kind (counted, pending, left out): those shown, each with a remark, and how many are not."""

    findings: tuple[tuple[Evidence, str], ...]
    hidden: int
    absent: int  # keys whose finding is not among the inspected sites' (values handed in with an import)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One measure in one period, with its findings by what became of them."""

    title: str
    period: str
    state: str
    value: str
    note: str
    counted: Shown
    pending: Shown
    left_out: Shown


@dataclass(frozen=True, slots=True)
class SheetItem:
    """What one item of a rule came to; `idle` when it took or gave nothing."""

    text: str
    clause: str
    amount: str
    idle: bool


@dataclass(frozen=True, slots=True)
class SheetNode:
    """One line of the sheet. `mark` is full, lost, open, none (nothing to show) or apart (not applicable)."""

    node: ScoreNode
    score: str
    of: str
    mark: str
    rule: str
    notes: tuple[str, ...]
    why_open: tuple[str, ...]
    items: tuple[SheetItem, ...]
    cells: tuple[SheetCell, ...]
    children: tuple["SheetNode", ...]

    @property
    def expanded(self) -> bool:
        """Whether the line stands open when the page does: where points were lost, or something is open, below it."""
        return self.mark in ("lost", "open")

    def walk(self) -> Iterator["SheetNode"]:
        """This line and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def build_sheet(dossier: Dossier, unit: str) -> SheetNode:
    """Return the score sheet of a unit."""
    speaker = Speaker(dossier.view.scheme, dossier.units[unit])
    nodes = {node.id: node for node in dossier.view.scheme.nodes()}
    builder = _Builder(dossier, speaker, nodes, _penalty_ids(dossier.view.scheme))
    return builder.line(dossier.traces[unit])


def _penalty_ids(scheme: Scheme) -> frozenset[str]:
    """Indicators whose deductions count from 0: those of penalties, and all of a scheme that only deducts."""
    if scheme.total.combine == "deductions":
        return frozenset(node.id for node in scheme.nodes())
    adjustments = [*scheme.adjust, *(one for part in scheme.parts for one in part.adjust)]
    roots = [root for one in adjustments if one.kind == "penalty" for root in one.nodes]
    return frozenset(node.id for root in roots for node in root.walk())


@dataclass(frozen=True, slots=True)
class _Builder:
    dossier: Dossier
    speaker: Speaker
    nodes: Mapping[str, Node]
    penalties: frozenset[str]

    def line(self, node: ScoreNode) -> SheetNode:
        stated = self.nodes.get(node.id) if node.kind == "indicator" else None
        measures = tuple((node.measures or {}).values())
        is_leaf = stated is not None and not stated.children
        return SheetNode(
            node=node,
            score=score_text(node.points, node.low, node.high),
            of="" if node.of is None else number_text(node.of),
            mark=mark_of(node),
            rule=node_rule_text(stated, self.speaker, penalty=node.id in self.penalties) if stated and is_leaf else "",
            notes=tuple(self._note(note.text, stated) for note in node.notes),
            why_open=open_reasons(measures) if still_open(node.points, node.low, node.high) else (),
            items=self._items(node, stated),
            cells=tuple(self._cell(measure, period) for measure in measures for period in measure.periods),
            children=tuple(map(self.line, node.children)),
        )

    def _note(self, text: str, stated: Node | None) -> str:
        """Say the condition of a guard in words instead of in the scheme's own notation."""
        conditions = (*stated.zero_if, *stated.full_if) if stated else ()
        for condition in conditions:
            text = text.replace(format_expression(condition), self.speaker.say(condition))
        return text

    def _items(self, node: ScoreNode, stated: Node | None) -> tuple[SheetItem, ...]:
        if stated is None or stated.rule is None:
            return ()
        words = item_words(stated.rule, self.speaker, penalty=node.id in self.penalties)
        return tuple(_item(item, words.get(item.id, item.text)) for item in node.items)

    def _cell(self, measure: MeasureReading, period: PeriodReading) -> SheetCell:
        return SheetCell(
            title=measure.title or "评分人员打分",
            period=period.period,
            state=STATES[period.state],
            value=value_words(period, measure.kind),
            note=reason_text(period.note),
            counted=self._shown([(key, "") for key in period.findings]),
            pending=self._shown([(key, "") for key in period.pending]),
            left_out=self._shown([(key, reason_text(why)) for key, why in period.left_out]),
        )

    def _shown(self, keys: Sequence[tuple[str, str]]) -> Shown:
        by_key = self.dossier.evidence.by_key
        known = [(by_key[key], why) for key, why in keys if key in by_key]
        return Shown(tuple(known[:MOST_SHOWN]), max(0, len(known) - MOST_SHOWN), len(keys) - len(known))


def mark_of(node: ScoreNode) -> str:
    """Return how a node stands: full, lost, open, apart (not applicable) or none (a bonus or penalty of nothing)."""
    if not node.applicable:
        return "apart"
    if still_open(node.points, node.low, node.high):
        return "open"
    points = node.points or Decimal(0)
    if node.kind == "adjustment" or node.of is None:
        return "lost" if points < 0 else "full" if points > 0 else "none"
    return "full" if points >= node.of else "lost"


def _item(item: ItemAmount, text: str) -> SheetItem:
    amount = score_text(item.amount, item.low, item.high)
    return SheetItem(text, item.clause, amount, idle=item.low == item.high == 0)
