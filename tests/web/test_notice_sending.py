"""How notices leave the platform: what is due when, what stands on the wire, what is tried again."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from pytest_django import Settings

from kaoping.model.errors import InputError
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor
from kaoping.web.mail_address import mail_settings
from kaoping.web.notices.kinds import NoticeKind, Severity
from kaoping.web.notices.models import Delivery, Notice, Preferences
from kaoping.web.notices.planning import plan_notices
from kaoping.web.notices.recipients import people_of_units, these
from kaoping.web.notices.sending import send_due
from kaoping.worktime import BEIJING
from tests.web.conftest import City

PersonOf = Callable[..., User]
NOON = datetime(2026, 11, 20, 11, tzinfo=BEIJING)  # a Friday
NIGHT = datetime(2026, 11, 20, 22, tzinfo=BEIJING)
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=BEIJING)
MINUTE = timedelta(minutes=1)
TODO = NoticeKind("test-due", "测试事项", "$what", "请尽快办理。", Severity.ACTION)
NEWS = NoticeKind("test-news", "测试消息", "$what", severity=Severity.INFORMATION)
ALARM = NoticeKind("test-alarm", "测试告警", "$what", severity=Severity.URGENT)
SILENT = NoticeKind("test-silent", "测试静默", "$what", mailed=False)


@pytest.fixture
def liaison(person: PersonOf, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody with an address, on an installation that sends mail; and the kinds of these tests."""
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, mail_url="smtp://127.0.0.1/", hosts=("kp.example.gov.cn",))
    kinds = {kind.code: kind for kind in (TODO, NEWS, ALARM, SILENT)}
    for module in ("planning", "kinds"):
        monkeypatch.setattr(f"kaoping.web.notices.{module}.all_kinds", lambda: kinds)
    one = person(Role.LIAISON)
    one.email = "liaison@example.gov.cn"
    one.save()
    return one


def tell(kind: NoticeKind, to: User, at: datetime, what: str = "一件事") -> None:
    """Tell somebody of a test."""
    key = str(Notice.objects.count())
    Act("test.tell", Actor(None), Scope()).tell(kind, these(to), key=key, link="/cycles/1/", at=at, what=what)


def go_round(now: datetime) -> int:
    """What the process beside the web server does."""
    plan_notices(now)
    return send_due(now)


