"""Schemes that only deduct, and schemes that rank by rates, are spoken of as what they are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kaoping.model.roster import Roster, RosterUnit
from kaoping.reports.assessment import write_assessment_reports
from kaoping.reports.bulletin.blocks import Paragraph, Table
from kaoping.reports.bulletin.content import build_bulletin
from kaoping.reports.dossier import Dossier, open_dossier
from kaoping.reports.part_columns import part_columns
from kaoping.reports.sheet import build_sheet, mark_of
from kaoping.reports.view import AssessmentView
from kaoping.schemes.loader import load_scheme
from kaoping.scoring.score import score
from tests.reports.reading import page_text, workbook_text
from tests.reports.sample import AS_OF, WRITTEN
from tests.scoring.build import UNKNOWN, table

SITE = ("https://www.example.gov.cn/",)
YANAN = (
    RosterUnit("best", "市教育局", "department", sites=SITE),
    RosterUnit("worst", "市发改委", "department", sites=SITE),
    RosterUnit("none", "市城改办", "department"),
    RosterUnit("only", "评审中心", "institution", sites=SITE),
)
HENGYANG = (
    RosterUnit("hengnan", "衡南县", "county", sites=SITE),
    RosterUnit("shigu", "石鼓区", "county", tags=("urban",), sites=SITE),
    RosterUnit("dangan", "市档案局", "department", tags=("no_hotline",), sites=SITE),
    RosterUnit("caizheng", "市财政局", "department", sites=SITE),
)


def view(name: str, units: Sequence[RosterUnit], **marks: Any) -> AssessmentView:
    scheme, roster = load_scheme(name), Roster(tuple(units))
    measures = table(roster, **marks)
    results = score(scheme, roster, measures)
    return AssessmentView(
        scheme=scheme,
        roster=roster,
        results=results,
        trace=results.trace,
        table=measures,
        sites=(),
        check_titles={},
        as_of=AS_OF,
        generated_at=WRITTEN,
    )


@pytest.fixture(scope="module")
def taken() -> Dossier:
    return open_dossier(view("yanan-2016", YANAN, website=("8.5", "266.5", 0, 101)))


@pytest.fixture(scope="module")
def rated() -> Dossier:
    marks: dict[str, Any] = dict.fromkeys(
        (part.id.replace("-", "__") for part in load_scheme("hengyang-2018").parts), (80, 90, 93, 91)
    )
    marks |= {"county__hotline": ("89.99", 0, 0, 0)}
    return open_dossier(view("hengyang-2018", HENGYANG, **marks))


def said(dossier: Dossier) -> str:
    blocks = [block for block in build_bulletin(dossier).blocks if isinstance(block, Paragraph)]
    return "\n".join(block.lead + block.text for block in blocks)


def tables(dossier: Dossier, title: str) -> list[Table]:
    (found,) = (one for one in build_bulletin(dossier).attachments if one.title == title)
    return [block for block in found.blocks if isinstance(block, Table)]


def test_deductions_are_spoken_of_as_deductions(taken: Dossier) -> None:
    text = said(taken)
    assert "平均扣137.50分；扣分最少的是市教育局（8.50分）；扣分最多的是市发改委（266.50分）。" in text
    assert "扣分超过100分。共2个：市发改委、评审中心。" in text
    assert "没有网站的1个：市城改办" in text
    assert "单项否决" not in text
    assert "扣分较少的单位：市政府工作部门网站有市教育局（8.50分）。" in text  # 不表扬超过100分的
    (ranking,) = tables(taken, "市政府工作部门网站扣分排名")
    assert list(ranking.head) == ["名次", "单位", "政府网站绩效评估", "扣分", "备注"]
    assert [list(row) for row in ranking.rows] == [
        ["1", "市教育局", "8.50", "8.50", ""],
        ["2", "市发改委", "266.50", "266.50", "扣分超过100分"],
    ]


def test_what_was_deducted_is_lost(taken: Dossier) -> None:
    sheet = build_sheet(taken, "worst")
    assert sheet.mark == "lost"
    assert mark_of(taken.traces["best"], taken=True) == "lost"
    (case,) = sheet.vetoes
    assert (case.condition, case.state, case.overrides) == ("加减分前扣分超过100", "held", False)
    assert sheet.notes == ("“扣分超过100分”：判定为“扣分超过100分”",)


def test_rates_stand_beside_totals_of_different_full_marks(rated: Dossier) -> None:
    text = said(rated)
    # 衡南 (4×80+89.99)÷500=81.998%；石鼓 90%；档案局 93%；财政局 91%
    assert (
        "平均得分率86.00%；得分率最高的是石鼓区（90.00%，540.00分）；得分率最低的是衡南县（82.00%，409.99分）。" in text
    )
    assert "12345政府服务热线低于90分。共1个：衡南县，取消绩效目标管理考核年度评优资格。" in text
    totals, parts = tables(rated, "市直部门（含园区）得分率排名")
    assert list(totals.head) == ["名次", "单位", "总分", "满分", "得分率", "备注"]
    assert [list(row)[:5] for row in totals.rows] == [
        ["1", "市档案局", "465.00", "500", "93.00%"],
        ["2", "市财政局", "546.00", "600", "91.00%"],
    ]
    assert list(parts.rows[0]) == ["市档案局", "93.00", "93.00", "93.00", "93.00", "93.00", "—"]


def test_like_named_parts_share_a_column(rated: Dossier) -> None:
    county, _ = rated.groups
    columns = part_columns(rated.view.scheme, county.units)
    assert [(column.title, len(column.parts)) for column in columns] == [
        ("政府网站", 2),
        ("政府信息公开（含公共服务）", 2),
        ("“互联网+政务服务”和数据共享交换平台", 1),
        ("政务外网（含政务云）", 2),
        ("12345政府服务热线", 2),
        ("“互联网+政务服务”", 1),
        ("信息资源共享交换", 1),
    ]


def test_pages_and_workbook_have_the_same_words(taken: Dossier, rated: Dossier, tmp_path: Path) -> None:
    for dossier, name, words in (
        (taken, "taken", ("名次 | 单位 | 扣分 |", "平均扣137.50分")),
        (rated, "rated", ("名次 | 单位 | 总分 | 满分 | 得分率 |", "平均得分率86.00%")),
    ):
        write_assessment_reports(tmp_path / name, dossier.view)
        page = page_text(tmp_path / name / "index.html")
        assert all(word in page for word in words), page[:800]
    book = workbook_text(tmp_path / "rated" / "results.xlsx")
    assert "得分率（%）" in book
    assert "评优限制" in book
    assert "折合：" not in book  # 折合为多少分还空缺
    sheet = page_text(tmp_path / "taken" / "units" / "worst.html")
    assert "判定情形 1 条" in sheet


def test_while_deductions_are_open_nothing_bounds_them() -> None:
    dossier = open_dossier(view("yanan-2016", YANAN, website=(UNKNOWN, "266.5", 0, 101)))
    text = said(dossier)
    assert "其扣分以“最低～最高”表示" in text
    assert "平均扣分未定" in text
    assert "扣分超过100分。尚未确定的1个：市教育局。" in text
    (ranking,) = tables(dossier, "市政府工作部门网站扣分排名（暂定）")
    assert [list(row)[:4] for row in ranking.rows] == [
        ["1～2", "市发改委", "266.50", "266.50"],
        ["1～2", "市教育局", "0.00～不限", "0.00～不限"],
    ]
