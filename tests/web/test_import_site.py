"""What a run saw of a site is taken over once, all of it, and nothing is taken for gone that was not looked at."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaoping.checks.discovery import all_checks
from kaoping.measures.params import full_params, params_key
from kaoping.measures.stakes import Stake
from kaoping.model.outcomes import CheckStatus, Outcome
from kaoping.runs.looked_at import Look
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError
from kaoping.web.monitoring.actions.import_site import import_site
from kaoping.web.monitoring.importing import SealedSite, Weighing, read_sealed
from kaoping.web.monitoring.models import Finding, FindingEvent, RunSite
from kaoping.web.registry.models import Column, Site
from tests.runs.small_site import pages, served
from tests.runs.test_inspect import inspected
from tests.web.conftest import City
from tests.web.monitored import CHECK, FIRST, run_of, sealed, sighting

SYSTEM, LIGHT = Actor(None), Weighing()


@pytest.fixture
def site(city: City) -> Site:
    return city.east.site


def taken(site: Site, day: int, what: SealedSite, weighing: Weighing = LIGHT) -> RunSite:
    return import_site(SYSTEM, run_of(site, day).pk, what, weighing)


def kinds(name: str = "") -> list[str]:
    rows = FindingEvent.objects.order_by("pk")
    return [row.kind for row in (rows.filter(finding__values__word=name) if name else rows)]


def test_what_is_new_stays_goes_and_comes_back(site: Site) -> None:
    a = sighting(site, "a")
    first = taken(site, 0, sealed([a, sighting(site, "b")]))
    assert (first.new_count, first.fixed_count, first.open_count) == (2, 0, 2)
    second = taken(site, 1, sealed([sighting(site, "a", at=FIRST + timedelta(days=1))], 1))
    assert (second.new_count, second.fixed_count, second.open_count) == (0, 1, 1)
    gone = Finding.objects.get(values__word="b")
    assert (gone.state, gone.fixed_at) == ("fixed", FIRST + timedelta(days=1, minutes=10))
    third = taken(site, 2, sealed([sighting(site, "b", Outcome.SUSPECTED, at=FIRST + timedelta(days=2))], 2))
    assert (third.new_count, third.fixed_count, third.open_count) == (1, 1, 1)
    back = Finding.objects.get(values__word="b")
    assert (back.state, back.outcome, back.fixed_at, back.first_seen) == ("open", "suspected", None, FIRST)
    assert kinds("b") == ["new", "fixed", "back"]
    assert kinds("a") == ["new", "fixed"]
    fourth = taken(site, 3, sealed([sighting(site, "b", at=FIRST + timedelta(days=3))], 3))
    assert (fourth.new_count, fourth.open_count) == (0, 1)
    assert kinds("b")[-1] == "changed"
    assert back.run_id == third.run_id


def test_taking_it_over_twice_changes_nothing(site: Site) -> None:
    row = run_of(site)
    what = sealed([sighting(site, "a"), sighting(site, "b")])
    for _ in range(2):
        import_site(SYSTEM, row.pk, what, LIGHT)
    assert (Finding.objects.count(), kinds()) == (2, ["new", "new"])


@pytest.mark.parametrize(
    "what",
    [
        sealed([], 1, looks={}),  # other pages were visited
        sealed([], 1, status=CheckStatus.NOT_MEASURED),
        sealed([], 1, looks={}, pages=0, stopped="unreachable"),
        sealed([], 1, pages=1),  # a page of maintenance that links to nothing
    ],
)
def test_what_was_not_looked_at_is_still_open(site: Site, what: SealedSite) -> None:
    taken(site, 0, sealed([sighting(site, "a")]))
    row = taken(site, 1, what)
    assert (row.fixed_count, row.open_count) == (0, 1)
    assert (Finding.objects.get().state, kinds()) == ("open", ["new"])


def test_a_page_that_was_read_again_without_it_is_enough(site: Site) -> None:
    taken(site, 0, sealed([sighting(site, "a"), sighting(site, "b")]))
    taken(site, 1, sealed([], 1, looks={f"{site.address}a.html": Look.READ, f"{site.address}b.html": Look.FAILED}))
    assert set(Finding.objects.values_list("values__word", "state")) == {("a", "fixed"), ("b", "open")}


def test_a_verdict_that_cannot_be_had_today_hides_none_of_yesterday(site: Site) -> None:
    taken(site, 0, sealed([sighting(site, "a")]))
    row = taken(site, 1, sealed([sighting(site, "a", Outcome.NOT_MEASURED), sighting(site, "c", Outcome.PASS)], 1))
    found = Finding.objects.get()
    assert (found.outcome, found.state, row.open_count, kinds()) == ("fail", "open", 1, ["new"])


def test_a_run_that_ended_before_another_changes_nothing_of_it(site: Site) -> None:
    taken(site, 1, sealed([sighting(site, "a", at=FIRST + timedelta(days=1))], 1))
    taken(site, 0, sealed([sighting(site, "z")], 0))
    assert set(Finding.objects.values_list("values__word", "state")) == {("a", "open"), ("z", "open")}


def test_findings_weigh_by_the_scheme(site: Site) -> None:
    params = params_key(full_params({}, all_checks()[CHECK].entry))
    weighing = Weighing({(CHECK, params): Stake.VETO}, training=True)
    taken(site, 0, sealed([sighting(site, "a")]), weighing)
    assert Finding.objects.values_list("severity", "training").get() == ("veto", True)
    taken(site, 1, sealed([sighting(site, "a", at=FIRST + timedelta(days=1))], 1))
    assert Finding.objects.values_list("severity", "training").get() == ("veto", True)  # known by no scheme of its own
    taken(site, 2, sealed([sighting(site, "a", at=FIRST + timedelta(days=2))], 2), Weighing({}))
    assert Finding.objects.values_list("severity", "training").get() == ("notice", False)


def test_nobody_hands_in_findings_of_their_own(site: Site, actor: Callable[..., Actor]) -> None:
    row = run_of(site)
    with pytest.raises(OutOfReachError):
        import_site(actor(Role.BODY), row.pk, sealed([]), LIGHT)
    with pytest.raises(OutOfReachError):
        import_site(SYSTEM, 0, sealed([]), LIGHT)


def test_a_thousand_findings_are_written_in_batches(site: Site) -> None:
    with CaptureQueriesContext(connection) as asked:
        taken(site, 0, sealed([sighting(site, str(n)) for n in range(1000)]))
    assert len(asked) <= 50


def test_a_real_folder_is_taken_over(site: Site, tmp_path: Path) -> None:
    with served(pages()) as address:
        folder = inspected(address, tmp_path).directory
    row = import_site(SYSTEM, run_of(site).pk, read_sealed(folder), LIGHT)
    (dead,) = Finding.objects.filter(check_id="dead-link")
    assert (dead.outcome, dead.values["status"], dead.page_kind) == ("fail", 404, "home")
    assert dead.evidence["digest"].startswith("sha256:")
    assert (row.state, row.pages, row.reachable) == ("imported", 4, True)
    assert {one["status"] for one in row.checks} <= {"not_applicable", "not_measured"}
    assert Column.objects.values_list("name", "state").get() == ("政务动态", "proposed")
