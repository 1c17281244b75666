"""A stand-in for the servers of WeCom, DingTalk and Feishu, robots that write to it, and something to tell."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from pytest_django import Settings

from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Actor
from kaoping.web.notices.actions.add_robot import Secret, add_robot
from kaoping.web.notices.kinds import NoticeKind, Severity
from kaoping.web.notices.models import Robot
from kaoping.web.notices.planning import plan_notices
from kaoping.web.notices.recipients import people_of_region, people_of_units
from kaoping.web.notices.sending import send_due
from kaoping.web.registry.models import Region, Unit
from kaoping.worktime import BEIJING

ActorOf = Callable[..., Actor]
Browse = Callable[..., Client]
NOW = datetime(2026, 11, 20, 11, tzinfo=BEIJING)
MINUTE = timedelta(minutes=1)
KEY = "SEC000invented000key"
KIND = NoticeKind("test-due", "测试事项", "$what", "请尽快办理。", Severity.ACTION)
SYSTEM = Actor(None)


class Located(Protocol):
    """A county with a unit."""

    @property
    def region(self) -> Region:
        """The county."""

    @property
    def unit(self) -> Unit:
        """Its unit."""


class Group:
    """A stand-in for the makers' servers: takes what is right by their rules, and says what is wrong as they do."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.answer: dict[str, object] | None = None
        self.status = 200

    def take(self, path: str, body: bytes) -> dict[str, object]:
        """Answer one post as the maker of the path does."""
        sent, query = json.loads(body), parse_qs(urlsplit(path).query)
        if self.answer is not None:
            return self.answer
        if path.startswith("/cgi-bin/webhook/send"):
            return self._wecom(sent, query)
        if path.startswith("/robot/send"):
            return self._dingtalk(sent, query)
        assert path == "/open-apis/bot/v2/hook/invented"
        return self._feishu(sent)

    def _wecom(self, sent: dict[str, object], query: dict[str, list[str]]) -> dict[str, object]:
        if query != {"key": ["invented"]}:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        text = self._text(sent, "msgtype")
        if len(text.encode()) > 2048:
            return {"errcode": 45002, "errmsg": "content size out of limit"}
        self.told.append(text)
        return {"errcode": 0, "errmsg": "ok"}

    def _dingtalk(self, sent: dict[str, object], query: dict[str, list[str]]) -> dict[str, object]:
        (stamp,) = query.get("timestamp", [""])
        sign = base64.b64encode(hmac.new(KEY.encode(), f"{stamp}\n{KEY}".encode(), hashlib.sha256).digest()).decode()
        if query.get("sign") != [sign] or int(stamp) != int(NOW.timestamp() * 1000):
            return {"errcode": 310000, "errmsg": "sign not match"}
        self.told.append(self._text(sent, "msgtype"))
        return {"errcode": 0, "errmsg": "ok"}

    def _feishu(self, sent: dict[str, object]) -> dict[str, object]:
        stamp = str(sent.get("timestamp"))
        sign = base64.b64encode(hmac.new(f"{stamp}\n{KEY}".encode(), b"", hashlib.sha256).digest()).decode()
        if sent.get("sign") != sign or stamp != str(int(NOW.timestamp())):
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        assert sent["msg_type"] == "text"
        content = sent["content"]
        assert isinstance(content, dict)
        self.told.append(content["text"])
        return {"code": 0, "msg": "success", "data": {}}

    def _text(self, sent: dict[str, object], name: str) -> str:
        assert sent[name] == "text"
        content = sent["text"]
        assert isinstance(content, dict)
        return str(content["content"])


@contextmanager
def stand_in(settings: Settings) -> Iterator[tuple[Group, str]]:
    """The stand-in and its address, to which the operator lets robots belong."""
    group = Group()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"].startswith("application/json")
            body = self.rfile.read(int(self.headers["Content-Length"]))
            said = json.dumps(group.take(self.path, body)).encode()
            self.send_response(group.status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    host = f"127.0.0.1:{server.server_port}"
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, robot_hosts=(host,), hosts=("kp.example.gov.cn",))
    yield group, f"http://{host}"
    server.shutdown()
    thread.join()
    server.server_close()


PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=invented",
    "dingtalk": "/robot/send?access_token=invented",
    "feishu": "/open-apis/bot/v2/hook/invented",
}


def robot_at(address: str, where: Located, platform: str = "wecom", **more: object) -> Robot:
    """A robot of a county's office."""
    fields = {"name": "工作群", "platform": platform, "region": where.region, **more}
    key = "" if platform == "wecom" else KEY
    return add_robot(SYSTEM, fields, Secret(address + PATHS[platform], key))


def tell(where: Located, what: str = "一件事", key: str = "1") -> None:
    """Tell the office of a county, and its unit."""
    act = Act("test.tell", SYSTEM, Scope())
    to = people_of_region(where.region) | people_of_units([where.unit])
    act.tell(KIND, to, key=key, link="/cycles/1/", at=NOW, what=what)


def go_round(now: datetime = NOW) -> int:
    """What the process beside the web server does."""
    plan_notices(now)
    return send_due(now)
