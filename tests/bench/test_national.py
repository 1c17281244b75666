"""The reckoning for a whole country: sums that add up, a schedule within its bounds, costs read from the page."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import national
from bench.measured import NotMeasuredError, UnitCosts, read_costs, tables
from bench.national import Asked, Country, Plan, Site, job, load_of, make_sites, reckon
from bench.schedule import Job, Machine, finishing_times, hours_taken, machines_needed

COSTS = UnitCosts(
    page=4.0, request=0.3, tls=0.1, handshake=1.0, visit=1.2, wire=9000, kept=2000, kept_visit=6.7, peak=250
)
PLAN = Plan()
JOBS = st.lists(
    st.builds(Job, st.floats(1, 5000), st.floats(0.1, 5), st.floats(0.01, 60)),
    min_size=1,
    max_size=30,
)
MACHINES = st.builds(Machine, st.floats(0.1, 4), st.integers(1, 12))
SITES = st.lists(st.builds(Site, st.integers(1, 50_000), st.floats(0.05, 5), st.booleans(), st.booleans()), max_size=30)
NEAR = 1e-6

steadily = settings(deadline=None, max_examples=30)


@steadily
@given(SITES, st.integers(1, 3000), st.floats(1, 6))
def test_twice_the_sites_cost_twice(sites: list[Site], most: int, requests: float) -> None:
    once, twice = (load_of(each, Asked(most, requests), PLAN, COSTS) for each in (sites, sites * 2))
    for name, value in asdict(once).items():
        assert asdict(twice)[name] == pytest.approx(2 * value), name


@steadily
@given(JOBS, MACHINES)
def test_a_schedule_keeps_to_what_sites_and_processors_allow(jobs: list[Job], machine: Machine) -> None:
    done = finishing_times(jobs, machine)
    for when, work in zip(done, jobs, strict=True):
        assert when >= work.alone * (1 - NEAR)
    assert max(done) >= sum(work.cpu for work in jobs) / machine.processors * (1 - NEAR)
    serial = sum(max(work.alone, work.cpu / machine.processors) for work in jobs)
    assert max(done) <= serial * (1 + NEAR), "never slower than one after another"


@steadily
@given(JOBS, MACHINES)
def test_twice_the_work_is_done_by_twice_the_machines_in_the_same_time(jobs: list[Job], machine: Machine) -> None:
    once = hours_taken(jobs, machine, 1)
    assert hours_taken(jobs * 2, machine, 2) == pytest.approx(once), "each machine has the same jobs"


@steadily
@given(JOBS, MACHINES, st.floats(0.01, 2))
def test_the_machines_found_are_enough_and_one_less_is_not(jobs: list[Job], machine: Machine, hours: float) -> None:
    needed = machines_needed(jobs, machine, hours)
    if needed == 0:
        assert max(work.alone for work in jobs) > hours * 3600
    elif needed < len(jobs):
        assert hours_taken(jobs, machine, needed) <= hours


def test_with_room_for_all_a_dead_site_delays_nobody() -> None:
    good = [Job(600, 2, 1.0)] * 40
    dead = job(Site(5000, 0.3, dead=True, https=True), Asked(300, 3), PLAN, COSTS)
    slow = Job(600, 0.05, 1.0)
    machine = Machine(1.4, 64)
    assert finishing_times([dead, slow, *good], machine)[2:] == finishing_times(good, machine)
    assert dead.alone == pytest.approx(PLAN.timeout)


def test_a_dead_site_is_one_request_and_no_page() -> None:
    load = load_of([Site(5000, 0.3, dead=True, https=True)], Asked(300, 3), PLAN, COSTS)
    assert (load.pages, load.requests, load.wire, load.kept) == (0, 1.0, 0.0, 0.0)


def test_a_site_is_asked_at_its_pace_or_as_fast_as_it_answers() -> None:
    quick, slow = (
        job(Site(100, latency, dead=False, https=False), Asked(300, 3), PLAN, COSTS) for latency in (0.1, 4.0)
    )
    assert (quick.rate, slow.rate) == (PLAN.pace, PLAN.together / 4.0)
    assert quick.cpu == slow.cpu == pytest.approx((100 * COSTS.page + 200 * COSTS.request) / 1000)
    assert quick.requests == 300


def test_the_country_is_drawn_alike_from_one_seed_and_has_its_levels() -> None:
    country = Country(sites=4000)
    sites = make_sites(country, 1)
    assert sites == make_sites(country, 1) != make_sites(country, 2)
    assert sum(level.share for level in national.LEVELS) == pytest.approx(1.0)
    assert sum(site.dead for site in sites) / 4000 == pytest.approx(country.dead, abs=0.01)
    middle = sorted(site.pages for site in sites)[2000]
    assert 1300 < middle < 2300


def test_dearer_pages_and_more_of_them_never_need_less() -> None:
    country = Country(sites=300)
    base = reckon(country, PLAN, COSTS)
    dear = reckon(country, PLAN, replace(COSTS, page=400.0))
    large = reckon(replace(country, size=3.0), PLAN, COSTS)
    assert dear.machines > base.machines == 1
    assert dear.patrol_hours <= PLAN.patrol_hours
    assert dear.deep_hours <= PLAN.deep_hours
    assert large.stored > base.stored
    assert large.week_wire > base.week_wire
    assert "| machines of 2 processors | 1 | 1 | 1 |" in national.table((country, PLAN, COSTS), base, [base, base])


PAGE = """
<!-- crawl -->
| tool | pages | CPU ms/page |
|---|---|---|
| kaoping, whole inspection | 2001 | 4.50 |
<!-- /crawl -->
<!-- growth -->
| pages | CPU ms/page | ratio | peak RSS MB | on the wire, KB/page | kept, KB/page |
|---|---|---|---|---|---|
| 2001 | 4.50 | 1.00 | 200 | 9.1 | 3.2 |
| 20001 | 4.60 | 1.02 | 260 | 9.2 | 3.1 |
<!-- /growth -->
<!-- network -->
| what | CPU ms | added | ms by the clock |
|---|---|---|---|
| request on an open connection, http | 0.30 | – | 1.00 |
| request on an open connection, https | 0.38 | +0.08 | 1.00 |
| first request to a host, https | 1.50 | +0.80 | 1.00 |
<!-- /network -->
<!-- probe -->
| due/s | CPU ms/visit |
|---|---|
| 100 | 1.57 |
| 150 | 1.13 |

| sites × visits a day | bytes per visit |
|---|---|
| 14000 × 48 | 6.7 |
<!-- /probe -->
"""


def test_costs_are_those_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(PAGE, encoding="utf-8")
    assert read_costs(page) == UnitCosts(4.5, 0.3, 0.08, 0.8, 1.13, 9100, 3200, 6.7, 260)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kaoping, whole", "another", "no row 'kaoping, whole inspection'"),
        ("| 4.50 |\n<!-- /crawl", "| – |\n<!-- /crawl", "no number 'CPU ms/page'"),
        ("<!-- /network -->", "", "no mark 'network'"),
    ],
)
def test_what_is_not_measured_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    page = tmp_path / "performance.md"
    page.write_text(PAGE.replace(old, new), encoding="utf-8")
    with pytest.raises(NotMeasuredError, match=told):
        read_costs(page)


def test_an_empty_place_is_told() -> None:
    with pytest.raises(NotMeasuredError, match="nothing measured at 'crawl'"):
        tables("<!-- crawl -->\n<!-- /crawl -->\n", "crawl")
