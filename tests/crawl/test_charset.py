"""Charset by header, mark, meta and bytes, and what happens when they disagree."""

import pytest

from kaoping.crawl.charset import read_text

SENTENCE = "沭阳县人民政府办公室关于印发二〇二二年政务公开工作要点的通知,请认真贯彻执行。" * 3
TRADITIONAL = "臺北市政府資訊局公告網站維護時間與聯絡電話,請各單位轉知所屬同仁。" * 3


def page(charset: str, text: str = SENTENCE) -> str:
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{declared}<title>x</title></head><body>{text}</body></html>"


CASES = [
    # bytes, Content-Type, charset, source
    (page("utf-8").encode(), "text/html", "utf-8", "meta"),
    (page("").encode(), "text/html; charset=UTF-8", "utf-8", "header"),
    (page("").encode(), "text/html", "utf-8", "detected"),
    (page("gb2312").encode("gbk"), "text/html", "gb18030", "meta"),
    (page("").encode("gbk"), "text/html;charset=GBK", "gb18030", "header"),
    (page("").encode("gbk"), "text/html", "gb18030", "detected"),
    (page("gbk", SENTENCE + "㐀𠀀").encode("gb18030"), "text/html", "gb18030", "meta"),
    (page("big5", TRADITIONAL).encode("big5"), "text/html", "big5hkscs", "meta"),
    (page("", TRADITIONAL).encode("big5"), "text/html", "big5hkscs", "detected"),
    (b"\xef\xbb\xbf" + page("gbk").encode(), "text/html; charset=gbk", "utf-8", "bom"),
    (b"\xff\xfe" + page("").encode("utf-16-le"), "text/html", "utf-16-le", "bom"),
    # declarations that the bytes contradict
    (page("gbk").encode(), "text/html", "utf-8", "detected"),
    (page("utf-8").encode("gbk"), "text/html", "gb18030", "detected"),
    (page("gb2312").encode(), "text/html; charset=gb2312", "utf-8", "detected"),
    (page("iso-8859-1").encode("gbk"), "text/html", "gb18030", "detected"),
    (page("utf-16").encode(), "text/html", "utf-8", "meta"),  # as the standard says
    (page("nonsense-9").encode("gbk"), "text/html", "gb18030", "detected"),
    # the header wins over the meta declaration
    (page("utf-8").encode("gbk"), "text/html; charset=gbk", "gb18030", "header"),
]


@pytest.mark.parametrize(("body", "content_type", "charset", "source"), CASES)
def test_charset(body: bytes, content_type: str, charset: str, source: str) -> None:
    found = read_text(body, content_type)
    assert found.charset == charset
    assert (SENTENCE if charset != "big5hkscs" else TRADITIONAL).encode() in found.utf8
    assert found.source == source


@pytest.mark.parametrize("cut", [1, 2])
def test_a_page_cut_in_the_middle_of_a_letter_keeps_its_charset(cut: int) -> None:
    body = page("utf-8").replace("</body></html>", "").encode()[:-cut]
    found = read_text(body, "text/html")
    assert found.charset == "utf-8"
    assert SENTENCE[:30].encode() in found.utf8
    found.utf8.decode("utf-8")


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    body = page("gbk").encode("gbk").replace(b"<body>", b"<body>\xff\xff")
    found = read_text(body, "text/html")
    assert found.charset == "gb18030"
    assert SENTENCE[:30].encode() in found.utf8


def test_a_short_gbk_text_that_happens_to_be_utf8_keeps_its_declaration() -> None:
    found = read_text("<p>联通</p>".encode("gbk"), "text/html; charset=gbk")
    assert (found.utf8.decode(), found.source) == ("<p>联通</p>", "header")


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02\xff\xfe\xfd" * 50, bytes(range(256)) * 20])
def test_whatever_comes_is_utf8_afterwards(body: bytes) -> None:
    read_text(body, "").utf8.decode("utf-8")


@pytest.mark.parametrize("name", ["undefined", "hex", "idna", "punycode", "unicode_escape", "rot13", "zlib", "base64"])
def test_a_declared_codec_that_is_no_charset_is_ignored(name: str) -> None:
    broken = SENTENCE.encode("gbk") + b"\xff\xff\x80"
    assert read_text(broken, f"text/html; charset={name}").charset == "gb18030"
    assert read_text(rb"<p>\u4e2d</p>", f"text/html; charset={name}") == (rb"<p>\u4e2d</p>", "utf-8", "detected")
