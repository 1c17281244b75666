"""The indicators of one unit as its self-assessment shows them: what each is worth, and what machines make of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from kaoping.checks.discovery import all_checks
from kaoping.measures.questions import concerns, node_scopes
from kaoping.model.errors import KaopingError
from kaoping.schemes.model import Adjustment, CheckSource, Node, Scheme, Share, stated
from kaoping.schemes.pieces import names_in
from kaoping.schemes.quantities import resolve
from kaoping.scoring import MeasureReading, ScoreNode
from kaoping.web.cycles.models import Participant
from kaoping.web.cycles.roster import roster_unit
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.marking.asked import questions_of
from kaoping.web.results.models import Scoring
from kaoping.web.results.trees import leaves, tree_of
from kaoping.web.selfassessment.models import MARK, NOTE


@dataclass(frozen=True, slots=True)
class Machine:
    """What machines make of an indicator: readings and findings without what people judge.

    `points` is None where people have a part in them or something is open; `whole` says that people have none.
    """

    points: Decimal | None
    whole: bool
    readings: Sequence[MeasureReading]
    findings: Sequence[str]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One leaf indicator that concerns the unit. `of` is None where the document states no points."""

    id: str
    title: str
    heading: str
    text: str
    clause: str
    of: Decimal | None
    penalty: bool
    machine: Machine | None

    @property
    def mark_key(self) -> str:
        """Under which the own mark is kept."""
        return f"{MARK}:{self.id}"

    @property
    def note_key(self) -> str:
        """Under which its reason is kept."""
        return f"{NOTE}:{self.id}"

    @property
    def proposed(self) -> str:
        """The mark to begin with: the machine's, where it stands on what machines saw alone."""
        found = self.machine.points if self.machine and self.machine.whole else None
        return "" if found is None else said(found)


def indicators_for(participant: Participant) -> tuple[Indicator, ...]:
    """Return what a unit assesses itself by, in document order, with what live scoring makes of each."""
    scheme, unit = scheme_of(participant.cycle), roster_unit(participant)
    scopes, seen, asked = node_scopes(scheme), _seen(participant), frozenset(questions_of(participant.cycle))
    found = []
    for heading, penalty, node in _leaves(scheme):
        points = stated(node.points)
        if not concerns((scopes[node.id],), unit):
            continue
        of = None if points is None else resolve(points, unit, scheme)
        machine = _machine(node, seen.get(node.id), asked, scheme)
        if machine is not None and penalty and machine.points is not None:  # a tree says them below zero
            machine = replace(machine, points=-machine.points)
        found.append(Indicator(node.id, node.title, heading, node.text, node.clause, of, penalty, machine))
    return tuple(found)


def number_of(text: str) -> Decimal | None:
    """Return the points that a text says; None for what is no number."""
    try:
        value = Decimal(text.strip().replace("．", ".").translate(_DIGITS))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def said(value: Decimal) -> str:
    """Say points without zeros at the end."""
    return f"{value.normalize():f}"


_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def _seen(participant: Participant) -> Mapping[str, ScoreNode]:
    """The leaves of the unit's tree in the live scoring; none before anything was computed."""
    scoring = Scoring.objects.filter(cycle=participant.cycle_id).exclude(folder="").first()
    if scoring is None:
        return {}
    try:
        return {one.id: one for one in leaves(tree_of(scoring, participant.unit.code))}
    except (KaopingError, OSError):  # not scored: exempt, without a site, new since; or the folder is being replaced
        return {}


def _machine(node: Node, seen: ScoreNode | None, asked: frozenset[str], scheme: Scheme) -> Machine | None:
    if seen is None or not seen.applicable:
        return None
    read = set(names_in((node.rule, node.zero_if, node.full_if)))
    criteria = {one.id for one in node.rule.criteria} if isinstance(node.rule, Share) else set()
    by_people = ({node.id} | read | criteria) & asked
    shown = [_titled(one, scheme) for name, one in (seen.measures or {}).items() if name not in asked]
    keys = [key for one in shown for key in one.findings]
    return Machine(None if by_people else seen.points, not by_people, shown, list(dict.fromkeys(keys)))


def _titled(reading: MeasureReading, scheme: Scheme) -> MeasureReading:
    """A reading with words to call it by: where the scheme has none, those of its check."""
    measure = scheme.measures.get(reading.name)
    if reading.title or measure is None or not isinstance(measure.source, CheckSource):
        return reading
    check = all_checks().get(measure.source.check)
    return replace(reading, title=check.entry.title if check else reading.name)


def _leaves(scheme: Scheme) -> Iterator[tuple[str, bool, Node]]:
    for part in scheme.parts:
        for root in part.nodes:
            heading = f"{part.title} · {root.title}" if root.children else part.title
            yield from ((heading, False, one) for one in root.walk() if not one.children)
        yield from _beside(part.adjust)
    yield from _beside(scheme.adjust)


def _beside(adjustments: Sequence[Adjustment]) -> Iterator[tuple[str, bool, Node]]:
    for adjustment in adjustments:
        penalty = adjustment.kind == "penalty"
        for root in adjustment.nodes:
            yield from ((adjustment.title, penalty, one) for one in root.walk() if not one.children)
