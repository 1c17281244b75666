"""What has changed since last time, worked out by hand from the sample and an invented earlier year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

from kaoping.reports.assessment import write_assessment_reports
from kaoping.reports.bulletin.content import build_bulletin
from kaoping.reports.comparison import MOVED, NEW, OPEN, compare
from kaoping.reports.dossier import open_dossier
from kaoping.reports.view import AssessmentView, PreviousResults, PreviousUnit
from tests.reports.sample import sample_view

NOW = sample_view()


def before(group: str, rank: int | None, total: str, *, settled: bool = True, name: str = "某单位") -> PreviousUnit:
    points = Decimal(total)
    return PreviousUnit(name, group, rank, points, points / 100, settled)


def with_previous(
    view: AssessmentView, units: dict[str, PreviousUnit], *, digest: str = "", version: str = ""
) -> AssessmentView:
    previous = PreviousResults(
        scheme_title="2021年办法" if digest else view.scheme.title,
        digest=digest or view.scheme.digest,
        scoring_version=version or str(view.results.version),
        as_of=date(2021, 12, 31),
        units=units,
    )
    return replace(view, previous=previous)


LAST_YEAR = {
    "muyang": before("county", 1, "70"),
    "siyang": before("county", 3, "60.5"),
    "sihong": before("county", 2, "65"),
    "jiaoyu": before("department", 1, "96.88"),
    "tiyu": before("county", 4, "50"),
    "liangshi": before("department", 2, "80", name="市粮食局"),
}


def said(view: AssessmentView) -> list[str]:
    return [
        getattr(block, "lead", "") + getattr(block, "text", "") for block in build_bulletin(open_dossier(view)).blocks
    ]


def test_ranks_and_scores_since_last_time() -> None:
    comparison = compare(open_dossier(with_previous(NOW, LAST_YEAR)))
    assert comparison is not None
    county, department = comparison.groups
    found = {one.unit.unit: (one.climbed, one.gained) for one in county.changes}
    assert found == {
        "sihong": (1, Decimal("32.05")),
        "muyang": (-1, Decimal("21.86")),
        "siyang": (0, Decimal("24.07")),
    }
    assert [(one.unit.unit, one.climbed, one.gained) for one in department.changes] == [("jiaoyu", 0, Decimal("-5.44"))]
    assert department.left_out == (("市体育局", MOVED),)
    assert comparison.gone == ("市粮食局",)


def test_the_bulletin_says_it() -> None:
    text = said(with_previous(NOW, LAST_YEAR))
    start = text.index("（三）与上次相比")
    assert text[start + 1 : start + 6] == [
        "上次考评的监测时间点为2021年12月31日。两次使用同一方案，比较名次和得分。",
        "县区。名次上升的1个：泗洪县（由第2名升至第1名，得分增加32.05分）；"
        "名次下降的1个：沭阳县（由第1名降至第2名，得分增加21.86分）；名次不变的1个：泗阳县；"
        "这3个单位的平均得分由65.17分变为91.16分。",
        "部门。名次不变的1个：市教育局。",
        "不作比较的单位：所属分组有变化的1个：市体育局。",
        "上次有结果、本次没有的1个：市粮食局。",
    ]


def test_every_unit_stands_in_an_attachment() -> None:
    (attachment,) = [
        one
        for one in build_bulletin(open_dossier(with_previous(NOW, LAST_YEAR))).attachments
        if one.title == "与上次考评比较"
    ]
    tables = [block for block in attachment.blocks if hasattr(block, "rows")]
    assert tables[0].rows[0] == ["泗洪县", "2", "1", "上升1", "65.00", "97.05", "+32.05"]
    assert tables[0].rows[2] == ["泗阳县", "3", "3", "—", "60.50", "84.57", "+24.07"]
    assert tables[1].rows == [["市教育局", "1", "1", "—", "96.88", "91.44", "-5.44"]]


def test_under_another_scheme_only_ranks_are_compared() -> None:
    view = with_previous(NOW, LAST_YEAR, digest="sha256:other")
    comparison = compare(open_dossier(view))
    assert comparison is not None
    assert not comparison.alike
    assert {one.gained for group in comparison.groups for one in group.changes} == {None}
    text = "\n".join(said(view))
    assert "上次使用的方案是《2021年办法》，与本次不同，得分不可比，只比较名次。" in text
    assert "泗洪县（由第2名升至第1名）；" in text
    assert "平均得分由" not in text
    (attachment,) = [one for one in build_bulletin(open_dossier(view)).attachments if "上次" in one.title]
    assert [block.head for block in attachment.blocks if hasattr(block, "head")] == [
        ["单位", "上次名次", "本次名次", "名次变化"]
    ] * 2


def test_another_edition_of_the_same_scheme_is_another_scheme() -> None:
    view = with_previous(NOW, LAST_YEAR, digest="sha256:other")
    assert view.previous is not None
    view = replace(view, previous=replace(view.previous, scheme_title=view.scheme.title))
    assert "上次使用的方案是同名方案的另一版，与本次不同" in "\n".join(said(view))


def test_scores_of_another_version_of_scoring_are_not_compared() -> None:
    text = "\n".join(said(with_previous(NOW, LAST_YEAR, version="0")))
    assert "上次的计分程序版本与本次不同，得分不可比，只比较名次。" in text


def test_what_was_or_is_open_is_not_compared() -> None:
    view = sample_view(missing=[("siyang", "quarter_score")])
    last = {**LAST_YEAR, "jiaoyu": before("department", 1, "96", settled=False)}
    comparison = compare(open_dossier(with_previous(view, last)))
    assert comparison is not None
    assert ("泗阳县", OPEN) in comparison.groups[0].left_out
    assert comparison.groups[1].left_out == (("市教育局", OPEN), ("市体育局", MOVED))


def test_units_that_are_new() -> None:
    comparison = compare(open_dossier(with_previous(NOW, {"muyang": LAST_YEAR["muyang"]})))
    assert comparison is not None
    assert comparison.groups[0].left_out == (("泗洪县", NEW), ("泗阳县", NEW))


def test_nothing_is_said_without_earlier_results() -> None:
    assert compare(open_dossier(NOW)) is None
    assert not any("上次" in text for text in said(NOW))


def test_the_workbook_has_a_sheet_of_it(tmp_path: Path) -> None:
    write_assessment_reports(tmp_path, with_previous(NOW, LAST_YEAR))
    sheet = openpyxl.load_workbook(tmp_path / "results.xlsx")["与上次比较"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:5] == ["分组", "单位", "上次名次", "本次名次", "名次变化"]
    assert rows[1] == ["县区", "泗洪县", 2, 1, 1, 65, 97.05, 32.05, None]
    assert rows[2][:5] == ["县区", "沭阳县", 1, 2, -1]
    assert rows[5] == ["部门", "市体育局", *([None] * 6), "不作比较：所属分组有变化"]
    assert rows[6] == [None, "市粮食局", *([None] * 6), "上次有结果，本次没有"]
