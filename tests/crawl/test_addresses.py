"""Addresses in normal form, and the parts of a site that never end."""

import pytest

from kaoping.crawl.addresses import host_of, ignored, join, origin_key
from kaoping.crawl.traps import MAX_CALENDAR_VARIANTS, MAX_MANY_PARAMETERS, MAX_VARIANTS, TrapGuard

BASE = "http://www.x.gov.cn/a/b/c.html?q=1"
JOINED = [
    ("d.html", "http://www.x.gov.cn/a/b/d.html"),
    ("../d.html#top", "http://www.x.gov.cn/a/d.html"),
    ("/d", "http://www.x.gov.cn/d"),
    ("?q=2", "http://www.x.gov.cn/a/b/c.html?q=2"),
    ("//Y.gov.CN:80/z", "http://y.gov.cn/z"),
    ("https://y.gov.cn:443", "https://y.gov.cn/"),
    ("http://y.gov.cn:8080/./a/../b", "http://y.gov.cn:8080/b"),
    ("\\d\\e.html", "http://www.x.gov.cn/d/e.html"),
    (" /d\n.html\t", "http://www.x.gov.cn/d.html"),
    ("/政务/公开.html", "http://www.x.gov.cn/%E6%94%BF%E5%8A%A1/%E5%85%AC%E5%BC%80.html"),
    ("/%e6%94%bf", "http://www.x.gov.cn/%E6%94%BF"),
    ("/%41%7E.html?x=%2d", "http://www.x.gov.cn/A~.html?x=-"),
    ("http://中国政府网.政务/", "http://xn--fiqs8sirgfmhq98a.xn--zfr164b/"),
    ("http://user:pw@y.gov.cn/", "http://y.gov.cn/"),
    ("/a;jsessionid=0A1B2C3D?x=1", "http://www.x.gov.cn/a?x=1"),
    ("/a?PHPSESSID=abc123&x=1", "http://www.x.gov.cn/a?x=1"),
    ("/a?sid=0123456789abcdef0123", "http://www.x.gov.cn/a"),
    ("/a?sid=12", "http://www.x.gov.cn/a?sid=12"),
    ("http://2130706433/", "http://127.0.0.1/"),
    ("http:d.html", "http://www.x.gov.cn/a/b/d.html"),
]


@pytest.mark.parametrize(("raw", "expected"), JOINED)
def test_join(raw: str, expected: str) -> None:
    address = join(raw, BASE)
    assert address is not None
    assert address.url == expected
    again = join(address.url, address.url)
    assert again is not None
    assert again.url == expected


@pytest.mark.parametrize(
    "raw",
    ["{{item.url}}", "/a/${id}.html", "<%=url%>", "http://", "http://[1:2", "http://a b.cn/", "http://x.cn:99999/"],
)
def test_what_cannot_be_an_address(raw: str) -> None:
    assert join(raw, BASE) is None


@pytest.mark.parametrize("raw", ["ftp://x.cn/a", "java script:x", "weixin://dl", "custom:thing"])
def test_other_schemes_raise_or_are_ignored(raw: str) -> None:
    if not ignored(raw):
        with pytest.raises(ValueError, match=":"):
            join(raw, BASE)


@pytest.mark.parametrize(
    "raw", ["", "  ", "#", "#a", "javascript:;", "JAVASCRIPT:void(0)", "\tjava\nscript:x", "data:,x"]
)
def test_ignored(raw: str) -> None:
    assert ignored(raw)


@pytest.mark.parametrize("raw", ["/a:b", "a.html", "http://x.cn/#a", "?x=mailto:y", "mail.html"])
def test_not_ignored(raw: str) -> None:
    assert not ignored(raw)


def test_parts() -> None:
    assert host_of("http://x.cn:81/a?b") == "x.cn:81"
    assert origin_key("http://x.cn/") == origin_key("https://x.cn/a") == "x.cn"
    assert origin_key("http://x.cn:81/") == "x.cn:81"


def verdicts(*urls: str) -> list[str]:
    guard = TrapGuard(2026)
    found = []
    for url in urls:
        address = join(url, BASE)
        assert address is not None
        found.append(guard.reason(address))
    return found


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("/xw/2022/03/t20220304_1.html", ""),
        ("/art/2099/1/1/art_1.html", ""),
        ("/calendar/2031/05/", "trap-calendar"),
        ("/list?year=1890&month=2", "trap-calendar"),
        ("/list?date=2026-05-01", ""),
        ("/a/b/a/b/a/b/c.html", "trap-repetition"),
        ("/x/x/x/x/y.html", "trap-repetition"),
        ("/a/b/a/c/a/d.html", ""),
        ("/a" * 20 + "/", "trap-depth"),
        ("/long?x=" + "y" * 2000, "trap-length"),
        ("/list.jsp?id=123", ""),
    ],
)
def test_traps(url: str, reason: str) -> None:
    assert verdicts(url) == [reason]


@pytest.mark.parametrize(
    ("pattern", "limit", "reason"),
    [
        ("/search?q={}", MAX_VARIANTS, "trap-parameters"),
        ("/calendar?month={}", MAX_CALENDAR_VARIANTS, "trap-calendar"),
        ("/f?a={0}&b=1&c=2&e=3&f=4", MAX_MANY_PARAMETERS, "trap-parameters"),
    ],
)
def test_endless_variants_are_bounded(pattern: str, limit: int, reason: str) -> None:
    found = verdicts(*(pattern.format(number) for number in range(limit + 3)))
    assert found == [""] * limit + [reason] * 3