@pytest.fixture(autouse=True)
def own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail names the machine that it comes from, which asks a name server."""
    monkeypatch.setattr(socket, "getfqdn", lambda *_name: "localhost")


# When


def test_what_is_to_be_done_goes_out_at_once_by_day(liaison: User) -> None:
    tell(TODO, liaison, NOON, "请登记网站")
    assert go_round(NOON) == 1
    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == (["liaison@example.gov.cn"], "【考评】请登记网站")
    assert sent.body == "请尽快办理。\nhttp://kp.example.gov.cn/cycles/1/"
    assert go_round(NOON + MINUTE) == 0


def test_at_night_it_waits_unless_it_is_urgent(liaison: User) -> None:
    tell(TODO, liaison, NIGHT)
    tell(ALARM, liaison, NIGHT, "首页打不开")
    assert go_round(NIGHT) == 1
    assert mail.outbox[0].subject == "【考评】（紧急）首页打不开"
    assert go_round(MONDAY - MINUTE) == 0
    assert go_round(MONDAY) == 1


def test_what_is_only_to_be_known_comes_with_the_days_others(liaison: User) -> None:
    for what in ("第一", "第二", "第三"):
        tell(NEWS, liaison, NOON, what)
    tell(SILENT, liaison, NOON)
    assert go_round(NOON) == 0
    assert go_round(MONDAY + 30 * MINUTE) == 1
    assert mail.outbox[0].subject == "【考评】测试消息 3 条"
    assert [part.split("\n")[-2] for part in mail.outbox[0].body.split("\n\n")[:3]] == ["第一", "第二", "第三"]
    assert not Delivery.objects.filter(notice__kind="test-silent").exists()


def test_people_set_how_soon_and_when(liaison: User) -> None:
    paces = {"test-news": "now", "test-due": "never"}
    Preferences.objects.create(person=liaison, paces=paces, digest_hour=20, quiet=False)
    tell(NEWS, liaison, NIGHT)
    tell(TODO, liaison, NIGHT)
    assert go_round(NIGHT) == 1
    assert Delivery.objects.get().notice.kind == "test-news"


def test_what_was_read_meanwhile_is_not_sent(liaison: User) -> None:
    tell(TODO, liaison, NIGHT)
    plan_notices(NIGHT)
    Notice.objects.update(read_at=NIGHT)
    assert send_due(MONDAY) == 0
    assert Delivery.objects.get().state == Delivery.State.DROPPED


def test_the_working_time_is_that_of_the_place(liaison: User, city: City, settings: Settings) -> None:
    file = settings.DEPLOYMENT.data / "worktime.yaml"
    file.write_text('regions:\n  "321301":\n    hours: 10:00-12:00, 15:00-19:00\n', encoding="utf-8")
    try:
        tell(TODO, liaison, NOON.replace(hour=18))
        act = Act("test.tell", Actor(None), Scope())
        act.tell(TODO, people_of_units([city.east.unit]), key="unit", link="", at=NOON.replace(hour=9), what="早")
        plan_notices(NOON)
    finally:
        file.unlink()
    assert {row.due_at for row in Delivery.objects.all()} == {NOON.replace(hour=18), NOON.replace(hour=10)}


def test_without_an_address_or_a_mail_server_nothing_is_planned(
    liaison: User, person: PersonOf, settings: Settings
) -> None:
    tell(TODO, person(Role.LEADER), NOON)
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, mail_url="")
    tell(TODO, liaison, NOON)
    assert plan_notices(NOON) == 2
    assert plan_notices(NOON) == 0
    assert not Delivery.objects.exists()


# On the wire


class Mailbox:
    """Takes mail as a server does, or refuses a recipient."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuses = ""

    async def handle_RCPT(  # noqa: N802 the server's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient."""
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message."""
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A mail server on this machine, which the platform is told of."""
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    url = f"smtp://127.0.0.1:{port}/?_default_from_email=kaoping@example.gov.cn"
    for name, value in mail_settings(url, "KAOPING_MAIL_URL").items():
        setattr(settings, name, value)
    yield box
    server.stop()


def test_mail_reaches_a_server(liaison: User, mailbox: Mailbox) -> None:
    tell(TODO, liaison, NOON, "请登记网站")
    assert go_round(NOON) == 1
    (message,) = mailbox.taken
    assert message["Subject"] == "【考评】请登记网站"
    assert (message["From"], message["To"]) == ("kaoping@example.gov.cn", "liaison@example.gov.cn")
    assert "请尽快办理。" in message.get_content()


def test_a_recipient_that_does_not_exist_is_not_tried_again(liaison: User, mailbox: Mailbox) -> None:
    tell(TODO, liaison, NOON)
    mailbox.refuses = "550 no such user"
    assert go_round(NOON) == 0
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (Delivery.State.FAILED, 1)
    assert "收件地址" in row.problem


def test_what_fails_is_tried_later_and_later_and_then_waits_for_somebody(
    liaison: User, settings: Settings, mailbox: Mailbox
) -> None:
    tell(TODO, liaison, NOON)
    mailbox.refuses = "451 try later"
    now, waits = NOON, []
    while go_round(now) == 0 and Delivery.objects.get().state == Delivery.State.WAITING:
        row = Delivery.objects.get()
        assert send_due(row.due_at - MINUTE / 2) == 0
        waits.append(row.due_at - now)
        now = row.due_at
    assert waits == sorted(waits)
    assert (len(waits), Delivery.objects.get().state, Delivery.objects.get().attempts) == (6, "failed", 7)
    assert mailbox.taken == []


def test_a_server_that_is_not_there_is_said_so(liaison: User, mailbox: Mailbox, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    tell(TODO, liaison, NOON)
    assert go_round(NOON) == 0
    assert "连不上邮件服务器" in Delivery.objects.get().problem


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("submission://u%40x.cn:p%40ss@mail.x.cn:587/", {"EMAIL_USE_TLS": True, "DEFAULT_FROM_EMAIL": "u@x.cn"}),
        ("smtp://u:p@h:465/?_default_from_email=k@x.cn", {"EMAIL_USE_SSL": True, "DEFAULT_FROM_EMAIL": "k@x.cn"}),
        ("smtp://h/?_default_from_email=k@x.cn", {"EMAIL_USE_SSL": False, "EMAIL_USE_TLS": False}),
    ],
)
def test_one_address_says_how_mail_goes_out(url: str, expected: dict[str, object]) -> None:
    found = mail_settings(url, "X")
    assert {name: found[name] for name in expected} == expected
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert found["EMAIL_TIMEOUT"] == 15


@pytest.mark.parametrize("url", ["http://h/", "smtp://h/", "smtp://h:x/"])
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="KAOPING_MAIL_URL"):
        mail_settings(url, "KAOPING_MAIL_URL")


def test_no_address_means_no_mail() -> None:
    assert mail_settings("", "X") == {}
