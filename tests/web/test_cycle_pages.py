"""Pages about cycles as people use them: what they show, what comes back, how many queries they take."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kaoping.web.accounts.roles import Role
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.registry.models import Site, Unit
from tests.web.conftest import City
from tests.web.schemes import TEXT

Browse = Callable[..., Client]
CycleIn = Callable[..., Cycle]
QUERIES = {
    "cycles:cycles": 6,
    "cycles:cycle": 22,
    "cycles:cycle-units": 10,
    "cycles:cycle-assign": 10,
    "cycles:cycle-days": 10,
    "cycles:cycle-scheme": 8,
    "cycles:cycle-announcement": 16,
}
"""The most queries that a page takes, however many units a cycle has; lower it when a page needs fewer."""


def page_of(name: str, cycle: Cycle) -> str:
    """The address of a page about a cycle."""
    return reverse(name, kwargs={} if name == "cycles:cycles" else {"pk": cycle.pk})


@pytest.mark.parametrize("name", QUERIES)
def test_pages_take_few_queries_however_many_units(
    name: str,
    city: City,
    announced_in: CycleIn,
    browse: Browse,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    cycle = announced_in(city.east)
    names = [f"u{number}" for number in range(60)]
    units = Unit.objects.bulk_create(Unit(code=name, name=name, region=city.east.region) for name in names)
    hosts = [f"{unit.code}.example.gov.cn" for unit in units]
    paired = zip(units, hosts, strict=True)
    Site.objects.bulk_create(Site(unit=u, name=u.name, address=f"https://{h}/", host=h) for u, h in paired)
    Participant.objects.bulk_create(Participant(cycle=cycle, unit=unit, group="county") for unit in units)
    client = browse(Role.BODY)
    client.get(page_of(name, cycle))  # the scheme is read once for a process
    with django_assert_max_num_queries(QUERIES[name]):
        assert client.get(page_of(name, cycle)).status_code == 200


def test_a_cycle_is_made_from_an_uploaded_scheme(city: City, browse: Browse) -> None:
    client, file = browse(Role.BODY), SimpleUploadedFile("考评办法.yaml", TEXT.encode())
    sent = {"name": "2026年度考评", "kind": "year", "body": "321301", "file": file}
    sent |= {"period_from": "2026-01-01", "period_to": "2026-12-31"}
    text = client.post(reverse("cycles:cycle-add"), sent, follow=True).content.decode()
    assert "考评周期已建立" in text
    assert "宿城市2026年政府网站考评办法" in text
    assert "还没有参评单位" in text


def test_what_is_wrong_with_an_uploaded_scheme_is_said_by_line(city: City, browse: Browse) -> None:
    file = SimpleUploadedFile("考评办法.yaml", TEXT.replace("points: 100", "points: 90").encode())
    sent = {"name": "2026年度考评", "kind": "year", "body": "321301", "file": file}
    answer = browse(Role.BODY).post(reverse("cycles:cycle-add"), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "考评办法.yaml:" in text
    assert 'value="2026年度考评"' in text
    assert not Cycle.objects.exists()


def test_units_are_placed_by_filter(city: City, cycle_in: CycleIn, browse: Browse) -> None:
    cycle, client = cycle_in(city.east, placed=False), browse(Role.BODY)
    for number in range(3):
        Unit.objects.create(code=f"u{number}", name=f"东县第{number}局", region=city.east.region)
    address = page_of("cycles:cycle-assign", cycle) + "?q=东县第&place=no"
    sent = {"which": "all", "count": "3", "place": "department/tier1", "act": "place"}
    assert "已列入 3 个单位" in client.post(address, sent, follow=True).content.decode()
    assert "刚刚有变化，现为 0 条" in client.post(address, sent, follow=True).content.decode()
    assert cycle.participants.count() == 3


def test_ticked_units_are_exempted_and_removed(city: City, cycle_in: CycleIn, browse: Browse) -> None:
    cycle, client = cycle_in(city.east), browse(Role.BODY)
    address, row = page_of("cycles:cycle-units", cycle), cycle.participants.get()
    sent = {"which": "ticked", "row": row.pk, "act": "exempt", "place": "county/"}
    assert "请填写原因" in client.post(address, sent, follow=True).content.decode()
    client.post(address, sent | {"why": "机构撤并"})
    row.refresh_from_db()
    assert row.exempt_reason == "机构撤并"
    assert "还没有勾选" in client.post(address, {"act": "remove"}, follow=True).content.decode()
    client.post(address, sent | {"act": "remove"})
    assert not cycle.participants.exists()


def test_those_who_look_change_nothing(city: City, announced_in: CycleIn, browse: Browse) -> None:
    cycle = announced_in(city.east)
    sent = {"which": "all", "count": "1", "act": "remove", "reason": "想改"}
    client = browse(Role.LIAISON)
    assert "批量处理" not in client.post(page_of("cycles:cycle-units", cycle), sent).content.decode()
    assert cycle.participants.count() == 1
    step = reverse("cycles:cycle-step", kwargs={"pk": cycle.pk, "step": "cancel"})
    assert client.post(step, {"seen": "announced", "reason": "想改", "sure": "on"}).status_code in (403, 404)
    assert "您的单位" in client.get(page_of("cycles:cycle", cycle)).content.decode()


def test_a_step_is_confirmed(city: City, cycle_in: CycleIn, browse: Browse) -> None:
    cycle, client = cycle_in(city.east), browse(Role.BODY)
    address = reverse("cycles:cycle-step", kwargs={"pk": cycle.pk, "step": "announce"})
    sent = {"seen": "draft", "reason": "宿城政办〔2026〕3号", "looked": "on"}
    assert client.post(address, sent).status_code == 422
    assert "已完成：公布考评方案" in client.post(address, sent | {"sure": "on"}, follow=True).content.decode()
    again = client.post(address, sent | {"sure": "on"})
    assert again.status_code == 422
    assert "刚刚变为“已公布”" in again.content.decode()
    assert "已经完成" in client.get(address, follow=True).content.decode()
    assert client.get(reverse("cycles:cycle-step", kwargs={"pk": cycle.pk, "step": "nothing"})).status_code == 404


def test_the_announcement_says_it_all(city: City, announced_in: CycleIn, browse: Browse) -> None:
    cycle = announced_in(city.east)
    text = browse(Role.LIAISON).get(page_of("cycles:cycle-announcement", cycle)).content.decode()
    for said in (
        "宿城政办〔2026〕3号",
        "2026年4月20日（星期一）",
        "第 20 个工作日",
        "东县教育局",
        cycle.scheme.digest,
        "每处扣分",
    ):
        assert said in text


def test_a_days_form_shows_who_changed_it_meanwhile(city: City, cycle_in: CycleIn, browse: Browse) -> None:
    cycle, client = cycle_in(city.east), browse(Role.BODY)
    day = cycle.days.get(milestone="announce")
    address = reverse("cycles:day", kwargs={"pk": day.pk})
    shown = {"initial-fixed": "", "initial-anchor": "", "initial-amount": "0", "initial-unit": "wd"}
    sent = shown | {"fixed": "2026-03-20", "anchor": "", "amount": "0", "unit": "wd"}
    assert "已重新推算" in client.post(address, sent, follow=True).content.decode()
    assert client.post(address, sent | {"fixed": "2026-03-25"}).status_code == 409
    day.refresh_from_db()
    assert day.fixed == date(2026, 3, 20)


def test_a_scheme_goes_out_as_a_document(city: City, announced_in: CycleIn, browse: Browse) -> None:
    answer = browse(Role.LIAISON).get(page_of("cycles:cycle-scheme-file", announced_in(city.east)))
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_hostile_names_are_shown_as_text(city: City, announced_in: CycleIn, browse: Browse) -> None:
    cycle, evil = announced_in(city.east), "<script>alert(1)</script>"
    Cycle.objects.filter(pk=cycle.pk).update(name=evil)
    Unit.objects.filter(pk=city.east.unit.pk).update(name=evil)
    client = browse(Role.BODY)
    for name in QUERIES:
        text = client.get(page_of(name, cycle)).content.decode()
        assert evil not in text, name
        assert "&lt;script&gt;" in text, name
