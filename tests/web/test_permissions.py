"""Every address × every role × own and foreign region: who gets in is said here, by hand, and nowhere derived.

An address without a row here fails the test.
"""

from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from kaoping.draws.values import Candidate, Pool, PoolName
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import GLOBAL_ROLES, Role
from kaoping.web.actions import Actor
from kaoping.web.cycles.actions.commit_draw import commit_draw
from kaoping.web.cycles.actions.seal_round import Sealing, seal_round
from kaoping.web.cycles.models import Cycle, DrawRound
from kaoping.web.imports.models import Draft
from kaoping.web.monitoring.actions.add_patrol import add_patrol
from kaoping.web.monitoring.models import Finding, Run
from kaoping.web.notices.models import Robot
from kaoping.web.registry.actions.add_column import add_column
from kaoping.web.registry.actions.add_contact import add_contact
from tests.web.appeal_rows import APPEAL_PAGES, APPEALS_POSTED, OF_FED_BACK, about_appeals, appealed_in
from tests.web.conftest import City, Place
from tests.web.duty_world import about_duty, read_in
from tests.web.findings import FINDING_PAGES, about_finding, found_by, put_to_people
from tests.web.limits_world import LIMITS_PAGES, about_limits, limits_in
from tests.web.marking_world import VERSION_PAGES, VERSION_POSTS, about_marking, mark_in
from tests.web.region_hours import HOURS_PAGES, about_hours, hours_in
from tests.web.report_pages import REPORT_PAGES, REPORTS_POSTED, about_report, reports_in

ALL = frozenset(Role)
EDITORS = frozenset({Role.ADMIN, Role.BODY})
SITE_EDITORS = EDITORS | {Role.LIAISON}
UNIT_PEOPLE = frozenset({Role.LIAISON, Role.LEADER})
CONTACT_READERS = SITE_EDITORS | {Role.LEADER, Role.DISPATCHER}
PEOPLE_READERS = EDITORS | {Role.APPROVER, Role.AUDITOR}
OVERSEERS = PEOPLE_READERS
JUDGES = frozenset({Role.BODY, Role.EXPERT, Role.ASSESSOR})
LOG_READERS = frozenset({Role.ADMIN, Role.AUDITOR})
UNIT_ROWS = ("registry:unit", "registry:unit-edit")

