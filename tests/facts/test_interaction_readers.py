"""Readers of message boards, surveys and entries on the ways real pages write them, and on pages meant to hurt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.facts.page import entries
from kaoping.facts.reading import message_boards, surveys
from kaoping.facts.view import PageView
from tests.facts.site_builder import SiteBuilder


def view(body: str, title: str = "示范县") -> PageView:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return PageView(SiteBuilder("http://x.gov.cn/").parse("http://x.gov.cn/a", html.encode("utf-8", "replace")))


WRITTEN = (
    (
        "<p>留言时间：2022-12-01 09:05</p><p>答复时间：2022-12-02</p><p>答复单位：教育局</p>",
        ("2022-12-01T09:05", "2022-12-02", "教育局"),
    ),
    (
        "<p>来信日期: 2022/1/3</p><p>回复日期: 2022/1/4 16:00:00</p><p>回复部门: 信访局</p>",
        ("2022-01-03", "2022-01-04T16:00", "信访局"),
    ),
    (
        "<table><tr><td>提交时间</td><td>2022年3月4日</td><td>办理单位</td><td>住建局</td><td>办结时间</td>"
        "<td>2022年3月8日</td></tr></table>",
        ("2022-03-04", "2022-03-08", "住建局"),
    ),
    (
        "<i>[提问时间：2022-05-06]</i><i>[回复人：王编辑]</i><i>[回复时间：2022-05-07]</i>",
        ("2022-05-06", "2022-05-07", "王编辑"),
    ),
    ("<p>网友留言时间 2022-07-01 10:00</p>", ("2022-07-01T10:00", "", "")),
)
PIECES = (
    *("留言时间", "：", "2022-12-01", "\n", "答复时间", "答复内容", "[", "】", " ", "截止时间", "至", "<td>"),
    *("<table><tr>", "</table>", "智能问答", "无障碍", "<a href=x>", "<img alt=微信>"),
)
REPEATED = (
    *("\n", " ", "留言时间：2022-12-01\n", "答复", "征集结果", "2022-12-01至", "智能", "<img alt=微信>"),
    "<table><tr><td>留言时间</td><td>标题</td></tr>",
)


@pytest.mark.parametrize(("body", "said"), WRITTEN)
def test_a_message_as_pages_write_it(body: str, said: tuple[str, str, str]) -> None:
    page = message_boards.extract(view(body))
    assert page is not None
    (message,) = page.messages
    assert (message.asked, message.replied, message.unit) == said


@pytest.mark.parametrize(
    "body",
    [
        "<p>发布时间：2022-12-01</p><p>办理时间：工作日9:00</p>",
        "<p>关于留言时间的说明，见2022-12-01公告</p>",
        "<p>留言时间：近日</p>",
        "",
    ],
)
def test_what_is_no_message(body: str) -> None:
    page = message_boards.extract(view(body))
    assert page is None or not page.messages


@pytest.mark.parametrize(
    ("body", "ends"),
    [
        ("截止时间：2022年8月31日", "2022-08-31"),
        ("征求意见时间为2022年8月1日至8月31日。", "2022-08-31"),
        ("征集时间：2022-08-01至2022-09-02", "2022-09-02"),
        ("请于2022年9月5日前将意见书面反馈我局", "2022-09-05"),
        ("意见征集截至2022年9月6日17时", "2022-09-06"),
        ("本办法自2022年9月5日起施行", ""),
        ("结束时间：待定", ""),
    ],
)
def test_when_a_survey_ends(body: str, ends: str) -> None:
    survey = surveys.extract(view(f"<p>{body}</p>", "关于公开征求意见的公告"))
    assert (survey.ends if survey else "") == ends


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_page_breaks_a_reader(parts: list[str]) -> None:
    page = view("".join(parts))
    for reader in (message_boards, surveys, entries):
        reader.extract(page)


@pytest.mark.parametrize("unit", REPEATED)
def test_a_page_of_one_thing_over_and_over_is_read_to_the_end(unit: str) -> None:
    page = view(f"<pre>x{unit * 60_000}</pre>" if not unit.startswith("<") else unit * 3_000)
    for reader in (message_boards, surveys, entries):
        reader.extract(page)
