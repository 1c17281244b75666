"""Calendars in the browser: what is known, what is missing, what an import checks and changes."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.calendars.actions.import_calendar import import_calendar
from kaoping.web.calendars.models import CalendarImport
from kaoping.web.calendars.rounds import keep_calendars_written
from kaoping.web.working_time import worktime_of
from kaoping.worktime.calendar import MissingYearError
from tests.web.conftest import City

SYSTEM = Actor(None)
NEXT = """年份 2031
来源 国办发明电〔2030〕7号
放假 2031-01-01 元旦
放假 2031-01-22 至 2031-01-28 春节
上班 2031-01-19 春节
放假 2031-05-01 至 2031-05-05 劳动节
放假 2031-10-01 至 2031-10-07 国庆节
"""


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    """The data folder, emptied of calendars afterwards."""
    data: Path = settings.DEPLOYMENT.data  # type: ignore[misc]
    yield data
    for path in [*(data / "calendars").glob("*"), data / "worktime.yaml"]:
        path.unlink(missing_ok=True)


def test_a_year_is_imported_and_holds_at_once(city: City, actor: Callable[..., Actor], folder: Path) -> None:
    with pytest.raises(MissingYearError):
        worktime_of("321300").calendar.is_working_day(date(2031, 1, 19))
    row = import_calendar(actor(Role.ADMIN), NEXT.encode("gb18030"), "C:\\通知 2031.txt")
    assert (row.name, row.years, row.source) == ("2031.txt", "2031", "国办发明电〔2030〕7号")
    assert (folder / "calendars" / "2031.txt").read_text() == row.text
    assert worktime_of("321300").calendar.is_working_day(date(2031, 1, 19))
    assert Entry.objects.filter(action="calendars.import_calendar").exists()


def test_every_machine_gets_what_was_imported(city: City, actor: Callable[..., Actor], folder: Path) -> None:
    now = timezone.now()
    row = import_calendar(actor(Role.ADMIN), NEXT.encode(), "2031.txt")
    assert keep_calendars_written(now) == 0
    (folder / "calendars" / row.name).unlink()  # another machine's folder
    assert keep_calendars_written(now) == 1
    assert (folder / "calendars" / row.name).read_text() == row.text


def test_only_who_looks_after_everything_imports(city: City, actor: Callable[..., Actor]) -> None:
    with pytest.raises(OutOfReachError):
        import_calendar(actor(Role.BODY), NEXT.encode(), "2031.txt")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NEXT.replace("2031-10-07", "2031-13-07"), "第 7 行"),
        (NEXT.replace("放假 2031-01-22 至 2031-01-28 春节\n", ""), "春节"),
        ("PK\x03\x04 no calendar", "第 1 行"),
        ('{"year": 2031, "days": []}', ""),
        ("放假 2031-01-01", ""),
    ],
)
def test_a_wrong_file_is_refused_with_its_lines(city: City, folder: Path, text: str, said: str) -> None:
    if text == "放假 2031-01-01":
        import_calendar(SYSTEM, text.encode(), "../../etc/元旦.txt")
        assert [path.name for path in (folder / "calendars").iterdir()] == ["元旦.txt"]
        return
    with pytest.raises(RefusedError) as refused:
        import_calendar(SYSTEM, text.encode(), "2031.txt")
    assert said in str(refused.value)
    assert str(folder) not in str(refused.value)
    assert not CalendarImport.objects.exists()
    assert not list((folder / "calendars").glob("*"))


def test_two_files_do_not_contradict_one_another(city: City, folder: Path) -> None:
    import_calendar(SYSTEM, NEXT.encode(), "2031.txt")
    following = NEXT.replace("2031", "2032").replace("年份 2032", "年份 2032\n上班 2031-10-07")
    with pytest.raises(RefusedError, match="2031-10-07"):
        import_calendar(SYSTEM, following.encode(), "2032.txt")
    import_calendar(SYSTEM, NEXT.replace("2031-05-05", "2031-05-03").encode(), "2031.txt")
    assert worktime_of("321300").calendar.is_working_day(date(2031, 5, 5))


def test_an_import_is_looked_at_first(city: City, browse: Callable[..., Client], folder: Path) -> None:
    client, address = browse(Role.ADMIN), reverse("calendars:import")
    preview = client.post(address, {"file": SimpleUploadedFile("2031.txt", NEXT.encode())}).content.decode()
    assert "2031-01-22 至 01-28" in preview
    assert not (folder / "calendars" / "2031.txt").exists()
    done = client.post(address, {"name": "2031.txt", "text": NEXT}, follow=True).content.decode()
    assert "日历已导入" in done
    assert "2031 年放假和调休上班" in done
    wrong = client.post(address, {"file": SimpleUploadedFile("x.txt", "放假 去年".encode())})
    assert wrong.status_code == 422
    assert "第 1 行" in wrong.content.decode()
    local = client.post(address, {"file": SimpleUploadedFile("x.txt", "上班 2031-01-01 抢险".encode())})
    assert "与现在的日历不同的有 1 天" in local.content.decode()


def test_the_page_tells_what_is_known_and_what_is_missing(
    city: City, browse: Callable[..., Client], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "worktime.yaml").write_text(
        'default:\n  hours: 08:30-12:00, 14:00-17:30\nregions:\n  "321300":\n    seasons:\n'
        '      - {from: 06-01, to: 09-30, hours: "08:30-12:00, 14:30-18:00"}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2030, 11, 20))
    client, address = browse(Role.LIAISON), reverse("calendars:calendars")
    text = client.get(address).content.decode()
    for said in ("没有 2030 年", "没有 2031 年", "宿城市（321300）", "6-01 至 9-30：08:30–12:00、14:30–18:00"):
        assert said in text
    assert "导入日历" not in text
    import_calendar(SYSTEM, NEXT.encode(), "2031.txt")
    text = client.get(address, {"year": "2031"}).content.decode()
    assert "没有 2031 年" not in text
    assert "国办发明电〔2030〕7号" in text
