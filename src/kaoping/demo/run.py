"""The demonstration: serve the city, assess it, decide on what is suspected, and compare with the manifest."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kaoping.checks.discovery import all_checks
from kaoping.crawl.contract import Progress
from kaoping.demo.build import AS_OF, SEED
from kaoping.demo.compare import Planted, compare, shows, write_planted
from kaoping.demo.folder import ASSESSMENT, DECISIONS, write_city
from kaoping.demo.handed_in import write_decisions
from kaoping.demo.manifest import Manifest
from kaoping.demo.process import served_city
from kaoping.facts.store import FactStore
from kaoping.model.findings import CheckRequest, Finding
from kaoping.model.outcomes import Outcome
from kaoping.runs.assess import Assessed, AssessRequest, assess, monitoring_point
from kaoping.runs.batch import ASSESSED, stored_sites
from kaoping.runs.collect import site_record
from kaoping.runs.judge import judge_site
from kaoping.runs.profile import default_plans, plan_with
from kaoping.worktime import WorkTime

CITY_FOLDER = "city"
PLANTED = "planted.json"
REQUIRED_COLUMNS = ("overview", "leaders", "survey")


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """Where to leave everything, and which city. `base_port` as for `served_city`."""

    out: Path
    as_of: date = AS_OF
    seed: int = SEED
    base_port: int | None = None


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What came of it: the city's manifest, the assessment after decisions, and the comparison."""

    manifest: Manifest
    assessed: Assessed
    planted: Planted
    decided: int


def demonstrate(
    request: DemoRequest,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    worktime: WorkTime | None = None,
) -> Demonstrated:
    """Carry the demonstration out and leave its files in `request.out`, the city's own in its folder `city`.

    The sites are fetched once. What the scheme does not ask for is judged from the stored facts for the comparison
    only. Raises InputError when the city can't be served.
    """
    folder = request.out / CITY_FOLDER
    task = AssessRequest(folder / ASSESSMENT, request.out, fresh=True)
    with served_city(request.as_of, request.seed, request.base_port) as ports:
        manifest = write_city(folder, ports, request.as_of, request.seed).manifest
        first = assess(task, now, progress, worktime)
    findings = [finding for site in first.sites for finding in site.findings]
    planted = compare(manifest, [*findings, *other_findings(request)])
    write_planted(planted, request.out / PLANTED)
    decided = decide(findings, manifest)
    write_decisions(folder / DECISIONS, decided, request.as_of)
    second = assess(AssessRequest(task.assessment, task.out), now, None, worktime)
    return Demonstrated(manifest, second, planted, len(decided))


def other_findings(request: DemoRequest) -> Iterable[Finding]:
    """Yield what all checks at their defaults say of the sites as stored; no network."""
    checks = all_checks()
    plans: list[CheckRequest] = default_plans(checks)
    plans += [plan_with(checks["column-exists"], {"kinds": [kind]}) for kind in REQUIRED_COLUMNS]
    for site in stored_sites(request.out / ASSESSED):
        if site.sealed:
            record = site_record(site.url, site.directory, monitoring_point(request.as_of))
            yield from judge_site(FactStore(record), plans, checks).findings


def decide(findings: Sequence[Finding], manifest: Manifest) -> list[tuple[Finding, str, str]]:
    """Return what careful people would decide about what is only suspected: (finding, decision, reason)."""
    decided = []
    for finding in findings:
        if finding.outcome is not Outcome.SUSPECTED:
            continue
        causes = [
            fault for fault in manifest.faults
            if fault.counted and fault.check == finding.check and fault.site == finding.site and shows(finding, fault)
        ]  # fmt: skip
        if causes:
            decided.append((finding, "confirm", causes[0].note))
        else:
            decided.append((finding, "dismiss", "人工复核未见该问题"))
    return decided
