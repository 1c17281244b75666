"""Inspected again with the earlier run at hand, unchanged pages are not read again, and nothing else is different."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
from fastwarc.warc import ArchiveIterator

from kaoping.evidence.expiring import EvidenceClass
from kaoping.evidence.removing import Removal
from kaoping.gather.contract import GatherOptions
from kaoping.model.errors import InputError
from kaoping.model.pages import PageRecord
from kaoping.runs.batch import write_text
from kaoping.runs.earlier_sight import read_earlier_sight
from kaoping.runs.expired_evidence import expire_evidence
from kaoping.runs.found_evidence import export_evidence
from kaoping.runs.inspect import InspectedSite, InspectRequest, inspect_sites
from kaoping.runs.judging import Shape
from kaoping.runs.sealed_folders import verify_results
from kaoping.runs.segments import SegmentSink
from kaoping.worktime import in_beijing
from tests.crawl.serving import Asked, Reply, Site, answer, html, serve
from tests.runs.small_site import FOOTER
from tests.runs.test_inspect import OPTIONS

ARTICLES = 12
Changes = dict[str, str]


def texts(news: int = 0) -> Changes:
    """Return the pages of a site by path; `news` articles more are linked first of all on the home page."""
    listed = "".join(
        f"<li><a href='/a/{n}.html'>云泽市第{n}号公告发布</a><span>2022-11-{n % 28 + 1:02}</span></li>"
        for n in range(ARTICLES)
    )
    fresh = "".join(
        f"<li><a href='/a/new{n}.html'>云泽市新闻第{n}条</a><span>2022-12-{n + 1:02}</span></li>" for n in range(news)
    )
    pages = {
        "/": f"<ul>{fresh}</ul><a href='/l/'>通知公告</a><a href='/l/2.html'>更多</a><a href='/gone.html'>旧栏目</a>",
        "/l/": f"<ul>{listed}</ul><iframe src='/frame.html'></iframe><img src='/photo.jpg'>",
        "/l/2.html": f"<ul>{listed[: len(listed) // 2]}</ul><a href='/l/'>返回</a>",
        "/frame.html": "<p>内嵌页面</p><a href='/a/1.html'>第1号</a><a href='/only-here.html'>另一页</a>",
        "/only-here.html": "<p>另一页的正文</p>",
    }
    for n in [*range(ARTICLES), *(f"new{n}" for n in range(news))]:
        dead = f"<a href='/lost/{n}.doc'>附件</a>" if n in (3, 7, "new0") else ""
        pages[f"/a/{n}.html"] = (
            f"<p>发布时间:2022-11-02</p><p>第{n}号公告正文,按照规定办理。</p><img src='/p/{n}.jpg'>{dead}"
        )
    return {path: html(body + FOOTER, title=f"云泽市人民政府{path}") for path, body in pages.items()}


def with_validators(text: str) -> Callable[[Asked], bytes]:
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:12]}"'

    def reply(asked: Asked) -> bytes:
        if asked.headers.get("if-none-match") == tag:
            return answer(304, b"", f"ETag: {tag}")
        return answer(200, text.encode(), f"ETag: {tag}")

    return reply


def routes(pages: Changes, *, validators: bool) -> dict[str, Reply]:
    return {path: with_validators(text) if validators else text for path, text in pages.items()}


def inspected(url: str, out: Path, **changes: Any) -> InspectedSite:
    request = InspectRequest((url,), out, OPTIONS, gather=GatherOptions(enabled=False), **changes)
    (site,) = inspect_sites(request, lambda: datetime.now(UTC))
    return site


def content(site: InspectedSite) -> dict[str, Any]:
    """Return what a run found and stored, without times and places in archives."""
    said: dict[str, Any] = {}
    for name in ("pages", "links", "targets"):
        table = pq.read_table(site.directory / f"{name}.parquet")
        changing = {"fetched_at", "seconds", "checked_at", "warc", "warc_offset"}
        said[name] = table.drop_columns([name for name in table.column_names if name in changing]).to_pylist()
    findings = [json.loads(line) for line in (site.directory / "findings.jsonl").read_text().splitlines()]
    said["findings"] = [{k: v for k, v in row.items() if k not in ("id", "at", "evidence")} for row in findings]
    said["coverage"] = replace(site.coverage, started=START, finished=START, cpu_seconds=0, bytes=0)
    said["columns"] = json.loads((site.directory / "columns.json").read_text())
    return said


START = datetime(2022, 12, 1, tzinfo=UTC)


@pytest.fixture
def taken_over(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of pages that were not read again."""
    urls: list[str] = []
    usual = SegmentSink.unchanged

    def note(sink: SegmentSink, record: PageRecord, *rest: Any) -> None:
        urls.append(record.url)
        usual(sink, record, *rest)

    monkeypatch.setattr(SegmentSink, "unchanged", note)
    return urls


