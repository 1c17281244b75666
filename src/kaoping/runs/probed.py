"""What a probe series gives an assessment: each site's visits of its window, and the shares that schemes ask for."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from kaoping.checks.discovery import all_checks, full_params
from kaoping.measures.inputs import Given
from kaoping.measures.params import params_key
from kaoping.model.errors import InputError, StorageError
from kaoping.model.findings import CheckRequest, Finding, Plain
from kaoping.model.measure_table import fixed
from kaoping.model.outcomes import Outcome, State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.probe.reading import SeriesReader
from kaoping.reports.view import InspectedSite
from kaoping.runs.visits_file import write_visits
from kaoping.schemes.model import Measure, ProviderSource, Scheme

CHECK, COLUMN = "site-unreachable", "availability.unreachable_share"
ANEW = timedelta(minutes=10)
_DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProbedWindow:
    """The series of an assessment, open for its window; without `reader` none was named."""

    reader: SeriesReader | None

    def keep(self, url: str, directory: Path) -> None:
        """Keep the visits of a site in its folder."""
        write_visits(directory, self.reader.series(url) if self.reader else None)


def open_window(series: Path | None, as_of: datetime, requests: Sequence[CheckRequest]) -> ProbedWindow:
    """Open the series for as many days before `as_of` as any of `requests` looks at.

    Raises StorageError where the folder holds no series.
    """
    if series is None:
        return ProbedWindow(None)
    return ProbedWindow(SeriesReader(series, as_of - _window(requests), as_of))


@dataclass(slots=True)
class RollingWindow:
    """The series for sites that are judged one after another, each as of its own end; opened anew as time goes on.

    A series that cannot be read hinders no inspection: its check is then not measured, and the log says why.
    """

    series: Path
    _open: SeriesReader | None = field(default=None, repr=False)

    def keep(self, url: str, directory: Path, as_of: datetime, requests: Sequence[CheckRequest]) -> None:
        """Keep the visits of a site up to `as_of` in its folder, for as many days as `requests` look at."""
        try:
            reader = self._reader(as_of, _window(requests))
        except StorageError:
            _log.exception("visits of %s are left out", url)
            return
        write_visits(directory, reader.series(url))

    def _reader(self, as_of: datetime, window: timedelta) -> SeriesReader:
        reader = self._open
        if reader is None or not reader.since <= as_of - window <= as_of <= reader.until + ANEW:
            reader = self._open = SeriesReader(self.series, as_of - window - _DAY, as_of)
        return reader

    def __reduce__(self) -> tuple[type["RollingWindow"], tuple[Path]]:
        """Leave the open series behind: another process opens its own."""
        return RollingWindow, (self.series,)


def _window(requests: Sequence[CheckRequest]) -> timedelta:
    """Return how far back any of `requests` looks."""
    days = [int(str(full_params(all_checks()[CHECK], one.params)["days"])) for one in requests if one.check == CHECK]
    return timedelta(days=max(days, default=7))


def share_requests(scheme: Scheme) -> tuple[CheckRequest, ...]:
    """Return what to check for the measures that ask for the share of failed visits."""
    return tuple(CheckRequest(CHECK, params) for _, params in _share_measures(scheme))


def given_shares(scheme: Scheme, roster: Roster, sites: Sequence[InspectedSite]) -> Iterator[Given]:
    """Yield the share of failed visits for every unit that was probed: that of its worst site.

    While a site of the unit could not be measured nothing is known, and the note tells how many visits there were.
    """
    measures = [(name, params_key(params)) for name, params in _share_measures(scheme)]
    by_url = {site.url: site for site in sites}
    for unit in roster.units:
        for name, params in measures:
            given = _given(unit, name, params, by_url)
            if given is not None:
                yield given


def _share_measures(scheme: Scheme) -> Iterator[tuple[str, Mapping[str, Plain]]]:
    for name, measure in scheme.measures.items():
        if isinstance(measure.source, ProviderSource) and measure.source.name == COLUMN:
            yield name, _params(measure, measure.source)


def _params(measure: Measure, source: ProviderSource) -> dict[str, Plain]:
    """Return the parameters of the check that a measure's selectors stand for; InputError for what is no number."""
    try:
        asked = {name: Decimal(str(value)) for name, value in source.where}
    except ArithmeticError as error:
        raise InputError(f"考评方案的测评值 {measure.name}：where 中应是数字。请修改方案。") from error
    return full_params(all_checks()[CHECK], dict(asked))


def _given(unit: RosterUnit, name: str, params: str, by_url: Mapping[str, InspectedSite]) -> Given | None:
    found = [finding for url in unit.sites for finding in _findings(by_url.get(url), params)]
    if not found:
        return None
    note = "；".join(map(_told, found))
    if len(found) < len(unit.sites) or any(finding.outcome is Outcome.NOT_MEASURED for finding in found):
        return Given(unit.id, name, state=State.UNKNOWN, by="拨测", note=note)
    share = max(Decimal(str(finding.values["share"])) for finding in found)
    return Given(unit.id, name, value=fixed(share), by="拨测", note=note)


def _findings(site: InspectedSite | None, params: str) -> Iterator[Finding]:
    for finding in site.findings if site else ():
        if finding.check == CHECK and params_key(finding.params) == params:
            yield finding


def _told(finding: Finding) -> str:
    values = finding.values
    told = f"{finding.site} 拨测 {values['visits']} 次，打不开 {values['failed']} 次"
    if finding.outcome is Outcome.NOT_MEASURED:
        told += f"，至少要 {values['needed']} 次且每天都够，次数不足，不能认定"
    return f"{told}（问题 {finding.key}）"
