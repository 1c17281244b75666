"""Limits of time that assessing bodies set: the nearest holds, in rising, in answering, in keeping notices."""

from collections.abc import Callable
from datetime import datetime, timedelta
from string import Template

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor, ConflictError, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.notice_kinds import KINDS as CYCLE_KINDS
from kaoping.web.limits.actions.set_limits import set_limits
from kaoping.web.limits.holding import Limits
from kaoping.web.limits.models import RegionLimits
from kaoping.web.monitoring.notice_kinds import REPLY_FILED
from kaoping.web.notices.forgetting import forget_old_notices
from kaoping.web.notices.models import Delivery, Notice
from kaoping.web.notices.recipients import people_of_units
from kaoping.web.notices.rising import raise_unanswered
from kaoping.workflow.notices import Rising
from kaoping.worktime import BEIJING
from tests.web.conftest import City

SYSTEM = Actor(None)
RISES = next(kind for kind in CYCLE_KINDS if kind.rises)
CALM = next(kind for kind in CYCLE_KINDS if not kind.rises)
NIGHT = datetime(2026, 11, 24, 3, 0, 20, tzinfo=BEIJING)


def said(**values: object) -> dict[str, Edit]:
    """What somebody types into an empty form."""
    return {name: Edit(None, value) for name, value in values.items()}


def test_the_nearest_region_that_says_something_holds(city: City) -> None:
    set_limits(SYSTEM, city.region.pk, said(answer_days=5, keep_days=200, rising={RISES.code: [4, 8]}))
    set_limits(SYSTEM, city.east.region.pk, said(answer_days=2))
    limits, east, west = Limits.load(), city.east.region.path, city.west.region.path
    assert [limits.answer_days(path) for path in (east, west, "/")] == [2, 5, 3]
    assert limits.rising(RISES, east) == Rising(4, 8)
    assert limits.rising(RISES, "/") == RISES.rises
    assert limits.rising(CALM, east) is None
    assert limits.soonest(RISES) == 4
    assert limits.keeping() == [("", 400, (city.region.path,)), (city.region.path, 200, ())]
    assert [entry.changes["answer_days"] for entry in Entry.objects.order_by("pk")] == [[None, 5], [None, 2]]


def test_nobody_overwrites_another_or_sets_another_countys(city: City, actor: Callable[..., Actor]) -> None:
    body = actor(Role.BODY)
    set_limits(body, city.east.region.pk, said(answer_days=5))
    with pytest.raises(ConflictError):
        set_limits(SYSTEM, city.east.region.pk, {"answer_days": Edit(3, 4)})
    set_limits(SYSTEM, city.east.region.pk, {"answer_days": Edit(5, None)})
    assert RegionLimits.objects.get().answer_days is None
    for place in (city.region, city.west.region):
        with pytest.raises(OutOfReachError):
            set_limits(body, place.pk, said(answer_days=9))
    with pytest.raises(OutOfReachError):
        set_limits(actor(Role.LIAISON), city.east.region.pk, said(answer_days=9))
    with pytest.raises(RefusedError):
        set_limits(SYSTEM, city.east.region.pk, said(region=city.west.region))


