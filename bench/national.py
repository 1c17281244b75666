"""Reckon what a whole country's government sites take: machines, time, storage and network.

usage: python -m bench.national [--sites 14000] [--draws 200]

Measured unit costs are read from docs/performance.md (`bench.measured`); the sites, how they answer and what is asked
of them are assumptions, named in `Country` and `Plan` with where they come from, and varied in `drawn`. The order of
the work is simulated (`bench.schedule`): each site's pace, places and processors of a machine, slow and dead sites.
"""

import argparse
import math
import random
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bench.measured import NotMeasuredError, UnitCosts, read_costs
from bench.schedule import Job, Machine, hours_taken, machines_needed

DAYS = 7  # of a week
GB = 1e9
SLACK = 1.1  # where one site alone takes longer than all may, this many times as long as it


@dataclass(frozen=True, slots=True)
class Level:
    """Sites of one administrative level: their share of all, and the median of their pages."""

    name: str
    share: float
    median: float


# Shares: CNNIC, 45th report (December 2019, 14,474 sites): ministries and what hangs on them 912; provinces 1,672;
# below 11,890, here parted between cities and counties as their columns are told there (129,000 and 60,577). Pages:
# nobody publishes them. The tail is heavy (Huberman and Adamic, Nature 401, 1999, p. 131); medians are our assumption,
# between the saved sites of docs/real-sites.md (143 to 614 pages, parts of sites) and portals of 100,000 pages.
LEVELS = (
    Level("国务院部门及垂直管理机构", 0.063, 3000),
    Level("省级", 0.116, 4000),
    Level("市级", 0.559, 1500),
    Level("县级及以下", 0.262, 1500),
)


@dataclass(frozen=True, slots=True)
class Country:
    """The sites, all of it assumed: pages are log-normal about each level's median, times `size`.

    `requests` are requests for each page: it and the targets that are no pages; the median of docs/real-sites.md is
    3.0 links looked at for each page visited. `slow` sites answer after `slow_latency` seconds, of `dead` ones only the
    home page is tried, until the time-out; `https` is the share that is asked over TLS.
    """

    sites: int = 14_000
    size: float = 1.0
    spread: float = 1.4
    requests: float = 3.0
    latency: float = 0.3
    slow: float = 0.05
    slow_latency: float = 4.0
    dead: float = 0.02
    https: float = 0.9


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of every site, and of what: pages at most, hours for all of them, and how long results are kept.

    A machine has two processors and 4 GB; `pace` is in requests a second and origin, `together` how many are answered
    at once at most; `busy` is the share of the processors' time that may be planned with.
    """

    patrol_pages: int = 300
    patrol_hours: float = 8.0
    deep_pages: int = 20_000
    deep_hours: float = 56.0
    pace: float = 2.0
    together: int = 4
    processors: int = 2
    places: int = 512
    busy: float = 0.7
    visits: int = 48
    patrols_kept: int = 35
    deep_kept: int = 13
    timeout: float = 40.0


@dataclass(frozen=True, slots=True)
class Site:
    """One site: pages, seconds to an answer, whether it answers at all and over TLS."""

    pages: int
    latency: float
    dead: bool
    https: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What one inspection asks of a site: pages at most, and requests for each of them."""

    pages: int
    requests: float


