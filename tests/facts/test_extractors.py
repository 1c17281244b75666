"""Page extractors: what they say of small pages, and that no page, however bad, breaks or stalls them."""

import time
from typing import Any

import pytest

from kaoping.facts.discovery import page_extractors
from kaoping.facts.personal_numbers import luhn, valid_identity
from kaoping.facts.view import PageView
from tests.facts.site_builder import SiteBuilder

URL = "http://www.example.gov.cn/"
ITEM = '<li><a href="/{0}.html">关于第{0}件事的通知</a><span>2022-03-{1:02d}</span></li>'
HOSTILE = {
    "deep": b"<div>" * 2000 + b'<a href="/x">t</a>2022-03-04',
    "huge text": ("2022-03-04 标题 标识码 ICP 时间：" * 20_000).encode(),
    "many links": "".join(ITEM.format(n, 4) for n in range(5000)).encode(),
    "flat links": "".join(f'<a href="/{n}.html">标题{n}</a>2022-03-04' for n in range(5000)).encode(),
    "control characters": bytes(range(256)) * 500,
    "broken utf-8": b'<a href="/x">\x00\x01\xff\xfe\xed\xa0\x80</a> 2022-03-04',
    "lone surrogates": b'<title>&#xD800;&#xDFFF;</title><a href="/a">&#xD83D;</a>2022-01-01',
    "nested hidden": b'<div style="display:none">' * 1500 + b'<a href="http://x.com/">x</a>',
    "open comments": b"<!--" * 50_000,
    "open script": ("<script>" + "document.write(\"<div style='display:none'>" * 1000).encode(),
    "digits": b"1234567890" * 50_000,
    "identities": ("11010519491231002X " * 5000).encode(),
    "spam": ("新葡京老虎机 " * 20_000).encode(),
    "garbled": ("å…¬å¼€" * 20_000).encode(),
    "angle brackets": b"<" * 200_000,
    "empty": b"",
    "frames": b"<html><frameset><frame src=a></frameset></html>",
    "no page": b'<?xml version="1.0"?><rss/>',
}


def extract(name: str, html: str) -> Any:
    return page_extractors()[name].extract(PageView(SiteBuilder(URL).parse(URL, html.encode())))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages(name: str) -> None:
    page = PageView(SiteBuilder(URL).parse(URL, HOSTILE[name]))
    started = time.process_time()
    for extractor in page_extractors().values():
        value = extractor.extract(page)
        if value is not None:
            data = extractor.encode(value)
            data.decode("utf-8")
            assert len(data) < 60_000
            assert extractor.decode(data) == value
    assert time.process_time() - started < 5


def test_every_extractor_has_a_type_of_its_own() -> None:
    kinds = [extractor.kind for extractor in page_extractors().values()]
    assert len(set(map(str, kinds))) == len(kinds)


ROWS = {
    "date after": '<li><a href="/{n}.html">{title}</a><span>2022-03-04</span></li>',
    "date first": '<li><span>2022-03-04</span><a href="/{n}.html">{title}</a></li>',
    "table": '<table><tr><td><a href="/{n}.html">{title}</a></td><td>2022-03-04</td></tr></table>',
    "inside the link": '<a href="/{n}.html"><h3>{title}</h3><i>2022-03-04</i></a>',
    "day apart": '<a href="/{n}.html"><i>04</i><i>2022-03</i><h3>{title}</h3></a>',
    "in brackets": '<dd><a href="/{n}.html">{title}</a><br>(2022年3月4日)</dd>',
    "script link": '<p><a href="javascript:;" onclick="show({n})">{title}</a> 2022/3/4</p>',
}


@pytest.mark.parametrize("layout", ROWS)
def test_items_in_several_layouts(layout: str) -> None:
    titles = ("关于某事的通知", "关于另事的通知", "关于又一件事的公告")
    rows = "".join(ROWS[layout].format(n=n, title=title) for n, title in enumerate(titles))
    found = extract("items", f'<nav><a href="/nav.html">导航</a></nav>{rows}<a href="/foot.html">网站地图</a>')
    assert [item.date for item in found] == ["2022-03-04"] * len(titles)
    assert all(title in item.text for title, item in zip(titles, found, strict=True))


def test_items_of_a_table_whose_broken_markup_leaves_it_without_rows() -> None:
    row = '<tr><td>·<td><a href="/{0}.html">关于第{0}件事的通知</a>&nbsp;</td><td><span>2022-03-0{0}</span></td></tr>'
    lost = "<table><tr><td>" + row.format(1) + "</td></tr></table></td></tr>" + "".join(map(row.format, (2, 3, 4)))
    found = extract("items", "<div>" + "x" * 700 + "</div>" + lost)
    assert [(item.text[3:4], item.date[-1:]) for item in found] == [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]


