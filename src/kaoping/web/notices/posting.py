"""Posts JSON to one address: no redirects, little time, a short answer."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pycurl
from django.utils.translation import gettext as _

CONNECT_WITHIN, ANSWER_WITHIN = 5, 10  # seconds
LONGEST_ANSWER = 64 * 1024


class SendingError(Exception):
    """A message that did not get out; the text says why. `lasting`: trying again would not help."""

    def __init__(self, why: str, lasting: bool = False) -> None:
        super().__init__(why)
        self.lasting = lasting


def post_json(address: str, body: Mapping[str, object]) -> Mapping[str, Any]:
    """Return the object that is answered. Raises SendingError where there is none."""
    curl, answer = pycurl.Curl(), BytesIO()

    def take(piece: bytes) -> int | None:
        return answer.write(piece) if answer.tell() + len(piece) <= LONGEST_ANSWER else 0  # 0 ends the transfer

    curl.setopt(pycurl.URL, address)
    curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    curl.setopt(pycurl.FOLLOWLOCATION, False)
    curl.setopt(pycurl.NOSIGNAL, True)
    curl.setopt(pycurl.CONNECTTIMEOUT, CONNECT_WITHIN)
    curl.setopt(pycurl.TIMEOUT, ANSWER_WITHIN)
    curl.setopt(pycurl.HTTPHEADER, ["Content-Type: application/json; charset=utf-8", "Expect:"])
    curl.setopt(pycurl.POSTFIELDS, json.dumps(body, ensure_ascii=False).encode())
    curl.setopt(pycurl.WRITEFUNCTION, take)
    try:
        curl.perform()
        status = curl.getinfo(pycurl.RESPONSE_CODE)
    except pycurl.error as error:
        raise SendingError(_("连不上：%s") % _without_address(error)) from None
    finally:
        curl.close()
    if status != 200:
        raise SendingError(_("回应状态码 %s") % status)
    try:
        found = json.loads(answer.getvalue())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SendingError(_("回应不是预期的格式，请核对地址"))
    return found


def _without_address(error: pycurl.error) -> str:
    """Say what libcurl says of the connection; it names hosts, never the address with its secret."""
    return str(error.args[-1])[:120] if error.args else ""
