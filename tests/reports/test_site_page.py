"""The page of a site: keys to decide by, long lists folded, codes in words."""

from dataclasses import replace
from pathlib import Path

from kaoping.model.findings import CheckRecord, Finding
from kaoping.model.outcomes import CheckStatus, Fault, Outcome
from kaoping.reports.site_page import FIRST, MOST_SHOWN, write_site_page
from tests.reports.reading import page_text
from tests.reports.sample import sample_view

TITLES = {"dead-link": "链接不可用"}


def page(path: Path, findings: list[Finding], records: tuple[CheckRecord, ...] = ()) -> str:
    coverage = sample_view().sites[0].coverage
    assert coverage is not None
    write_site_page(path / "index.html", coverage, (findings, records), TITLES)
    return (path / "index.html").read_text(encoding="utf-8")


def one_finding() -> Finding:
    return next(f for site in sample_view().sites for f in site.findings if f.outcome is Outcome.FAIL)


def findings(count: int) -> list[Finding]:
    finding = one_finding()
    return [replace(finding, key=f"{n:024d}", url=f"https://a.example/{n}") for n in range(count)]


def test_every_finding_shows_its_whole_key(tmp_path: Path) -> None:
    finding = one_finding()
    same = replace(finding, key="0123456789abcdef01234567", params={"days": 30})
    html = page(tmp_path, [finding, same])
    for key in (finding.key, same.key):
        assert len(key) == 24
        assert f'<code class="key">{key}</code>' in html
    assert "decisions.csv" in page_text(tmp_path / "index.html")


def test_long_lists_are_folded_but_whole(tmp_path: Path) -> None:
    many = findings(FIRST + 5)
    html = page(tmp_path, many)
    before, folded = html.split("<details>")
    assert (before.count('class="key"'), folded.count('class="key"')) == (FIRST, 5)
    assert "其余 5 处" in folded
    assert "<details>" not in page(tmp_path, many[:FIRST])


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    many = findings(MOST_SHOWN + 3)
    assert "另有 3 处，见 findings.jsonl" in page(tmp_path, many)


def test_a_check_that_could_not_be_done_says_why(tmp_path: Path) -> None:
    record = CheckRecord("dead-link", {}, CheckStatus.NOT_MEASURED, 0, Fault.SITE, "no-pages")
    page(tmp_path, [], (record,))
    said = page_text(tmp_path / "index.html")
    assert "未能检测（没有读到任何页面）" in said
    assert "no-pages" not in said


def test_what_found_nothing_is_folded_below_what_did(tmp_path: Path) -> None:
    finding = one_finding()
    records = (
        CheckRecord("mojibake", {}, CheckStatus.DONE, 40),
        CheckRecord(finding.check, finding.params, CheckStatus.DONE, 40),
        CheckRecord("dns", {}, CheckStatus.NOT_MEASURED, 0, Fault.US, "not-gathered"),
        CheckRecord("surveys", {}, CheckStatus.NOT_APPLICABLE, 0, None, "no-survey-columns"),
    )
    html = page(tmp_path, [finding], records)
    table, folded = html.partition("<h2>问题</h2>")[0].split("<details>")
    names = (f"c-{finding.check}", "dns", "mojibake", "surveys")
    assert [name in table for name in names] == [
        True,
        True,
        False,
        False,
    ]
    assert "其余 2 项没有发现问题" in folded
    assert "href" not in folded, "there is nothing to go to"
    assert "<details open>" in page(tmp_path, [], records[:1])
