"""A sample assessment by the Suqian scheme: real scoring on made-up findings, marks and imports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from kaoping.measures.inputs import Decision, DecisionKind, Given, Inspection, MeasureInputs
from kaoping.measures.plan import plan_checks
from kaoping.measures.table import build_table
from kaoping.model.catalogue import Catalogue
from kaoping.model.findings import CheckRecord, Finding, Plain, finding_key, sighting_id
from kaoping.model.measure_table import fixed
from kaoping.model.outcomes import CheckStatus, Fault, Outcome, PageKind
from kaoping.model.pages import Coverage
from kaoping.model.roster import Roster, RosterUnit
from kaoping.reports.view import AssessmentView, DecisionNote, InspectedSite
from kaoping.runs.catalogue import build_catalogue
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from kaoping.scoring.score import score

BEIJING = timezone(timedelta(hours=8))
AS_OF = date(2022, 12, 31)
SEEN = datetime(2022, 12, 31, 9, 30, tzinfo=BEIJING)
WRITTEN = datetime(2023, 1, 4, 10, 0, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting for the sample: which check, on which page, what it said."""

    check: str
    outcome: Outcome
    url: str
    page: PageKind
    values: Mapping[str, Plain]
    reason: str = ""
    snippet: str = ""
    fault: Fault | None = None


def site_of(unit: str) -> str:
    return f"https://www.{unit}.example.gov.cn/"


def units() -> tuple[RosterUnit, ...]:
    """Four counties (one without a site), three departments (one exempt)."""
    return (
        RosterUnit("muyang", "沭阳县", "county", "district", sites=(site_of("muyang"),)),
        RosterUnit("siyang", "泗阳县", "county", "district", sites=(site_of("siyang"),)),
        RosterUnit("sihong", "泗洪县", "county", "district", sites=(site_of("sihong"),)),
        RosterUnit("hubin", "湖滨新区", "county", "zone"),
        RosterUnit("jiaoyu", "市教育局", "department", "tier1", sites=(site_of("jiaoyu"),)),
        RosterUnit("tiyu", "市体育局", "department", "tier2", sites=(site_of("tiyu"),)),
        RosterUnit("dangan", "市档案馆", "department", "tier2", exempt=True),
    )


def sightings(unit: str) -> tuple[Seen, ...]:
    """What the checks saw on the site of a unit."""
    root = site_of(unit)
    dead, stale, footer = Outcome.FAIL, Outcome.FAIL, Outcome.FAIL
    found = {
        "muyang": (
            Seen("dead-link", dead, root, PageKind.HOME, _dead(f"{root}zt/old.html", "旧专题"), "not-found"),
            Seen(
                "dead-link",
                dead,
                f"{root}zw/2.html",
                PageKind.ARTICLE,
                _dead(f"{root}f/表.doc", "附件"),
                "server-error",
            ),
            Seen(
                "dead-link",
                Outcome.SUSPECTED,
                root,
                PageKind.HOME,
                _dead("https://a.example.com/", "友情链接"),
                "timeout",
            ),
        ),
        "siyang": (
            Seen(
                "column-freshness", stale, f"{root}dt/", PageKind.COLUMN, _stale("政务动态", "2022-11-02", 59), "stale"
            ),
            Seen("footer-marks", footer, root, PageKind.HOME, _mark("icp"), "missing", "版权所有 泗阳县人民政府"),
            Seen(
                "dead-link",
                Outcome.NOT_MEASURED,
                f"{root}zw/9.html",
                PageKind.ARTICLE,
                _dead("https://walled.example.com/", "外链"),
                "forbidden",
                fault=Fault.ROBOT_WALL,
            ),
        ),
        "tiyu": (Seen("footer-marks", footer, root, PageKind.HOME, _mark("police"), "malformed", "公安备案"),),
    }
    return found.get(unit, ())


def _dead(target: str, text: str) -> dict[str, Plain]:
    return {"target": target, "status": 404, "kind": "link", "pages": [site_of("muyang")], "text": text}


def _stale(column: str, latest: str, days: int) -> dict[str, Plain]:
    return {"column": column, "kind": "news", "latest": latest, "days": days}


def _mark(mark: str) -> dict[str, Plain]:
    return {"mark": mark, "problem": "missing", "shown": "", "pages": [], "sampled": 6}


def inspected(
    scheme: Scheme, roster: Roster, catalogue: Catalogue, extra: Mapping[str, Iterable[Seen]] | None = None
) -> tuple[InspectedSite, ...]:
    """Every site with a record per planned check and the sample's findings (and `extra` ones by unit)."""
    sites = []
    for plan in plan_checks(scheme, roster, catalogue):
        seen = (*sightings(plan.unit), *(extra or {}).get(plan.unit, ()))
        records = tuple(CheckRecord(p.check, p.params, CheckStatus.DONE, 40) for p in plan.checks)
        findings = tuple(
            _finding(plan.site, one, request.params)
            for request in plan.checks
            for one in seen
            if one.check == request.check and _meant(one, request.params)
        )
        host = plan.site.split("/")[2]
        sites.append(InspectedSite(plan.site, plan.unit, f"sites/{host}", _coverage(plan.site), findings, records))
    return tuple(sites)


