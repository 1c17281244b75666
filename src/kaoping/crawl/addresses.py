"""Addresses: joined, normalised and taken apart once, so that equal pages have equal addresses."""

import re
from typing import NamedTuple

from ada_url import join_url

SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
SESSION_NAMES = frozenset(
    {"jsessionid", "phpsessid", "sessionid", "session_id", "aspsessionid", "cfid", "cftoken", "zenid", "oscsid"}
)
SESSION_SHORT = frozenset({"sid", "s", "session", "token"})  # session ids only when the value looks like one
RANDOM_VALUE = re.compile(r"(?=[0-9A-Za-z]*\d)(?=[0-9A-Za-z]*[A-Za-z])[0-9A-Za-z]{16,}|[0-9a-fA-F]{24,}")
TEMPLATE = re.compile(r"\{\{|\}\}|\$\{|<%|%>|%7B%7B|%7D%7D|\$%7B|\{%|\[\[|#\{", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
IGNORED_SCHEMES = (
    "javascript:", "mailto:", "tel:", "data:", "sms:", "about:", "blob:", "vbscript:", "weixin:", "qq:", "tencent:",
    "mqqwpa:", "ftp:", "file:", "callto:", "skype:", "thunder:", "magnet:", "ed2k:", "mms:", "rtsp:", "res:",
    "intent:", "market:", "baiduboxapp:", "chrome:", "view-source:", "android-app:", "ios-app:", "geo:", "urn:",
)  # fmt: skip
UNRESERVED = re.compile(r"%(?:2[dD]|2[eE]|3[0-9]|4[1-9a-fA-F]|5[0-9aA]|5[fF]|6[1-9a-fA-F]|7[0-9aA]|7[eE])")


class Address(NamedTuple):
    """An absolute http(s) address in normal form and its parts; `host` has the port where that is not the default."""

    url: str
    host: str
    path: str
    query: str
    session: bool


def join(raw: str, base: str) -> Address | None:
    """Return the address that `raw` means on a page whose base is `base`.

    None for what cannot be made an address at all. Raises ValueError when it has a scheme that is not http(s).
    """
    text = CONTROL.sub("", raw.strip())
    if TEMPLATE.search(text):
        return None
    try:
        whole = join_url(base, text)  # in normal form, of which the parts are told apart by their signs
    except ValueError:
        return None
    protocol, _, rest = whole.partition("#")[0].partition("//")
    if protocol not in ("http:", "https:"):
        raise ValueError(whole[: whole.index(":") + 1])
    rest, _, query = rest.partition("?")
    host, _, path = rest.partition("/")
    host, path = host.rpartition("@")[2], f"/{path}"
    if not host.partition(":")[0].strip("."):
        return None
    clean_path, clean_query = SESSION_PATH.sub("", path), _without_session(query)
    session = clean_path != path or clean_query != query
    clean_path, clean_query = _escapes(clean_path), _escapes(clean_query)
    url = f"{protocol}//{host}{clean_path}" + (f"?{clean_query}" if clean_query else "")
    return Address(url, host, clean_path, clean_query, session)


def normalise(url: str) -> str:
    """Return the normal form of an absolute address; the address itself when it has none."""
    try:
        address = join(url, url)
    except ValueError:
        return url
    return address.url if address else url


def ignored(raw: str) -> bool:
    """Tell whether `raw` leads nowhere on the web: empty, a fragment, or a scheme that is not fetched."""
    text = raw.strip()
    if not text or text[0] == "#":
        return True
    if ":" not in text[:24]:
        return False
    return CONTROL.sub("", text[:40]).replace(" ", "").lower().startswith(IGNORED_SCHEMES)


def host_of(url: str) -> str:
    """Return the host of an address in normal form, with its port where that is not the default one."""
    return url.split("/", 3)[2]


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address in normal form."""
    return "/".join(url.split("/", 3)[:3])


def origin_key(url: str) -> str:
    """Return what politeness is counted by: the host, with its port where that is neither 80 nor 443."""
    return host_of(url).removesuffix(":80").removesuffix(":443")


def host_aliases(host: str) -> frozenset[str]:
    """Return the hosts that are the same site as `host`: with and without `www.`."""
    bare = host.removeprefix("www.")
    return frozenset({host, bare, f"www.{bare}"})


def _without_session(query: str) -> str:
    if "=" not in query:
        return query
    kept = [part for part in query.split("&") if part and not _is_session(part)]
    return "&".join(kept) if len(kept) != query.count("&") + 1 else query


def _is_session(part: str) -> bool:
    name, _, value = part.partition("=")
    key = name.lower()
    if key in SESSION_NAMES or key.startswith("aspsessionid"):
        return True
    return key in SESSION_SHORT and RANDOM_VALUE.fullmatch(value) is not None


def _escapes(text: str) -> str:
    """Write percent escapes one way: upper-case digits, and none for letters and digits that need none."""
    if "%" not in text:
        return text
    text = UNRESERVED.sub(lambda match: chr(int(match[0][1:], 16)), text)
    return ESCAPE.sub(lambda match: match[0].upper(), text)
