"""What a crawled site or an input says is text: it runs nothing, leads nowhere bad, becomes no formula."""

import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from kaoping.model.outcomes import Outcome, PageKind
from kaoping.reports.assessment import write_assessment_reports
from kaoping.reports.pages import safe_href
from kaoping.reports.site_page import write_site_page
from tests.reports.reading import document_text
from tests.reports.sample import Seen, sample_view

EVIL = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'{{ 7*7 }}"
FORMULA = '=HYPERLINK("http://evil.example/","点我")'
CONTROL = "\x00\x1b\ud800文字"
URLS = ("javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "data:text/html,<script>", "vbscript:x")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; script-src 'none'"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile")
    write_reports(out, EVIL, FORMULA, CONTROL)
    return out


def write_reports(out: Path, evil: str, formula: str, control: str) -> None:
    """Write all reports of an assessment with `evil`, `formula` and `control` wherever a site or an input has a say."""
    said = {"text": evil, "status": formula}
    seen = [Seen("dead-link", Outcome.FAIL, url, PageKind.HOME, {"target": url, **said}, evil, evil) for url in URLS]
    seen.append(Seen("footer-marks", Outcome.FAIL, formula, PageKind.HOME, {"mark": evil}, formula, formula + control))
    view = sample_view(extra={"sihong": seen}, rename={"sihong": formula, "siyang": evil})
    write_assessment_reports(out, view)
    for site in view.sites:
        assert site.coverage is not None
        judged = (site.findings, site.records)
        write_site_page(out / site.directory / "index.html", site.coverage, judged, view.check_titles)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def elements(path: Path) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Elements()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.elements


def test_pages_hold_no_script_no_image_and_no_handler(folder: Path) -> None:
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == 2 + 5 + 5
    for page in pages:
        for tag, attributes in elements(page):
            assert tag not in ("script", "img", "iframe", "object", "form", "base", "link")
            assert not any(name.startswith("on") for name in attributes)


def test_links_lead_only_to_the_web_or_within_the_folder(folder: Path) -> None:
    for page in folder.rglob("*.html"):
        for _, attributes in elements(page):
            href = attributes.get("href")
            if href is None:
                continue
            assert re.match(r"https?://|#|[\w.%-]+(/|$|#)|\.\./", href), href
            if not href.startswith(("http", "#")):
                assert (page.parent / href.partition("#")[0]).exists(), href


def test_every_page_forbids_scripts_and_outside_requests(folder: Path) -> None:
    for page in folder.rglob("*.html"):
        policies = [a.get("content") or "" for tag, a in elements(page) if tag == "meta" and "http-equiv" in a]
        assert len(policies) == 1
        assert policies[0].startswith(POLICY)


def test_templates_are_not_rendered_twice(folder: Path) -> None:
    text = (folder / "units" / "sihong.html").read_text(encoding="utf-8")
    assert "{{ 7*7 }}" in text


def test_workbook_holds_no_formula(folder: Path) -> None:
    with zipfile.ZipFile(folder / "results.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    book = openpyxl.load_workbook(folder / "results.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)


def test_document_can_be_opened_and_says_it_as_text(folder: Path) -> None:
    text = document_text(folder / "bulletin.docx")
    assert "<script>alert(1)</script>" in text
    assert "\x00" not in text


@pytest.mark.parametrize("url", [*URLS, "//evil.example/", "\x01javascript:alert(1)", "java\tscript:alert(1)"])
def test_bad_addresses_become_dead_anchors(url: str) -> None:
    assert safe_href(url) == "#"


@pytest.mark.parametrize(
    "url", ["http://a.example/", "HTTPS://a.example/中文?a=b", "sites/a/index.html", "../index.html"]
)
def test_good_addresses_stay(url: str) -> None:
    assert safe_href(url) == url
