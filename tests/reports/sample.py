"""A sample assessment: a small scheme of its own, really scored, on made-up findings, marks and imports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from kaoping.measures.inputs import Decision, DecisionKind, Given, Inspection, MeasureInputs
from kaoping.measures.plan import plan_checks
from kaoping.measures.table import build_table
from kaoping.model.catalogue import Catalogue, CheckEntry, ParamSpec
from kaoping.model.findings import CheckRecord, Finding, Plain, finding_key, sighting_id
from kaoping.model.measure_table import fixed
from kaoping.model.outcomes import CheckStatus, Fault, Outcome, PageKind
from kaoping.model.pages import Coverage
from kaoping.model.roster import Roster, RosterUnit
from kaoping.reports.view import AssessmentView, DecisionNote, InspectedSite
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import Scheme
from kaoping.scoring.score import score

BEIJING = timezone(timedelta(hours=8))
AS_OF = date(2022, 12, 31)
SEEN = datetime(2022, 12, 31, 9, 30, tzinfo=BEIJING)
WRITTEN = datetime(2023, 1, 4, 10, 0, tzinfo=BEIJING)
SCHEME = Path(__file__).parent / "golden" / "scheme.yaml"
QUARTERS = ("2022Q1", "2022Q2", "2022Q3", "2022Q4")


def _entry(check: str, title: str, *params: ParamSpec) -> CheckEntry:
    return CheckEntry(check, title, "1", params, ("fail", "suspected", "not_measured"), (), "counted", "", "0.1")


CATALOGUE = Catalogue(
    checks={
        "dead-link": _entry("dead-link", "链接不可用"),
        "footer-marks": _entry("footer-marks", "网站标识不规范"),
        "column-freshness": _entry(
            "column-freshness", "栏目更新不及时", ParamSpec("kinds", "strs", ()), ParamSpec("days", "int", 14)
        ),
    },
    providers={},
)


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
    """Four counties (one without a site), three bureaus (one exempt)."""
    return (
        RosterUnit("muyang", "沭阳县", "county", "district", sites=(site_of("muyang"),)),
        RosterUnit("siyang", "泗阳县", "county", "district", sites=(site_of("siyang"),)),
        RosterUnit("sihong", "泗洪县", "county", "district", sites=(site_of("sihong"),)),
        RosterUnit("hubin", "湖滨新区", "county", "district"),
        RosterUnit("jiaoyu", "市教育局", "department", "bureau", sites=(site_of("jiaoyu"),)),
        RosterUnit("tiyu", "市体育局", "department", "bureau", sites=(site_of("tiyu"),)),
        RosterUnit("dangan", "市档案馆", "department", "bureau", exempt=True),
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


def given_values(roster: Roster) -> tuple[Given, ...]:
    """Everything that people and imports give, units a little different from one another."""
    given = []
    for place, unit in enumerate(each for each in roster.units if not each.exempt):
        answers: dict[str, int | Decimal] = {
            "surveys_held": 6 if place != 1 else 2,
            "surveys_answered": 1,
            "reply_time": 3600 * (5 + place),
            "open_share": Decimal("0.9") + Decimal("0.05") * (place % 3),
            "updated": date(2022, 12, 20).toordinal(),
            "adopted": 900 - 60 * place,
            "reported": 80 + place,
            "city_named": int(place == 1),
            "design": 9 - Decimal("0.5") * place,
        }
        given += [Given(unit.id, name, "", fixed(value), by="测评组") for name, value in answers.items()]
        given += [Given(unit.id, "quarter_score", quarter, fixed(92 - place), by="测评组") for quarter in QUARTERS]
    return tuple(given)


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
    scheme = load_scheme(SCHEME)
    names = rename or {}
    kept = tuple(replace(u, name=names.get(u.id, u.name)) for u in units() if only is None or u.id in set(only))
    roster = Roster(kept)
    sites = inspected(scheme, roster, CATALOGUE, extra)
    gone = set(missing)
    given = tuple(one for one in given_values(roster) if (one.unit, one.measure) not in gone)
    suspected = [f.key for site in sites for f in site.findings if f.outcome is Outcome.SUSPECTED]
    decisions = tuple(
        Decision(key, DecisionKind.DISMISS, by="李明", reason="人工打开正常") for key in suspected if confirm_suspected
    )
    inputs = MeasureInputs(
        catalogue=CATALOGUE,
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
        check_titles={entry.id: entry.title for entry in CATALOGUE.checks.values()},
        as_of=AS_OF,
        generated_at=WRITTEN,
        decisions=tuple(DecisionNote(d.key, d.kind.value, d.by, d.reason) for d in decisions),
    )
