"""`kaoping score`: the ranking on the terminal and the reports of an assessment, from values alone."""

import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kaoping.cli import main
from tests.reports.reading import document_text, page_text
from tests.runs.test_score_tables import request

Run = Callable[..., str]
VALUES = "a,dead,,3,known\nb,dead,,9,known\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Scores units with values as a user does; returns what the terminal says."""

    def score(units: str, values: str, *options: str, sites: str = "") -> str:
        asked = request(tmp_path, units, values)
        roster = asked.roster.read_text(encoding="utf-8").replace(",,,,\n", f",,,{sites},\n", 1)
        asked.roster.write_text(roster, encoding="utf-8")
        files = ["--measures", str(asked.measures), "--roster", str(asked.roster), "--out", str(asked.out)]
        command = ["kaoping", "score", asked.scheme, *files, "--as-of", "2022-12-31", *options]
        monkeypatch.setattr(sys, "argv", command)
        monkeypatch.setenv("COLUMNS", "120")
        main()
        return capsys.readouterr().out

    return score


def test_the_ranking_stands_on_the_terminal(run: Run) -> None:
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in run("ab", VALUES).splitlines() if "│" in line]
    assert rows == [["1", "单位a", "7.00", ""], ["2", "单位b", "1.00", ""]]


def test_the_reports_of_an_assessment_are_written(run: Run, tmp_path: Path) -> None:
    assert "bulletin.docx" in run("ab", VALUES, "--title", "某市考评")
    out = tmp_path / "out"
    assert {path.name for path in (out / "units").iterdir()} == {"a.json", "a.html", "b.json", "b.html"}
    assert "关于某市考评情况的通报" in document_text(out / "bulletin.docx")
    assert "本次没有进行网站巡检，得分依据填报和导入的数据。" in document_text(out / "bulletin.docx")
    index = page_text(out / "index.html")
    assert "本次没有进行网站巡检" in index
    assert "巡检范围" not in index
    assert openpyxl.load_workbook(out / "results.xlsx")["排名 县区"]["C2"].value == 7
    assert "扣完为止" in page_text(out / "units" / "a.html")


def test_nobody_is_praised_for_a_site_that_was_not_looked_at(run: Run, tmp_path: Path) -> None:
    run("ab", "a,dead,,0,known\nb,dead,,0,known\n", sites="https://a.example/")
    text = document_text(tmp_path / "out" / "bulletin.docx")
    assert "没有发现问题的单位" not in text
    assert "没有发现需要扣分的问题" not in text
    assert "没有得分率低于80%的指标" in text


def test_a_roster_without_sites_says_nothing_about_who_has_one(run: Run, tmp_path: Path) -> None:
    assert "没有网站" not in run("ab", VALUES)
    assert "没有网站" not in document_text(tmp_path / "out" / "bulletin.docx")


def test_data_only(run: Run, tmp_path: Path) -> None:
    assert "results.json" in run("a", VALUES.splitlines()[0] + "\n", "--data-only")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"results.json", "units", "scoring"}


def test_the_sheet_of_a_unit_that_is_gone_goes_with_its_tree(run: Run, tmp_path: Path) -> None:
    run("ab", VALUES)
    run("b", "b,dead,,9,known\n")
    assert {path.name for path in (tmp_path / "out" / "units").iterdir()} == {"b.json", "b.html"}


def test_results_are_compared_with_earlier_ones(run: Run, tmp_path: Path) -> None:
    run("ab", VALUES, "--as-of", "2021-12-31")
    earlier = (tmp_path / "out" / "results.json").rename(tmp_path / "2021.json")
    run("ab", "a,dead,,6,known\nb,dead,,1,known\n", "--previous", str(earlier))
    text = document_text(tmp_path / "out" / "bulletin.docx")
    assert "名次上升的1个：单位b（由第2名升至第1名，得分增加8.00分）" in text
    assert "名次下降的1个：单位a（由第1名降至第2名，得分减少3.00分）" in text
