"""Pages as people use them: what they show, what comes back when something is wrong, how many queries they take."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kaoping.web.accounts.actions.invite_person import invite_person
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor
from kaoping.web.registry.actions.add_column import add_column
from kaoping.web.registry.models import Column, Contact, MediaAccount, Site, Unit
from tests.web.conftest import City

QUERIES = {
    "registry:columns": 6,
    "registry:contacts": 6,
    "registry:units": 6,
    "registry:sites": 6,
    "registry:media": 6,
    "accounts:people": 8,
    "audit:entries": 6,
}
"""The most queries that a list takes, however many rows it has; lower it when a page needs fewer."""


def unit_form(unit: Unit, **changes: str) -> dict[str, str]:
    """What a browser sends for the form of a unit: all fields, and what they were when it was opened."""
    shown = {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "region": f"{unit.region.name}（{unit.region.code}）",
        "kind": unit.kind,
        "superior": "",
        "tags": unit.tags,
        "leader": unit.leader,
        "exempt_reason": unit.exempt_reason,
    }
    initial = {f"initial-{name}": value for name, value in shown.items()}
    switches = {"ranked": "on", "active": "on", "initial-ranked": "True", "initial-active": "True"}
    return shown | initial | switches | {"initial-exempt": "False"} | changes


def test_the_first_page_tells_what_is_missing(city: City, browse: Callable[..., Client]) -> None:
    Unit.objects.create(code="bare", name="东县无网站局", region=city.east.region)
    text = browse(Role.BODY).get(reverse("home")).content.decode()
    assert "未登记网站的单位" in text
    assert "没有标识码的网站" in text


def test_somebody_without_a_role_is_told_so(city: City, client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", "无角色"))
    assert "还没有角色" in client.get(reverse("home")).content.decode()


def test_a_change_is_saved(city: City, browse: Callable[..., Client]) -> None:
    unit = city.east.unit
    response = browse(Role.BODY).post(
        reverse("registry:unit-edit", kwargs={"pk": unit.pk}), unit_form(unit, leader="张三 副局长"), follow=True
    )
    assert "已保存" in response.content.decode()
    assert Unit.objects.get(pk=unit.pk).leader == "张三 副局长"


def test_two_people_change_different_fields(city: City, browse: Callable[..., Client]) -> None:
    unit, client = city.east.unit, browse(Role.BODY)
    sent = unit_form(unit, leader="张三 副局长")
    Unit.objects.filter(pk=unit.pk).update(tags="行政执法")  # somebody else, meanwhile
    client.post(reverse("registry:unit-edit", kwargs={"pk": unit.pk}), sent)
    unit = Unit.objects.get(pk=unit.pk)
    assert (unit.leader, unit.tags) == ("张三 副局长", "行政执法")


def test_two_people_change_one_field(city: City, browse: Callable[..., Client]) -> None:
    unit, client = city.east.unit, browse(Role.BODY)
    address = reverse("registry:unit-edit", kwargs={"pk": unit.pk})
    sent = unit_form(unit, leader="张三 副局长")
    client.post(address, unit_form(unit, leader="李四 局长"))
    response = client.post(address, sent)
    text = response.content.decode()
    assert response.status_code == 409
    for said in ("尚未保存", "李四 局长", "某考评机构", 'value="张三 副局长"'):
        assert said in text
    assert Unit.objects.get(pk=unit.pk).leader == "李四 局长"
    again = sent | {"initial-leader": "李四 局长"}
    assert client.post(address, again).status_code == 302
    assert Unit.objects.get(pk=unit.pk).leader == "张三 副局长"


def test_what_was_typed_comes_back_with_the_reason(city: City, browse: Callable[..., Client]) -> None:
    sent = {"unit": "没有的单位", "name": "东县招生网", "address": "not an address", "site_code": "12"}
    response = browse(Role.BODY).post(reverse("registry:site-add"), sent)
    text = response.content.decode()
    assert response.status_code == 422
    for said in ("找不到“没有的单位”", 'value="东县招生网"', 'value="not an address"', "请写完整网址", "10 位"):
        assert said in text


def test_a_form_sent_twice_makes_one_row(city: City, browse: Callable[..., Client]) -> None:
    client, address = browse(Role.BODY), reverse("registry:site-add")
    sent = {"unit": city.east.unit.code, "name": "东县招生网", "address": "https://zs.example.gov.cn/"}
    assert client.post(address, sent).status_code == 302
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "已登记为" in again.content.decode()
    assert Site.objects.filter(host="zs.example.gov.cn").count() == 1


def test_hostile_text_is_shown_as_text(city: City, browse: Callable[..., Client]) -> None:
    evil = "<script>alert(1)</script>"
    Unit.objects.filter(pk=city.east.unit.pk).update(name=evil, leader=evil, tags=evil)
    Site.objects.filter(pk=city.east.site.pk).update(name=evil)
    column = add_column(Actor(None), {"site": city.east.site, "name": evil, "url": "https://jyj.gov.cn/<script>"})
    client = browse(Role.BODY)
    pages = [reverse("registry:units"), reverse("registry:sites"), reverse("registry:unit-options") + "?unit=script"]
    pages += [reverse(f"registry:{kind}", kwargs={"pk": row.pk}) for kind, row in rows_of(city)]
    pages += [reverse("registry:columns"), reverse("registry:column", kwargs={"pk": column.pk})]
    for page in pages:
        text = client.get(page).content.decode()
        assert evil not in text, page
        assert "&lt;script&gt;" in text, page


def rows_of(city: City) -> list[tuple[str, Unit | Site]]:
    """The unit and the site of the east."""
    return [("unit", city.east.unit), ("site", city.east.site)]


def test_pages_take_nothing_from_elsewhere(city: City, browse: Callable[..., Client]) -> None:
    response = browse(Role.BODY).get(reverse("registry:units"))
    assert response["Content-Security-Policy"].startswith("default-src 'self'")
    text = response.content.decode()
    assert 'src="http' not in text
    assert "<style" not in text
    assert " style=" not in text


@pytest.mark.parametrize("name", QUERIES)
def test_lists_take_few_queries_however_long(
    name: str,
    city: City,
    browse: Callable[..., Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    admin = Actor(None)
    for number in range(60):
        unit = Unit.objects.create(
            code=f"u{number}", name=f"单位{number}", region=city.east.region, superior=city.east.unit
        )
        host = f"s{number}.example.gov.cn"
        site = Site.objects.create(unit=unit, name=f"网站{number}", address=f"https://{host}/", host=host)
        Column.objects.create(site=site, name=f"栏目{number}", url=f"https://{host}/dt/", key=f"{host}/dt?")
        Contact.objects.create(unit=unit, name=f"人{number}", phone="0527-12345")
        MediaAccount.objects.create(unit=unit, platform="weixin", name=f"号{number}", identifier=f"id{number}")
        invite_person(admin, {"username": f"p{number}", "name": f"人{number}", "email": ""}, timezone.now())
    client = browse(Role.ADMIN)
    with django_assert_max_num_queries(QUERIES[name]):
        response = client.get(reverse(name))
    assert "共 6" in response.content.decode()


def test_suggestions_are_those_within_reach(city: City, browse: Callable[..., Client]) -> None:
    client = browse(Role.LIAISON)
    assert "东县教育局（321301-jyj）" in client.get(reverse("registry:unit-options"), {"unit": "教育"}).content.decode()
    assert "option" not in client.get(reverse("registry:unit-options"), {"unit": "西县"}).content.decode()


def test_too_many_wrong_passwords_lock_the_account(city: City, client: Client) -> None:
    User.objects.create_user("locked", "某人", "Xi-Yang-2026")
    address = reverse("account_login")
    for _ in range(5):
        assert client.post(address, {"login": "locked", "password": "wrong"}).status_code == 200
    client.post(address, {"login": "locked", "password": "Xi-Yang-2026"})
    assert client.get(reverse("home")).status_code == 302


def test_one_signs_in(city: City, client: Client) -> None:
    User.objects.create_user("zhangsan", "张三", "Xi-Yang-2026")
    response = client.post(reverse("account_login"), {"login": "zhangsan", "password": "Xi-Yang-2026"}, follow=True)
    assert "张三，您好" in response.content.decode()


def test_somebody_who_left_does_not_sign_in(city: City, client: Client) -> None:
    person = User.objects.create_user("left", "离岗人员", "Xi-Yang-2026")
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("home")).status_code == 302
    client.post(reverse("account_login"), {"login": "left", "password": "Xi-Yang-2026"})
    assert client.get(reverse("home")).status_code == 302


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/account/signup/").status_code == 404


def test_others_see_that_we_are_alive(client: Client, db: None) -> None:
    assert client.get(reverse("health")).json()["status"] == "ok"


def test_a_name_that_is_taken_is_said_so(city: City, browse: Callable[..., Client]) -> None:
    client, address = browse(Role.BODY), reverse("accounts:invite")
    sent = {"username": "zhangsan", "name": "张三"}
    assert "/people/welcome/" in client.post(address, sent).content.decode()
    again = client.post(address, sent)
    assert again.status_code == 422
    assert 'value="张三"' in again.content.decode()
    assert User.objects.filter(username="zhangsan").count() == 1
