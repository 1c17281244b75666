"""Hours and local days of a region in the browser: what is taken, what is refused, what holds from then on."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, ConflictError, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.calendars.actions.change_hours import change_hours
from kaoping.web.calendars.actions.drop_hours import drop_hours
from kaoping.web.calendars.actions.set_hours import set_hours
from kaoping.web.calendars.models import RegionHours
from kaoping.web.calendars.rounds import keep_hours_written
from kaoping.web.working_time import worktime_of
from kaoping.worktime import DayEnd, OffHours
from tests.web.conftest import City

SYSTEM = Actor(None)
SUMMER = "06-01 至 09-30 08:30-12:00, 14:30-18:00"
LOCAL = "放假 2026-04-20 至 2026-04-21 三月三\n上班 2026-04-18 三月三"


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    """The data folder, emptied of hours afterwards."""
    data: Path = settings.DEPLOYMENT.data  # type: ignore[misc]
    yield data
    for path in [*(data / "worktime").glob("*"), data / "worktime.yaml"]:
        path.unlink(missing_ok=True)


def hours(code: str, day: date) -> list[str]:
    """The periods of a day in a region."""
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in worktime_of(code).hours.spans(day)]


def test_a_region_and_all_below_it_work_by_what_was_said(city: City, actor: Callable[..., Actor]) -> None:
    fields = {"region": city.region, "seasons": SUMMER, "days": LOCAL, "off_hours": "next_start"}
    set_hours(SYSTEM, fields)
    set_hours(actor(Role.BODY), {"region": city.east.region, "hours": "09：00—17：00", "day_end": "midnight"})
    assert hours("321302", date(2026, 7, 1)) == ["08:30-12:00", "14:30-18:00"]
    assert hours("321302", date(2026, 5, 1)) == ["08:30-12:00", "14:00-17:30"]
    assert hours("321301", date(2026, 7, 1)) == ["09:00-17:00"]
    east, elsewhere = worktime_of("321301"), worktime_of("110000")
    assert (east.day_end, east.off_hours) == (DayEnd.MIDNIGHT, OffHours.NEXT_START)
    days = [date(2026, 4, day) for day in (18, 20, 21, 22)]
    assert [east.calendar.is_working_day(day) for day in days] == [True, False, False, True]
    assert [elsewhere.calendar.is_working_day(day) for day in days] == [False, True, True, True]
    said = Entry.objects.filter(action="calendars.set_hours").order_by("pk")
    assert [entry.changes["region"][1] for entry in said]
    assert said[0].changes["seasons"] == [None, SUMMER]


def test_changes_hold_at_once_and_nobody_overwrites_another(city: City, folder: Path) -> None:
    row = set_hours(SYSTEM, {"region": city.east.region, "hours": "09:00-17:00"})
    change_hours(SYSTEM, row.pk, {"hours": Edit("09:00-17:00", "08:00-16:00")})
    assert hours("321301", date(2026, 5, 6)) == ["08:00-16:00"]
    with pytest.raises(ConflictError):
        change_hours(SYSTEM, row.pk, {"hours": Edit("09:00-17:00", "07:00-15:00")})
    with pytest.raises(ValidationError):
        change_hours(SYSTEM, row.pk, {"hours": Edit("08:00-16:00", "17:00-08:00")})
    with pytest.raises(RefusedError):
        change_hours(SYSTEM, row.pk, {"region": Edit(city.east.region, city.west.region)})
    assert hours("321301", date(2026, 5, 6)) == ["08:00-16:00"]
    drop_hours(SYSTEM, row.pk)
    assert hours("321301", date(2026, 5, 6)) == ["08:30-12:00", "14:00-17:30"]
    assert not list((folder / "worktime").glob("*"))
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        *("calendars.set_hours", "calendars.change_hours", "calendars.drop_hours"),
    ]


def test_nobody_says_the_hours_of_another_county(city: City, actor: Callable[..., Actor]) -> None:
    row = set_hours(SYSTEM, {"region": city.west.region, "hours": "09:00-17:00"})
    body = actor(Role.BODY)
    with pytest.raises(RefusedError):
        set_hours(body, {"region": city.region, "hours": "09:00-17:00"})
    with pytest.raises(OutOfReachError):
        change_hours(body, row.pk, {"hours": Edit("09:00-17:00", "10:00-17:00")})
    with pytest.raises(OutOfReachError):
        drop_hours(body, row.pk)
    with pytest.raises(OutOfReachError):
        set_hours(actor(Role.LIAISON), {"region": city.east.region, "hours": "09:00-17:00"})


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("hours", "八点半到十二点", "工作时段"),
        ("hours", "14:00-17:30, 08:30-12:00", "先早后晚"),
        ("seasons", "夏天 08:30-12:00", "看不懂“夏天 08:30-12:00”"),
        ("seasons", "13-01 至 14-01 08:30-12:00", "13-01"),
        ("days", "休息 2026-04-20", "放假"),
        ("days", "放假 2026-04-20\n上班 2026-04-20", "既写了放假又写了上班"),
        ("days", "年份 2026\n放假 2026-01-01", "年份"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(city: City, folder: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        set_hours(SYSTEM, {"region": city.east.region, name: text})
    assert said in str(refused.value.message_dict[name])
    assert not RegionHours.objects.exists()
    assert not list((folder / "worktime").glob("*"))


def test_saying_nothing_or_saying_it_twice_is_refused(city: City) -> None:
    with pytest.raises(ValidationError, match="什么都没有写"):
        set_hours(SYSTEM, {"region": city.east.region})
    set_hours(SYSTEM, {"region": city.east.region, "hours": "09:00-17:00"})
    with pytest.raises(ValidationError):
        set_hours(SYSTEM, {"region": city.east.region, "hours": "10:00-17:00"})


def test_the_browser_goes_before_the_operators_file(city: City, folder: Path) -> None:
    (folder / "worktime.yaml").write_text('regions: {"321300": {hours: "10:00-16:00"}}\n', encoding="utf-8")
    assert hours("321301", date(2026, 5, 6)) == ["10:00-16:00"]
    set_hours(SYSTEM, {"region": city.region, "hours": "09:00-17:00"})
    assert hours("321301", date(2026, 5, 6)) == ["09:00-17:00"]


def test_files_are_kept_in_step(city: City, folder: Path) -> None:
    set_hours(SYSTEM, {"region": city.east.region, "hours": "09:00-17:00"})
    now = timezone.now()
    assert keep_hours_written(now) == 0
    (folder / "worktime" / "321301.yaml").unlink()
    (folder / "worktime" / "999999.yaml").write_text("regions: {}\n")
    assert keep_hours_written(now) == 2
    assert hours("321301", date(2026, 5, 6)) == ["09:00-17:00"]
    assert [path.name for path in (folder / "worktime").iterdir()] == ["321301.yaml"]


def test_the_pages_list_add_change_and_drop(city: City, browse: Callable[..., Client]) -> None:
    client, listing = browse(Role.BODY), reverse("calendars:hours")
    assert "还没有单列的地区" in client.get(listing).content.decode()
    assert listing in client.get(reverse("calendars:calendars")).content.decode()
    add = reverse("calendars:hours-add")
    wrong = client.post(add, {"region": "东县（321301）", "hours": "九点"})
    assert wrong.status_code == 422
    assert "工作时段“九点”写法不对" in wrong.content.decode()
    done = client.post(add, {"region": "东县（321301）", "seasons": SUMMER, "days": LOCAL}, follow=True)
    assert "工作时间已生效" in done.content.decode()
    shown = client.get(reverse("calendars:calendars")).content.decode()
    assert "东县（321301）" in shown
    assert "2026-04-20 至 04-21 放假 三月三" in shown
    edit = reverse("calendars:hours-edit", kwargs={"pk": RegionHours.objects.get().pk})
    assert SUMMER in client.get(edit).content.decode()
    drop = reverse("calendars:hours-drop", kwargs={"pk": RegionHours.objects.get().pk})
    assert "上级地区的工作时间" in client.get(drop).content.decode()
    assert RegionHours.objects.exists()
    assert "已取消" in client.post(drop, follow=True).content.decode()
    assert not RegionHours.objects.exists()
