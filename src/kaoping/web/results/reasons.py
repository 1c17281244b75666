"""Why a unit has the points it has: every node of its score tree with rule, clause, measures, findings and marks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.analysis.contributions import merit
from kaoping.analysis.gains import lost_points
from kaoping.model.roster import RosterUnit
from kaoping.reports.expression_words import Speaker
from kaoping.reports.measure_words import source_words
from kaoping.reports.reasons import reason_text
from kaoping.reports.rule_words import node_rule_text
from kaoping.reports.scheme_document.audience import Audience, speaker_for
from kaoping.schemes.model import Node, Scheme
from kaoping.scoring import MeasureReading, ScoreNode
from kaoping.web.cycles.models import Participant
from kaoping.web.marking.models import Mark, Material, TestCall
from kaoping.web.monitoring.check_words import check_title
from kaoping.web.monitoring.models import Finding
from kaoping.web.results.looking import Looked
from kaoping.web.results.templatetags.score_words import amount, points, reading
from kaoping.web.results.trees import leaves

SHOWN = 10  # findings of a leaf, before all are asked for
MOST = 500  # on one page, however many there are


@dataclass(frozen=True, slots=True)
class Seen:
    """One finding that was counted, or waits for a person; `pk` is None where it is not on the books any more."""

    key: str
    pk: int | None
    check: str
    url: str
    snippet: str
    state: str
    pending: bool


@dataclass(frozen=True, slots=True)
class Read:
    """One measure as the rule read it: what it is called, came to and comes from, and what was left out and why."""

    title: str
    value: str
    source: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody judged: `who` is empty for those who may not know it."""

    pk: int
    who: str
    text: str
    note: str
    files: tuple[tuple[int, str], ...]
    calls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A node as the page shows it."""

    id: str
    title: str
    points: str
    lost: Decimal
    clause: str
    text: str
    rule: str
    items: tuple[tuple[str, str], ...]
    measures: tuple[Read, ...]
    findings: tuple[Seen, ...]
    more: int
    marks: tuple[Said, ...]
    materials: tuple[tuple[int, str, str], ...]
    notes: tuple[str, ...]
    children: "tuple[Reason, ...]"

    def leaves(self) -> "Iterator[Reason]":
        """Yield what has nothing below."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: `knows` whoever judges, and sees all findings of the leaf called `whole`."""

    knows: bool
    whole: str = ""


def reasons(looked: Looked, place: Participant, viewer: Viewer) -> tuple[Reason, ...]:
    """Return the tree of a unit below its total."""
    tree = looked.results.trace(place.unit.code)
    unit = next(one for one in looked.results.workings.population.units if one.id == place.unit.code)
    teller = _Teller(looked, unit, viewer, _Books(tree, place, viewer))
    return tuple(teller.node(node) for node in tree.children)


class _Books:
    """What stands in the database beside a tree, fetched once: findings, marks with proof, materials."""

    def __init__(self, tree: ScoreNode, place: Participant, viewer: Viewer) -> None:
        keys = {key for node in leaves(tree) for some in _first(node, viewer) for key in some}
        fields = ("key", "pk", "check_id", "url", "snippet", "state", "outcome", "standing")
        rows = Finding.objects.filter(key__in=keys).only(*fields)
        self.findings = {row.key: row for row in rows}
        self.marks: dict[str, list[Mark]] = {}
        marks = Mark.objects.filter(participant=place).exclude(state=Mark.State.OPEN).select_related("assessor")
        for mark in marks.prefetch_related("files", "calls").order_by("place", "period", "seat"):
            self.marks.setdefault(mark.question, []).append(mark)
        self.materials: dict[str, list[Material]] = {}
        for one in Material.objects.filter(participant=place).order_by("pk"):
            self.materials.setdefault(one.indicator, []).append(one)


