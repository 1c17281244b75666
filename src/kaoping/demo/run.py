"""The demonstration: serve the city, assess it, decide on what is suspected, and compare with the manifest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from kaoping.browse.contract import OFF, BrowseOptions
from kaoping.checks.discovery import all_checks
from kaoping.crawl.contract import Progress
from kaoping.demo.build import AS_OF, SEED, BuiltCity, build_city
from kaoping.demo.casts import CASTS, DEFAULT, Cast, cast_for
from kaoping.demo.compare import Planted, compare, shows, write_planted
from kaoping.demo.folder import ASSESSMENT, DECISIONS, write_city
from kaoping.demo.handed_in import write_decisions
from kaoping.demo.manifest import Manifest
from kaoping.demo.plant.reposts import asked
from kaoping.demo.process import served_city
from kaoping.evidence.keys import KeyFile
from kaoping.facts.store import FactStore
from kaoping.measures.plan import plan_checks
from kaoping.model.findings import CheckRequest, Finding
from kaoping.model.outcomes import Outcome
from kaoping.model.roster import Roster
from kaoping.runs.assess import Assessed, AssessRequest, assess, monitoring_point
from kaoping.runs.batch import ASSESSED, share_batch, stored_sites
from kaoping.runs.catalogue import build_catalogue
from kaoping.runs.collect import site_record
from kaoping.runs.judge import judge_site
from kaoping.runs.profile import default_plans, plan_with
from kaoping.schemes.loader import load_scheme
from kaoping.worktime import WorkTime

CITY_FOLDER = "city"
PLANTED = "planted.json"
KEYS = "evidence.keys"
SLOW_HOME = 2  # seconds, for nobody is to wait as long as a slow home page of real sites takes
REQUIRED_COLUMNS = ("overview", "leaders", "survey")


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """Where to leave everything, by which scheme of the library, and which city. `base_port` as for `served_city`.

    `browse` says whether a browser is sent to the sites, and which.
    """

    out: Path
    as_of: date = AS_OF
    seed: int = SEED
    base_port: int | None = None
    scheme: str = DEFAULT
    browse: BrowseOptions = OFF


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What came of it: where it lies, the city's manifest, the assessment after decisions, and the comparison."""

    out: Path
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
    only. Raises InputError when the city can't be served, or the scheme is none that it plays.
    """
    cast = cast_for(request.scheme)
    with served_city(request.as_of, request.seed, request.base_port) as served:
        built = build_city(served.ports, request.as_of, request.seed)
        play = _Play(
            request,
            cast,
            (built, served.authority),
            now,
            worktime or WorkTime(),
            KeyFile(request.out / CITY_FOLDER / KEYS),
        )
        first = play.first(progress, fresh=True)
    return play.finish(first, play.compare(first))


def demonstrate_all(
    request: DemoRequest,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    worktime: WorkTime | None = None,
) -> Iterator[Demonstrated]:
    """Carry the demonstration out by every scheme that the city plays, each in a folder of its id; one crawl for all.

    Raises as `demonstrate`.
    """
    here, keys = worktime or WorkTime(), KeyFile(request.out / KEYS)
    with served_city(request.as_of, request.seed, request.base_port) as served:
        built = build_city(served.ports, request.as_of, request.seed)
        plays = [
            _Play(
                replace(request, out=request.out / name, scheme=name), cast, (built, served.authority), now, here, keys
            )
            for name, cast in CASTS.items()
        ]
        first = plays[0].first(progress, fresh=True)
    planted = plays[0].compare(first)
    yield plays[0].finish(first, planted)
    for play in plays[1:]:
        share_batch(plays[0].request.out / ASSESSED, play.request.out / ASSESSED)
        yield play.finish(play.first(None, fresh=False), planted)


@dataclass(frozen=True, slots=True)
class _Play:
    """The demonstration by one scheme."""

    request: DemoRequest
    cast: Cast
    what: tuple[BuiltCity, str]  # the city, and the certificate of its authority
    now: Callable[[], datetime]
    worktime: WorkTime
    keys: KeyFile  # a demonstration has one of its own: the operator's are for real evidence

    @property
    def built(self) -> BuiltCity:
        return self.what[0]

    @property
    def folder(self) -> Path:
        return self.request.out / CITY_FOLDER

    def first(self, progress: Progress | None, *, fresh: bool) -> Assessed:
        """Assess before anybody has decided on what is suspected."""
        write_city(self.folder, self.built, self.cast, self.what[1])
        task = AssessRequest(
            self.folder / ASSESSMENT, self.request.out, fresh, browse=self.request.browse, keys=self.keys
        )
        return assess(task, self.now, progress, self.worktime)

    def compare(self, first: Assessed) -> Planted:
        """Compare what was found with what was planted, and leave what came of it."""
        findings = _findings(first) if self.cast.scheme == DEFAULT else self._reference()
        found = [*findings, *other_findings(self.request)]
        planted = compare(self.built.manifest, found, browser=self.request.browse.enabled)
        write_planted(planted, self.request.out / PLANTED)
        return planted

    def finish(self, first: Assessed, planted: Planted) -> Demonstrated:
        """Decide on what is suspected, and score again."""
        decided = decide(_findings(first), self.built.manifest)
        write_decisions(self.folder / DECISIONS, decided, self.request.as_of)
        task = AssessRequest(self.folder / ASSESSMENT, self.request.out, browse=self.request.browse, keys=self.keys)
        second = assess(task, self.now, None, self.worktime)
        return Demonstrated(self.request.out, self.built.manifest, second, planted, len(decided))

    def _reference(self) -> Iterator[Finding]:
        """What the scheme asks for that the faults were planted for: other schemes have other limits."""
        cast, sites = cast_for(DEFAULT), self.built.manifest.sites
        roster = Roster(tuple(cast.unit(unit, sites) for unit in self.built.city.units))
        plans: dict[str, list[CheckRequest]] = {}
        for plan in plan_checks(load_scheme(DEFAULT), roster, build_catalogue()):
            plans.setdefault(plan.site, []).extend(plan.checks)
        for site, store in stored_facts(self.request):
            yield from judge_site(store, plans.get(site, []), all_checks()).findings


def _findings(assessed: Assessed) -> list[Finding]:
    return [finding for site in assessed.sites for finding in site.findings]


def other_findings(request: DemoRequest) -> Iterable[Finding]:
    """Yield what all checks at their defaults say of the sites as stored; no network."""
    checks = all_checks()
    plans: list[CheckRequest] = default_plans(checks)
    plans.append(plan_with(checks["slow-home"], {"seconds": Decimal(SLOW_HOME)}))
    plans.append(plan_with(checks["repost-timeliness"], {"items": [each.param for each in asked(request.as_of)]}))
    plans += [plan_with(checks["column-exists"], {"kinds": [kind]}) for kind in REQUIRED_COLUMNS]
    for _, store in stored_facts(request):
        yield from judge_site(store, plans, checks).findings


def stored_facts(request: DemoRequest) -> Iterator[tuple[str, FactStore]]:
    """Yield the address and the facts of every site that was fetched."""
    for site in stored_sites(request.out / ASSESSED):
        if site.sealed:
            record = site_record(site.url, site.directory, monitoring_point(request.as_of))
            yield site.url, FactStore(record)


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