def test_a_date_that_a_script_writes_into_the_page() -> None:
    script = "<script>var  pubdata='2020年08月20日'; document.write(pubdata)</script>"
    assert extract("article", f"<h1>公告</h1>{script}").published == "2020-08-20"
    assert (
        extract("article", script + "<script>var list = {pubDate: '2020-08-21'}</script><p>来源：县政府</p>").published
        == ""
    )


def test_page_numbers_below_a_list_do_not_take_its_last_date() -> None:
    row = '<li><a href="/{0}.html">关于第{0}件事的通知</a>(2020-04-2{0})</li>'
    listed = "".join(map(row.format, (1, 2, 3)))
    found = extract("items", f'<ul>{listed}</ul><p>1 <a href="/index_2.html">2</a> <a href="/index_3.html">3</a></p>')
    assert [item.date for item in found] == ["2020-04-21", "2020-04-22", "2020-04-23"]


def test_a_date_of_today_and_calendar_cells_are_no_items() -> None:
    assert extract("items", '今天是2022年3月4日 星期五 <a href="/1.html">网站无障碍</a>') is None
    assert extract("items", '<td><a href="/c">2022-03-04</a></td>') is None


def test_publication_date_source_and_breadcrumb() -> None:
    html = '<p>您现在的位置：<a href="/">首页</a> &gt; <a href="/a/">政务公开</a> &gt; 通知公告</p>'
    found = extract("article", html + "<p>报名时间：2022-05-01</p><p>发布时间：2022-03-04 10:00 来源：县政府办</p>")
    assert (found.published, found.sourced, found.trail) == ("2022-03-04", True, ("政务公开", "通知公告"))
    assert extract("article", "<p>报名时间：2022-05-01 至 2022-05-06</p>") is None


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/">首页</a> &gt; <a href="/a/">政务公开</a> &gt; 通知公告</p>',
        '<ul><li><a href="/">网站首页</a><li>»<li><a href="/a/">政务公开</a><li>»<li>通知公告</ul>',
        "<p>首页 ＞ 政务公开 ＞ 通知公告</p>",
    ],
)
def test_a_breadcrumb_without_a_word_before_it(html: str) -> None:
    assert extract("article", f"<p>示范县人民政府</p>{html}<p>正文</p>").trail == ("政务公开", "通知公告")


@pytest.mark.parametrize(
    "html", ["<p>回到首页 &gt; 政务公开</p>", "<p>首页</p><p>政务公开</p>", "<p>第3页 &gt; 末页</p>"]
)
def test_what_only_looks_like_a_breadcrumb(html: str) -> None:
    assert extract("article", html) is None


def test_what_is_loaded_only_without_scripts() -> None:
    without = '<p>正文</p><noscript><img src="/1.gif"><img src="/2.gif"></noscript>'
    assert len(extract("fallbacks", f'{without}<img src="/2.gif"><a href="/a.htm">甲</a>').targets) == 1
    assert extract("fallbacks", '<p>正文</p><noscript><a href="/a.htm">甲</a></noscript><img src="/2.gif">') is None
    assert extract("fallbacks", '<img src="/2.gif">') is None


def test_a_publication_date_is_read_whole_and_is_no_search_form_nor_note_under_a_title() -> None:
    found = extract("article", "<p>发布时间：" + "\u3000" * 15 + "2022-03-14 来源：县政府办</p>")
    assert found.published == "2022-03-14"
    assert extract("article", "<p>发布日期检索</p><p>2020-11-17 11:45</p>") is None
    found = extract("article", "<p>（2020年10月29日全体会议通过）</p><p>来源：新闻社</p>")
    assert (found.published, found.sourced) == ("", True)


def test_identity_numbers_and_cards() -> None:
    assert valid_identity("11010519491231002X")
    assert not valid_identity("110105194912310021")
    assert not valid_identity("11010519491331002X")
    assert luhn("6222021001116245702")
    assert not luhn("6222021001116245703")


@pytest.mark.parametrize(
    ("html", "published"),
    [
        ("<h1>江苏房城</h1><p>2020-12-25 17:02:20</p><p>正文</p>", "2020-12-25"),
        ("<h1>江苏房城</h1><p>2020-7-16 10:19:0</p><p>正文</p>", "2020-07-16"),
        ("<p>2020-12-25 17:02:20</p><p>2020-12-24 08:00:00</p>", ""),  # a list with the times of its items
        ("<h1>江苏房城</h1><p>2020-12-25</p>", ""),  # a date alone may be of anything
        ("<p>现在时间 2020-12-25 17:02:20</p>", ""),
    ],
)
def test_a_stamp_alone_below_the_title(html: str, published: str) -> None:
    found = extract("article", html)
    assert (found.published if found is not None else "") == published


def test_no_personal_value_leaves_the_extractor() -> None:
    html = "<p>张三11010519491231002X 李四110105194912310046 13912345678</p>"
    page = PageView(SiteBuilder(URL).parse(URL, html.encode()))
    extractor = page_extractors()["personal"]
    data = extractor.encode(extractor.extract(page)).decode()
    assert "11010519491231" not in data
    assert "12345678" not in data