# name of the address → roles that get in (where it is about a row: to one in their own region)
PAGES: dict[str, frozenset[Role]] = {
    "home": ALL,
    "registry:units": ALL,
    "registry:unit": ALL,
    "registry:unit-add": EDITORS,
    "registry:unit-edit": EDITORS,
    "registry:unit-options": ALL,
    "registry:unit-new-contact": SITE_EDITORS,
    "registry:contacts": CONTACT_READERS,
    "registry:contact-edit": SITE_EDITORS,
    "registry:contact-remove": SITE_EDITORS,
    "registry:sites": ALL,
    "registry:site": ALL,
    "registry:site-add": SITE_EDITORS,
    "registry:site-edit": SITE_EDITORS,
    "registry:site-state": SITE_EDITORS,
    "registry:site-new-column": SITE_EDITORS,
    "registry:columns": ALL,
    "registry:column": ALL,
    "registry:column-edit": SITE_EDITORS,
    "registry:media": ALL,
    "registry:media-account": ALL,
    "registry:media-add": SITE_EDITORS,
    "registry:media-edit": SITE_EDITORS,
    "registry:regions": EDITORS,
    "registry:region": EDITORS,
    "registry:region-add": EDITORS,
    "registry:region-options": EDITORS,
    "cycles:cycles": ALL,
    "cycles:cycle-add": EDITORS,
    "cycles:cycle": ALL,
    "cycles:cycle-edit": EDITORS,
    "cycles:cycle-clone": EDITORS,
    "cycles:cycle-children": EDITORS,
    "cycles:cycle-scheme": ALL,
    "cycles:cycle-scheme-edit": EDITORS,
    "cycles:cycle-scheme-file": ALL,
    "cycles:cycle-units": ALL,
    "cycles:cycle-assign": EDITORS,
    "cycles:participant": EDITORS,
    "cycles:cycle-days": ALL,
    "cycles:day": EDITORS,
    "cycles:cycle-step": EDITORS,
    "cycles:cycle-announcement": ALL,
    "cycles:cycle-draws": ALL,
    "cycles:cycle-draw-commit": EDITORS,
    "cycles:cycle-draw-seal": EDITORS,
    "cycles:cycle-draw-candidates": EDITORS,
    "cycles:cycle-draw-verify": ALL,
    "cycles:cycle-draw-file": ALL,
    "cycles:draw-round": ALL,
    "monitoring:dashboard": ALL,
    "monitoring:checks": ALL,
    "monitoring:outages": ALL,
    "monitoring:availability": ALL,
    "monitoring:runs": ALL,
    "monitoring:run": ALL,
    "monitoring:progress": ALL,
    "monitoring:run-site": ALL,
    "monitoring:order": EDITORS,
    "monitoring:patrols": EDITORS,
    "monitoring:patrol-add": EDITORS,
    "monitoring:patrol-edit": EDITORS,
    "marking:cycles": OVERSEERS,
    "marking:cycle": OVERSEERS,
    "marking:cycle-allot": EDITORS,
    "marking:cycle-marks": OVERSEERS,
    "marking:mark": OVERSEERS,
    "marking:desk": JUDGES,
    "jobs:failures": frozenset({Role.ADMIN}),
    "calendars:calendars": ALL,
    "calendars:import": frozenset({Role.ADMIN}),
    "duplicates:duplicates": EDITORS,
    "duplicates:unit-merge": EDITORS,
    "duty:calendar": ALL,
    "duty:unit-write": UNIT_PEOPLE,
    "duty:readings": ALL,
    "duty:reading": ALL,
    "duty:reading-edit": UNIT_PEOPLE,
    "duty:reading-problem": UNIT_PEOPLE,
    "duty:problem": UNIT_PEOPLE,
    "duty:rules": EDITORS,
    "duty:rule-add": EDITORS,
    "duty:rule": EDITORS,
    "marking:cycle-agreement": OVERSEERS,
    "marking:cycle-differences": OVERSEERS,
    "marking:cycle-panels": OVERSEERS,
    "marking:file": OVERSEERS,
    "marking:cycle-materials": OVERSEERS,
    "marking:material": OVERSEERS,
    "marking:materials": UNIT_PEOPLE,
    "marking:unit-materials": UNIT_PEOPLE,
    "marking:own-material": UNIT_PEOPLE,
    "results:cycles": OVERSEERS | UNIT_PEOPLE,
    "results:cycle": OVERSEERS,
    "results:cycle-matrix": OVERSEERS,
    "results:cycle-groups": OVERSEERS,
    "results:cycle-whatif": OVERSEERS,
    "results:unit": OVERSEERS,  # a unit its own, once it was fed back
    "results:unit-gains": OVERSEERS,
    "results:unit-whatif": OVERSEERS,
    "results:mark-file": OVERSEERS,
    "imports:imports": EDITORS,
    "imports:template": EDITORS,
    "notices:notices": ALL,
    "notices:settings": ALL,
    "notices:channels": EDITORS,
    "notices:robot": EDITORS,
    "notices:robot-add": EDITORS,
    "notices:robot-edit": EDITORS,
    "notices:deliveries": EDITORS,
    "accounts:people": PEOPLE_READERS,
    "accounts:person": PEOPLE_READERS,
    "accounts:person-edit": EDITORS,
    "accounts:invite": EDITORS,
    "audit:entries": LOG_READERS,
    "audit:verify": LOG_READERS,
}
PAGES |= FINDING_PAGES | HOURS_PAGES | LIMITS_PAGES | REPORT_PAGES | APPEAL_PAGES | VERSION_PAGES
POSTED = (
    APPEALS_POSTED
    | VERSION_POSTS
    | {
        "accounts:reinvite": EDITORS,
        "accounts:role-revoke": EDITORS,
        "cycles:cycle-draw-reveal": EDITORS,
        "registry:column-decide": SITE_EDITORS,
        "monitoring:finding-decide": EDITORS,
        "monitoring:withdraw": EDITORS,
        "monitoring:run-stop": EDITORS,
        "monitoring:run-resume": EDITORS,
        "marking:allotment-withdraw": EDITORS,
        "notices:robot-test": EDITORS,
        **REPORTS_POSTED,
    }
)
OWN_ONLY = OF_FED_BACK | {"imports:preview", "notices:notice"}  # only its uploader's, only who is told; whoever that is
OWN_ONLY |= {  # only the assessor's
    *("marking:desk-cycle", "marking:desk-finish", "marking:judge", "marking:file-add", "marking:own-file"),
    *("marking:file-remove", "marking:call-add", "marking:call-remove", "marking:judged-material"),
}
UNPLACED = {
    "monitoring:undo": EDITORS,
    "monitoring:keep-view": ALL,
    "notices:mail-test": EDITORS,
}  # posted; about the person's own last act
WITHOUT = {"monitoring:finding-picture": ALL}  # 404 in these tests: no browser made a picture
OWN_ONLY |= {"marking:judge-stored", "sitereports:publish"}  # once it was handed in
OPEN = {"health", "metrics", "accounts:invitation", "account_login", "account_logout", "account_inactive"}
OPEN |= {"set_language", "openid_connect_login", "openid_connect_callback"}
SIGNED_IN = {  # about oneself, the library's own pages
    "account_change_password", "account_reauthenticate", "usersessions_list", "mfa_index", "mfa_authenticate",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip


RUN_PAGES = {f"monitoring:{name}" for name in ("run", "progress", "run-stop", "run-resume", "run-site", "patrol-edit")}


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The names of all addresses, as `reverse` takes them."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def about(name: str, where: Place) -> dict[str, object]:
    """What the address takes, for a row in a county."""
    rows = {"unit": where.unit, "site": where.site, "media": where.account, "region": where.region}
    if name.startswith("registry:column") and name != "registry:columns":
        return {"pk": where.site.columns.get().pk}
    if name.startswith("registry:contact-"):
        return {"pk": where.unit.contacts.get().pk}
    if name.startswith("calendars:"):
        return about_hours(name, where.region)
    if name.startswith("limits:"):
        return about_limits(name, where.region)
    if name.startswith("duty:"):
        return about_duty(name, where)
    if name == "imports:template":
        return {"kind": "units"}
    if name.startswith("accounts:person") or name == "accounts:reinvite":
        return {"pk": User.objects.get(username=f"target-{where.region.code}").pk}
    if name == "accounts:role-revoke":
        return {"pk": Membership.objects.get(user__username=f"target-{where.region.code}").pk}
    if name.startswith("cycles:") and name not in ("cycles:cycles", "cycles:cycle-add"):
        return about_cycle(name, Cycle.objects.get(body=where.region))
    if name in ("notices:robot", "notices:robot-edit", "notices:robot-test"):
        return {"pk": Robot.objects.get(region=where.region).pk}
    if name in RUN_PAGES:
        return about_run(name, Run.objects.filter(body=where.region).latest("pk"))
    if name.startswith("monitoring:"):
        return about_finding(name, Finding.objects.filter(site=where.site, check_id="dead-link").get())
    if name.startswith(("marking:", "results:")):
        return about_marking(name, Cycle.objects.get(body=where.region))
    if name.startswith(("selfassessment:", "sitereports:")):
        return about_report(name, where)
    if name.startswith("appeals:"):
        return about_appeals(name, Cycle.objects.get(body=where.region))
    kind = name.partition(":")[2].partition("-")[0]
    bare = name.endswith(("-add", "-options", "s")) or name in ("home", "registry:media", "accounts:people")
    bare = bare or name.startswith("audit:") or name == "accounts:invite"
    return {} if bare else {"pk": rows[kind].pk}


def about_cycle(name: str, cycle: Cycle) -> dict[str, object]:
    """What an address about a cycle takes."""
    if name == "cycles:participant":
        return {"pk": cycle.participants.get().pk}
    if name == "cycles:day":
        return {"pk": cycle.days.get(milestone="publication").pk}
    if name == "cycles:draw-round":
        return {"pk": DrawRound.objects.get(draw__cycle=cycle).pk}
    if name == "cycles:cycle-draw-file":
        return {"pk": cycle.pk, "name": "commitment.json"}
    step = {"step": "begin_buffer"} if name == "cycles:cycle-step" else {}
    return {"pk": cycle.pk, **step}


def about_run(name: str, run: Run) -> dict[str, object]:
    """What an address about a run, one of its sites or its plan takes."""
    if name == "monitoring:run-site":
        return {"pk": run.sites.get().pk}
    return {"pk": run.body.patrols.get().pk if name == "monitoring:patrol-edit" else run.pk}


@pytest.fixture
def targets(city: City, person: Callable[..., User], announced_in: Callable[..., Cycle], inspected_once: Path) -> City:
    """Somebody in each county to look at, an announced cycle, and findings, one of them decided."""
    for where in (city.east, city.west):
        person(Role.EDITOR, where, f"target-{where.region.code}")
        fields = {"site": where.site, "name": f"{where.region.name}动态", "url": f"{where.site.address}dt/"}
        add_column(Actor(None), fields)
        hours_in(where.region)
        limits_in(where.region)
        add_contact(Actor(None), {"unit": where.unit, "kind": "leader", "name": f"{where.region.name}某局长"})
        read_in(where)
        draw = commit_draw(Actor(None), announced_in(where).pk, "", timezone.now())
        pool = Pool(PoolName("indicators", "areas", "*"), 1, "抽查领域", (Candidate("area1", "教育领域"),))
        seal_round(Actor(None), draw.pk, Sealing("", (pool,)), timezone.now())
        found = next(row for row in found_by(inspected_once, where, with_folder=True) if row.check_id == "dead-link")
        by = User.objects.get(username=f"target-{where.region.code}")
        put_to_people(found, by)
        add_patrol(Actor(None), {"name": "每日巡查", "body": where.region, "at": time(1)})
        Robot.objects.create(name="工作群", platform="wecom", region=where.region, secret="-")
        judge = person(Role.ASSESSOR, where, f"judge-{where.region.code}")
        mark_in(draw.cycle, judge)
        reports_in(draw.cycle, where)
        appealed_in(draw.cycle, judge)
    return city


def test_every_address_has_a_row() -> None:
    assert set(addresses()) == set(PAGES) | set(POSTED) | set(UNPLACED) | set(WITHOUT) | OWN_ONLY | OPEN | SIGNED_IN


@pytest.mark.parametrize("role", Role)
def test_who_gets_in(role: Role, targets: City, browse: Callable[..., Client]) -> None:
    client = browse(role)
    wrong = []
    for name, allowed in PAGES.items():
        kwargs = about(name, targets.east)
        status = client.get(reverse(name, kwargs=kwargs)).status_code
        if (status == 200) != (role in allowed) or status not in (200, 403, 404):
            wrong.append(f"{name}: {status}")
    assert wrong == []


@pytest.mark.parametrize("role", sorted(ALL - GLOBAL_ROLES))
def test_nobody_reaches_another_county(role: Role, targets: City, browse: Callable[..., Client]) -> None:
    client = browse(role)
    for name in PAGES:
        kwargs = about(name, targets.west)
        if "pk" in kwargs:
            assert client.get(reverse(name, kwargs=kwargs)).status_code in (403, 404), name


@pytest.mark.parametrize("role", Role)
def test_who_may_post(role: Role, targets: City, browse: Callable[..., Client]) -> None:
    client = browse(role)
    for name, allowed in POSTED.items():
        status = client.post(reverse(name, kwargs=about(name, targets.east))).status_code
        assert (status in (200, 302)) == (role in allowed), name
        if role not in GLOBAL_ROLES:
            assert client.post(reverse(name, kwargs=about(name, targets.west))).status_code in (403, 404), name
        assert client.get(reverse(name, kwargs=about(name, targets.west))).status_code in (403, 405), name


@pytest.mark.parametrize("role", Role)
def test_who_may_post_about_the_own(role: Role, targets: City, browse: Callable[..., Client]) -> None:
    client = browse(role)
    for name, allowed in UNPLACED.items():
        assert (client.post(reverse(name)).status_code == 302) == (role in allowed), name


def test_nobody_gets_in_without_signing_in(targets: City, client: Client) -> None:
    for name in PAGES:
        response = client.get(reverse(name, kwargs=about(name, targets.east)))
        assert response.status_code == 302, name
        assert response["Location"].startswith(reverse("account_login")), name
    for name in SIGNED_IN:
        assert client.get(reverse(name)).status_code in (302, 404), name


def test_a_preview_is_its_uploaders_alone(targets: City, browse: Callable[..., Client]) -> None:
    other = browse(Role.BODY, targets.west)
    own = browse(Role.BODY)
    uploader = User.objects.get(username=f"body-{targets.east.region.code}")
    draft = Draft.objects.create(kind="units", file_name="单位.xlsx", rows=[], uploaded_by=uploader)
    address = reverse("imports:preview", kwargs={"pk": draft.pk})
    assert own.get(address).status_code == 200
    assert other.get(address).status_code == 404
    assert browse(Role.ADMIN).get(address).status_code == 404


@pytest.mark.parametrize("role", sorted(ALL - GLOBAL_ROLES))
def test_lists_show_the_own_county_only(role: Role, targets: City, browse: Callable[..., Client]) -> None:
    client = browse(role)
    lists = ("registry:units", "registry:sites", "registry:columns", "registry:media", "cycles:cycles")
    for name in (*lists, "monitoring:findings", "monitoring:replies", "monitoring:waivers", "monitoring:runs"):
        text = client.get(reverse(name)).content.decode()
        assert "东县" in text, name
        assert "西县" not in text, name
        exported = b"".join(client.get(reverse(name), {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
        assert "西县" not in exported, name


@pytest.mark.parametrize("role", Role)
def test_a_draft_is_seen_by_those_who_make_approve_or_audit_it(
    role: Role, city: City, cycle_in: Callable[..., Cycle], browse: Callable[..., Client]
) -> None:
    address = reverse("cycles:cycle", kwargs={"pk": cycle_in(city.east).pk})
    may = role in EDITORS | {Role.APPROVER, Role.AUDITOR}
    assert browse(role).get(address).status_code == (200 if may else 404)


def test_units_see_the_citys_cycle_that_they_are_in(
    city: City, announced_in: Callable[..., Cycle], browse: Callable[..., Client]
) -> None:
    whole = announced_in(Place(city.region, city.east.unit, city.east.site, city.east.account))
    address = reverse("cycles:cycle-announcement", kwargs={"pk": whole.pk})
    assert browse(Role.LIAISON).get(address).status_code == 200
    assert browse(Role.BODY).get(address).status_code == 200
    assert browse(Role.LIAISON, city.west).get(address).status_code == 404
    edit = reverse("cycles:cycle-edit", kwargs={"pk": whole.pk})
    assert browse(Role.ADMIN).get(edit).status_code == 200
