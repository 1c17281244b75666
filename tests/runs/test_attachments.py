"""A whole inspection of a site with attachments: what is found in them, what is kept of it, judging again."""

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator

from kaoping.attachments.contract import MODERATE, AttachmentOptions
from kaoping.evidence.removing import Removal
from kaoping.evidence.standalone import check_files, read_files
from kaoping.evidence.verifying import verify_folder
from kaoping.facts.site.attachments import Attachments
from kaoping.facts.store import FactStore
from kaoping.model.outcomes import CheckStatus, Outcome
from kaoping.runs.attachments import NAME, wanted_attachments
from kaoping.runs.collect import site_record
from kaoping.runs.found_evidence import export_evidence, remove_evidence
from kaoping.runs.inspect import InspectedSite, InspectRequest, inspect_sites
from kaoping.runs.judging import rejudge
from kaoping.runs.sealed_folders import sealed_sites, verify_results
from tests.attachments import made_files as made
from tests.crawl.serving import Reply, answer, html, serve
from tests.runs.test_inspect import OPTIONS

IDENTITY = "11010519491231002X"
LIST = made.workbook({"补贴名单": [["姓名", "证件号码"], ["张三", IDENTITY], ["李四", "420"], ["备注", "按上级布署"]]})


def article(day: str, link: str) -> str:
    return html(f"<p>发布时间：{day}</p><p>{'正文' * 50}</p>{link}")


ROUTES: dict[str, Reply] = {
    "/": html("<a href='/a/1.html'>旧公告</a><a href='/a/2.html'>新公告</a><a href='/z.pdf'>指南</a>"),
    "/a/1.html": article("2022-01-01", "<a href='/old.docx'>旧附件</a>"),
    "/a/2.html": article(
        "2022-12-01", "<a href='/list.xlsx'>名单</a><a href='/empty.doc'>表</a><a href='/d?id=1'>图</a>"
    ),
    "/z.pdf": made.pdf(["Guide"]),
    "/old.docx": made.docx(["正文"])[:400],
    "/list.xlsx": LIST,
    "/empty.doc": b"",
    "/d?id=1": lambda _: answer(200, made.scan(), content_type="application/pdf"),
}


def inspected(out: Path, attachments: AttachmentOptions = MODERATE) -> InspectedSite:
    with serve(dict(ROUTES)) as served:
        request = InspectRequest((served.url,), out, OPTIONS, attachments=attachments)
        (site,) = inspect_sites(request, lambda: datetime.now(UTC))
    return site


def test_faults_in_attachments_are_found_with_their_place_and_proof(tmp_path: Path) -> None:
    site = inspected(tmp_path)
    said = {
        (f.check, f.values.get("place", ""), f.outcome): f
        for f in site.judgement.findings
        if f.check in ("attachment-unreadable", "empty-attachment", "personal-data", "wrong-wording")
    }
    assert set(said) == {
        ("attachment-unreadable", "", Outcome.FAIL),
        ("empty-attachment", "", Outcome.FAIL),
        ("personal-data", "cell:补贴名单!B2", Outcome.FAIL),
        ("wrong-wording", "cell:补贴名单!B4", Outcome.SUSPECTED),
    }
    assert said["wrong-wording", "cell:补贴名单!B4", Outcome.SUSPECTED].snippet == "按上级【布署】"
    leak = said["personal-data", "cell:补贴名单!B2", Outcome.FAIL]
    assert leak.url.endswith("/a/2.html")
    assert str(leak.values["target"]).endswith("/list.xlsx")
    archive = (site.directory / "evidence.warc.gz").read_bytes()
    start = int(str(leak.evidence["offset"]))
    assert b"/list.xlsx" in gzip.decompress(archive[start:])[:500]
    page = (site.directory / "index.html").read_text(encoding="utf-8")
    assert "单元格 补贴名单!B2" in page
    (folder,) = sealed_sites(tmp_path).folders
    assert verify_folder(folder, sealed_sites(tmp_path).ledger).wrong == ()


