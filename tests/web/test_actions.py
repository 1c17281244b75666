"""Every write: what it changes, what it logs, what it refuses."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kaoping.web.accounts.actions.accept_invitation import accept_invitation
from kaoping.web.accounts.actions.change_person import change_person
from kaoping.web.accounts.actions.grant_role import Grant, grant_role
from kaoping.web.accounts.actions.invite_person import VALID, invite_person
from kaoping.web.accounts.actions.renew_invitation import renew_invitation
from kaoping.web.accounts.actions.revoke_role import revoke_role
from kaoping.web.accounts.models import Invitation, Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import ACTIONS, Actor, ConflictError, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.registry.actions.add_media_account import add_media_account
from kaoping.web.registry.actions.add_region import add_region
from kaoping.web.registry.actions.add_site import add_site
from kaoping.web.registry.actions.add_unit import add_unit
from kaoping.web.registry.actions.change_media_account import change_media_account
from kaoping.web.registry.actions.change_region import change_region
from kaoping.web.registry.actions.change_site import change_site
from kaoping.web.registry.actions.change_site_state import NEXT, TIMED, Step, change_site_state
from kaoping.web.registry.actions.change_unit import change_unit
from kaoping.web.registry.models import Region, Site, Unit
from tests.web.conftest import City, Place

ActorOf = Callable[..., Actor]
TODAY = date(2026, 11, 20)
PASSWORD = "Xi-Yang-2026"


def last() -> Entry:
    """The newest entry of the log."""
    entry = Entry.objects.first()
    assert entry is not None
    return entry


def test_every_action_is_tested() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in ACTIONS if f"{name.partition('.')[2]}(" not in texts] == []


# Regions


def test_a_region_is_put_below_another(city: City, actor: ActorOf) -> None:
    fields = {"code": "321301001", "name": "河滨镇", "level": "town", "parent": city.east.region}
    town = add_region(actor(Role.BODY), fields)
    assert town.path == f"{city.east.region.path}{town.pk}/"
    assert (last().action, last().object_label) == ("registry.add_region", "河滨镇")


def test_a_region_is_not_put_beyond_reach(city: City, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    for parent in (city.region, city.west.region, None):
        with pytest.raises(RefusedError):
            add_region(body, {"code": "321301001", "name": "河滨镇", "level": "town", "parent": parent})
    assert not Region.objects.filter(code="321301001").exists()


def test_a_moved_region_takes_all_below_it_along(city: City, actor: ActorOf) -> None:
    admin = actor(Role.ADMIN)
    town = add_region(admin, {"code": "321301001", "name": "河滨镇", "level": "town", "parent": city.east.region})
    moved = change_region(admin, city.east.region.pk, {"parent": Edit(city.region, city.west.region)})
    town.refresh_from_db()
    assert town.path == f"{city.west.region.path}{moved.pk}/{town.pk}/"


def test_a_region_does_not_come_to_lie_below_itself(city: City, actor: ActorOf) -> None:
    with pytest.raises(RefusedError, match="下级"):
        change_region(actor(Role.ADMIN), city.region.pk, {"parent": Edit(None, city.east.region)})


# Units


def test_a_unit_is_registered_and_logged(city: City, actor: ActorOf) -> None:
    unit = add_unit(actor(Role.BODY), {"code": "wjw", "name": "东县卫健委", "region": city.east.region})
    entry = last()
    assert entry.object_id == str(unit.pk)
    assert entry.actor_name == "某考评机构（body-321301）"
    assert entry.changes["name"] == [None, "东县卫健委"]
    assert entry.address == "127.0.0.1"


def test_an_exemption_needs_its_reason(city: City, actor: ActorOf) -> None:
    body, unit = actor(Role.BODY), city.east.unit
    with pytest.raises(RefusedError, match="免设依据"):
        change_unit(body, unit.pk, {"exempt": Edit(False, True)})
    unit.refresh_from_db()
    assert not unit.exempt
    assert not Entry.objects.filter(action="registry.change_unit").exists()
    change_unit(body, unit.pk, {"exempt": Edit(False, True), "exempt_reason": Edit("", "宿政办发〔2022〕1号")})
    assert last().changes["exempt"] == [False, True]


def test_a_unit_with_a_running_site_stays_registered(city: City, actor: ActorOf) -> None:
    with pytest.raises(RefusedError, match="东县教育网"):
        change_unit(actor(Role.BODY), city.east.unit.pk, {"active": Edit(True, False)})


def test_superiors_form_no_circle(city: City, actor: ActorOf) -> None:
    admin = actor(Role.ADMIN)
    change_unit(admin, city.east.unit.pk, {"superior": Edit(None, city.west.unit)})
    with pytest.raises(RefusedError, match="主管单位"):
        change_unit(admin, city.west.unit.pk, {"superior": Edit(None, city.east.unit)})


def test_what_others_changed_meanwhile_stays(city: City, actor: ActorOf) -> None:
    body, pk = actor(Role.BODY), city.east.unit.pk
    change_unit(body, pk, {"leader": Edit("", "张三 副局长")})
    change_unit(body, pk, {"short_name": Edit("", "教育局")})
    assert (Unit.objects.get(pk=pk).leader, Unit.objects.get(pk=pk).short_name) == ("张三 副局长", "教育局")
    with pytest.raises(ConflictError) as caught:
        change_unit(body, pk, {"leader": Edit("", "李四 局长")})
    assert caught.value.fields == {"leader": ("", "张三 副局长", "李四 局长")}
    assert Unit.objects.get(pk=pk).leader == "张三 副局长"


def test_nothing_is_logged_where_nothing_changes(city: City, actor: ActorOf) -> None:
    before = Entry.objects.count()
    change_unit(actor(Role.BODY), city.east.unit.pk, {"name": Edit("东县教育局", "东县教育局")})
    assert Entry.objects.count() == before


def test_a_foreign_unit_is_not_there(city: City, actor: ActorOf) -> None:
    with pytest.raises(OutOfReachError):
        change_unit(actor(Role.BODY), city.west.unit.pk, {"name": Edit("西县教育局", "改名")})


# Sites and accounts


@pytest.mark.parametrize("address", ["http://www.jyj-321302.example.gov.cn", "https://jyj-321302.example.gov.cn/"])
def test_two_units_do_not_claim_one_site(city: City, actor: ActorOf, address: str) -> None:
    fields = {"unit": city.east.unit, "name": "重复", "address": address}
    with pytest.raises(RefusedError, match="西县教育局"):
        add_site(actor(Role.BODY), fields, TODAY)
    with pytest.raises(RefusedError, match="西县教育局"):
        change_site(actor(Role.LIAISON), city.east.site.pk, {"address": Edit(city.east.site.address, address)})


def test_a_site_begins_its_life_when_registered(city: City, actor: ActorOf) -> None:
    fields = {"unit": city.east.unit, "name": "东县招生网", "address": "https://zs.example.gov.cn/"}
    site = add_site(actor(Role.LIAISON), fields, TODAY)
    assert site.host == "zs.example.gov.cn"
    assert [(step.state, step.since) for step in site.state_changes.all()] == [("running", TODAY)]


@pytest.mark.parametrize("now", Site.State)
@pytest.mark.parametrize("after", Site.State)
def test_a_site_goes_only_where_it_may(city: City, actor: ActorOf, now: str, after: str) -> None:
    site = city.east.site
    Site.objects.filter(pk=site.pk).update(state=now)
    step = Step(after, TODAY, "批复", TODAY + timedelta(days=30), "https://new.example.gov.cn/")
    if after not in NEXT[now]:
        with pytest.raises(RefusedError):
            change_site_state(actor(Role.BODY), site.pk, now, step)
        return
    moved = change_site_state(actor(Role.BODY), site.pk, now, step)
    newest = moved.state_changes.first()
    assert newest is not None
    assert (moved.state, newest.state, newest.reason) == (after, after, "批复")
    assert (moved.state_until is not None) == (after in TIMED)
    assert bool(moved.migrated_to) == (after == Site.State.MIGRATED)


def test_a_state_that_was_not_seen_is_not_left(city: City, actor: ActorOf) -> None:
    with pytest.raises(RefusedError, match="正常运行"):
        change_site_state(actor(Role.BODY), city.east.site.pk, "offline", Step("closed", TODAY, "关停"))


def test_a_pause_has_its_end(city: City, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    for until in (None, TODAY - timedelta(days=1)):
        with pytest.raises(RefusedError, match="截止日期"):
            change_site_state(body, city.east.site.pk, "running", Step("redesign", TODAY, "改版", until))


def test_an_account_is_registered_once(city: City, actor: ActorOf) -> None:
    fields = {"unit": city.east.unit, "platform": "weibo", "name": "东县发布", "identifier": "dxfb"}
    liaison = actor(Role.LIAISON)
    account = add_media_account(liaison, fields)
    with pytest.raises(ValidationError):
        add_media_account(liaison, fields)
    change_media_account(liaison, account.pk, {"last_post_on": Edit(None, TODAY)})
    assert last().changes == {"last_post_on": [None, "2026-11-20"]}
    with pytest.raises(RefusedError):
        add_media_account(liaison, fields | {"unit": city.west.unit, "identifier": "other"})


# People


def invited(actor: Actor, name: str = "zhangsan") -> tuple[User, str]:
    """Somebody new, and the secret of the link."""
    return invite_person(actor, {"username": name, "name": "张三", "email": "z@example.gov.cn"}, timezone.now())


def test_an_invited_person_sets_a_password_once(city: City, actor: ActorOf) -> None:
    person, secret = invited(actor(Role.BODY))
    assert not person.has_usable_password()
    accept_invitation(secret, PASSWORD, timezone.now())
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    with pytest.raises(RefusedError, match="失效"):
        accept_invitation(secret, PASSWORD, timezone.now())


def test_a_link_does_not_work_for_ever(city: City, actor: ActorOf) -> None:
    _, secret = invited(actor(Role.BODY))
    with pytest.raises(RefusedError):
        accept_invitation(secret, PASSWORD, timezone.now() + VALID + timedelta(seconds=1))


def test_a_new_link_ends_the_old_one(city: City, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    person, old = invited(body)
    _, new = renew_invitation(body, person.pk, timezone.now())
    with pytest.raises(RefusedError):
        accept_invitation(old, PASSWORD, timezone.now())
    assert accept_invitation(new, PASSWORD, timezone.now()) == person


def test_a_weak_password_leaves_the_link_usable(city: City, actor: ActorOf) -> None:
    _, secret = invited(actor(Role.BODY))
    for weak in ("short", "alllowercaseletters", "12345678901", "zhangsan"):
        with pytest.raises(ValidationError):
            accept_invitation(secret, weak, timezone.now())
    assert Invitation.objects.get().used_at is None


def test_secrets_and_addresses_are_not_in_the_log(city: City, actor: ActorOf) -> None:
    person, secret = invited(actor(Role.BODY))
    accept_invitation(secret, PASSWORD, timezone.now())
    said = "".join(str(entry.changes) for entry in Entry.objects.all())
    for hidden in (secret, PASSWORD, "z@example.gov.cn", person.password):
        assert hidden not in said
    assert "hmac:" in said


def test_the_assessed_do_not_mark(city: City, actor: ActorOf) -> None:
    body, person = actor(Role.BODY), invited(actor(Role.ADMIN))[0]
    grant_role(body, person.pk, Grant(Role.LIAISON, unit=city.east.unit))
    for role in (Role.ASSESSOR, Role.EXPERT):
        with pytest.raises(RefusedError, match="职责分离"):
            grant_role(body, person.pk, Grant(role, region=city.east.region))
    other = invited(body, "lisi")[0]
    grant_role(body, other.pk, Grant(Role.ASSESSOR, region=city.east.region))
    with pytest.raises(RefusedError, match="职责分离"):
        grant_role(body, other.pk, Grant(Role.LEADER, unit=city.east.unit))


def test_nobody_gives_more_than_they_have(city: City, actor: ActorOf) -> None:
    body, person = actor(Role.BODY), invited(actor(Role.ADMIN))[0]
    for role in (Role.ADMIN, Role.AUDITOR):
        with pytest.raises((RefusedError, OutOfReachError)):
            grant_role(body, person.pk, Grant(role))
        with pytest.raises(OutOfReachError):
            grant_role(body, person.pk, Grant(role, region=city.east.region))
    with pytest.raises(RefusedError, match="范围"):
        grant_role(body, person.pk, Grant(Role.EDITOR, region=city.west.region))
    with pytest.raises(RefusedError, match="范围"):
        grant_role(body, person.pk, Grant(Role.LIAISON, unit=city.west.unit))
    assert not person.memberships.exists()


@pytest.mark.parametrize(
    ("role", "place"), [(Role.LIAISON, "region"), (Role.LIAISON, None), (Role.EDITOR, "unit"), (Role.EDITOR, None)]
)
def test_a_role_fits_its_place(city: City, actor: ActorOf, role: Role, place: str | None) -> None:
    person = invited(actor(Role.ADMIN))[0]
    grant = Grant(role, **({place: getattr(city.east, place)} if place else {}))
    with pytest.raises(RefusedError):
        grant_role(actor(Role.BODY), person.pk, grant)


def test_a_role_is_taken_back(city: City, actor: ActorOf) -> None:
    body, person = actor(Role.BODY), invited(actor(Role.ADMIN))[0]
    membership = grant_role(body, person.pk, Grant(Role.EDITOR, region=city.east.region))
    assert grant_role(body, person.pk, Grant(Role.EDITOR, region=city.east.region)) == membership
    revoke_role(body, membership.pk)
    assert not person.memberships.exists()
    assert last().action == "accounts.revoke_role"


def test_one_administrator_is_left(city: City, actor: ActorOf) -> None:
    admin = actor(Role.ADMIN)
    with pytest.raises(RefusedError, match="至少"):
        revoke_role(admin, Membership.objects.get(role=Role.ADMIN).pk)


def test_nobody_locks_themselves_out(city: City, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    assert body.user is not None
    with pytest.raises(RefusedError, match="自己"):
        change_person(body, body.user.pk, {"is_active": Edit(True, False)})


def test_people_with_roles_beyond_reach_are_beyond_reach(
    city: City, actor: ActorOf, person: Callable[[Role, Place], User]
) -> None:
    foreign = person(Role.EDITOR, city.west)
    with pytest.raises(OutOfReachError):
        change_person(actor(Role.BODY), foreign.pk, {"is_active": Edit(True, False)})
    with pytest.raises(OutOfReachError):
        renew_invitation(Actor(User.objects.get(username="body-321301")), foreign.pk, timezone.now())


def test_nobody_acts_without_the_permission(city: City, actor: ActorOf) -> None:
    for role in (Role.APPROVER, Role.ASSESSOR, Role.LEADER, Role.AUDITOR, Role.EDITOR):
        with pytest.raises(OutOfReachError):
            add_unit(actor(role), {"code": "x", "name": "x", "region": city.east.region})
