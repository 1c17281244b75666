"""The duty-reading log: who writes what, where the gaps are, who is reminded when."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.duty.actions.ask_for_duty import ask_for_duty
from kaoping.web.duty.actions.change_duty import change_duty
from kaoping.web.duty.actions.change_problem import change_problem
from kaoping.web.duty.actions.change_reading import change_reading
from kaoping.web.duty.actions.note_problem import note_problem
from kaoping.web.duty.actions.remind_of_duty import remind_of_duty
from kaoping.web.duty.actions.write_reading import write_reading
from kaoping.web.duty.expected import Rules, is_duty_day, rules_due, units_under, without_reading
from kaoping.web.duty.matrix import Month
from kaoping.web.duty.models import DutyRule, Reading
from kaoping.web.duty.rounds import remind_where_due
from kaoping.web.notices.models import Notice
from kaoping.web.registry.models import Region, Site, Unit
from tests.web.conftest import City, Place

ActorOf = Callable[..., Actor]
SYSTEM = Actor(None)
FRIDAY = date(2026, 11, 20)
MAKE_UP = date(2026, 10, 10)  # a Saturday that is worked
NATIONAL_DAY = date(2026, 10, 1)  # a Thursday that is not


def beijing(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on a Beijing clock."""
    return datetime.combine(day, time(hour, minute), UTC) - timedelta(hours=8)


def read(where: Place, day: date = FRIDAY, now: datetime | None = None, by: Actor = SYSTEM) -> Reading:
    """A reading of a county's unit."""
    fields = {"unit": where.unit, "day": day, "reader": "李四", "read_at": time(9, 30), "looked_at": "首页、动态"}
    return write_reading(by, fields, [where.site.pk], now or beijing(day, 10))


def rule(region: Region, since: date = date(2026, 1, 1), **more: Any) -> DutyRule:
    """A rule of a region."""
    return ask_for_duty(SYSTEM, {"region": region, "since": since, "remind_at": time(16), **more})


# Writing


def test_a_liaison_or_leader_writes_the_own_units_reading(city: City, actor: ActorOf) -> None:
    reading = read(city.east, by=actor(Role.LIAISON))
    assert (reading.unit, list(reading.sites.all())) == (city.east.unit, [city.east.site])
    assert Entry.objects.filter(action="duty.write_reading", changes__has_key="reader").exists()
    assert any("东县教育网" in str(entry.changes) for entry in Entry.objects.filter(action="duty.write_reading"))
    read(city.east, FRIDAY - timedelta(days=1), beijing(FRIDAY, 10), actor(Role.LEADER))
    with pytest.raises(RefusedError, match="范围"):
        read(city.west, by=Actor(User.objects.get(username="leader-321301")))


@pytest.mark.parametrize("role", [Role.ADMIN, Role.BODY, Role.ASSESSOR, Role.EDITOR])
def test_nobody_writes_it_for_the_unit(city: City, actor: ActorOf, role: Role) -> None:
    with pytest.raises(OutOfReachError):
        read(city.east, by=actor(role))


def test_there_is_one_reading_a_day(city: City) -> None:
    read(city.east)
    with pytest.raises(RefusedError, match="已有"):
        read(city.east)


