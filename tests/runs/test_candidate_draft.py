"""Drafting a list of candidates from an inspection: what machines find is listed, the rest is left to people."""

from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook

from kaoping.draws.plans import plan_pools
from kaoping.runs.assess import AssessRequest, assess
from kaoping.runs.candidate_draft import draft_candidates
from kaoping.runs.inputs.assessment import read_assessment
from kaoping.runs.inputs.candidates import read_candidates
from kaoping.schemes.loader import load_scheme
from tests.runs.small_site import pages, served

SCHEME = """\
id: drafting
title: 抽查方案
basis: {document: 测试}
groups: {county: 县区}
bodies: {town: 乡镇}
samples:
  policies: {of: policy_documents, n: 1}
  pages: {of: pages, n: 2}
  towns: {of: towns, bodies: town, from: subordinates, n: 2}
  posts: {of: reposts, every: {quarter: 1}}
measures:
  a: {ask: 文件, kind: count, sample: policies}
  b: {ask: 页面, kind: count, sample: pages}
  c: {ask: 乡镇, kind: count, sample: towns}
  d: {ask: 转载, kind: count, sample: posts}
parts:
  - id: main
    title: 测评
    points: 100
    clause: 一
    indicators: [{id: leaf, title: 全部, points: 100, text: 每个扣1分, deduct: [1 per a, 1 per b, 1 per c, 1 per d]}]
total: {combine: sum}
"""
ASSESSMENT = """\
scheme: scheme.yaml
as_of: 2022-12-31
counts_from: 2022-07-01
inspect: {{allow_private: [127.0.0.0/8], pace: 200, canaries: []}}
units: [{{id: xian, name: 甲县, group: county, sites: ["{address}"]}}]
"""


def test_what_an_inspection_found_is_listed(tmp_path: Path) -> None:
    site = pages()
    for path in ("/", "/xw/"):  # the column is one of policies now
        site[path] = site[path].replace("政务动态", "政策文件")
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    file, out = tmp_path / "assessment.yaml", tmp_path / "out"
    with served(site) as address:
        file.write_text(ASSESSMENT.format(address=address), encoding="utf-8")
        assess(AssessRequest(file, out), lambda: datetime(2023, 1, 4, tzinfo=UTC))
    asked = read_assessment(file, load_scheme)

    assert draft_candidates(tmp_path / "list.xlsx", asked, out) == (4, 3)
    book = load_workbook(tmp_path / "list.xlsx")
    rows = [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    found = {(row[0], row[4]): row[5] for row in rows if row[4]}
    assert found["policies", f"{address}xw/1.html"] == "云泽市第1次会议召开"
    assert {item for sample, item in found if sample == "pages"} == {f"{address}xw/1.html", f"{address}xw/2.html"}
    blank = [(row[0], row[3]) for row in rows if not row[4]]
    assert blank == [("towns", ""), ("posts", "2022Q3"), ("posts", "2022Q4")]

    for number, row in enumerate(rows, 2):
        if not row[4]:
            book.worksheets[0].cell(number, 5, "无")
    book.save(tmp_path / "list.xlsx")
    listed = read_candidates(tmp_path / "list.xlsx", plan_pools(asked.scheme, asked.roster))
    assert listed.missing == ()
    assert {pool.name.label: len(pool.candidates) for pool in listed.pools} == {
        "sample/policies/xian": 2,
        "sample/pages/xian": 2,
        "sample/towns/xian": 0,
        "sample/posts/xian/2022Q3": 0,
        "sample/posts/xian/2022Q4": 0,
    }
