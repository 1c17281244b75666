"""The assessor's desk: the order of the work, and what lies beside one question: rule, draw, findings, sites."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaoping.checks.discovery import all_checks
from kaoping.measures import Question
from kaoping.schemes.model import CheckSource, Scheme
from kaoping.schemes.pieces import names_in
from kaoping.web.accounts.models import User
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.marking.models import Mark
from kaoping.web.marking.queries import own_marks
from kaoping.web.monitoring.models import Finding
from kaoping.web.registry.models import Site

BY_UNIT, BY_QUESTION = "unit", "question"
AROUND = 30  # marks that are listed before and after the one at hand
SHOWN = 20  # findings
GONE = (Site.State.CLOSED, Site.State.MIGRATED)


@dataclass(frozen=True, slots=True)
class Stop:
    """One mark in the queue."""

    pk: int
    state: str
    unit: str
    question: str
    period: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The marks that are judged one after the other: those of one unit, or all units of one question."""

    stops: Sequence[Stop]
    here: int

    @property
    def number(self) -> int:
        """Which one is at hand, counted from 1."""
        return self.here + 1

    @property
    def given(self) -> int:
        """How many have a result."""
        return sum(1 for stop in self.stops if stop.state != Mark.State.OPEN)

    @property
    def before(self) -> Stop | None:
        """The one before."""
        return self.stops[self.here - 1] if self.here else None

    @property
    def after(self) -> Stop | None:
        """The one after."""
        return self.stops[self.here + 1] if self.here + 1 < len(self.stops) else None

    @property
    def window(self) -> Sequence[Stop]:
        """Those around it."""
        return self.stops[max(0, self.here - AROUND) : self.here + AROUND + 1]

    def next_open(self) -> Stop | None:
        """The next one without a result, going round to the start."""
        later = [*self.stops[self.here + 1 :], *self.stops[: self.here]]
        return next((stop for stop in later if stop.state == Mark.State.OPEN), None)


def queue_of(mark: Mark, by: str) -> Queue:
    """Return the queue of its assessor that a mark stands in."""
    rows = Mark.objects.filter(assessor=mark.assessor_id, cycle=mark.cycle_id)
    same = rows.filter(question=mark.question) if by == BY_QUESTION else rows.filter(participant=mark.participant_id)
    names = ("pk", "state", "participant__unit__name", "question", "period")
    stops = [Stop(*row) for row in same.values_list(*names)]
    return Queue(stops, next(number for number, stop in enumerate(stops) if stop.pk == mark.pk))


def first_open(user: User, cycle: int) -> Mark | None:
    """Return the first mark of somebody in a cycle that has no result."""
    return own_marks(user).filter(cycle=cycle, state=Mark.State.OPEN).first()


@dataclass(frozen=True, slots=True)
class Beside:
    """What the machine saw of the unit: findings that count towards the same indicator (or all, where none do)."""

    sites: Sequence[Site]
    findings: Sequence[tuple[str, Finding]]
    related: bool
    more: int


def beside(mark: Mark) -> Beside:
    """Return what helps to judge a mark."""
    sites = living_sites(mark)
    rows = Finding.objects.filter(site__in=sites, state=Finding.State.OPEN).exclude(
        standing__in=(Finding.Standing.DISMISSED, Finding.Standing.WAIVED)
    )
    rows = rows.exclude(outcome=Finding.Outcome.NOT_MEASURED)
    checks = checks_beside(scheme_of(mark.cycle), mark.question)
    related = bool(checks)
    found = rows.filter(check_id__in=checks) if related else rows
    titles = {check.id: check.entry.title for check in all_checks().values()}
    shown = list(found.select_related("site")[: SHOWN + 1])
    named = [(titles.get(one.check_id, one.check_id), one) for one in shown[:SHOWN]]
    return Beside(sites, named, related, found.count() - SHOWN if len(shown) > SHOWN else 0)


def living_sites(mark: Mark) -> list[Site]:
    """Return the sites of the unit that a mark is about."""
    return list(mark.participant.unit.sites.exclude(state__in=GONE))


def checks_beside(scheme: Scheme, question: str) -> frozenset[str]:
    """Return the checks whose findings count in a leaf that a question counts in."""
    found: set[str] = set()
    for node in scheme.nodes():
        names = set(names_in((node.rule, node.zero_if, node.full_if)))
        if node.id != question and question not in names:
            continue
        sources = (scheme.measures[name].source for name in names if name in scheme.measures)
        found.update(source.check for source in sources if isinstance(source, CheckSource))
    return frozenset(found)


def title_of(question: Question | None, name: str) -> str:
    """Return what a question is called."""
    return question.title if question else name


def first_two(mark: Mark) -> Sequence[Mark]:
    """Return what the two said between whom a third decides; nothing for any other seat, which judges alone."""
    if mark.mode != Mark.Mode.THIRD:
        return ()
    place = {"participant": mark.participant_id, "question": mark.question, "period": mark.period}
    return list(Mark.objects.filter(**place, mode=Mark.Mode.DOUBLE).select_related("assessor").order_by("seat"))