def twice(
    tmp_path: Path, after: Changes, *, validators: bool, **changes: Any
) -> tuple[Site, InspectedSite, InspectedSite]:
    """Inspect a site, change it, and inspect it again with and without the first run."""
    with serve(routes(texts(), validators=validators)) as site:
        inspected(site.url, tmp_path / "first", **changes)
        site.routes.clear()
        site.routes.update(routes(after, validators=validators))
        whole = inspected(site.url, tmp_path / "whole", **changes)
        site.asked.clear()
        again = inspected(site.url, tmp_path / "again", previous=tmp_path / "first", **changes)
    return site, whole, again


@pytest.mark.parametrize(
    ("validators", "keep_all"),
    [
        (True, False),
        pytest.param(True, True, marks=pytest.mark.full),
        pytest.param(False, False, marks=pytest.mark.full),
        pytest.param(False, True, marks=pytest.mark.full),
    ],
)
def test_the_result_is_that_of_a_full_inspection(
    tmp_path: Path, taken_over: list[str], validators: bool, keep_all: bool
) -> None:
    after = texts(news=2)
    after["/a/5.html"] = html("<p>改过的正文</p><a href='/lost/new.doc'>新附件</a>" + FOOTER, title="第5号公告")
    del after["/a/9.html"]
    site, whole, again = twice(tmp_path, after, validators=validators, shape=Shape(keep_all=keep_all))
    assert content(again) == content(whole)
    paths = {url.removeprefix(site.url.rstrip("/")) for url in taken_over}
    assert {f"/a/{n}.html" for n in range(ARTICLES) if n not in (5, 9)} <= paths
    assert not paths & {"/", "/a/5.html", "/a/9.html", "/a/new0.html"}
    asked_on_condition = [asked.path for asked in site.asked if "if-none-match" in asked.headers]
    assert bool(asked_on_condition) is validators
    if keep_all and validators:
        assert len(asked_on_condition) > ARTICLES
    assert verify_results(tmp_path / "again").good


def test_an_item_that_is_put_in_afterwards_is_told_by_the_earlier_list(tmp_path: Path) -> None:
    after = texts()
    late = "<li><a href='/a/late.html'>云泽市第九十九号公告发布</a><span>2022-11-10</span></li>"
    after["/l/"] = after["/l/"].replace("<ul>", f"<ul>{late}", 1)
    after["/a/late.html"] = html("<p>发布时间:2022-11-10</p><p>第九十九号公告正文。</p>" + FOOTER)
    site, whole, again = twice(tmp_path, after, validators=True)
    told = {finding.url: finding.reason for finding in again.judgement.findings if finding.check == "back-dated"}
    without = {finding.url for finding in whole.judgement.findings if finding.check == "back-dated"}
    address = f"{site.url}a/late.html"
    assert told[address] == "appeared-later"
    assert told.keys() - without == {address}
    sight = read_earlier_sight(again.directory)
    assert sight is not None
    assert set(sight.first_seen.values()) == {in_beijing(sight.at).date()}
    assert read_earlier_sight(whole.directory) is None
    assert verify_results(tmp_path / "again").good