@dataclass(frozen=True, slots=True)
class Load:
    """One round over all sites, in sums that add up: pages, requests, processor seconds, bytes received and kept."""

    pages: int = 0
    requests: float = 0.0
    cpu: float = 0.0
    wire: float = 0.0
    kept: float = 0.0


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The answer for one country: machines and hours, and per week bytes received; bytes kept in all."""

    patrol_pages: float
    deep_pages: float
    machines: float
    patrol_hours: float
    deep_hours: float
    longest: float
    cpu_hours: float
    week_wire: float
    megabits: float
    stored: float


def make_sites(country: Country, seed: int) -> list[Site]:
    """Draw the sites of a country."""
    chance = random.Random(seed)
    names = [level.name for level in LEVELS]
    medians = {level.name: level.median for level in LEVELS}
    sites = []
    for name in chance.choices(names, [level.share for level in LEVELS], k=country.sites):
        pages = max(1, round(country.size * medians[name] * math.exp(chance.gauss(0.0, country.spread))))
        latency = country.slow_latency if chance.random() < country.slow else country.latency
        sites.append(Site(pages, latency, chance.random() < country.dead, chance.random() < country.https))
    return sites


def job(site: Site, asked: Asked, plan: Plan, costs: UnitCosts) -> Job:
    """Return one inspection of a site as work: a dead site is one request that runs into the time-out."""
    if site.dead:
        return Job(1.0, 1.0 / plan.timeout, costs.request / 1000)
    pages = min(site.pages, asked.pages)
    rate = min(plan.pace, plan.together / site.latency)
    more = (asked.requests - 1.0) * pages
    tls = costs.handshake * plan.together + costs.tls * asked.requests * pages if site.https else 0.0
    return Job(asked.requests * pages, rate, (costs.page * pages + costs.request * more + tls) / 1000)


def load_of(sites: Iterable[Site], asked: Asked, plan: Plan, costs: UnitCosts) -> Load:
    """Return what one inspection of all sites takes in all."""
    total = Load()
    for site in sites:
        work = job(site, asked, plan, costs)
        pages = 0 if site.dead else min(site.pages, asked.pages)
        total = Load(
            total.pages + pages,
            total.requests + work.requests,
            total.cpu + work.cpu,
            total.wire + costs.wire * pages,
            total.kept + costs.kept * pages,
        )
    return total


def reckon(country: Country, plan: Plan, costs: UnitCosts, seed: int = 1) -> Reckoned:
    """Reckon one country: the daily patrol within its hours, the weekly deep inspection within its own, and visits."""
    sites = make_sites(country, seed)
    machine = Machine(plan.processors * plan.busy, plan.places * plan.processors)
    rounds = [Asked(most, country.requests) for most in (plan.patrol_pages, plan.deep_pages)]
    patrol, deep = ([job(site, asked, plan, costs) for site in sites] for asked in rounds)
    needed = [
        machines_needed(work, machine, max(hours, SLACK * _longest(work)))
        for work, hours in ((patrol, plan.patrol_hours), (deep, plan.deep_hours))
    ]
    machines = max(needed)
    each, whole = (load_of(sites, asked, plan, costs) for asked in rounds)
    visits = country.sites * plan.visits
    patrol_hours = hours_taken(patrol, machine, machines)
    return Reckoned(
        patrol_pages=each.pages,
        deep_pages=whole.pages,
        machines=machines,
        patrol_hours=patrol_hours,
        deep_hours=hours_taken(deep, machine, machines),
        longest=_longest(deep),
        cpu_hours=(DAYS * each.cpu + whole.cpu + DAYS * visits * costs.visit / 1000) / 3600,
        week_wire=DAYS * each.wire + whole.wire,
        megabits=each.wire * 8 / 1e6 / (patrol_hours * 3600) if patrol_hours else 0.0,
        stored=plan.patrols_kept * each.kept + plan.deep_kept * whole.kept + 365 * visits * costs.kept_visit,
    )


def _longest(jobs: Sequence[Job]) -> float:
    """Return the hours of the longest job: no number of machines makes it shorter, only a faster pace."""
    return max((work.alone for work in jobs), default=0.0) / 3600


def drawn(country: Country, costs: UnitCosts, chance: random.Random) -> tuple[Country, UnitCosts]:
    """Return a country and costs as they might as well be: what is assumed within a factor, what is measured within
    what runs on one machine differ by."""
    varied = replace(
        country,
        size=country.size * math.exp(chance.gauss(0.0, math.log(2) / 1.28)),  # p10 and p90: half and twice the pages
        spread=chance.uniform(1.2, 1.6),
        requests=math.exp(chance.uniform(math.log(1.2), math.log(5.8))),  # the least and most of docs/real-sites.md
        latency=chance.uniform(0.1, 0.8),
        slow=chance.uniform(0.02, 0.1),
        dead=chance.uniform(0.01, 0.04),
    )
    factor = chance.uniform(0.7, 1.4)
    return varied, replace(costs, page=costs.page * factor, request=costs.request * factor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sites", type=int, default=Country().sites)
    parser.add_argument("--draws", type=int, default=200)
    args = parser.parse_args()
    try:
        costs = read_costs()
    except NotMeasuredError as error:
        raise SystemExit(f"docs/performance.md: {error}") from error
    country, plan = Country(sites=args.sites), Plan()
    base = reckon(country, plan, costs)
    chance = random.Random(2)
    others = []
    for number in range(args.draws):
        others.append(reckon(*_with(drawn(country, costs, chance), plan), seed=number + 3))
        print(f"{number + 1}/{args.draws}", file=sys.stderr)
    print(table((country, plan, costs), base, others))


def _with(varied: tuple[Country, UnitCosts], plan: Plan) -> tuple[Country, Plan, UnitCosts]:
    return varied[0], plan, varied[1]


def table(terms: tuple[Country, Plan, UnitCosts], base: Reckoned, others: Sequence[Reckoned]) -> str:
    """Return the answer with the tenth and ninetieth percentile of `others`."""
    country, plan, costs = terms
    rows: list[tuple[str, str, float]] = [
        ("pages of a daily patrol, millions", "patrol_pages", 1e6),
        ("pages of a weekly deep inspection, millions", "deep_pages", 1e6),
        (f"machines of {plan.processors} processors", "machines", 1),
        ("hours of a patrol", "patrol_hours", 1),
        ("hours of a deep inspection", "deep_hours", 1),
        ("of these, the longest site alone", "longest", 1),
        ("processor hours a week", "cpu_hours", 1),
        ("received a week, GB", "week_wire", GB),
        ("received during a patrol, Mbit/s", "megabits", 1),
        ("stored in all, GB", "stored", GB),
    ]
    lines = [
        f"{country.sites} sites; measured costs: {costs.page:.2f} ms a page, {costs.request:.2f} a further request, "
        f"{costs.tls:.2f} for TLS on it, {costs.handshake:.2f} a handshake, {costs.visit:.2f} a visit; "
        f"{costs.wire / 1000:.1f} KB a page received, {costs.kept / 1000:.1f} KB kept",
        "",
        f"Patrol: {plan.patrol_pages} pages of each site every day within {plan.patrol_hours:.0f} hours; "
        f"deep: {plan.deep_pages} at most, every week within {plan.deep_hours:.0f}; "
        f"{plan.pace:g} requests a second and site; {plan.patrols_kept} patrols and {plan.deep_kept} deep inspections "
        "kept, visits of a year",
        "",
        f"| what | reckoned | p10 | p90 of {len(others)} draws |",
        "|---|---|---|---|",
    ]
    for title, name, unit in rows:
        values = sorted(getattr(other, name) / unit for other in others) or [getattr(base, name) / unit]
        low, high = (values[round(share * (len(values) - 1))] for share in (0.1, 0.9))
        lines.append(f"| {title} | {_short(getattr(base, name) / unit)} | {_short(low)} | {_short(high)} |")
    median = statistics.median(other.machines for other in others) if others else base.machines
    return "\n".join([*lines, "", f"The median of the draws is {median:g} machines."])


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"


if __name__ == "__main__":
    main()
