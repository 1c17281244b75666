"""The same table gives the same indicators from Word, Excel, a page and text."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from kaoping.runs.catalogue import build_catalogue
from kaoping.schemes.drafting.draft_file import write_draft
from kaoping.schemes.drafting.import_report import import_report
from kaoping.schemes.drafting.importer import import_document
from kaoping.schemes.linter import has_errors, lint_file
from tests.drafting.office_files import LEAVES, RULES, write_docx, write_html, write_xlsx

Writer = Callable[[Path], Path]
FORMATS: list[tuple[str, Writer]] = [("a.docx", write_docx), ("a.xlsx", write_xlsx), ("a.html", write_html)]


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_every_format_gives_the_same_leaves(name: str, write: Writer, tmp_path: Path) -> None:
    imported = import_document(write(tmp_path / name))
    told = import_report(imported)
    assert [(leaf["name"], leaf["points"]) for leaf in told["leaves"]] == LEAVES
    assert [leaf["rule"] for leaf in told["leaves"]] == RULES
    assert [leaf["counts_as"] for leaf in told["leaves"]] == ["base", "base", "base", "bonus"]
    assert [leaf["confidence"] for leaf in told["leaves"]] == ["high"] * 4
    assert imported.draft.parts[0].title == "某市政府网站考评指标"
    draft = tmp_path / "draft.yaml"
    draft.write_text(write_draft(imported.draft), encoding="utf-8")
    problems = lint_file(str(draft), build_catalogue())
    assert not has_errors(problems), problems


def test_places_are_those_of_the_format(tmp_path: Path) -> None:
    places = {
        name: [leaf["source"]["where"] for leaf in import_report(import_document(write(tmp_path / name)))["leaves"]]
        for name, write in FORMATS
    }
    assert places["a.docx"][:3] == ["第1张表第2行第2列", "第1张表第3行第2列", "第2张表第2行第2列"]
    assert places["a.xlsx"][:3] == ["工作表“指标”B3", "工作表“指标”B4", "工作表“指标”B5"]
    assert places["a.html"][:3] == ["第1张表第2行第2列", "第1张表第3行第1列", "第2张表第2行第2列"]


def test_a_page_in_gb18030(tmp_path: Path) -> None:
    told = import_report(import_document(write_html(tmp_path / "a.html", "gb18030")))
    assert [(leaf["name"], leaf["points"]) for leaf in told["leaves"]] == LEAVES


def test_a_page_in_big5_and_traditional_characters(tmp_path: Path) -> None:
    cells = ("一級指標", "評分標準", "分值"), ("資訊公開", "未公開的，每項扣1分", "5")
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    words = "縣市政府網站考評辦法，由市政府辦公室公布，不公開的信息和服務項目，一年內不在考評內容中。"
    file = tmp_path / "a.html"
    file.write_bytes(f"<html><meta charset=big5><p>{words}</p><table>{rows}</table></html>".encode("big5"))
    (leaf,) = import_report(import_document(file))["leaves"]
    assert (leaf["name"], leaf["points"], leaf["rule"]) == ("资讯公开", 5, "deduct")


def test_a_total_that_does_not_hold_is_told(tmp_path: Path) -> None:
    told = import_report(import_document(write_xlsx(tmp_path / "a.xlsx")))
    assert [each["message"] for each in told["sums"]] == ["一级指标合计不是100分"]


def test_tracked_changes_in_word_are_read_as_accepted(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows, (("指标", "评分标准", "分值"), ("概况", "有误的扣1分", "5"), ("旧项", "无", "9")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    name = table.rows[1].cells[0].paragraphs[0]._p
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    name.append(parse_xml(f"<w:ins {space}><w:r><w:t>信息</w:t></w:r></w:ins>"))
    name.append(parse_xml(f"<w:del {space}><w:r><w:delText>栏目</w:delText></w:r></w:del>"))
    table.rows[2]._tr.insert(0, parse_xml(f'<w:trPr {space}><w:del w:id="1" w:author="a"/></w:trPr>'))
    document.save(str(tmp_path / "a.docx"))
    told = import_report(import_document(tmp_path / "a.docx"))
    assert [(leaf["name"], leaf["points"]) for leaf in told["leaves"]] == [("概况信息", 5)]


def test_a_points_cell_over_several_indicators_belongs_to_their_parent(tmp_path: Path) -> None:
    rows = (
        "<tr><td rowspan=2>公开</td><td>概况</td><td>看是否有</td><td rowspan=2>10</td></tr>"
        "<tr><td>领导</td><td>看是否全</td></tr><tr><td>互动</td><td>留言</td><td>看答复</td><td>5</td></tr>"
    )
    head = "<tr><th>一级指标</th><th>二级指标</th><th>评分细则</th><th>分值</th></tr>"
    (tmp_path / "a.html").write_text(f"<table>{head}{rows}</table>", encoding="utf-8")
    imported = import_document(tmp_path / "a.html")
    (part,) = imported.draft.parts
    assert [(node.title, str(node.points)) for node in part.nodes] == [("公开", "10"), ("互动", "5")]
    assert [str(leaf.points) for leaf in part.nodes[0].leaves()] == ["None", "None"]
    draft = write_draft(imported.draft)
    assert draft.count("points: {open: 分值与相邻指标合写在一个单元格里，没有分到本项}") == 2
