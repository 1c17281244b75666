"""Small schemes, rosters, findings and inputs, so that a test states only what it is about."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kaoping.measures import Inspection, MeasureInputs, build_table
from kaoping.model.catalogue import Catalogue, CheckEntry, ParamSpec
from kaoping.model.findings import CheckRecord, Finding, Plain, finding_key
from kaoping.model.measure_table import STATE_CODES, Cell, MeasureTable, unfixed
from kaoping.model.outcomes import CheckStatus, Outcome, PageKind, State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.model import CheckSource, Measure, Parameter, Part, Scheme, Total

AS_OF = date(2022, 12, 31)
SITE = "http://a.example/"
STATES = {code: state for state, code in STATE_CODES.items()}


def entry(check: str, *params: ParamSpec) -> CheckEntry:
    return CheckEntry(check, check, "1", params, ("fail",), (), "counted", "", "0.1")


CATALOGUE = Catalogue(
    checks={
        "dead-link": entry("dead-link"),
        "blank-column": entry("blank-column"),
        "column-freshness": entry("column-freshness", ParamSpec("kinds", "strs", ()), ParamSpec("days", "int", 14)),
        "consultations-held": entry("consultations-held", ParamSpec("window", "str", "1y")),
    },
    providers={},
)


def unit(name: str = "a", **more: Any) -> RosterUnit:
    return RosterUnit(**{"id": name, "name": name, "group": "county", "sites": (f"http://{name}.example/",), **more})


def checked(name: str, check: str = "dead-link", **more: Any) -> Measure:
    """A check measure; `params`, `where` and `take` go to its source."""
    params, where = dict(more.pop("params", {})), dict(more.pop("where", {}))
    source = CheckSource(check, tuple(params.items()), tuple(where.items()), more.pop("take", ("count", "")))
    kind = {"count": "count", "any": "bool", "share": "share"}.get(source.take[0], "number")
    return Measure(**{"name": name, "title": name, "kind": kind, "source": source, **more})


def scheme(*measures: Measure, **more: Any) -> Scheme:
    fields: dict[str, Any] = {
        "id": "test",
        "title": "测试方案",
        "basis": {},
        "groups": {"county": "县区", "department": "市级部门"},
        "classes": {},
        "tags": {},
        "bodies": {},
        "parameters": {},
        "samples": {},
        "checklists": {},
        "measures": {measure.name: measure for measure in measures},
        "parts": (Part("p", "部分", Decimal(100), ()),),
        "vetoes": (),
        "adjust": (),
        "total": Total("sum"),
        "rank_by": "points",
        "grades": (),
        "no_site": "",
        "convert": (),
    }
    return Scheme(**(fields | more))


def parameters(**values: Any) -> dict[str, Parameter]:
    return {name: Parameter(name, value) for name, value in values.items()}


def finding(locus: str = "x", outcome: Outcome = Outcome.FAIL, **more: Any) -> Finding:
    """A finding of dead-link on the home page of unit a, unless said otherwise."""
    check, site = more.pop("check", "dead-link"), more.pop("site", SITE)
    params: Mapping[str, Plain] = more.pop("params", {})
    key = finding_key(check, params, site, locus)
    fields: dict[str, Any] = {
        "id": key,
        "key": key,
        "check": check,
        "check_version": "1",
        "params": params,
        "outcome": outcome,
        "site": site,
        "url": f"{site}{locus}",
        "page": PageKind.HOME,
        "values": {},
        "fault": None,
        "reason": "",
        "snippet": "",
        "evidence": {},
        "at": datetime(2022, 12, 31, tzinfo=UTC),
    }
    return Finding(**(fields | more))


def record(check: str = "dead-link", **more: Any) -> CheckRecord:
    return CheckRecord(**{"check": check, "params": {}, "status": CheckStatus.DONE, "examined": 100, **more})


def inspection(*findings: Finding, records: tuple[CheckRecord, ...] | None = None, as_of: date = AS_OF) -> Inspection:
    return Inspection(as_of, findings, (record(),) if records is None else records)


def inputs(*findings: Finding, **more: Any) -> MeasureInputs:
    """One inspection of unit a's site with `findings`, unless `inspections` are given."""
    records = more.pop("records", None)
    fields: dict[str, Any] = {"catalogue": CATALOGUE, "inspections": {SITE: (inspection(*findings, records=records),)}}
    return MeasureInputs(**(fields | more))


def table(of: Scheme, given: MeasureInputs, *units: RosterUnit, as_of: date = AS_OF) -> MeasureTable:
    return build_table(of, Roster(units or (unit(),)), given, as_of)


def value(found: MeasureTable, measure: str, period: str = "", row: int = 0) -> Any:
    """The known value of a cell, or its state."""
    column = found.columns[measure, period]
    state = STATES[column.state[row]]
    return unfixed(column.value[row]) if state is State.KNOWN else state


def spread(found: MeasureTable, measure: str, period: str = "", row: int = 0) -> tuple[Any, Any]:
    """Low and high of a cell."""
    column = found.columns[measure, period]
    return unfixed(column.low[row]), unfixed(column.high[row])


def cell(found: MeasureTable, measure: str, period: str = "", of: str = "a") -> Cell:
    return found.cells.get((of, measure, period), Cell())