def _meant(seen: Seen, params: Mapping[str, Plain]) -> bool:
    """A stale news column is found by the run that looks at news."""
    kinds = params.get("kinds") or ("news",)
    return seen.check != "column-freshness" or (isinstance(kinds, list | tuple) and "news" in kinds)


def _finding(site: str, seen: Seen, params: Mapping[str, Plain]) -> Finding:
    key = finding_key(seen.check, params, site, f"{seen.page}|{seen.values.get('target', seen.url)}|{seen.reason}")
    fault = seen.fault or (Fault.SITE if seen.outcome is Outcome.FAIL else None)
    evidence: dict[str, Plain] = {"digest": "sha256:" + key * 2, "warc": "archive-0001.warc.gz", "offset": 4096}
    return Finding(
        id=sighting_id(key, SEEN),
        key=key,
        check=seen.check,
        check_version="1",
        params=params,
        outcome=seen.outcome,
        site=site,
        url=seen.url,
        page=seen.page,
        values=seen.values,
        fault=fault,
        reason=seen.reason,
        snippet=seen.snippet,
        evidence=evidence,
        at=SEEN,
    )


def _coverage(site: str) -> Coverage:
    return Coverage(site, SEEN, SEEN + timedelta(minutes=4), 120, 900, 5_000_000, 1.5, (("robots", 3),), "done")


def marks(scheme: Scheme, roster: Roster, catalogue: Catalogue) -> tuple[Given, ...]:
    """Good answers to everything that people, imports and providers give, units a little different from one another."""
    given = []
    for place, unit in enumerate(each for each in roster.units if not each.exempt):
        for measure in scheme.measures.values():
            given.extend(_answers(measure.name, measure.kind, measure.by, unit.id, place))
    return tuple(given)


def _answers(name: str, kind: str, by: str, unit: str, place: int) -> list[Given]:
    good = {
        "surveys_held": 6,
        "integrated_services": 3,
        "adopted_points": 900 - 60 * place,
        "reported": 1000,
        "quarter_score": 90 - place,
        "provincial_rank": 1 if unit == "muyang" else 20,
        "provincial_rank_from_last": 20,
    }
    yes = {"surveys_answered", "message_statistics", "mock_reply_accurate", "data_visualised", "datasets_open"}
    value: int | Decimal = good.get(name, 0)
    if kind == "bool":
        value = int(name in yes)
    elif kind == "date":
        value = date(2022, 12, 20).toordinal()
    elif kind == "duration":
        value = 3600
    if name == "guide_elements_missing":
        value = place
    periods = ("2022Q1", "2022Q2", "2022Q3", "2022Q4") if by else ("",)
    return [Given(unit, name, period, fixed(value), by="测评组") for period in periods]


def sample_view(
    *,
    only: Iterable[str] | None = None,
    missing: Iterable[tuple[str, str]] = (),
    confirm_suspected: bool = True,
    extra: Mapping[str, Iterable[Seen]] | None = None,
    rename: Mapping[str, str] | None = None,
) -> AssessmentView:
    """Return the sample as a view.

    `only` keeps these units; `missing` takes away (unit, measure) values; `confirm_suspected` settles the suspected
    link; `extra` adds sightings by unit; `rename` gives units other names.
    """
    scheme, catalogue = load_scheme("suqian-2022"), build_catalogue()
    names = rename or {}
    kept = tuple(replace(u, name=names.get(u.id, u.name)) for u in units() if only is None or u.id in set(only))
    roster = Roster(kept)
    sites = inspected(scheme, roster, catalogue, extra)
    gone = set(missing)
    given = tuple(one for one in marks(scheme, roster, catalogue) if (one.unit, one.measure) not in gone)
    suspected = [f.key for site in sites for f in site.findings if f.outcome is Outcome.SUSPECTED]
    decisions = tuple(
        Decision(key, DecisionKind.DISMISS, by="李明", reason="人工打开正常") for key in suspected if confirm_suspected
    )
    inputs = MeasureInputs(
        catalogue=catalogue,
        inspections={site.url: (Inspection(AS_OF, site.findings, site.records),) for site in sites},
        decisions=decisions,
        imports=given,
    )
    table = build_table(scheme, roster, inputs, AS_OF)
    results = score(scheme, roster, table)
    return AssessmentView(
        scheme=scheme,
        roster=roster,
        results=results,
        trace=results.trace,
        table=table,
        sites=sites,
        check_titles={entry.id: entry.title for entry in catalogue.checks.values()},
        as_of=AS_OF,
        generated_at=WRITTEN,
        decisions=tuple(DecisionNote(d.key, d.kind.value, d.by, d.reason) for d in decisions),
    )
