"""Nobody assessed, one unit, a site that could not be inspected, evidence that is missing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kaoping.model.findings import CheckRecord
from kaoping.model.outcomes import CheckStatus, Fault, Outcome
from kaoping.reports.assessment import write_assessment_reports
from kaoping.reports.bulletin.content import build_bulletin
from kaoping.reports.dossier import open_dossier
from kaoping.reports.leaf_rates import walk
from kaoping.reports.sheet import build_sheet
from kaoping.reports.view import AssessmentView, DecisionNote, Letter
from tests.reports.reading import document_text, page_text
from tests.reports.sample import sample_view


def text_of(view: AssessmentView) -> str:
    blocks = build_bulletin(open_dossier(view)).blocks
    return "\n".join(getattr(block, "lead", "") + getattr(block, "text", "") for block in blocks)


def test_nobody_assessed(tmp_path: Path) -> None:
    written = write_assessment_reports(tmp_path, sample_view(only=[]))
    assert {path.name for path in written} == {"index.html", "bulletin.html", "bulletin.docx", "results.xlsx"}
    assert "没有计分的单位" in page_text(tmp_path / "index.html")
    assert "本次没有计分的单位" in document_text(tmp_path / "bulletin.docx")
    assert "怎样看这份表" in openpyxl.load_workbook(tmp_path / "results.xlsx").sheetnames


def test_one_unit_is_not_both_best_and_worst() -> None:
    said = text_of(sample_view(only=["jiaoyu"]))
    assert "得分最高的是市教育局（96.88分）" in said
    assert "得分最低" not in said
    assert "所有单位都得满分" not in said


def test_a_final_bulletin_is_no_draft() -> None:
    dossier = open_dossier(sample_view())
    bulletin = build_bulletin(dossier)
    assert (dossier.final, bulletin.stage) == (True, "")
    assert "～" not in "".join(getattr(block, "text", "") for block in bulletin.blocks)


def test_an_open_bulletin_is_a_draft_with_ranges() -> None:
    bulletin = build_bulletin(open_dossier(sample_view(missing=[("tiyu", "quarter_score")])))
    assert bulletin.stage == "征求意见稿，结果暂定"
    assert [one.title for one in bulletin.attachments][:2] == ["县区得分排名", "部门得分排名（暂定）"]
    assert "全部2个单位平均分在87.64～91.64分之间" in text_of(sample_view(missing=[("tiyu", "quarter_score")]))


def test_who_sends_the_bulletin_is_a_place_to_fill_in() -> None:
    view = sample_view()
    issued = replace(view, scheme=replace(view.scheme, basis={**view.scheme.basis, "by": "样例省人民政府办公厅"}))
    bulletin = build_bulletin(open_dossier(issued))
    assert (bulletin.office, bulletin.signature) == ("【发文机关】", "【发文机关署名】")
    assert bulletin.title.startswith("关于")
    named = build_bulletin(open_dossier(replace(issued, letter=Letter(office="样例市府办"))))
    assert (named.office, named.signature) == ("样例市府办", "样例市府办")
    assert named.title.startswith("样例市府办关于")


def test_what_the_office_says_of_its_letter_is_used() -> None:
    letter = Letter("关于考评的通报", "样例市府办", "样政办〔2023〕1号", "各县区人民政府：", "李明", 5)
    bulletin = build_bulletin(open_dossier(replace(sample_view(), letter=letter)))
    assert (bulletin.title, bulletin.office, bulletin.number) == ("关于考评的通报", "样例市府办", "样政办〔2023〕1号")
    assert (bulletin.addressees, bulletin.contact) == ("各县区人民政府：", "李明")
    assert "5个工作日内完成" in text_of(replace(sample_view(), letter=letter))


@pytest.mark.parametrize("outcome", [Outcome.FAIL, Outcome.SUSPECTED])
def test_a_unit_with_a_fault_that_costs_nothing_is_not_praised(outcome: Outcome) -> None:
    before = text_of(sample_view())
    assert "没有发现问题的单位2个：沭阳县、市教育局" not in before
    assert "没有发现问题的单位2个：泗洪县、市教育局" in before
    view = with_uncounted(sample_view(), "jiaoyu", outcome)
    assert "没有发现问题的单位1个：泗洪县。" in text_of(view)


def test_a_unit_whose_fault_was_dismissed_may_be_praised() -> None:
    view = with_uncounted(sample_view(), "jiaoyu", Outcome.FAIL)
    key = next(f.key for site in view.sites if site.unit == "jiaoyu" for f in site.findings)
    dismissed = replace(view, decisions=(*view.decisions, DecisionNote(key, "dismiss", "李明", "误报")))
    assert "没有发现问题的单位2个：泗洪县、市教育局" in text_of(dismissed)
    expired = replace(view, decisions=(*view.decisions, DecisionNote(key, "waive", until=date(2022, 6, 30))))
    assert "没有发现问题的单位1个：泗洪县。" in text_of(expired)


def test_a_unit_with_a_check_that_could_not_be_done_is_not_praised() -> None:
    view = sample_view()
    sites = [
        replace(site, records=(*site.records, CheckRecord("https", {}, CheckStatus.NOT_MEASURED, 0, Fault.US, "x")))
        if site.unit == "jiaoyu"
        else site
        for site in view.sites
    ]
    assert "没有发现问题的单位1个：泗洪县。" in text_of(replace(view, sites=tuple(sites)))


def with_uncounted(view: AssessmentView, unit: str, outcome: Outcome) -> AssessmentView:
    """The view with a finding on the unit's site that no measure of the scheme reads."""
    found = replace(
        next(f for site in view.sites for f in site.findings),
        key="a" * 24,
        check="personal-data",
        outcome=outcome,
        reason="id_number",
    )
    sites = (replace(site, findings=(found,)) if site.unit == unit else site for site in view.sites)
    return replace(view, sites=tuple(sites))


def test_a_site_that_could_not_be_inspected_is_named(tmp_path: Path) -> None:
    view = sample_view()
    broken = replace(view.sites[0], coverage=None, findings=(), records=(), note="域名解析失败")
    view = replace(view, sites=(broken, *view.sites[1:]))
    write_assessment_reports(tmp_path, view)
    assert "域名解析失败" in page_text(tmp_path / "index.html")
    assert f"没有完成检查的网站1个：沭阳县（{broken.url}）" in text_of(view)


def test_evidence_that_is_not_among_the_sites_is_counted_as_absent(tmp_path: Path) -> None:
    view = replace(sample_view(), sites=())
    sheet = build_sheet(open_dossier(view), "muyang")
    links = next(line for line in sheet.walk() if line.node.id == "links")
    assert [(cell.counted.findings, cell.counted.absent) for cell in links.cells] == [((), 1), ((), 1)]
    write_assessment_reports(tmp_path, view)
    assert "巡检记录不在本次结果中" in page_text(tmp_path / "units" / "muyang.html")


@pytest.mark.parametrize("unit", ["muyang", "siyang", "sihong", "jiaoyu", "tiyu"])
def test_the_sheet_says_the_points_of_the_trace(unit: str) -> None:
    view = sample_view(missing=[("siyang", "surveys_held")])
    tree, sheet = view.trace(unit), build_sheet(open_dossier(view), unit)
    assert [line.node.id for line in sheet.walk()] == [node.id for node in walk(tree)]
    for line in sheet.walk():
        known = line.node.points is not None and line.node.low == line.node.high
        assert ("～" in line.score) != known
        assert bool(line.why_open) <= (not known)
