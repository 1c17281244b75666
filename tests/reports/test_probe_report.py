"""The report of a probe series: what it counts, what it draws, and that nothing of a site can break it."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from openpyxl import load_workbook

from kaoping.model.probe_series import Opening, ProbeSeries, ProbeVisit, Unwatched
from kaoping.reports.probe_report import site_report, write_probe_report

BEGIN = datetime(2026, 3, 1, 16, tzinfo=UTC)  # midnight in Beijing
END = BEGIN + timedelta(days=2)
URL = "http://www.lanting.gov.cn/?a=<script>alert(1)</script>"
GAP = Unwatched(BEGIN + timedelta(hours=30), BEGIN + timedelta(hours=33), "suspended")


def series() -> ProbeSeries:
    """A visit every half hour: the third hour of the first day fails, a gap in the second day."""
    moments = [BEGIN + timedelta(minutes=30 * number) for number in range(96)]
    visits = [
        ProbeVisit(at, Opening.TIMEOUT if 4 <= number < 6 else Opening.UP, 0.4, 15.0)
        for number, at in enumerate(moments)
        if not GAP.since <= at < GAP.until
    ]
    return ProbeSeries(URL, BEGIN, END, visits, (GAP,))


def test_files(tmp_path: Path) -> None:
    write_probe_report(tmp_path, [site_report(series())], (GAP,), played=False, now=END)
    with (tmp_path / "days.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["日期"], row["测得次数"], row["打不开次数"]) for row in rows] == [
        ("2026-03-02", "48", "2"),
        ("2026-03-03", "42", "0"),
    ]
    assert rows[0]["最长故障（分钟）"] == "60"
    with (tmp_path / "outages.csv").open(encoding="utf-8-sig") as file:
        (outage,) = csv.DictReader(file)
    assert (outage["开始"], outage["结束"], outage["现象"]) == ("2026-03-02 02:00", "2026-03-02 03:00", "超时")
    book = load_workbook(tmp_path / "probes.xlsx")
    assert [sheet.title for sheet in book.worksheets] == ["每日", "故障", "无人值守"]
    assert [cell.value for cell in book["无人值守"][2]] == ["2026-03-03 06:00", "2026-03-03 09:00", "机器休眠"]


def test_the_page(tmp_path: Path) -> None:
    write_probe_report(tmp_path, [site_report(series())], (GAP,), played=True, now=END)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "不是实际拨测的结果" in page
    assert page.count("<rect") == 2 * 24 + 3  # two days of hours, three of them hatched
    assert "2 时：测得 2 次，打不开 2 次" in page
    assert page.count("6 时：没有测得") == 1


def test_no_visits_at_all(tmp_path: Path) -> None:
    empty = ProbeSeries(URL, BEGIN, END, (), (Unwatched(BEGIN, END, "not-running"),))
    write_probe_report(tmp_path, [site_report(empty)], empty.unwatched, played=False, now=END)
    assert "没有记录" in (tmp_path / "index.html").read_text(encoding="utf-8")