def test_first_seen_days_go_from_run_to_run(tmp_path: Path) -> None:
    with serve(routes(texts(), validators=True)) as site:
        for name, before in (("first", None), ("second", "first"), ("third", "second")):
            previous = tmp_path / before if before is not None else None
            (done,) = [inspected(site.url, tmp_path / name, previous=previous)]
            sight = read_earlier_sight(done.directory)
            if name == "second":
                assert sight is not None
                known = replace(sight, first_seen=dict.fromkeys(sight.first_seen, date(2022, 11, 3)))
                write_text(done.directory / "earlier.json", msgspec.json.encode(known).decode())
    assert sight is not None
    assert set(sight.first_seen.values()) == {date(2022, 11, 3)}


def test_evidence_of_an_unchanged_page_is_whole(tmp_path: Path) -> None:
    _, _, again = twice(tmp_path, texts(news=1), validators=True)
    findings = [json.loads(line) for line in (again.directory / "findings.jsonl").read_text().splitlines()]
    (dead,) = [
        row for row in findings if row["check"] == "dead-link" and row["values"]["target"].endswith("/lost/3.doc")
    ]
    out = tmp_path / "evidence.zip"
    export_evidence(tmp_path / "again", dead["key"], out)
    place = dead["evidence"]["page"]
    with (again.directory / place["warc"]).open("rb") as file:
        file.seek(place["offset"])
        kinds = []
        for record in ArchiveIterator(file, parse_http=True):
            kinds.append((str(record.record_type).rpartition(".")[2], record.headers["WARC-Target-URI"]))
            if len(kinds) == 1:
                assert "第3号公告正文" in record.reader.read().decode()
            if len(kinds) == 3:
                assert record.headers["WARC-Profile"].endswith("/revisit/server-not-modified")
                break
    assert [kind for kind, _ in kinds] == ["response", "request", "revisit"]
    assert all(url.endswith("/a/3.html") for _, url in kinds)


def test_a_page_whose_evidence_was_removed_is_asked_for_whole(tmp_path: Path) -> None:
    with serve(routes(texts(), validators=True)) as site:
        inspected(site.url, tmp_path / "first")
        long_after = datetime(2999, 1, 1, tzinfo=UTC)
        for what in (EvidenceClass.FINDING, EvidenceClass.PAGE):
            expire_evidence(tmp_path / "first", what, long_after, Removal("科", "期满", START))
        site.asked.clear()
        inspected(site.url, tmp_path / "again", previous=tmp_path / "first")
    assert not [asked for asked in site.asked if "if-none-match" in asked.headers]
    assert verify_results(tmp_path / "again").good


def test_pages_read_by_another_program_are_read_again(
    tmp_path: Path, taken_over: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(routes(texts(), validators=True)) as site:
        inspected(site.url, tmp_path / "first")
        monkeypatch.setattr("kaoping.runs.collect.reading_version", lambda _: "another")
        again = inspected(site.url, tmp_path / "again", previous=tmp_path / "first")
    assert taken_over == []
    assert not [asked for asked in site.asked if "if-none-match" in asked.headers]
    assert again.coverage.pages == len(texts())


def test_a_damaged_earlier_run_costs_time_only(tmp_path: Path, taken_over: list[str]) -> None:
    with serve(routes(texts(), validators=False)) as site:
        first = inspected(site.url, tmp_path / "first")
        (first.directory / "links.parquet").write_bytes(b"PAR1 no")
        again = inspected(site.url, tmp_path / "again", previous=tmp_path / "first")
    assert taken_over == []
    assert again.coverage.pages == len(texts())


def test_a_previous_run_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="没有巡检结果"):
        inspected("http://127.0.0.1:1/", tmp_path / "out", previous=tmp_path / "empty")
    write_text(tmp_path / "empty" / "batch.json", "{}")
    with pytest.raises(InputError, match="同一个目录"):
        inspected("http://127.0.0.1:1/", tmp_path / "empty", previous=tmp_path / "empty")
