"""What a run asks of each site and what its findings weigh: by the scheme of its cycle, or as usual without one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaoping.checks.discovery import all_checks
from kaoping.measures.plan import plan_checks
from kaoping.measures.stakes import stakes_of
from kaoping.model.findings import CheckRequest
from kaoping.runs.addresses import site_address
from kaoping.runs.probed import share_requests
from kaoping.runs.profile import default_plans, with_uncounted
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.roster import roster_of
from kaoping.web.cycles.scheme_copies import catalogue, scheme_of
from kaoping.web.monitoring.importing import Weighing
from kaoping.web.monitoring.models import Run
from kaoping.workflow.cycle import State

_LEARNING = frozenset({State.ANNOUNCED, State.BUFFER})
"""Until daily monitoring begins, findings are for learning (学习整改缓冲期) and do not count."""


@dataclass(frozen=True, slots=True)
class RunPlans:
    """Checks by address of a site, those of every other site, and what findings weigh."""

    by_site: Mapping[str, Sequence[CheckRequest]]
    usual: Sequence[CheckRequest]
    weighing: Weighing

    def of(self, addresses: Sequence[str]) -> dict[str, Sequence[CheckRequest]]:
        """Return the checks of these sites."""
        return {address: self.by_site.get(address, self.usual) for address in addresses}


def plans_of(run: Run) -> RunPlans:
    """Return what a run asks. Raises SchemeError or InputError where the scheme gives a check what it cannot take."""
    usual = default_plans(all_checks())
    if run.cycle is None:
        return RunPlans({}, usual, Weighing())
    return _by_scheme(run.cycle, usual)


def _by_scheme(cycle: Cycle, usual: Sequence[CheckRequest]) -> RunPlans:
    scheme, roster = scheme_of(cycle), roster_of(cycle)
    requests: dict[str, list[CheckRequest]] = {}
    for plan in plan_checks(scheme, roster, catalogue()):
        requests.setdefault(site_address(plan.site) or plan.site, []).extend(plan.checks)
    shares = share_requests(scheme)
    for site in (site_address(address) or address for unit in roster.units for address in unit.sites):
        requests.setdefault(site, []).extend(shares)
    weighing = Weighing(stakes_of(scheme, roster, catalogue()), cycle.now in _LEARNING)
    return RunPlans({site: with_uncounted(asked) for site, asked in requests.items()}, usual, weighing)
