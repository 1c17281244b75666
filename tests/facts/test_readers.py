"""Readers on hostile pages, and the rules they are made of: names, labels, periods of figures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.facts.data_periods import DataPeriod, data_period
from kaoping.facts.discovery import readers
from kaoping.facts.main_lines import labelled, main_lines
from kaoping.facts.people_names import is_name
from kaoping.facts.reading.service_guides import ELEMENTS
from kaoping.facts.view import PageView
from tests.facts.site_builder import SiteBuilder
from tests.facts.test_extractors import HOSTILE, URL

MORE = {
    "names": ("<h3>王建国</h3>" * 3000).encode(),
    "many names": "".join(f"<div><h3>王{chr(0x4E00 + n)}</h3></div>" for n in range(2000)).encode(),
    "deep names": ("<div>" * 900 + "<b>王建国</b>" + "</div><b>李志远</b>" * 900).encode(),
    "labels": ("<p>办理办理办理办理办理办理</p><p>收费收费收费收费收费收费收</p>" * 3000).encode(),
    "feet": ("<p>版权所有</p><p>网站标识码</p>" * 5000).encode(),
    "pictures": ("<div class=x><img src=a.jpg>" * 3000).encode(),
}


@pytest.mark.parametrize("name", [*HOSTILE, *MORE])
def test_no_page_breaks_a_reader(name: str) -> None:
    page = PageView(SiteBuilder(URL).parse(URL, (HOSTILE | MORE)[name]))
    for reader in readers().values():
        value = reader.extractor.extract(page)
        if value is not None:
            assert reader.extractor.decode(reader.extractor.encode(value)) == value


@pytest.mark.parametrize(
    "text", ["王建国", "李 明", "欧阳修", "闻人霁川", "江丛林", "金永善", "贾春城", "刘喜仁", "安文", "党林"]
)
def test_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "首页", "文件", "党建", "党建工作", "金融", "安全", "常委会", "关于", "更多", "简历", "高清", "方案",
        "政务公开",
        "领导信息", "管理办法", "应急局", "财政局", "江苏省", "A王建国", "王", "王建国同志", "成果", "时政", "任免",
        "于田县", "黄山区", "邵主任", "黄先生", "保证金", "文号", "吉林", "武汉",
    ],
)  # fmt: skip
def test_no_names(text: str) -> None:
    assert not is_name(text)


def test_lines_between_breadcrumb_and_footer() -> None:
    html = (
        "<p>首页</p><p>当前位置：首页</p><p>报表</p><p>网站标识码</p><p>9999000001</p><p>ICP备案号</p>"
        + "<p>内容</p>" * 20
        + "<p>主办单位：示范局</p><p>网站标识码：9999000001</p><p>示ICP备12345678号</p><p>友情链接</p>"
    )
    lines = main_lines(PageView(SiteBuilder(URL).parse(URL, html.encode())))
    assert lines[:2] == ["报表", "网站标识码"]
    assert lines[-1] == "内容"
    assert len(lines) == 24


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        (["办理地点", "政务大厅", "办理流程", "受理"], "办理地点", "政务大厅"),
        (["三、办理材料：", "1.申请表", "2.身份证"], "办理材料", "1.申请表 2.身份证"),
        (["【联系电话】：0999-1234567"], "联系电话", "0999-1234567"),
        (["办 理 流 程", "受理"], "办理流程", "受理"),
        (["办理依据", "：《条例》"], "设定依据", "《条例》"),
    ],
)
def test_labels(lines: list[str], name: str, value: str) -> None:
    assert labelled(lines, ELEMENTS)[name] == value


def test_a_sentence_is_no_label() -> None:
    assert labelled(["本事项办理地点在政务服务大厅三楼东侧三号窗口", "请提前准备好办理材料再来"], ELEMENTS) == {}


@given(st.lists(st.text(alphabet="办理材料地点：:1.（一）、 申请条件abc", max_size=30), max_size=30))
def test_labels_take_any_lines(lines: list[str]) -> None:
    found = labelled(lines, ELEMENTS)
    assert set(found) <= set(ELEMENTS)
    assert all(len(value) <= 400 for value in found.values())


@pytest.mark.parametrize(
    ("title", "rhythm", "end"),
    [
        ("2022年8月办事统计", "month", date(2022, 8, 31)),
        ("示范县2022年1-9月经济运行情况", "month", date(2022, 9, 30)),
        ("2022年二月份财政收支", "month", date(2022, 2, 28)),
        ("2022年十一月数据", "month", date(2022, 11, 30)),
        ("2022年第一季度GDP", "quarter", date(2022, 3, 31)),
        ("2022年上半年经济运行情况", "quarter", date(2022, 6, 30)),
        ("2022年前三季度主要指标", "quarter", date(2022, 9, 30)),
        ("示范县2021年国民经济和社会发展统计公报", "year", date(2021, 12, 31)),
    ],
)
def test_periods(title: str, rhythm: str, end: date) -> None:
    assert data_period(title) == DataPeriod(rhythm, end)


@pytest.mark.parametrize("title", ["", "全县居民收入稳步增长", "统计法实施细则", "8月数据", "2022年统计工作要点"])
def test_no_periods(title: str) -> None:
    assert data_period(title) is None


@given(st.integers(2000, 2099), st.integers(1, 12))
def test_every_month_is_read(year: int, month: int) -> None:
    period = data_period(f"{year}年{month}月统计数据")
    assert period is not None
    assert (period.rhythm, period.end.year, period.end.month) == ("month", year, month)
    assert (period.end.month % 12 + 1) == date.fromordinal(period.end.toordinal() + 1).month