@pytest.mark.parametrize(("days", "said"), [(-1, "还没有到"), (32, "补记")])
def test_a_reading_is_of_a_day_that_was(city: City, days: int, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        read(city.east, FRIDAY - timedelta(days=days), beijing(FRIDAY, 10))


def test_after_midnight_in_beijing_it_is_the_next_day(city: City) -> None:
    read(city.east, FRIDAY, datetime(2026, 11, 19, 16, 30, tzinfo=UTC))
    with pytest.raises(RefusedError):
        read(city.west, FRIDAY, datetime(2026, 11, 19, 15, 30, tzinfo=UTC))


def test_the_sites_are_the_units_own(city: City) -> None:
    reading = read(city.east)
    for sites in ([], [city.west.site.pk], [city.east.site.pk, city.west.site.pk]):
        with pytest.raises(RefusedError, match="勾选"):
            change_reading(SYSTEM, reading.pk, {}, sites)
    other = Site.objects.create(unit=city.east.unit, name="招生网", address="https://zs.gov.cn/", host="zs.gov.cn")
    changed = change_reading(SYSTEM, reading.pk, {"remark": Edit("", "更正")}, [city.east.site.pk, other.pk])
    assert (changed.remark, changed.sites.count()) == ("更正", 2)
    with pytest.raises(RefusedError, match="不能改"):
        change_reading(SYSTEM, reading.pk, {"day": Edit(FRIDAY, FRIDAY)}, [other.pk])


def test_problems_are_noted_and_become_something(city: City, actor: ActorOf) -> None:
    reading, liaison = read(city.east), actor(Role.LIAISON)
    problem = note_problem(liaison, reading.pk, {"text": "首页有错别字", "url": "https://jyj.gov.cn/1.html"})
    with pytest.raises(RefusedError, match="转给谁"):
        change_problem(liaison, problem.pk, {"state": Edit("open", "handed")})
    change_problem(liaison, problem.pk, {"state": Edit("open", "handed"), "handed_to": Edit("", "运维单位")})
    with pytest.raises(ValidationError):
        note_problem(liaison, reading.pk, {"text": "某", "url": "javascript:alert(1)"})
    foreign = read(city.west)
    with pytest.raises(OutOfReachError):
        note_problem(liaison, foreign.pk, {"text": "某"})
    with pytest.raises(OutOfReachError):
        change_problem(liaison, note_problem(SYSTEM, foreign.pk, {"text": "某"}).pk, {"text": Edit("某", "他")})


# Where and when it is asked for


@pytest.mark.parametrize(
    ("day", "asked"),
    [(FRIDAY, True), (date(2026, 11, 21), False), (MAKE_UP, True), (NATIONAL_DAY, False), (date(2025, 12, 31), False)],
)
def test_working_days_since_the_rule_are_days_of_duty(city: City, day: date, asked: bool) -> None:
    assert is_duty_day(rule(city.region), day) is asked


def test_the_nearest_rule_holds(city: City) -> None:
    whole, west = rule(city.region), rule(city.west.region, active=False)
    rules = Rules.load()
    assert rules.of(city.east.region.path) == whole
    assert rules.of(city.west.region.path) is None
    assert list(units_under(whole, rules)) == [city.east.unit]
    change_duty(SYSTEM, west.pk, {"active": Edit(False, True)})
    assert Rules.load().of(city.west.region.path) == west


@pytest.mark.parametrize("field", [{"active": False}, {"exempt": True}])
def test_units_that_have_nothing_to_read_are_not_asked(city: City, field: dict[str, bool]) -> None:
    whole = rule(city.region)
    Unit.objects.filter(pk=city.east.unit.pk).update(**field)
    Site.objects.filter(pk=city.west.site.pk).update(state="closed")
    assert not units_under(whole, Rules.load()).exists()


def test_who_has_not_read_is_told_by_the_day(city: City) -> None:
    read(city.east)
    assert list(without_reading(Unit.objects.all(), FRIDAY)) == [city.west.unit]
    assert without_reading(Unit.objects.all(), FRIDAY - timedelta(days=1)).count() == 2


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (beijing(FRIDAY, 15, 59), False),
        (beijing(FRIDAY, 16), True),
        (beijing(FRIDAY, 23, 30), True),
        (beijing(date(2026, 11, 21), 17), False),
    ],
)
def test_a_rule_is_due_at_its_hour_on_days_of_duty(city: City, now: datetime, due: bool) -> None:
    row = rule(city.region)
    assert bool(rules_due(now, [row])) is due
    row.reminded_on = FRIDAY
    assert rules_due(now, [row]) == []


def test_a_region_is_asked_once_and_within_reach(city: City, actor: ActorOf) -> None:
    body = actor(Role.BODY)
    ask_for_duty(body, {"region": city.east.region, "since": FRIDAY})
    with pytest.raises(ValidationError):
        rule(city.east.region)
    with pytest.raises(RefusedError, match="范围"):
        ask_for_duty(body, {"region": city.west.region, "since": FRIDAY})
    with pytest.raises(RefusedError, match="不能改"):
        change_duty(body, DutyRule.objects.get().pk, {"region": Edit(city.east.region, city.region)})


# Reminding


def test_units_without_a_reading_are_reminded_once(city: City, person: Callable[..., User]) -> None:
    east, west, body = person(Role.LIAISON), person(Role.LIAISON, city.west), person(Role.BODY)
    rule(city.east.region)
    rule(city.west.region)
    read(city.west, now=beijing(FRIDAY, 9))
    assert remind_where_due(beijing(FRIDAY, 15)) == 0
    assert remind_where_due(beijing(FRIDAY, 16)) == 1
    assert remind_where_due(beijing(FRIDAY, 17)) == 0
    told = {(notice.person, notice.kind): notice for notice in Notice.objects.all()}
    assert set(told) == {(east, "duty-reading-missing"), (body, "duty-readings-lacking")}
    assert "东县教育局：2026-11-20 还没有读网记录" in told[east, "duty-reading-missing"].title
    assert "应读 1 个单位，已读 0 个" in told[body, "duty-readings-lacking"].text
    assert not west.notices.exists()
    assert not Entry.objects.filter(action="duty.remind_of_duty").exists()


def test_a_reading_settles_its_reminder(city: City, person: Callable[..., User]) -> None:
    person(Role.LIAISON)
    row = rule(city.east.region)
    assert remind_of_duty(SYSTEM, row.pk, beijing(FRIDAY, 16)) == 1
    read(city.east, now=beijing(FRIDAY, 17))
    assert Notice.objects.get(kind="duty-reading-missing").done_at is not None
    assert remind_of_duty(SYSTEM, row.pk, beijing(FRIDAY, 18)) == 0


# Pages