@pytest.mark.parametrize(
    "values",
    [
        {"answer_days": 0},
        {"keep_days": 99},
        {"rising": {"no-such-kind": [4, 8]}},
        {"rising": {CALM.code: [4, 8]}},
        {"rising": {RISES.code: [8, 8]}},
        {"rising": {RISES.code: [0, 8]}},
        {"rising": {RISES.code: [4, 401]}},
        {"rising": {RISES.code: "x"}},
    ],
)
def test_what_cannot_be_is_refused(city: City, values: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        set_limits(SYSTEM, city.east.region.pk, said(**values))
    assert list(refused.value.message_dict) == list(values)
    assert not RegionLimits.objects.exists()


def test_a_notice_rises_by_what_its_region_says(city: City, person: Callable[..., User]) -> None:
    for where in (city.east, city.west):
        person(Role.LIAISON, where)
        person(Role.LEADER, where)
    monday = datetime(2026, 11, 23, 8, 30, tzinfo=BEIJING)
    set_limits(SYSTEM, city.east.region.pk, said(rising={RISES.code: [2, 4]}))
    values = dict.fromkeys(Template(f"{RISES.subject}{RISES.text}").get_identifiers(), "-")
    units = [city.east.unit, city.west.unit]
    Act("test.tell", SYSTEM, Scope()).tell(
        RISES, people_of_units(units, {Role.LIAISON}), key="1", link="", at=monday, **values
    )
    assert raise_unanswered(monday + timedelta(hours=1)) == 0
    assert raise_unanswered(monday + timedelta(hours=2)) == 1
    assert Notice.objects.get(kind="notice-risen").unit == city.east.unit


def test_only_what_was_read_long_ago_and_waits_for_nobody_is_removed(city: City, person: Callable[..., User]) -> None:
    east, west = person(Role.LIAISON), person(Role.LIAISON, city.west)
    set_limits(SYSTEM, city.east.region.pk, said(keep_days=120))

    def note(key: str, days: int, who: User = east, **more: object) -> Notice:
        made = NIGHT - timedelta(days=days)
        fields = {"kind": CALM.code, "severity": 1, "title": key, "read_at": made, "planned_at": made} | more
        unit = (city.east if who == east else city.west).unit
        return Notice.objects.create(person=who, key=key, made_at=made, unit=unit, **fields)

    note("old", 121)
    note("young", 119)
    note("unread", 121, read_at=None)
    note("to be answered", 900, kind=REPLY_FILED.code)
    note("answered", 900, kind=REPLY_FILED.code, done_at=NIGHT)
    note("elsewhere", 399, west)
    note("old elsewhere", 401, west)
    for state in (Delivery.State.FAILED, Delivery.State.SENT):
        row = note(state.value, 121)
        Delivery.objects.create(notice=row, channel="mail", state=state, due_at=NIGHT)
    assert forget_old_notices(NIGHT - timedelta(hours=1)) == 0
    assert forget_old_notices(NIGHT) == 4
    assert set(Notice.objects.values_list("title", flat=True)) == {
        *("young", "unread", "to be answered", "elsewhere", "failed"),
    }
    assert forget_old_notices(NIGHT) == 0


def test_the_pages_list_add_and_change(city: City, browse: Callable[..., Client]) -> None:
    client, listing, add = browse(Role.BODY), reverse("limits:limits"), reverse("limits:limits-add")
    assert "还没有单列的地区" in client.get(listing).content.decode()
    assert f'name="rising-{RISES.code}-leader"' in client.get(add).content.decode()
    pair = {f"rising-{RISES.code}-leader": "4", f"rising-{RISES.code}-above": "x"}
    wrong = client.post(add, {"region": "东县（321301）", "answer_days": "5", **pair})
    assert wrong.status_code == 422
    assert "两个时间都要填整数" in wrong.content.decode()
    assert 'value="x"' in wrong.content.decode()
    pair[f"rising-{RISES.code}-above"] = "12"
    done = client.post(add, {"region": "东县（321301）", "answer_days": "5", **pair}, follow=True)
    assert "时限已生效" in done.content.decode()
    assert f"{RISES.title} 4 / 12" in done.content.decode()
    row = RegionLimits.objects.get()
    assert (row.answer_days, row.keep_days, row.rising) == (5, None, {RISES.code: [4, 12]})
    edit = reverse("limits:limits-edit", kwargs={"pk": row.pk})
    shown = client.get(edit).content.decode()
    assert 'value="12"' in shown
    seen = {"initial-answer_days": "5", "initial-keep_days": "", "initial-rising": f'{{"{RISES.code}": [4, 12]}}'}
    client.post(edit, {"answer_days": "5", "keep_days": "300", **pair, **seen})
    row.refresh_from_db()
    assert (row.answer_days, row.keep_days, row.rising) == (5, 300, {RISES.code: [4, 12]})
    assert Entry.objects.latest("pk").changes.keys() == {"keep_days", "written_at"}
    stale = client.post(
        edit,
        {
            "answer_days": "5",
            "keep_days": "300",
            **pair,
            **seen,
            "initial-rising": "{}",
            f"rising-{RISES.code}-above": "20",
        },
    )
    assert stale.status_code == 409
    client.post(edit, {"answer_days": "5", "keep_days": "300", **seen, "initial-keep_days": "300"})
    row.refresh_from_db()
    assert row.rising == {}
