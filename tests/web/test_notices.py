"""What people are told, by whom, once; where they read it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kaoping.web.accounts.actions.grant_role import Grant, grant_role
from kaoping.web.accounts.actions.invite_person import invite_person
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Permission, Role
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor, Edit, RefusedError, action
from kaoping.web.cycles.actions.change_day import change_day
from kaoping.web.cycles.actions.take_step import Wanted, take_step
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.notices.actions.mark_read import mark_read
from kaoping.web.notices.kinds import NoticeKind, Severity, all_kinds
from kaoping.web.notices.models import Notice
from kaoping.web.notices.recipients import Recipients, people_of_region, people_of_units, these
from kaoping.web.registry.models import Unit
from tests.web.conftest import City

Browse = Callable[..., Client]
PersonOf = Callable[..., User]
CycleIn = Callable[..., Cycle]
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
KIND = NoticeKind("test-due", "测试事项", "$unit有事要办", "请在 $day 前办理。", Severity.ACTION)


def tell(to: Recipients, key: str = "1", by: User | None = None, **values: object) -> int:
    """Tell some people of a test."""
    given = {"unit": "东县教育局", "day": date(2026, 11, 27), **values}
    return Act("test.tell", Actor(by), Scope()).tell(KIND, to, key=key, link="/cycles/", at=NOW, **given)


def names() -> set[str]:
    """Who was told."""
    return set(Notice.objects.values_list("person__username", flat=True))


# Who is told, and once


def test_people_of_a_unit_are_its_liaison_and_leader(city: City, person: PersonOf) -> None:
    for role in (Role.LIAISON, Role.LEADER, Role.BODY):
        person(role)
    person(Role.LIAISON, city.west)
    assert tell(people_of_units([city.east.unit])) == 2
    assert names() == {"liaison-321301", "leader-321301"}
    row = Notice.objects.get(person__username="liaison-321301")
    assert (row.title, row.text) == ("东县教育局有事要办", "请在 2026-11-27 前办理。")
    assert (row.unit, row.region, row.made_at, row.read_at) == (city.east.unit, None, NOW, None)


def test_a_body_is_the_one_of_the_region_or_the_nearest_above(city: City, person: PersonOf) -> None:
    office = User.objects.create_user("city-body", "市考评办")
    Membership.objects.create(user=office, role=Role.BODY, region=city.region)
    person(Role.BODY, city.west)
    assert tell(people_of_region(city.east.region)) == 1
    assert names() == {"city-body"}
    assert tell(people_of_region(city.west.region), "2") == 1
    assert names() == {"city-body", "body-321302"}


def test_nobody_is_told_twice(city: City, person: PersonOf) -> None:
    liaison = person(Role.LIAISON)
    to = people_of_units(Unit.objects.all()) | these(liaison)
    assert tell(to) == 1
    person(Role.LEADER)
    assert tell(to) == 1
    assert tell(to, "2") == 2


def test_who_acts_or_has_left_is_not_told(city: City, person: PersonOf) -> None:
    liaison, leader = person(Role.LIAISON), person(Role.LEADER)
    User.objects.filter(pk=leader.pk).update(is_active=False)
    assert tell(people_of_units([city.east.unit]), by=liaison) == 0


def test_what_is_refused_afterwards_was_not_told(city: City, person: PersonOf) -> None:
    liaison = person(Role.LIAISON)

    @action(Permission.MANAGE_CYCLES, "试验")
    def refused(act: Act) -> None:
        act.tell(KIND, these(liaison), key="1", link="", unit="某局", day="今天")
        act.refuse_unless(False, "不行")

    with pytest.raises(RefusedError):
        refused(Actor(None))
    assert not Notice.objects.exists()


def test_numbers_of_people_and_line_breaks_stay_out(city: City, person: PersonOf) -> None:
    tell(these(person(Role.LIAISON)), unit="王某\n\n13812345678（身份证 " + "11010519491231002X）" + "长" * 300)
    row = Notice.objects.get()
    assert "13812345678" not in row.title
    assert "11010519491231002X" not in row.title
    assert "\n" not in row.title
    assert len(row.title) <= 200


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_notice_links_to_our_own_pages(link: str, city: City) -> None:
    with pytest.raises(ValueError, match="path of ours"):
        Act("test.tell", Actor(None), Scope()).tell(KIND, these(), key="1", link=link, unit="", day="")


def test_a_key_is_neither_empty_nor_long(city: City) -> None:
    for key in ("", "k" * 121):
        with pytest.raises(ValueError, match="key"):
            tell(these(), key)


def test_a_value_that_the_words_lack_is_told_at_once(city: City) -> None:
    with pytest.raises(KeyError):
        Act("test.tell", Actor(None), Scope()).tell(KIND, these(), key="1", link="", unit="某局")


def test_what_is_settled_is_done_for_all(city: City, person: PersonOf) -> None:
    act = Act("test.tell", Actor(None), Scope())
    tell(these(person(Role.LIAISON), person(Role.LEADER)))
    tell(these(person(Role.BODY)), "2")
    assert act.settle(KIND, "1", NOW) == 2
    assert act.settle(KIND, "1", NOW) == 0
    assert Notice.objects.get(done_at=None).key == "2"


def test_kinds_have_codes_and_are_declared_once() -> None:
    assert all_kinds()["cycle-announced"].severity is Severity.ACTION
    with pytest.raises(ValueError, match="hyphens"):
        NoticeKind("Nicht So", "", "")


def test_many_are_told_with_few_queries(city: City, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    people = User.objects.bulk_create(User(username=f"p{number}", name="某") for number in range(300))
    units = Unit.objects.bulk_create(Unit(code=f"u{n}", name=f"u{n}", region=city.region) for n in range(300))
    pairs = zip(people, units, strict=True)
    Membership.objects.bulk_create(Membership(user=one, role=Role.LIAISON, unit=unit) for one, unit in pairs)
    with django_assert_max_num_queries(8):
        assert tell(people_of_units(Unit.objects.filter(code__startswith="u"))) == 300


# Acts that tell


def test_an_announcement_is_told_to_all_its_units(city: City, person: PersonOf, announced_in: CycleIn) -> None:
    for role in (Role.LIAISON, Role.LEADER, Role.APPROVER, Role.EXPERT):
        person(role)
    person(Role.LIAISON, city.west)
    cycle = announced_in(city.east)
    assert names() == {"liaison-321301", "leader-321301", "approver-321301"}
    row = Notice.objects.get(person__username="liaison-321301")
    assert (row.kind, row.title) == ("cycle-announced", "“2026年度考评”已公布")
    assert "宿城政办〔2026〕3号" in row.text
    assert row.link == reverse("cycles:cycle-announcement", kwargs={"pk": cycle.pk})


def test_steps_are_told_to_those_whom_they_concern(city: City, person: PersonOf, announced_in: CycleIn) -> None:
    cycle = announced_in(city.east)
    for role in (Role.LIAISON, Role.APPROVER):
        person(role)
    take_step(Actor(None), cycle.pk, Wanted("begin_buffer", "announced", date(2026, 3, 20)))
    assert names() == {"liaison-321301", "approver-321301"}
    assert "学习整改缓冲期" in Notice.objects.all()[0].text


def test_a_draft_is_cancelled_without_the_units_knowing(city: City, person: PersonOf, cycle_in: CycleIn) -> None:
    person(Role.LIAISON)
    person(Role.APPROVER)
    take_step(Actor(None, reason="不办了"), cycle_in(city.east).pk, Wanted("cancel", "draft", date(2026, 3, 1)))
    assert names() == {"approver-321301"}


def test_a_changed_day_is_told_once_the_cycle_is_known(
    city: City, person: PersonOf, cycle_in: CycleIn, announced_in: CycleIn
) -> None:
    person(Role.LIAISON)
    by = Actor(None, reason="上级通知")
    edits = {"fixed": Edit(None, date(2027, 3, 1)), "anchor": Edit("approval", "")}
    draft = cycle_in(city.west)
    Participant.objects.create(cycle=draft, unit=city.east.unit, group="county")
    day = draft.days.get(milestone="publication")
    change_day(by, day.pk, edits | {"anchor": Edit(day.anchor, "")})
    assert names() == set()
    day = announced_in(city.east).days.get(milestone="publication")
    Notice.objects.all().delete()
    for _ in range(2):  # sent twice, changed once
        change_day(by, day.pk, edits | {"anchor": Edit(day.anchor, "")})
    row = Notice.objects.get()
    assert names() == {"liaison-321301"}
    assert "2027-03-01" in row.text
    assert "上级通知" in row.text


def test_who_is_invited_and_given_a_role_is_told(city: City) -> None:
    invited, secret = invite_person(Actor(None), {"username": "li", "name": "李某", "email": ""}, timezone.now())
    grant_role(Actor(None), invited.pk, Grant(Role.LIAISON, unit=city.east.unit))
    grant_role(Actor(None), invited.pk, Grant(Role.LIAISON, unit=city.east.unit))
    told = list(invited.notices.order_by("pk").values_list("kind", "title"))
    assert told == [("account-opened", "已为您开通考评平台账号"), ("role-granted", "您被授予“单位联络员”")]
    assert not any(secret in row.text + row.link for row in invited.notices.all())


# Where they are read


@pytest.fixture
def told(city: City, browse: Browse) -> Client:
    """The liaison of the east, who was told of three things, and one of the west of one."""
    client = browse(Role.LIAISON)
    browse(Role.LIAISON, city.west)
    for key in ("1", "2", "3"):
        tell(people_of_units([city.east.unit]), key, unit=f"第{key}项")
    tell(people_of_units([city.west.unit]), "9", unit="西县的事")
    return client


def test_the_bell_counts_what_is_unread(told: Client) -> None:
    assert "3<span" in told.get(reverse("home")).content.decode()
    mark_read(User.objects.get(username="liaison-321301"), list(Notice.objects.values_list("pk", flat=True)), NOW)
    assert "条未读" not in told.get(reverse("home")).content.decode()
    assert Notice.objects.get(read_at=None).key == "9"


def test_the_bell_does_not_count_for_ever(told: Client) -> None:
    person = User.objects.get(username="liaison-321301")
    Notice.objects.bulk_create(
        Notice(person=person, kind="test", key=str(n), severity=1, title="x") for n in range(120)
    )
    assert "99+" in told.get(reverse("home")).content.decode()


def test_the_list_shows_ones_own(told: Client) -> None:
    text = told.get(reverse("notices:notices")).content.decode()
    assert "共 3 条" in text
    assert "西县的事" not in text


def test_opening_a_notice_leads_to_what_it_is_about(told: Client) -> None:
    row = Notice.objects.get(key="2")
    response = told.get(reverse("notices:notice", kwargs={"pk": row.pk}))
    assert response["Location"] == "/cycles/"
    row.refresh_from_db()
    assert row.read_at is not None
    unread = told.get(reverse("notices:notices"), {"state": "unread"}).content.decode()
    assert "共 2 条" in unread
    assert "共 1 条" in told.get(reverse("notices:notices"), {"state": "read"}).content.decode()


def test_ticked_ones_or_all_are_marked_as_read(told: Client) -> None:
    address = reverse("notices:notices")
    assert "还没有勾选" in told.post(address, {"act": "read", "which": "ticked"}, follow=True).content.decode()
    ticked = [Notice.objects.get(key=key).pk for key in ("1", "9")]  # the other is somebody else's
    told.post(address, {"act": "read", "which": "ticked", "row": ticked})
    assert Notice.objects.exclude(read_at=None).get().key == "1"
    assert (
        "2 条标为已读"
        in told.post(address, {"act": "read", "which": "all", "count": "3"}, follow=True).content.decode()
    )


def test_a_notice_is_its_persons_alone(told: Client, city: City) -> None:
    other = Notice.objects.get(key="9")
    assert told.get(reverse("notices:notice", kwargs={"pk": other.pk})).status_code == 404
    other.refresh_from_db()
    assert other.read_at is None


def test_hostile_words_are_shown_as_text(told: Client, city: City) -> None:
    evil = "<script>alert(1)</script>"
    tell(people_of_units([city.east.unit]), "4", unit=evil)
    text = told.get(reverse("notices:notices")).content.decode()
    assert evil not in text
    assert "&lt;script&gt;" in text


def test_the_list_takes_few_queries_however_long(
    told: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = User.objects.get(username="liaison-321301")
    Notice.objects.bulk_create(
        Notice(person=person, kind="cycle-step", key=str(n), severity=1, title=f"第{n}条") for n in range(60)
    )
    with django_assert_max_num_queries(6):
        assert "共 63 条" in told.get(reverse("notices:notices")).content.decode()
