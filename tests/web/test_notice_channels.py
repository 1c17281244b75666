"""Who is told through which robot, who looks after them, and one's own settings."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor, Edit, OutOfReachError, RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.notices.actions.add_robot import Secret, add_robot
from kaoping.web.notices.actions.change_robot import change_robot
from kaoping.web.notices.actions.retry_deliveries import retry_deliveries
from kaoping.web.notices.actions.send_test import try_mail, try_robot
from kaoping.web.notices.models import Delivery, Notice, Robot
from kaoping.web.notices.planning import plan_notices
from kaoping.web.notices.recipients import people_of_units
from kaoping.web.notices.sending import open_secret, send_due
from kaoping.web.registry.models import Unit
from tests.web.conftest import City
from tests.web.robot_group import KEY, KIND, NOW, PATHS, SYSTEM, Group, go_round, robot_at, tell

ActorOf = Callable[..., Actor]
Browse = Callable[..., Client]


# Whose robots


def test_robots_pass_on_what_is_for_their_place(city: City, group: tuple[Group, str]) -> None:
    _stand_in, address = group
    offices = robot_at(address, city.east)
    units = robot_at(address, city.east, audience="units")
    own = robot_at(address, city.east, region=None, unit=city.east.unit)
    city_wide = add_robot(
        SYSTEM,
        {"name": "全市群", "platform": "wecom", "region": city.region, "audience": "units"},
        Secret(address + PATHS["wecom"]),
    )
    robot_at(address, city.west)
    robot_at(address, city.east, muted=[KIND.code])
    off = robot_at(address, city.east)
    Robot.objects.filter(pk=off.pk).update(active=False)
    tell(city.east)
    assert set(Notice.objects.values_list("robot", flat=True)) == {offices.pk, units.pk, own.pk, city_wide.pk}
    tell(city.east)
    assert Notice.objects.count() == 4
    act = Act("test.tell", SYSTEM, Scope())
    act.tell(KIND, people_of_units(Unit.objects.filter(region=city.west.region)), key="2", link="", what="西")
    assert set(Notice.objects.filter(key="2").values_list("robot", flat=True)) == {city_wide.pk}


def test_a_robot_may_gather_the_day(city: City, group: tuple[Group, str]) -> None:
    _stand_in, address = group
    robot_at(address, city.east, digest_hour=16)
    tell(city.east)
    assert go_round() == 0
    assert go_round(NOW.replace(hour=16)) == 1


def test_an_office_keeps_to_its_own_region(city: City, actor: ActorOf, group: tuple[Group, str]) -> None:
    body, address = actor(Role.BODY), group[1] + PATHS["wecom"]
    fields = {"name": "群", "platform": "wecom"}
    for place in ({"region": city.region}, {"unit": city.west.unit}, {"region": city.west.region}, {}):
        with pytest.raises(RefusedError):
            add_robot(body, fields | place, Secret(address))
    with pytest.raises(RefusedError, match="只转发"):
        add_robot(body, fields | {"unit": city.east.unit, "audience": "units"}, Secret(address))
    foreign = robot_at(group[1], city.west)
    with pytest.raises(OutOfReachError):
        change_robot(body, foreign.pk, {})
    with pytest.raises(OutOfReachError):
        try_robot(body, foreign.pk, NOW)
    tell(city.west)
    plan_notices(NOW)
    Delivery.objects.update(state="failed")
    assert retry_deliveries(body, list(Delivery.objects.values_list("pk", flat=True)), NOW) == 0
    with pytest.raises(OutOfReachError):
        add_robot(Actor(User.objects.create_user("nobody", "某")), fields, Secret(address))


def test_the_address_is_kept_from_the_database_and_the_log(city: City, group: tuple[Group, str]) -> None:
    robot = robot_at(group[1], city.east)
    assert "invented" not in robot.secret
    assert open_secret(robot)[0].endswith("key=invented")
    before = robot.secret
    change_robot(SYSTEM, robot.pk, {"name": Edit("工作群", "联络员群")})
    assert Robot.objects.get().secret == before
    change_robot(SYSTEM, robot.pk, {}, Secret(group[1] + "/cgi-bin/webhook/send?key=another"))
    assert open_secret(Robot.objects.get())[0].endswith("key=another")
    assert not any("invented" in json.dumps(entry.changes) for entry in Entry.objects.all())
    assert Entry.objects.filter(changes__has_key="secret").count() == 2


def test_an_address_of_another_installation_does_not_open(
    city: City, group: tuple[Group, str], settings: Settings
) -> None:
    robot_at(group[1], city.east)
    tell(city.east)
    settings.SECRET_KEY = "another-" * 8
    assert go_round() == 0
    assert "重新填写地址" in Delivery.objects.get().problem


# Tests by those who look after them


def test_a_test_message_goes_the_way_of_all(city: City, actor: ActorOf, group: tuple[Group, str]) -> None:
    stand_in, address = group
    robot = robot_at(address, city.east)
    body = actor(Role.BODY)
    try_robot(body, robot.pk, NOW.replace(hour=23))
    assert send_due(NOW.replace(hour=23)) == 1
    assert "某考评机构" in stand_in.told[0]
    change_robot(body, robot.pk, {"active": Edit(True, False)})
    with pytest.raises(RefusedError, match="停用"):
        try_robot(body, robot.pk, NOW)


def test_a_test_mail_goes_to_who_asks(city: City, actor: ActorOf, settings: Settings) -> None:
    admin = actor(Role.ADMIN)
    assert admin.user is not None
    with pytest.raises(RefusedError, match="KAOPING_MAIL_URL"):
        try_mail(admin, NOW)
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, mail_url="smtp://127.0.0.1/")
    with pytest.raises(RefusedError, match="电子邮箱"):
        try_mail(admin, NOW)
    admin.user.email = "admin@example.gov.cn"
    admin.user.save()
    row = try_mail(admin, NOW)
    assert (row.channel, row.due_at, row.notice.person) == ("mail", NOW, admin.user)
    with pytest.raises(OutOfReachError):
        try_mail(SYSTEM, NOW)


# Pages


def test_an_office_sets_up_a_robot_in_the_browser(city: City, browse: Browse, group: tuple[Group, str]) -> None:
    client = browse(Role.BODY)
    sent: dict[str, object] = {
        "name": "联络员群",
        "platform": "dingtalk",
        "region": "东县（321301）",
        "audience": "units",
        "quiet": "on",
    }
    sent |= {"address": "http://evil.example/", "key": KEY, "muted": ["cycle-step"]}
    refused = client.post(reverse("notices:robot-add"), sent)
    assert refused.status_code == 422
    assert "KAOPING_ROBOT_HOSTS" in refused.content.decode()
    sent["address"] = group[1] + PATHS["dingtalk"]
    text = client.post(reverse("notices:robot-add"), sent, follow=True).content.decode()
    assert "请发送一条测试消息" in text
    robot = Robot.objects.get()
    assert (robot.muted, robot.region, robot.quiet) == (["cycle-step"], city.east.region, True)
    assert "考评进展" in text
    assert "invented" not in text
    client.post(reverse("notices:robot-test", kwargs={"pk": robot.pk}))
    assert Delivery.objects.get().notice.robot == robot
    edit = reverse("notices:robot-edit", kwargs={"pk": robot.pk})
    assert "invented" not in client.get(edit).content.decode()
    before = robot.secret
    shown = {"initial-name": "联络员群", "initial-audience": "units", "initial-quiet": "True", "initial-active": "True"}
    shown |= {"initial-muted": "cycle-step", "initial-digest_hour": ""}
    changed = {"name": "联络员大群", "audience": "units", "digest_hour": "16", "active": "on", "address": "", "key": ""}
    assert client.post(edit, shown | changed).status_code == 302
    robot.refresh_from_db()
    assert (robot.name, robot.digest_hour, robot.quiet, robot.muted) == ("联络员大群", 16, False, [])
    assert robot.secret == before


def test_what_failed_is_seen_and_sent_again(city: City, browse: Browse, group: tuple[Group, str]) -> None:
    robot_at(group[1], city.east)
    tell(city.east)
    tell(city.west)
    group[0].answer = {"errcode": 93000}
    go_round()
    client = browse(Role.BODY)
    text = client.get(reverse("notices:channels")).content.decode()
    assert "1 条通知发送失败" in text
    assert "机器人不存在或已移出群" in text
    address = reverse("notices:deliveries")
    assert "一件事" in client.get(address, {"state": "failed"}).content.decode()
    row = Delivery.objects.get(notice__robot__region=city.east.region)
    said = client.post(address, {"act": "retry", "which": "ticked", "row": [row.pk]}, follow=True).content.decode()
    assert "1 条发送失败的通知已重新排入发送" in said
    row.refresh_from_db()
    assert row.state == "waiting"


def test_one_sets_how_one_is_told(city: City, browse: Browse) -> None:
    client = browse(Role.LIAISON)
    address = reverse("notices:settings")
    sent = {"pace-cycle-step": "never", "digest_hour": "16"}
    text = client.get(address).content.decode()
    for name in {line.split('"')[0] for line in text.split('name="pace-')[1:]}:
        sent.setdefault(f"pace-{name}", "now")
    assert client.post(address, sent).status_code == 302
    found = User.objects.get(username="liaison-321301").notice_preferences
    assert (found.paces["cycle-step"], found.digest_hour, found.quiet) == ("never", 16, False)
    assert "cycle-announced" not in found.paces  # as the kind says
    assert Entry.objects.filter(action="notices.set_preferences").exists()
    assert client.post(address, sent | {"digest_hour": "8"}).status_code == 302
    found.refresh_from_db()
    assert found.digest_hour == 8
    assert client.post(address, sent | {"digest_hour": "25"}).status_code == 422


def test_pages_take_few_queries_however_many_went_out(
    city: City, browse: Browse, group: tuple[Group, str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        robot_at(group[1], city.east, name=f"群{number}")
    tell(city.east)
    tell(city.east, key="2")
    plan_notices(NOW)
    client = browse(Role.BODY)
    for name, most in (("notices:deliveries", 6), ("notices:channels", 7)):
        with django_assert_max_num_queries(most):
            assert "群29" in client.get(reverse(name)).content.decode()
