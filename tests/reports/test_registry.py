"""A report is found by its folder; a new one is a module and a template."""

import sys
from pathlib import Path

import pytest

from kaoping.reports import pages
from kaoping.reports.registry import all_reports

TEMPLATES = Path(pages.__file__).parent / "templates"


def test_all_reports_are_found_in_order() -> None:
    assert [each.id for each in all_reports()] == ["overview", "score_sheet", "bulletin", "workbook"]


def test_reports_that_are_pages_have_a_template_of_their_name() -> None:
    assert [each.id for each in all_reports() if (TEMPLATES / f"{each.id}.html.j2").exists()] == [
        "overview",
        "score_sheet",
        "bulletin",
    ]


def test_a_module_without_its_report_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "strange_reports"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "nothing.py").write_text("x = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ImportError, match="defines no report named nothing"):
        all_reports("strange_reports")
    sys.modules.pop("strange_reports", None)
    sys.modules.pop("strange_reports.nothing", None)
