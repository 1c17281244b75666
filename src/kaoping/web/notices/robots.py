"""Speaks to group robots of WeCom, DingTalk and Feishu as their makers lay down, and to no other host.

WeCom: {"msgtype": "text", "text": {"content"}}, at most 2,048 bytes of content. DingTalk: the same, at most 20,000
bytes; signed by `timestamp` (ms) and `sign` in the address. Feishu: {"msg_type": "text", "content": {"text"}}, at most
20 KB; signed by `timestamp` (s) and `sign` in the body. All three take at most 20 messages a minute from us (the
narrowest of their limits), and answer 200 with a code, 0 where the message was taken.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote_plus, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.notices.composing import Message
from kaoping.web.notices.models import Robot
from kaoping.web.notices.posting import SendingError, post_json

PER_MINUTE = 20


@dataclass(frozen=True, slots=True)
class Maker:
    """What one platform lays down: hosts, path, bytes of a message, the codes that mean “later” and “never so”."""

    hosts: frozenset[str]
    path: str
    most_bytes: int
    request: Callable[[str, str, str, datetime], tuple[str, Mapping[str, object]]]
    later: frozenset[int]
    lasting: Mapping[int, Promise | str]


def send_to_robot(platform: str, secret: tuple[str, str], message: Message, now: datetime) -> None:
    """Send a message; `secret` is the robot's address and the key it signs with ("" : none). Raises SendingError."""
    maker = MAKERS[platform]
    text = f"{message.subject}\n{message.text}" if message.text else message.subject
    harmless = text.replace("<", "＜")  # <@all>, <at user_id=...>: nobody is called by the words of a notice
    address, body = maker.request(*secret, harmless, now)
    answer = post_json(address, body)
    code = answer.get("errcode", answer.get("code", answer.get("StatusCode")))
    if code == 0:
        return
    said = str(answer.get("errmsg") or answer.get("msg") or "")[:120]
    why = maker.lasting.get(code) if isinstance(code, int) else None
    if why is not None:
        raise SendingError(f"{why}（{code}）", lasting=True)
    if code in maker.later:
        raise SendingError(_("发得太频繁，平台要求稍后再发（%s）") % code)
    raise SendingError(_("平台没有接受：%(code)s %(said)s") % {"code": code, "said": said})


def wrong_with(platform: str, address: str, further: Iterable[str]) -> str:
    """Return what is wrong with a robot's address ("" : nothing).

    Right is https to the maker's host and path, or a host (with its port) that the operator allows.
    """
    maker = MAKERS[platform]
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return _("这不是网址；请从群机器人的设置中复制完整的 Webhook 地址。")
    if parts.username or parts.password or parts.fragment or not parts.hostname or not address.isascii():
        return _("这不是 Webhook 地址；请从群机器人的设置中复制完整地址。")
    if parts.scheme in ("http", "https") and parts.netloc.lower() in {host.lower() for host in further}:
        return ""
    if parts.scheme == "https" and parts.hostname in maker.hosts and port in (None, 443):
        return "" if parts.path.startswith(maker.path) else _("路径不对，应以 %s 开头。") % maker.path
    known = "、".join(sorted(maker.hosts))
    return _("只能是 https://%(hosts)s 的地址；私有化部署的主机由运维人员在 KAOPING_ROBOT_HOSTS 中登记。") % {
        "hosts": known
    }


def _wecom(address: str, _key: str, text: str, _now: datetime) -> tuple[str, Mapping[str, object]]:
    return address, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(address: str, key: str, text: str, now: datetime) -> tuple[str, Mapping[str, object]]:
    body = {"msgtype": "text", "text": {"content": text}}
    if not key:
        return address, body
    stamp = str(int(now.timestamp() * 1000))
    sign = quote_plus(_signed(key.encode(), f"{stamp}\n{key}".encode()))
    return f"{address}{'&' if '?' in address else '?'}timestamp={stamp}&sign={sign}", body


def _feishu(address: str, key: str, text: str, now: datetime) -> tuple[str, Mapping[str, object]]:
    body: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
    if key:
        stamp = str(int(now.timestamp()))
        body |= {"timestamp": stamp, "sign": _signed(f"{stamp}\n{key}".encode(), b"")}
    return address, body


def _signed(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


_GONE = gettext_lazy("机器人不存在或已移出群，请重新复制地址")
_UNSIGNED = gettext_lazy("安全设置不符：请核对加签密钥，关键词请设为“考评”，或把本机出口地址加入白名单")
MAKERS: Mapping[str, Maker] = {
    Robot.Platform.WECOM: Maker(
        frozenset({"qyapi.weixin.qq.com"}), "/cgi-bin/webhook/send", 2_048, _wecom,
        frozenset({-1, 45009, 45033}), {93000: _GONE, 40008: gettext_lazy("消息格式不被接受")},
    ),
    Robot.Platform.DINGTALK: Maker(
        frozenset({"oapi.dingtalk.com"}), "/robot/send", 18_000, _dingtalk,
        frozenset({-1, 130101, 410100}), {300001: _GONE, 400101: _GONE, 310000: _UNSIGNED},
    ),
    Robot.Platform.FEISHU: Maker(
        frozenset({"open.feishu.cn", "open.larksuite.com"}), "/open-apis/bot/v2/hook/", 18_000, _feishu,
        frozenset({11232, 9499}), {19001: _GONE, 19021: _UNSIGNED, 19022: _UNSIGNED, 19024: _UNSIGNED},
    ),
}  # fmt: skip
"""By platform. Bodies of DingTalk and Feishu may have 20,000 bytes; what is left is for their frame and escapes."""
