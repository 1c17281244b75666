"""Reads the one address that says how mail goes out, into Django's settings."""

from collections.abc import Mapping
from typing import Any

import dj_email_url

from kaoping.model.errors import InputError

_SCHEMES = ("smtp", "submission", "console")
_WITHIN = 15  # seconds for each step of a conversation with the mail server
_TLS_FROM_THE_START = 465


def mail_settings(url: str, name: str) -> Mapping[str, Any]:
    """Return Django's settings for a mail address such as `submission://user:password@host:587/`; {} for "".

    smtp: port 25 as it is, or TLS from the start on 465; submission: STARTTLS; console: written to the terminal.
    Raises InputError, naming the variable `name`, for what cannot be used.
    """
    if not url:
        return {}
    scheme = url.partition(":")[0]
    if scheme not in _SCHEMES:
        raise InputError(f"{name}：不认识的邮件地址“{scheme}:”；请用 smtp:// 或 submission://（加密，端口 587）。")
    try:
        found: dict[str, Any] = {key: value for key, value in dj_email_url.parse(url).items() if value is not None}
    except ValueError as error:
        raise InputError(f"{name}：读不了这个邮件地址（端口应为数字，密码中的特殊字符应写成 %40 这样）。") from error
    if found.get("EMAIL_PORT") == _TLS_FROM_THE_START and not found.get("EMAIL_USE_TLS"):
        found["EMAIL_USE_SSL"] = True
    sender = found.get("DEFAULT_FROM_EMAIL") or found.get("EMAIL_HOST_USER") or ""
    if "@" not in sender:
        raise InputError(f"{name}：缺少发件人，请在末尾加上 ?_default_from_email=发件邮箱。")
    return {"EMAIL_TIMEOUT": _WITHIN, "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "", **found} | {
        "DEFAULT_FROM_EMAIL": sender,
        "EMAIL_SUBJECT_PREFIX": "",
    }
