"""The ranking on the terminal says what the pages say."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from kaoping.cli._ranking import Ranked, show_ranking
from kaoping.reports.dossier import open_dossier
from kaoping.reports.unit_words import rank_text, total_text
from kaoping.reports.view import AssessmentView
from tests.reports.sample import sample_view


def shown(view: AssessmentView, city: str = "") -> str:
    console = Console(file=StringIO(), width=200)
    show_ranking(console, Ranked(view.scheme, view.roster, view.results, view.sites), city)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def rows(text: str) -> dict[str, list[str]]:
    cells = [[cell.strip() for cell in line.strip("│ ").split("│")] for line in text.splitlines() if "│" in line]
    return {row[1]: row for row in cells}


@pytest.mark.parametrize("missing", [(), (("tiyu", "quarter_score"), ("sihong", "adopted"))])
def test_ranks_and_totals_are_those_of_the_pages(missing: tuple[tuple[str, str], ...]) -> None:
    view = sample_view(missing=missing)
    said = rows(shown(view))
    for unit in open_dossier(view).scored:
        assert said[unit.name][0] == rank_text(unit)
        assert said[unit.name][2] == total_text(unit, 2)
    assert all("–" not in cell for row in said.values() for cell in row)


def test_what_stands_beside_a_unit_is_said() -> None:
    view = sample_view()
    nothing = [replace(site, coverage=replace(site.coverage, pages=0)) for site in view.sites if site.coverage]
    said = rows(shown(replace(view, sites=tuple(nothing))))
    assert said["沭阳县"][-1].startswith("网站未能打开")
    broken = [replace(site, note="巡检出错") for site in view.sites]
    assert rows(shown(replace(view, sites=tuple(broken))))["沭阳县"][-1].startswith("网站没有完成巡检")
    roster = replace(view.roster, units=tuple(replace(u, sites=()) if u.id == "tiyu" else u for u in view.roster.units))
    assert rows(shown(replace(view, roster=roster)))["市体育局"][-1].startswith("没有网站")


def test_groups_without_units_are_left_out_and_those_apart_named() -> None:
    text = shown(sample_view(only=["jiaoyu", "dangan"]), "样例市")
    assert "样例市 部门" in text
    assert "县区" not in text
    assert "部门单列：市档案馆（免予考评）" in text
