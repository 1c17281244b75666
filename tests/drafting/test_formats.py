"""The same table gives the same indicators from Word, Excel, a page and text."""

from collections.abc import Callable
from pathlib import Path

import pytest

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
