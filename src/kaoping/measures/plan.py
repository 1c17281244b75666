"""What must be executed and asked for so that a scheme's measures can be filled: checks per site, provider columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaoping.measures.params import CheckParameters, params_key
from kaoping.measures.sites import scope
from kaoping.model.catalogue import Catalogue
from kaoping.model.findings import CheckRequest
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.expressions import Duration
from kaoping.schemes.model import CheckSource, LedgerSource, ProviderSource, Scheme


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The union of all (check, parameters) pairs that measures of a unit ask of one site, in scheme order."""

    unit: str
    site: str
    checks: tuple[CheckRequest, ...]


@dataclass(frozen=True, slots=True)
class ProviderRequest:
    """A provider column that a measure reads, with its selectors, window and series."""

    measure: str
    name: str
    kind: str
    where: tuple[tuple[str, object], ...] = ()
    window: Duration | None = None
    by: str = ""


def plan_checks(
    scheme: Scheme, roster: Roster, catalogue: Catalogue, below: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[SitePlan, ...]:
    """Return, site by site in roster order, the checks to execute with their parameters.

    Checks that the catalogue does not know are left out: their measures stay unknown and say why. Raises InputError
    for a parameter of the wrong type.
    """
    parameters = CheckParameters(scheme)
    plans: list[SitePlan] = []
    for unit in roster.units:
        wanted: dict[str, dict[tuple[str, str], CheckRequest]] = {}
        for site, request in _requests(parameters, unit, catalogue, below or {}):
            wanted.setdefault(site, {}).setdefault((request.check, params_key(request.params)), request)
        plans.extend(SitePlan(unit.id, site, tuple(requests.values())) for site, requests in wanted.items())
    return tuple(plans)


def plan_providers(scheme: Scheme) -> tuple[ProviderRequest, ...]:
    """Return the provider columns (`from:` and `ledger:`) that the scheme's measures read."""
    requests = []
    for measure in scheme.measures.values():
        source = measure.source
        if isinstance(source, ProviderSource):
            requests.append(
                ProviderRequest(measure.name, source.name, measure.kind, source.where, measure.window, measure.by)
            )
        elif isinstance(source, LedgerSource):
            name = f"ledger.{source.name}"
            requests.append(ProviderRequest(measure.name, name, measure.kind, (), measure.window, measure.by))
    return tuple(requests)


def _requests(
    parameters: CheckParameters, unit: RosterUnit, catalogue: Catalogue, below: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, CheckRequest]]:
    for measure in parameters.scheme.measures.values():
        source = measure.source
        entry = catalogue.checks.get(source.check) if isinstance(source, CheckSource) else None
        if entry is None:
            continue
        params = parameters.of(measure, entry, unit)
        if params is not None:
            for site in scope(unit, measure.sites, below):
                yield site, CheckRequest(entry.id, params)
