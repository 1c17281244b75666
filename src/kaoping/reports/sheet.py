"""The score sheet of one unit as a tree ready to be shown: words, numbers, measures and the evidence behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.model.outcomes import State
from kaoping.reports.dossier import Dossier
from kaoping.reports.draw_words import INDICATORS, SAMPLE, drawn_words, unit_draws
from kaoping.reports.evidence import Evidence
from kaoping.reports.expression_words import Speaker
from kaoping.reports.figures import number_text, score_text, still_open
from kaoping.reports.reading_words import STATES, open_reasons, value_words
from kaoping.reports.reasons import reason_text
from kaoping.reports.rule_words import item_words, node_rule_text
from kaoping.reports.score_words import takes_away
from kaoping.reports.view import DrawNote
from kaoping.reports.wording import full_width
from kaoping.schemes.expression_text import format_expression
from kaoping.schemes.model import Node, Scheme, Veto
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
    drawn: tuple[str, ...]
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
class SheetVeto:
    """One veto of a part or of the whole; `state` is held, open or idle."""

    title: str
    condition: str
    clause: str
    state: str
    overrides: bool


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
    drawn: tuple[str, ...]
    items: tuple[SheetItem, ...]
    cells: tuple[SheetCell, ...]
    vetoes: tuple[SheetVeto, ...]
    children: tuple["SheetNode", ...]

    @property
    def account(self) -> str:
        """Why points were lost, in one line: remarks, items that took or gave something, else the values read."""
        items = [f"{item.text}，计{item.amount}分" for item in self.items if not item.idle]
        return "；".join([*self.notes, *(items or [f"{cell.title}：{cell.value}" for cell in self.cells])])

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
    scheme = dossier.view.scheme
    penalties, bonuses = _adjusting_ids(scheme, "penalty"), _adjusting_ids(scheme, "bonus")
    # in a scheme that only deducts, every deduction counts from 0 as those of a penalty do
    charging = frozenset(nodes) if takes_away(scheme) else penalties
    draws = unit_draws(dossier.view.draws, unit)
    builder = _Builder(dossier, speaker, nodes, charging, penalties | bonuses, draws)
    return builder.line(dossier.traces[unit])


def mark_of(node: ScoreNode, *, beside: bool = False, taken: bool = False) -> str:
    """Return how a node stands: full, lost, open, apart (not applicable) or none (nothing gained, nothing lost).

    `beside` is for bonuses and penalties, which stand beside the points that can be lost; `taken` for schemes that
    only deduct, in which points are what was taken away.
    """
    if not node.applicable:
        return "apart"
    if still_open(node.points, node.low, node.high):
        return "open"
    points = node.points or Decimal(0)
    beside = beside or node.kind == "adjustment"
    if taken:
        return "lost" if points > 0 else "none" if beside else "full"
    if beside or node.of is None:
        return "lost" if points < 0 else "full" if points > 0 else "none"
    return "full" if points >= node.of else "lost"


def _adjusting_ids(scheme: Scheme, kind: str) -> frozenset[str]:
    """Indicators of all bonuses, or of all penalties."""
    adjustments = [*scheme.adjust, *(one for part in scheme.parts for one in part.adjust)]
    roots = [root for one in adjustments if one.kind == kind for root in one.nodes]
    return frozenset(node.id for root in roots for node in root.walk())


@dataclass(frozen=True, slots=True)
class _Builder:
    dossier: Dossier
    speaker: Speaker
    nodes: Mapping[str, Node]
    charging: frozenset[str]
    beside: frozenset[str]
    draws: tuple[DrawNote, ...]

    def line(self, node: ScoreNode) -> SheetNode:
        stated = self.nodes.get(node.id) if node.kind == "indicator" else None
        measures = tuple((node.measures or {}).values())
        is_leaf = stated is not None and not stated.children
        return SheetNode(
            node=node,
            score=score_text(node.points, node.low, node.high),
            of=number_text(node.of) if node.of else "",
            mark=mark_of(node, beside=node.id in self.beside, taken=takes_away(self.dossier.view.scheme)),
            rule=node_rule_text(stated, self.speaker, penalty=node.id in self.charging) if stated and is_leaf else "",
            notes=tuple(self._note(note.text, stated) for note in node.notes),
            why_open=open_reasons(measures) if still_open(node.points, node.low, node.high) else (),
            drawn=self._drawn(INDICATORS, node.id),
            items=self._items(node, stated),
            cells=tuple(cell for measure in measures for cell in self._cells(measure)),
            vetoes=tuple(self._veto(veto, node) for veto in self._vetoes(node)),
            children=tuple(map(self.line, node.children)),
        )

    def _note(self, text: str, stated: Node | None) -> str:
        """Say the condition of a guard in words instead of in the scheme's own notation."""
        conditions = (*stated.zero_if, *stated.full_if) if stated else ()
        for condition in conditions:
            text = text.replace(format_expression(condition), self.speaker.say(condition))
        return full_width(text)

    def _items(self, node: ScoreNode, stated: Node | None) -> tuple[SheetItem, ...]:
        if stated is None or stated.rule is None:
            return ()
        words = item_words(stated.rule, self.speaker, penalty=node.id in self.charging)
        return tuple(_item(item, words.get(item.id, item.text)) for item in node.items)

    def _vetoes(self, node: ScoreNode) -> tuple[Veto, ...]:
        scheme = self.dossier.view.scheme
        if node.kind == "total":
            return scheme.vetoes
        return next((part.vetoes for part in scheme.parts if node.kind == "part" and part.id == node.id), ())

    def _veto(self, veto: Veto, node: ScoreNode) -> SheetVeto:
        codes = {note.code for note in node.notes}
        state = "held" if f"veto:{veto.id}" in codes else "open" if f"veto_open:{veto.id}" in codes else "idle"
        return SheetVeto(veto.title, self.speaker.say(veto.condition), veto.clause, state, veto.overrides)

    def _drawn(self, kind: str, name: str, period: str = "") -> tuple[str, ...]:
        """What was drawn for a measure's sample, or of an indicator's children; for one period, or all."""
        notes = [note for note in self.draws if (note.kind, note.id) == (kind, name)]
        return tuple(drawn_words(note) for note in notes if not period or note.period in ("", period))

    def _sampled(self, measure: MeasureReading, period: str) -> tuple[str, ...]:
        stated = self.dossier.view.scheme.measures.get(measure.name)
        return self._drawn(SAMPLE, stated.sample.id, period) if stated is not None and stated.sample else ()

    def _cells(self, measure: MeasureReading) -> Iterator[SheetCell]:
        """One cell per period; a series without findings and remarks in one."""
        plain_series = not any(p.findings or p.pending or p.left_out or p.note for p in measure.periods)
        if len(measure.periods) > 1 and plain_series:
            values = "；".join(f"{period.period} {value_words(period, measure.kind)}" for period in measure.periods)
            nothing = self._shown([])
            yield SheetCell(measure.title, "", "", values, "", self._sampled(measure, ""), nothing, nothing, nothing)
            return
        yield from (self._cell(measure, period) for period in measure.periods)

    def _cell(self, measure: MeasureReading, period: PeriodReading) -> SheetCell:
        return SheetCell(
            title=measure.title or "评分人员打分",
            period=period.period,
            state="" if period.state is State.KNOWN else STATES[period.state],
            value=value_words(period, measure.kind),
            note=full_width(reason_text(period.note)),
            drawn=self._sampled(measure, period.period),
            counted=self._shown([(key, "") for key in period.findings]),
            pending=self._shown([(key, "") for key in period.pending]),
            left_out=self._shown([(key, reason_text(why)) for key, why in period.left_out]),
        )

    def _shown(self, keys: Sequence[tuple[str, str]]) -> Shown:
        by_key = self.dossier.evidence.by_key
        known = [(by_key[key], why) for key, why in keys if key in by_key]
        return Shown(tuple(known[:MOST_SHOWN]), max(0, len(known) - MOST_SHOWN), len(keys) - len(known))


def _item(item: ItemAmount, text: str) -> SheetItem:
    amount = score_text(item.amount, item.low, item.high)
    return SheetItem(text, item.clause, amount, idle=item.low == item.high == 0)
