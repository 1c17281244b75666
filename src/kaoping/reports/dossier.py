"""Everything reports need, derived once from an assessment: groups with their figures, score trees, problems."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.model.roster import RosterUnit
from kaoping.reports.evidence import EvidenceIndex, index_evidence
from kaoping.reports.figures import mean
from kaoping.reports.problems import Problem, find_problems
from kaoping.reports.site_remarks import WITHOUT_SITE, site_remarks
from kaoping.reports.standing import FindingStandings, read_standings
from kaoping.reports.view import AssessmentView
from kaoping.schemes.model import Node
from kaoping.scoring.results import ApartUnit, UnitResult
from kaoping.scoring.trace import ScoreNode

_KIND_OF_DOCUMENT = re.compile("(办法|实施方案|方案|实施细则|细则|指标体系|指标|标准|规定|规范)(（.*）)?$")


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the scheme, ranked by itself. `mean` is of the complete totals, None when there is none.

    `mean_low` and `mean_high` are of all units, as everything open turns out worst or best; None where unbounded.
    """

    id: str
    title: str
    units: tuple[UnitResult, ...]
    apart: tuple[ApartUnit, ...]
    mean: Decimal | None
    mean_low: Decimal | None
    mean_high: Decimal | None
    full: Decimal  # what bars are drawn against

    @property
    def complete(self) -> tuple[UnitResult, ...]:
        """Units whose total is final."""
        return tuple(unit for unit in self.units if is_final(unit))

    @property
    def best(self) -> tuple[UnitResult, ...]:
        """The units that share the first rank, failed ones excepted."""
        return tuple(unit for unit in self.units if unit.rank == 1 and not unit.failed)

    @property
    def worst(self) -> tuple[UnitResult, ...]:
        """The units that share the last rank; none where all share the first."""
        last = max((unit.rank for unit in self.units if unit.rank), default=0)
        return tuple(unit for unit in self.units if unit.rank == last) if last > 1 else ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """An assessment as its reports read it. `traces` and `units` are by unit id; `no_site` are not exempt."""

    view: AssessmentView
    groups: tuple[Group, ...]
    traces: Mapping[str, ScoreNode]
    units: Mapping[str, RosterUnit]
    evidence: EvidenceIndex
    standings: FindingStandings
    problems: tuple[Problem, ...]
    site_remarks: Mapping[str, str]
    no_site: tuple[RosterUnit, ...]
    exempt: tuple[RosterUnit, ...]

    @property
    def scored(self) -> tuple[UnitResult, ...]:
        """All units with a result, group by group."""
        return tuple(unit for group in self.groups for unit in group.units)

    @property
    def final(self) -> bool:
        """Whether nothing is open any more: every result is complete and none can change."""
        return all(is_final(unit) for unit in self.scored)

    @property
    def title(self) -> str:
        """Name of the assessment."""
        return self.view.title or self.view.scheme.title

    @property
    def subject(self) -> str:
        """What was assessed: the title without the kind of document it was announced in (…办法, …方案)."""
        return _KIND_OF_DOCUMENT.sub("", self.title)

    def leaves(self) -> tuple[Node, ...]:
        """Indicators without children, in document order."""
        return tuple(node for node in self.view.scheme.nodes() if not node.children)


def is_final(unit: UnitResult) -> bool:
    """Tell whether a unit's result cannot change any more."""
    return unit.complete and unit.low == unit.high and not unit.provisional


def open_dossier(view: AssessmentView) -> Dossier:
    """Return what all reports of `view` share."""
    evidence = index_evidence(view)
    standings = read_standings(view.table, view.scheme)
    results = view.results
    remarks = site_remarks(view.roster, view.sites)
    scored = [unit for units in results.groups.values() for unit in units]
    return Dossier(
        view=view,
        groups=tuple(
            _group((group, title), results.groups.get(group, ()), results.apart.get(group, ()), view)
            for group, title in view.scheme.groups.items()
            if results.groups.get(group) or results.apart.get(group)
        ),
        traces={unit.unit: view.trace(unit.unit) for unit in scored},
        units={unit.id: unit for unit in view.roster.units},
        evidence=evidence,
        standings=standings,
        problems=find_problems(view, evidence, standings),
        site_remarks=remarks,
        no_site=tuple(unit for unit in view.roster.units if remarks[unit.id] == WITHOUT_SITE and not unit.exempt),
        exempt=tuple(unit for unit in view.roster.units if unit.exempt),
    )


def _group(
    name: tuple[str, str], units: Sequence[UnitResult], apart: Sequence[ApartUnit], view: AssessmentView
) -> Group:
    places = view.scheme.total.round.places
    complete = [unit.total for unit in units if is_final(unit) and unit.total is not None]
    numbers = [number for unit in units for number in (unit.of, unit.high, unit.total) if number is not None]
    return Group(
        id=name[0],
        title=name[1],
        units=tuple(units),
        apart=tuple(apart),
        mean=mean(complete, places),
        mean_low=_mean_of([unit.low for unit in units], places),
        mean_high=_mean_of([unit.high for unit in units], places),
        full=max([*numbers, Decimal(1)]),
    )


def _mean_of(values: Sequence[Decimal | None], places: int) -> Decimal | None:
    known = [value for value in values if value is not None]
    return mean(known, places) if len(known) == len(values) else None
