"""What may be registered twice, and what becomes of a unit that is put into another."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.duplicates.actions.merge_units import merge_units
from kaoping.web.duplicates.finding import bare_host, licence, plain, same_codes, same_hosts, same_licences, same_names
from kaoping.web.duplicates.merging import Merge
from kaoping.web.registry.models import Contact, MediaAccount, Site, Unit
from tests.web.conftest import City, Place

SYSTEM = Actor(None)


def twin(city: City, name: str = "东县教育局 ", code: str = "twin") -> Unit:
    """Another unit of the east, with a site, an account and people."""
    unit = Unit.objects.create(code=code, name=name, region=city.east.region)
    host = f"{code}.example.gov.cn"
    Site.objects.create(unit=unit, name="教育信息网", address=f"https://{host}/", host=host)
    MediaAccount.objects.create(unit=unit, platform="weibo", name="某", identifier=code)
    return unit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东县 教育局", "东县教育局"),
        ("教育局（本级）", "教育局(本级)"),
        ("教育局本级", "教育局（本级）"),
        ("ＡＢ局", "ab局"),
    ],
)
def test_spaces_and_brackets_make_no_other_name(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_what_is_compared_of_licences_and_hosts() -> None:
    assert licence("苏ICP备12345678号-2") == licence("苏icp备12345678号 - 10") == licence("苏ICP备12345678号")
    assert licence("苏ICP备12345679号") != licence("苏ICP备12345678号")
    assert [bare_host(host) for host in ("m.a.gov.cn", "wap.a.gov.cn", "a.gov.cn", "mail.a.gov.cn")] == [
        "a.gov.cn", "a.gov.cn", "a.gov.cn", "mail.a.gov.cn",
    ]  # fmt: skip


def test_units_of_one_name_in_one_region_are_found(city: City) -> None:
    other = twin(city)
    Unit.objects.create(code="w2", name="东县教育局", region=city.west.region)
    (group,) = same_names(Unit.objects.all())
    assert set(group.rows) == {city.east.unit, other}
    Unit.objects.filter(pk=other.pk).update(active=False)
    assert same_names(Unit.objects.all()) == []


def test_sites_with_one_mark_are_found(city: City) -> None:
    sites = Site.objects.all()
    assert same_codes(sites) == same_licences(sites) == same_hosts(sites) == []
    for site, number in ((city.east.site, 1), (city.west.site, 2)):
        Site.objects.filter(pk=site.pk).update(site_code="3213010001", icp=f"苏ICP备12345678号-{number}")
    Site.objects.create(
        unit=city.west.unit,
        name="手机版",
        address="https://m.jyj-321301.example.gov.cn/",
        host="m.jyj-321301.example.gov.cn",
    )
    assert [group.mark for group in same_codes(sites)] == ["3213010001"]
    assert [group.mark for group in same_licences(sites)] == ["苏ICP备12345678号"]
    assert [group.mark for group in same_hosts(sites)] == ["jyj-321301.example.gov.cn"]
    Site.objects.filter(pk=city.west.site.pk).update(state="closed")
    assert same_codes(sites) == []


def test_one_unit_may_have_several_sites_under_one_licence(city: City) -> None:
    Site.objects.filter(pk=city.east.site.pk).update(icp="苏ICP备12345678号-1")
    own = {"unit": city.east.unit, "icp": "苏ICP备12345678号-2"}
    Site.objects.create(name="招生网", address="https://zs.gov.cn/", host="zs.gov.cn", **own)
    assert same_licences(Site.objects.all()) == []


def test_what_is_alive_moves_and_the_unit_goes(city: City, person: Callable[..., User]) -> None:
    gone, kept = twin(city), city.east.unit
    below = Unit.objects.create(code="b", name="下属", region=city.east.region, superior=gone)
    liaison = person(Role.LIAISON)
    for unit, role in ((gone, Role.LIAISON), (gone, Role.LEADER)):
        Membership.objects.create(user=liaison, role=role, unit=unit)
    for unit, name in ((gone, "王某"), (gone, "李某"), (kept, "王某")):
        Contact.objects.create(unit=unit, name=name, phone="0527-1234")
    merge_units(Actor(person(Role.BODY), reason="宿编〔2026〕1号"), gone.pk, kept.pk)
    gone.refresh_from_db()
    below.refresh_from_db()
    assert (gone.active, gone.merged_into, below.superior) == (False, kept, kept)
    assert kept.sites.count() == kept.media_accounts.count() == 2
    assert sorted(kept.contacts.values_list("name", flat=True)) == ["李某", "王某"]
    assert sorted(kept.memberships.values_list("role", flat=True)) == ["leader", "liaison"]
    assert not any((gone.sites.exists(), gone.contacts.exists(), gone.memberships.exists()))
    entries = Entry.objects.filter(action="duplicates.merge_units")
    assert {entry.reason for entry in entries} == {"宿编〔2026〕1号"}
    assert {"registry.unit", "registry.site", "accounts.membership", "registry.contact"} <= set(
        entries.values_list("object_type", flat=True)
    )
    assert "0527-1234" not in repr(list(entries.values()))


def test_a_superior_that_goes_into_its_subordinate_leaves_no_ring(city: City) -> None:
    gone, kept = twin(city), city.east.unit
    Unit.objects.filter(pk=kept.pk).update(superior=gone)
    merge_units(SYSTEM, gone.pk, kept.pk)
    kept.refresh_from_db()
    assert kept.superior is None


def test_places_in_open_cycles_move_and_finished_ones_stay(city: City, announced_in: Callable[..., Cycle]) -> None:
    cycle, gone = announced_in(city.east), twin(city)
    place = Participant.objects.get(cycle=cycle, unit=city.east.unit)
    merge_units(SYSTEM, city.east.unit.pk, gone.pk)
    place.refresh_from_db()
    assert place.unit == gone
    Cycle.objects.filter(pk=cycle.pk).update(state="closed")
    merge_units(SYSTEM, gone.pk, twin(city, "第三局", "third").pk)
    place.refresh_from_db()
    assert place.unit == gone


@pytest.mark.parametrize(("state", "refused"), [("monitoring", True), ("closed", False), ("draft", False)])
def test_two_units_of_one_running_cycle_stay_apart(
    city: City, announced_in: Callable[..., Cycle], state: str, refused: bool
) -> None:
    cycle, gone = announced_in(city.east), twin(city)
    Participant.objects.create(cycle=cycle, unit=gone, group="county")
    Cycle.objects.filter(pk=cycle.pk).update(state=state)
    if refused:
        with pytest.raises(RefusedError, match="2026年度考评"):
            merge_units(SYSTEM, gone.pk, city.east.unit.pk)
        assert Unit.objects.get(pk=gone.pk).active
        return
    merge_units(SYSTEM, gone.pk, city.east.unit.pk)
    assert Participant.objects.filter(cycle=cycle).count() == (1 if state == "draft" else 2)


def test_what_a_body_above_runs_is_its_own(
    city: City, announced_in: Callable[..., Cycle], person: Callable[..., User]
) -> None:
    announced_in(Place(city.region, city.east.unit, city.east.site, city.east.account))
    body = Actor(person(Role.BODY), reason="改革")
    with pytest.raises(RefusedError, match="上级考评机构"):
        merge_units(body, city.east.unit.pk, twin(city).pk)


def test_nobody_merges_beyond_reach_or_without_reason(city: City, actor: Callable[..., Actor]) -> None:
    body, other = actor(Role.BODY), twin(city)
    assert body.user is not None
    with pytest.raises(RefusedError, match="原因"):
        merge_units(body, other.pk, city.east.unit.pk)
    with pytest.raises(OutOfReachError):
        merge_units(Actor(body.user, reason="改革"), other.pk, city.west.unit.pk)
    for gone, kept in ((other, other), (other, city.east.unit)):
        Unit.objects.filter(pk=city.east.unit.pk).update(active=False)
        with pytest.raises(RefusedError):
            merge_units(SYSTEM, gone.pk, kept.pk)


def test_the_preview_counts_what_moves(city: City, browse: Callable[..., Client]) -> None:
    other = twin(city)
    assert Merge(other, city.east.unit).counts() == [("移交网站", 1), ("移交新媒体账号", 1)]
    client = browse(Role.BODY)
    page = client.get(reverse("duplicates:duplicates")).content.decode()
    address = reverse("duplicates:unit-merge", kwargs={"pk": other.pk})
    assert "同一地区内单位重名" in page
    text = client.get(f"{address}?into={city.east.unit.pk}").content.decode()
    assert "移交网站 1" in text
    sent = {"into": city.east.unit.code, "reason": "宿编〔2026〕1号"}
    assert "单位已合并" in client.post(address, sent, follow=True).content.decode()
    assert "已并入" in client.get(reverse("registry:unit", kwargs={"pk": other.pk})).content.decode()
    assert "没有发现重复" in client.get(reverse("duplicates:duplicates")).content.decode()


def test_the_page_takes_few_queries_however_many_units(
    city: City, browse: Callable[..., Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        Unit.objects.create(code=f"a{number}", name=f"某局{number // 2}", region=city.east.region)
    client = browse(Role.ADMIN)
    with django_assert_max_num_queries(9):
        text = client.get(reverse("duplicates:duplicates")).content.decode()
    assert text.count("并入 a") == 15
