"""What readers see of the sample's reports. After a meant change: KAOPING_GOLDEN=write pytest tests/reports."""

import os
import re
from pathlib import Path

import pytest

from kaoping.reports.assessment import write_assessment_reports
from tests.reports.reading import document_text, page_text, workbook_text
from tests.reports.sample import sample_view

GOLDEN = Path(__file__).parent / "golden"
OPEN = [("siyang", "surveys_held"), ("tiyu", "quarter_score"), ("sihong", "adopted")]
READERS = {".html": page_text, ".docx": document_text, ".xlsx": workbook_text}


@pytest.fixture(scope="module")
def final(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("final")
    write_assessment_reports(out, sample_view())
    return out


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("draft")
    write_assessment_reports(out, sample_view(missing=OPEN, confirm_suspected=False))
    return out


def compare(name: str, path: Path) -> None:
    text, golden = READERS[path.suffix](path), GOLDEN / f"{name}.txt"
    if os.environ.get("KAOPING_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "file", ["index.html", "bulletin.html", "bulletin.docx", "results.xlsx", "units/muyang.html", "units/siyang.html"]
)
def test_final_results(final: Path, file: str) -> None:
    compare("final-" + file.replace("/", "-"), final / file)


@pytest.mark.parametrize("file", ["index.html", "bulletin.docx", "results.xlsx", "units/sihong.html"])
def test_results_with_open_questions(draft: Path, file: str) -> None:
    compare("draft-" + file.replace("/", "-"), draft / file)


def test_the_page_of_the_bulletin_says_what_the_document_says(final: Path) -> None:
    page, document = page_text(final / "bulletin.html"), document_text(final / "bulletin.docx")
    paragraphs = [line.partition("] ")[2] for line in document.splitlines() if line.startswith("[")]
    said = page.replace("*", "").replace(" ", "")
    said = re.sub(r"\[[^\]]*\]", "", said)
    assert [text for text in paragraphs if text.replace("*", "").replace(" ", "").split("附件：")[-1] not in said] == []


def test_the_same_view_gives_the_same_pages_and_tables(final: Path, tmp_path: Path) -> None:
    write_assessment_reports(tmp_path, sample_view())
    for file in ("index.html", "bulletin.html", "results.xlsx", "units/muyang.html"):
        assert (tmp_path / file).read_bytes() == (final / file).read_bytes()
