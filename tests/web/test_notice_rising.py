"""What nobody in a unit answers rises: to its leader, then to the unit above and the assessing body."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor, OutOfReachError
from kaoping.web.audit.models import Entry
from kaoping.web.notices.actions.mark_read import mark_read
from kaoping.web.notices.actions.raise_notice import raise_notice
from kaoping.web.notices.kinds import NoticeKind, Severity
from kaoping.web.notices.models import Notice
from kaoping.web.notices.recipients import people_of_units
from kaoping.web.notices.rising import raise_unanswered
from kaoping.web.registry.models import Unit
from kaoping.workflow.notices import Rising, Rung
from kaoping.worktime import BEIJING
from tests.web.conftest import City

PersonOf = Callable[..., User]
FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=BEIJING)
MONDAY, TUESDAY, LATER = (FRIDAY + timedelta(days=days, hours=9) for days in (3, 4, 30))
READ = NoticeKind("test-read", "测试", "看一看", severity=Severity.ACTION, rises=Rising(8, 20))
DONE = NoticeKind("test-done", "测试", "办一办", severity=Severity.ACTION, rises=Rising(8, 20, done=True))
CALM = NoticeKind("test-calm", "测试", "知道一下")


@pytest.fixture
def told(city: City, person: PersonOf, monkeypatch: pytest.MonkeyPatch) -> City:
    """A unit with a superior, whose liaison was told on Friday morning of something to read, do, and know."""
    kinds = {kind.code: kind for kind in (READ, DONE, CALM)}
    monkeypatch.setattr("kaoping.web.notices.rising.all_kinds", lambda: kinds)
    superior = Unit.objects.create(code="shijyj", name="市教育局", region=city.region)
    Unit.objects.filter(pk=city.east.unit.pk).update(superior=superior)
    above = User.objects.create_user("above", "市局联络员")
    Membership.objects.create(user=above, role=Role.LIAISON, unit=superior)
    for role in (Role.LIAISON, Role.LEADER, Role.BODY):
        person(role)
    act = Act("test.tell", Actor(None), Scope())
    for kind in (READ, DONE, CALM):
        act.tell(kind, people_of_units([city.east.unit], {Role.LIAISON}), key="1", link="/cycles/", at=FRIDAY)
    return city


def risen() -> set[tuple[str, str]]:
    """To whom what rose."""
    rows = Notice.objects.filter(kind="notice-risen", person__isnull=False).select_related("person")
    return {(row.person.username, row.title.partition("：")[2]) for row in rows if row.person}


def test_it_rises_step_by_step_in_working_hours(told: City) -> None:
    assert raise_unanswered(FRIDAY + timedelta(hours=9)) == 0  # 7 working hours
    assert raise_unanswered(FRIDAY + timedelta(days=2)) == 0  # the weekend
    assert raise_unanswered(MONDAY) == 2
    assert risen() == {("leader-321301", "看一看"), ("leader-321301", "办一办")}
    assert raise_unanswered(MONDAY) == 0
    assert raise_unanswered(TUESDAY) == 2
    assert {name for name, _title in risen()} == {"leader-321301", "above", "body-321301"}
    assert raise_unanswered(LATER) == 0
    row = Notice.objects.filter(person__username="above")[0]
    assert row.title.startswith("东县教育局未处理：")
    assert "2026-11-20 08:30 已通知" in row.text
    assert row.link == "/cycles/"
    assert Entry.objects.filter(action="notices.raise_notice").count() == 4


def test_what_was_read_rises_only_where_it_must_be_done(told: City) -> None:
    liaison = User.objects.get(username="liaison-321301")
    mark_read(liaison, list(liaison.notices.values_list("pk", flat=True)), FRIDAY)
    assert raise_unanswered(MONDAY) == 1
    assert risen() == {("leader-321301", "办一办")}
    Act("test.tell", Actor(None), Scope()).settle(DONE, "1", MONDAY)
    assert raise_unanswered(LATER) == 0


def test_one_reader_is_enough_for_the_unit(told: City) -> None:
    other = User.objects.create_user("second", "另一位")
    Membership.objects.create(user=other, role=Role.LIAISON, unit=told.east.unit)
    act = Act("test.tell", Actor(None), Scope())
    act.tell(READ, people_of_units([told.east.unit], {Role.LIAISON}), key="1", link="", at=FRIDAY)
    mark_read(other, list(other.notices.values_list("pk", flat=True)), FRIDAY)
    assert raise_unanswered(MONDAY) == 1
    assert risen() == {("leader-321301", "办一办")}


def test_an_office_raises_in_its_own_region_only(told: City, person: PersonOf) -> None:
    pk = Notice.objects.filter(kind="test-read").values_list("pk", flat=True)[0]
    with pytest.raises(OutOfReachError):
        raise_notice(Actor(person(Role.BODY, told.west)), pk, Rung.LEADER, MONDAY)
