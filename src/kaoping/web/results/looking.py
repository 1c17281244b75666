"""Which result somebody looks at: the scores as they are now, or a frozen version, with what they come from."""

import functools
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.analysis.case import Case
from kaoping.measures.inputs import MeasureInputs
from kaoping.runs.sealed_results import read_case
from kaoping.schemes.model import Scheme
from kaoping.scoring import Results
from kaoping.web.actions import OutOfReachError
from kaoping.web.cycles.days import first_counted
from kaoping.web.cycles.drawing import draw_book
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.scheme_copies import catalogue
from kaoping.web.monitoring.decision_book import decision_book
from kaoping.web.monitoring.measures import inspections_at
from kaoping.web.results.current import current_scoring
from kaoping.web.results.gathering import sites_below
from kaoping.web.results.models import ResultVersion, Scoring
from kaoping.web.results.queries import OPEN_TO_UNITS, SCORED
from kaoping.web.results.trees import case_of_scoring, results_of
from kaoping.web.results.versions import case_of_version, fed_back_to, folder_of, latest_version, results_of_version
from kaoping.web.working_time import worktime_of


@dataclass(frozen=True)
class Looked:
    """Results of a cycle as they are looked at: those of a version, or without one as they are now."""

    cycle: Cycle
    scoring: Scoring | None
    version: ResultVersion | None = None

    @cached_property
    def results(self) -> Results:
        """The results, from which trees are read."""
        return results_of_version(self.version) if self.version else results_of(self._live)

    @property
    def scheme(self) -> Scheme:
        """The scheme they were scored by."""
        return self.results.workings.scheme

    @property
    def stamp(self) -> str:
        """What tells one result from another."""
        return self.version.seal if self.version else self._live.stamp

    @property
    def preliminary(self) -> bool:
        """Whether they may still change by marks and findings."""
        return self.version is None and self.cycle.state in SCORED

    @property
    def said(self) -> str:
        """Say which result it is."""
        if self.version:
            kind = self.version.get_kind_display()
            values = {"n": self.version.number, "kind": kind, "at": _moment(self.version.made_at)}
            told = _("第 %(n)s 版（%(kind)s），%(at)s 封存") % values
            return _("%(told)s，监测时间点 %(day)s") % {"told": told, "day": self.version.as_of}
        kind = _("初步得分") if self.preliminary else _("得分")
        values = {"kind": kind, "day": self._live.as_of, "at": _moment(self._live.computed_at)}
        return _("%(kind)s，监测时间点 %(day)s，%(at)s 计算") % values

    @property
    def query(self) -> str:
        """What names this result in an address, "" for the one that is shown anyway."""
        return f"?version={self.version.number}" if self.version else ""

    @property
    def _live(self) -> Scoring:
        assert self.scoring is not None
        return self.scoring

    def case(self) -> Case:
        """Return what they were computed from, without findings."""
        if self.version:
            return case_of_version(self.version)
        return case_of_scoring(self._live)

    def case_with_findings(self, units: Iterable[str]) -> Case:
        """Return the same with what runs saw of the sites of some units, and what was decided on it."""
        if self.version:
            return _sealed_case(folder_of(self.version), self.version.seal, self.cycle.body.code)
        case = self.case()
        wanted = set(units)
        sites = {site for one in case.roster.units if one.id in wanted for site in one.sites}
        return replace(case, inputs=_inputs(self.cycle, case, sites, wanted))


def looked_at(cycle: Cycle, number: str = "") -> Looked:
    """Return the scores of a cycle as they are now, or its version of a number; once it is closed, its newest version.

    Raises OutOfReachError where there is none.
    """
    if number:
        version = cycle.versions.filter(number=int(number)).first() if number.isdecimal() else None
        if version is None:
            raise OutOfReachError
        return Looked(cycle, None, version)
    scoring = current_scoring(cycle)
    if scoring is not None and scoring.folder:
        return Looked(cycle, scoring)
    version = latest_version(cycle)
    if version is None:
        raise OutOfReachError
    return Looked(cycle, None, version)


def looked_at_by_unit(place: Participant) -> Looked:
    """Return what a unit may look at: the version that it was told last, or the scores as they are now where its cycle
    lets units see them. Raises OutOfReachError before there is anything."""
    told = fed_back_to(place)
    if told is not None:
        return Looked(place.cycle, None, told.version)
    if not place.cycle.shows_scores or place.cycle.state not in OPEN_TO_UNITS:
        raise OutOfReachError
    return looked_at(place.cycle)


@functools.lru_cache(maxsize=1)
def _sealed_case(folder: Path, seal: str, body: str) -> Case:
    """A version with all it came from: every file is compared with its digest, once while it is looked at."""
    return read_case(folder, seal, worktime_of(body))


def _inputs(cycle: Cycle, case: Case, sites: Collection[str], units: Collection[str]) -> MeasureInputs:
    """What the measures of checks come from for some units; the sites of drawn bodies and below come along."""
    draws = draw_book(cycle).samples(case.roster)
    below = {unit: several for unit, several in sites_below(cycle).items() if unit in units}
    more = {site for draw in draws if draw.unit in units for site in draw.sites}
    more |= {site for several in below.values() for site in several}
    return MeasureInputs(
        catalogue=catalogue(),
        inspections=inspections_at(cycle, {*sites, *more}),
        decisions=decision_book(cycle),
        draws=draws,
        below=below,
        counts_from=first_counted(cycle),
        worktime=worktime_of(cycle.body.code),
    )


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
