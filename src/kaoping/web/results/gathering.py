"""Gathers all that a cycle's scores come from, and tells whether anything has changed since they were computed."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from kaoping.analysis.case import Case
from kaoping.measures.inputs import MeasureInputs
from kaoping.measures.table import build_table
from kaoping.scoring import SCORING_VERSION
from kaoping.web.cycles.days import first_counted
from kaoping.web.cycles.drawing import draw_book
from kaoping.web.cycles.models import Cycle, DrawRound
from kaoping.web.cycles.roster import LOOKED_AT, roster_of
from kaoping.web.cycles.scheme_copies import catalogue, scheme_of
from kaoping.web.cycles.sources import sources
from kaoping.web.registry.models import Site
from kaoping.web.results.versions import latest_version
from kaoping.web.working_time import worktime_of


def case_of(cycle: Cycle, today: date) -> Case:
    """Return a cycle's scoring with all it is computed from, as of today or the end of the period.

    Raises KaopingError where the roster does not fit the scheme.
    """
    scheme, roster, book = scheme_of(cycle), roster_of(cycle), draw_book(cycle)
    known = sources()
    inputs = MeasureInputs(
        catalogue=catalogue(),
        inspections={site: looks for one in known if one.inspections for site, looks in one.inspections(cycle).items()},
        decisions=tuple(found for one in known if one.decisions for found in one.decisions(cycle)),
        marks=tuple(found for one in known if one.marks for found in one.marks(cycle)),
        imports=tuple(found for one in known if one.imports for found in one.imports(cycle)),
        providers=tuple(found for one in known if one.providers for found in one.providers(cycle)),
        draws=book.samples(roster),
        below=sites_below(cycle),
        counts_from=first_counted(cycle),
        worktime=worktime_of(cycle.body.code),
    )
    as_of = point_of(cycle, today)
    table = build_table(scheme, roster, inputs, as_of)
    return Case(scheme, roster, table, book.indicators(), cycle.period_from, inputs)


def point_of(cycle: Cycle, today: date) -> date:
    """Return the monitoring point (监测时间点) of a day: within the period that the cycle is about.

    Once results are approved it stays: what runs see afterwards changes them no more, what people decide may.
    """
    approved = latest_version(cycle)
    if approved is not None:
        return approved.as_of
    return max(cycle.period_from, min(today, cycle.period_to))


def stamp_of(cycle: Cycle, today: date) -> str:
    """Return what changes whenever the scores could."""
    return hashlib.sha256(repr(stamp_parts(cycle, today, [one.stamp(cycle) for one in sources()])).encode()).hexdigest()


def stamp_parts(cycle: Cycle, today: date, stamps: Iterable[str]) -> tuple[object, ...]:
    """Return what the scores come from, as values that change with it, and the stamps of its sources."""
    places = cycle.participants.order_by("pk").values_list("pk", "unit", "group", "category", "tags", "exempt")
    sites = Site.objects.filter(unit__participations__cycle=cycle).order_by("pk").values_list("pk", "address", "state")
    drawn = DrawRound.objects.filter(draw__cycle=cycle).order_by("pk").values_list("pk", "drawn_at")
    return (
        SCORING_VERSION,
        cycle.scheme.digest,
        point_of(cycle, today),
        first_counted(cycle),
        *stamps,
        list(places),
        list(sites),
        list(drawn),
    )


def sites_below(cycle: Cycle) -> Mapping[str, tuple[str, ...]]:
    """Return the sites of the units below each unit (辖区内、所管)."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = Site.objects.filter(unit__superior__participations__cycle=cycle, state__in=LOOKED_AT).order_by("pk")
    for code, address in rows.values_list("unit__superior__code", "address"):
        found[code].append(address)
    return {code: tuple(addresses) for code, addresses in found.items()}
