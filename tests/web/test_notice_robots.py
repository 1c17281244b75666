"""Group robots: what stands on the wire for each maker, which addresses are allowed, who is told through them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from kaoping.web.actions import Actor, RefusedError
from kaoping.web.notices.actions.add_robot import Secret, add_robot
from kaoping.web.notices.actions.retry_deliveries import retry_deliveries
from kaoping.web.notices.composing import composed
from kaoping.web.notices.models import Delivery, Notice
from kaoping.web.notices.robots import wrong_with
from kaoping.web.notices.sending import send_due
from tests.web.conftest import City
from tests.web.robot_group import MINUTE, NOW, PATHS, SYSTEM, Group, go_round, robot_at, tell

ActorOf = Callable[..., Actor]
Browse = Callable[..., Client]


# On the wire


@pytest.mark.parametrize("platform", PATHS)
def test_a_robot_writes_into_its_group(platform: str, city: City, group: tuple[Group, str]) -> None:
    stand_in, address = group
    robot_at(address, city.east, platform)
    tell(city.east, "请登记网站 <@all>")
    assert go_round() == 1
    assert stand_in.told == ["【考评】请登记网站 ＜@all>\n请尽快办理。\nhttp://kp.example.gov.cn/cycles/1/"]
    assert go_round() == 0


def test_several_come_as_one_message_that_fits(city: City, group: tuple[Group, str]) -> None:
    stand_in, address = group
    robot_at(address, city.east)
    for number in range(60):
        tell(city.east, f"第{number}件要办的事情", str(number))
    assert go_round() == 1
    (said,) = stand_in.told
    assert said.startswith("【考评】test-due 60 条\n〔test-due〕\n第0件要办的事情")
    assert "条，请登录平台查看" in said
    assert len(said.encode()) <= 2048
    assert Delivery.objects.filter(state="sent").count() == 60


def test_one_that_is_too_long_is_cut_between_characters() -> None:
    notice = Notice(title="长" * 200, text="文" * 1000, kind="x", severity=1, made_at=NOW)
    message = composed([notice], "", 1000)
    size = len(f"{message.subject}\n{message.text}".encode())
    assert size <= 1000
    assert message.text.endswith("…")


LASTING = [("wecom", {"errcode": 93000}), ("dingtalk", {"errcode": 310000}), ("feishu", {"code": 19001})]
PASSING = [("wecom", {"errcode": 45009}), ("dingtalk", {"errcode": 130101}), ("feishu", {"code": 11232})]


@pytest.mark.parametrize(("platform", "answer"), LASTING)
def test_what_will_never_be_taken_waits_for_somebody(
    platform: str, answer: dict[str, object], city: City, group: tuple[Group, str]
) -> None:
    stand_in, address = group
    robot_at(address, city.east, platform)
    tell(city.east)
    stand_in.answer = answer
    assert go_round() == 0
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("failed", 1)
    stand_in.answer = None
    assert retry_deliveries(SYSTEM, [row.pk], NOW) == 1
    assert retry_deliveries(SYSTEM, [row.pk], NOW) == 0
    assert send_due(NOW) == 1


@pytest.mark.parametrize(("platform", "answer"), PASSING)
def test_what_comes_too_often_is_tried_later(
    platform: str, answer: dict[str, object], city: City, group: tuple[Group, str]
) -> None:
    stand_in, address = group
    robot_at(address, city.east, platform)
    tell(city.east)
    stand_in.answer = answer
    assert go_round() == 0
    row = Delivery.objects.get()
    assert (row.state, row.due_at) == ("waiting", NOW + MINUTE)
    assert "频繁" in row.problem


@pytest.mark.parametrize(("status", "answer"), [(302, {"errcode": 0}), (500, {}), (200, {"ok": True})])
def test_an_answer_that_is_none_is_no_success(
    status: int, answer: dict[str, object], city: City, group: tuple[Group, str]
) -> None:
    stand_in, address = group
    robot_at(address, city.east)
    tell(city.east)
    stand_in.status, stand_in.answer = status, answer
    assert go_round() == 0
    assert Delivery.objects.get().state == "waiting"


def test_a_server_that_is_gone_is_said_without_its_secret(city: City, settings: Settings) -> None:
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, robot_hosts=("127.0.0.1:1",))
    robot_at("http://127.0.0.1:1", city.east)
    tell(city.east)
    assert go_round() == 0
    problem = Delivery.objects.get().problem
    assert "连不上" in problem
    assert "invented" not in problem


def test_no_more_than_twenty_messages_a_minute(city: City, group: tuple[Group, str]) -> None:
    stand_in, address = group
    robot_at(address, city.east)
    for number in range(25):
        tell(city.east, key=str(number))
        go_round(NOW + timedelta(seconds=number))
    assert len(stand_in.told) == 20
    assert go_round(NOW + MINUTE + timedelta(seconds=1)) == 1
    assert "5 条" in stand_in.told[-1]


# Which addresses


@pytest.mark.parametrize(
    ("platform", "address"),
    [
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=abc"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/abc"),
        ("wecom", "http://wecom.example.gov.cn:8080/cgi-bin/webhook/send?key=abc"),
    ],
)
def test_the_makers_and_the_operators_hosts_are_allowed(platform: str, address: str) -> None:
    assert wrong_with(platform, address, ("wecom.example.gov.cn:8080",)) == ""


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc",
        "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=abc",
        "https://qyapi.weixin.qq.com/cgi-bin/gettoken",
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send",
        "https://oapi.dingtalk.com/robot/send?access_token=abc",  # another maker's
        "https://user@qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "https://evil.example\\@qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "http://127.0.0.1:8000/",
        "http://169.254.169.254/latest/meta-data/",
        "http://wecom.example.gov.cn/",  # another port than the operator's
        "file:///etc/passwd",
        "https://[::1/",
        "随便写的",
        "",
    ],
)
def test_no_other_address_is_taken(address: str, city: City) -> None:
    assert wrong_with("wecom", address, ("wecom.example.gov.cn:8080",))
    with pytest.raises(RefusedError):
        add_robot(SYSTEM, {"name": "群", "platform": "wecom", "region": city.east.region}, Secret(address))


def test_a_host_that_is_no_longer_allowed_is_not_asked(
    city: City, group: tuple[Group, str], settings: Settings
) -> None:
    stand_in, address = group
    robot_at(address, city.east)
    tell(city.east)
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, robot_hosts=())
    assert go_round() == 0
    assert stand_in.told == []
    assert Delivery.objects.get().state == "failed"