def test_nothing_but_the_archive_holds_the_number_itself(tmp_path: Path) -> None:
    site = inspected(tmp_path)
    table = json.dumps(pq.read_table(site.directory / NAME).to_pylist(), default=str, ensure_ascii=False)
    assert "李四\\\\t420" in table
    for path in site.directory.iterdir():
        if path.is_file() and "warc" not in path.name:
            assert IDENTITY.encode() not in path.read_bytes(), path
    assert IDENTITY not in table
    assert "110*************2X" in table


def test_the_attachment_is_handed_out_masked_and_the_page_that_carries_it_as_it_is(tmp_path: Path) -> None:
    site = inspected(tmp_path / "results")
    (leak,) = [f for f in site.judgement.findings if f.check == "personal-data"]
    done = export_evidence(tmp_path / "results", leak.key, tmp_path / "e.zip")
    assert (done.answers, done.encrypted, done.withheld) == (2, 1, 0)
    files = read_files(tmp_path / "e.zip")
    assert check_files(files) == []
    texts = [each.reader.read() for each in ArchiveIterator(io.BytesIO(files["evidence.warc.gz"]), parse_http=False)]
    assert IDENTITY.encode() not in b"".join(texts)
    assert "张三\t110*************2X".encode() in texts[1]
    assert "发布时间：2022-12-01".encode() in texts[2]


def test_the_attachment_is_what_is_removed(tmp_path: Path) -> None:
    site = inspected(tmp_path)
    (leak,) = [f for f in site.judgement.findings if f.check == "personal-data"]
    removal = Removal("信息公开科", "当事人申请", datetime.now(UTC))
    entry = remove_evidence(tmp_path, leak.key, removal)
    assert str(entry.said["leaf"]).split(" ")[2] == str(leak.evidence["offset"])
    assert verify_results(tmp_path).good
    done = export_evidence(tmp_path, leak.key, tmp_path / "e.zip")
    assert (done.answers, done.encrypted, done.removed) == (1, 0, 1)


def test_judging_again_says_the_same(tmp_path: Path) -> None:
    site = inspected(tmp_path)
    before = (site.directory / "findings.jsonl").read_bytes()
    (again,) = rejudge(tmp_path, lambda: datetime.now(UTC))
    assert (again.new, again.gone) == (0, 0)
    assert (site.directory / "findings.jsonl").read_bytes() == before


def test_texts_are_a_fact_for_other_checks(tmp_path: Path) -> None:
    site = inspected(tmp_path)
    store = FactStore(site_record(site.url, site.directory, datetime.now(UTC)))
    texts = {part.place: part.text for _, part in store.get(Attachments).texts()}
    assert texts == {
        "page:1": "Guide",
        "sheet:补贴名单!A1": "姓名\t证件号码\n张三\t110*************2X\n李四\t420\n备注\t按上级布署",
    }
    (scan,) = [each for each in store.get(Attachments).all if each.record.contents.scanned]
    assert scan.record.url.endswith("/d?id=1")


def test_home_comes_first_then_the_newest(tmp_path: Path) -> None:
    site = inspected(tmp_path)
    order = [wanted.url.rpartition("/")[2] for wanted in wanted_attachments(site.directory, 30)]
    assert order == ["z.pdf", "list.xlsx", "empty.doc", "d?id=1", "old.docx"]
    assert len(wanted_attachments(site.directory, 2)) == 2


def test_none_are_fetched_when_none_are_wanted(tmp_path: Path) -> None:
    site = inspected(tmp_path, AttachmentOptions(files=0))
    assert not (site.directory / NAME).exists()
    status = {record.check: record.status for record in site.judgement.records}
    assert status["attachment-unreadable"] is CheckStatus.NOT_MEASURED
    assert status["personal-data"] is CheckStatus.DONE