def line(city: City, today: date = FRIDAY) -> str:
    """The marks of the east's unit in November."""
    unit = Unit.objects.select_related("region").get(pk=city.east.unit.pk)
    (found,) = Month(date(2026, 11, 1), today).lines([unit])
    return "".join(cell.mark or " " for cell in found.cells)


def test_gaps_are_shown_on_working_days_only(city: City) -> None:
    assert line(city).strip() == ""
    rule(city.east.region, since=date(2026, 11, 16))
    note_problem(SYSTEM, read(city.east, date(2026, 11, 17), beijing(FRIDAY, 9)).pk, {"text": "错别字"})
    read(city.east, date(2026, 11, 15), beijing(FRIDAY, 9))
    assert line(city) == "–" * 14 + "✓缺✓1缺缺待––     –– "


def test_the_calendar_is_handed_over(city: City, browse: Callable[..., Client]) -> None:
    rule(city.east.region, since=date(2026, 11, 16))
    read(city.east, date(2026, 11, 17), beijing(FRIDAY, 9))
    client = browse(Role.BODY)
    page = client.get(reverse("duty:calendar"), {"month": "2026-11"}).content.decode()
    assert "2026-11-17 已读，没有问题" in page
    assert "西县" not in page
    file = client.get(reverse("duty:calendar"), {"month": "2026-11", "export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][:4] == ("单位编号", "单位", "地区", "11-1")
    assert rows[1][19] == "✓"
    assert client.get(reverse("duty:calendar"), {"lacking": "2026-11-17"}).content.decode().count('scope="row"') == 0
    assert client.get(reverse("duty:calendar"), {"month": "x", "lacking": "x"}).status_code == 200


def test_a_unit_writes_and_corrects_in_the_browser(city: City, browse: Callable[..., Client]) -> None:
    client, site, today = browse(Role.LIAISON), city.east.site, timezone.localdate()
    write = reverse("duty:unit-write", kwargs={"pk": city.east.unit.pk})
    assert write in client.get(reverse("duty:calendar")).content.decode()
    shown = client.get(write).content.decode()
    assert f'value="{site.pk}"' in shown
    sent = {"day": today.isoformat(), "reader": "李四", "read_at": "09:30", "sites": [site.pk], "looked_at": "首页"}
    assert "发现问题的" in client.post(write, sent, follow=True).content.decode()
    assert write not in client.get(reverse("duty:calendar")).content.decode()
    again = client.post(write, sent)
    assert again.status_code == 422
    assert "已有读网记录" in again.content.decode()
    reading = Reading.objects.get()
    fixed = {"text": "错别字", "state": "fixed", "url": "", "handed_to": ""}
    client.post(reverse("duty:reading-problem", kwargs={"pk": reading.pk}), fixed)
    problem = reading.problems.get()
    assert problem.state == "fixed"
    before = {f"initial-{name}": value for name, value in fixed.items()}
    client.post(reverse("duty:problem", kwargs={"pk": problem.pk}), fixed | before | {"text": "两处错别字"})
    before = {"initial-reader": "李四", "initial-read_at": "09:30", "initial-looked_at": "首页", "initial-remark": ""}
    edit = reverse("duty:reading-edit", kwargs={"pk": reading.pk})
    client.post(edit, {**sent, **before, "remark": "晚间又读一遍"})
    text = client.get(reverse("duty:reading", kwargs={"pk": reading.pk})).content.decode()
    assert "两处错别字" in text
    assert "晚间又读一遍" in text
    assert "补记" not in text


def test_a_body_asks_for_it_in_the_browser(city: City, browse: Callable[..., Client]) -> None:
    client = browse(Role.BODY)
    sent = {"region": city.east.region.code, "since": "2026-11-16", "remind_at": "15:30", "active": "on"}
    assert client.post(reverse("duty:rule-add"), sent).status_code == 302
    row = DutyRule.objects.get()
    shown = {"initial-since": "2026-11-16", "initial-remind_at": "15:30", "initial-active": "True"}
    client.post(reverse("duty:rule", kwargs={"pk": row.pk}), {**sent, **shown, "remind_at": "17:00"})
    assert DutyRule.objects.get().remind_at == time(17)


@pytest.mark.parametrize(("name", "most"), [("duty:calendar", 13), ("duty:readings", 8), ("duty:rules", 8)])
def test_pages_take_few_queries_however_many_units(
    city: City,
    browse: Callable[..., Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    name: str,
    most: int,
) -> None:
    rule(city.region)
    names = [f"u{number}" for number in range(60)]
    units = Unit.objects.bulk_create(Unit(code=name, name=name, region=city.east.region) for name in names)
    Site.objects.bulk_create(Site(unit=u, name=u.name, address=f"https://{u.code}.cn/", host=u.code) for u in units)
    now, today = timezone.now(), timezone.localdate()
    usual = {"day": today, "reader": "某", "read_at": time(9), "looked_at": "首页", "written_at": now}
    Reading.objects.bulk_create(Reading(unit=unit, **usual) for unit in units)
    client = browse(Role.ADMIN)
    with django_assert_max_num_queries(most):
        assert client.get(reverse(name)).status_code == 200