class _Teller:
    """Puts nodes in words for one unit and one viewer."""

    def __init__(self, looked: Looked, unit: RosterUnit, viewer: Viewer, books: _Books) -> None:
        self.scheme: Scheme = looked.scheme
        self.speaker = Speaker(self.scheme, unit)
        self.audience = speaker_for(Audience(self.scheme, (unit.group,)))
        self.nodes: Mapping[str, Node] = {node.id: node for node in self.scheme.nodes()}
        self.viewer, self.books = viewer, books
        self.whole_counts = "deducts" if merit(looked.results) < 0 else ""

    def node(self, node: ScoreNode, how: str = "") -> Reason:
        how = how or self.whole_counts
        if node.kind == "adjustment" and not self.whole_counts:
            how = node.rule
        leaf = not node.children
        counted, pending = _first(node, self.viewer)
        return Reason(
            id=node.id,
            title=node.title,
            points=points(node),
            lost=lost_points(node, how) if leaf else Decimal(0),
            clause=node.clause,
            text=node.text,
            rule=self._rule(node, how) if leaf else "",
            items=tuple((item.text, amount(item)) for item in node.items),
            measures=tuple(self._read(one) for one in (node.measures or {}).values() if one.name != node.id),
            findings=(*(self._seen(key) for key in counted), *(self._seen(key, pending=True) for key in pending)),
            more=len(node.findings) + len(node.pending) - len(counted) - len(pending) if leaf else 0,
            marks=tuple(self._said(node)),
            materials=tuple((one.pk, one.name, self._state(one)) for one in self.books.materials.get(node.id, ())),
            notes=tuple(note.text for note in node.notes),
            children=tuple(self.node(child, how) for child in node.children),
        )

    def _rule(self, node: ScoreNode, how: str) -> str:
        stated = self.nodes.get(node.id)
        return "" if stated is None else node_rule_text(stated, self.speaker, penalty=how == "penalty")

    def _read(self, one: MeasureReading) -> Read:
        stated = self.scheme.measures.get(one.name)
        left_out: dict[str, int] = {}
        for period in one.periods:
            for _key, why in period.left_out:
                left_out[why] = left_out.get(why, 0) + 1
        source = "" if stated is None else source_words(stated.source, self.audience)
        said = tuple(_("%(n)s 处%(why)s") % {"n": n, "why": reason_text(why)} for why, n in left_out.items())
        return Read(one.title or one.name, reading(one), source, said)

    def _seen(self, key: str, *, pending: bool = False) -> Seen:
        row = self.books.findings.get(key)
        if row is None:
            return Seen(key, None, "", "", "", "", pending)
        state = row.get_standing_display() if row.standing else row.get_outcome_display()
        if row.state == Finding.State.FIXED:
            state = f"{state}，{row.get_state_display()}"
        return Seen(key, row.pk, check_title(row.check_id), row.url, row.snippet[:160], state, pending)

    def _said(self, node: ScoreNode) -> Iterator[Said]:
        names = (node.id, *(node.measures or {}), *(item.id for item in node.items))
        for name in dict.fromkeys(names):
            for number, mark in enumerate(_counting(self.books.marks.get(name, []), self.viewer), 1):
                yield self._mark(mark, number)

    def _mark(self, mark: Mark, number: int) -> Said:
        panel = mark.mode == Mark.Mode.PANEL
        who = mark.assessor.name if self.viewer.knows else _("专家%s") % number if panel else ""
        text = _("不适用") if mark.not_applicable else mark.text
        files = tuple(
            (file.pk, file.name if self.viewer.knows else _("附件%s") % place)
            for place, file in enumerate(mark.files.all(), 1)
        )
        return Said(mark.pk, who, text, mark.note, files, tuple(map(_call, mark.calls.all())))

    def _state(self, one: Material) -> str:
        return _("%s，逾期") % one.get_state_display() if one.late else str(one.get_state_display())


def _counting(marks: Sequence[Mark], viewer: Viewer) -> Sequence[Mark]:
    """Return the marks that are shown: to those who oversee all of them, to a unit those that count."""
    if viewer.knows or not marks or marks[0].mode == Mark.Mode.PANEL:
        return marks
    third = [one for one in marks if one.mode == Mark.Mode.THIRD]
    by_period = {one.period: one for one in reversed([*(one for one in marks if one not in third)])}
    return list({**by_period, **{one.period: one for one in third}}.values())


def _call(call: TestCall) -> str:
    """Say when somebody was called or asked, how long one waited and what was answered."""
    at = timezone.localtime(call.at).strftime("%Y-%m-%d %H:%M")
    waited = _("，等待 %s 秒") % call.waited if call.waited is not None else ""
    answered = _("有人应答") if call.answered else _("无人应答")
    return f"{at} {call.get_way_display()} {call.target}：{answered}{waited}{'。' if call.answer else ''}{call.answer}"


def _first(node: ScoreNode, viewer: Viewer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the findings of a leaf that are shown: those counted, and those that wait for a person."""
    if node.children:
        return (), ()
    most = MOST if node.id == viewer.whole else SHOWN
    return node.findings[:most], node.pending[: max(most - len(node.findings), 0)]
