"""What is removed for privacy is nowhere in the folder any more: whatever file, packed or not, is searched for it."""

import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from kaoping.crawl.warc_members import answer_members, answer_spans
from kaoping.evidence.pictures import PICTURES
from kaoping.evidence.removing import Removal
from kaoping.evidence.sealing import seal_run
from kaoping.evidence.standalone import PROOF, check_files, read_files
from kaoping.facts.page.labels import Labels
from kaoping.model.browser_looks import BrokenRule, BrowserLooks, BrowserPage, Device, Place
from kaoping.model.errors import StorageError
from kaoping.model.site_looks import SearchLook, SearchTry, Visit
from kaoping.runs.batch import write_text
from kaoping.runs.found_evidence import export_evidence, remove_evidence
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.judging import rejudge
from kaoping.runs.sealed_folders import sealed_sites, verify_results
from kaoping.runs.segments import read_site_tables
from tests.attachments.made_files import workbook
from tests.crawl.serving import Reply, serve
from tests.evidence.conftest import NO_BROWSER, OPTIONS, identity_number, site_with_faults
from tests.evidence.test_export import finding
from tests.runs.small_site import served

NAME, PLACE = "欧阳霁月", "东街九号院"
SECRETS = (NAME, PLACE)
REMOVAL = Removal("信息公开科", "当事人申请", datetime(2022, 12, 31, 9, tzinfo=UTC))


def now() -> datetime:
    return datetime.now(UTC)


def site() -> dict[str, str]:
    """Return the site with faults, one page of which tells of a person in every way that facts are made of."""
    pages = site_with_faults()
    told = (
        f"<h1>关于{NAME}的公示</h1><p>{NAME}住{PLACE}，证件{identity_number()}。</p><img src='/x.jpg' alt='{NAME}照片'>"
        f"<a href='/only.doc'>{NAME}简历</a><div style='display:none'><a href='http://spam.test/'>{NAME}</a></div>"
        f"<ul><li><a href='/plain/1'>{NAME}之一</a><span>2022-12-05</span></li></ul><p>{PLACE}按装电梯</p></body>"
    )
    page = pages["/xw/1.html"].replace(
        "第1次会议</title>", f"{NAME}公示</title><meta name='keywords' content='{PLACE}'>"
    )
    pages["/xw/1.html"] = page.replace("</body>", told)
    return pages


def unpacked(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield everything in a folder as text, with the name of its file."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.name, path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".parquet":
            yield path.name, json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False, default=str)
        if path.suffix == ".sqlite":
            with closing(sqlite3.connect(path)) as database:
                yield path.name, "\n".join(database.iterdump())
        if path.suffix == ".gz":
            members = (member for span in answer_spans(path) for member in answer_members(path, span.offset))
            yield path.name, b"".join(map(gzip.decompress, members)).decode("utf-8", "replace")


def holders(folder: Path) -> set[str]:
    """Return the names of the files that hold one of the secrets, written or escaped."""
    words = [form for secret in SECRETS for form in (secret, json.dumps(secret)[1:-1])]
    return {name for name, text in unpacked(folder) if any(word in text for word in words)}


def add_what_a_browser_saw(results: Path, folder: Path) -> None:
    """Add looks, documents and pictures as a browser leaves them, and seal them."""
    pages, _, _ = read_site_tables(folder)
    (row,) = [row for row in pages if row.record.url.endswith("/xw/1.html")]
    labels = msgspec.json.encode(msgspec.json.decode(row.facts["labels"], type=Labels))
    shown = {row.record.number: {"labels": msgspec.Raw(labels)}}
    (folder / "shown.json").write_bytes(msgspec.json.format(msgspec.json.encode(shown), indent=1))
    url, at = row.record.url, now()
    seen = BrowserPage(
        *(row.record.number, url, Device.DESKTOP, at, 200, url, f"{NAME}公示"),
        broken=(BrokenRule("image-alt", "serious", 1, (Place("img", NAME, (0, 0, 1, 1)),)),),
        picture="p1-desktop.jpg",
        foot=Place("div", f"{PLACE}页脚"),
    )
    tries = (SearchTry(f"{NAME}公示", url, Visit(f"{url}?q={NAME}", at, 200, url), picture="search-1.jpg"),)
    looks = BrowserLooks(at, "Chromium", "axe", (seen,), search=SearchLook(tries=tries))
    write_text(folder / "browser.json", msgspec.json.encode(looks).decode())
    (folder / PICTURES).mkdir(exist_ok=True)
    for name in ("p1-desktop.jpg", "search-0.jpg", "search-1.jpg", "p2-desktop.jpg"):
        text = "another page" if name == "p2-desktop.jpg" else f"a picture of {NAME}"
        (folder / PICTURES / name).write_bytes(text.encode())
    seal_run(row.record.url, folder, sealed_sites(results).ledger, now())


@pytest.fixture(scope="module")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("removal")
    with served(site()) as address:
        inspect_sites(InspectRequest((address,), out, OPTIONS, browse=NO_BROWSER), now)
    (folder,) = sealed_sites(out).folders
    add_what_a_browser_saw(out, folder)
    return out


@pytest.fixture
def copied(inspected: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the results, and the site's folder in it."""
    out = Path(shutil.copytree(inspected, tmp_path / "results"))
    return out, sealed_sites(out).folders[0]


def keys(folder: Path) -> set[str]:
    lines = (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return {said["key"] for line in lines if (said := json.loads(line))["outcome"] != "not_measured"}


def test_nothing_of_the_page_is_left_and_the_rest_still_proves(copied: tuple[Path, Path], tmp_path: Path) -> None:
    results, folder = copied
    before = holders(results)
    expected = {"pages.parquet", "targets.parquet", "findings.jsonl", "shown.json", "browser.json", "index.html"}
    assert expected | {"frontier.sqlite", "evidence.warc.gz", "search-0.jpg", "p1-desktop.jpg"} <= before
    found, said = keys(folder), finding(results, "personal-data")
    remove_evidence(results, said["key"], REMOVAL)
    assert holders(results) == set()
    assert (folder / PICTURES / "p2-desktop.jpg").read_bytes() == b"another page"
    assert verify_results(results).good
    assert keys(folder) == found, "that there was a finding stays"

    done = export_evidence(results, said["key"], tmp_path / "e.zip")
    files = read_files(done.path)
    assert check_files(files) == []
    assert not any(secret in files["finding.json"].decode() for secret in SECRETS)
    changed = files[PROOF].replace(REMOVAL.reason.encode(), "别的原因".encode())
    assert check_files(files | {PROOF: changed}), "the removal that is named is checked too"

    rejudge(results, now)
    assert holders(results) == set()
    assert verify_results(results).good
    assert {said["key"]} <= keys(folder), "judged again, the page still counts"


@pytest.mark.parametrize("moment", [0, 1, 4, 6, 8])
def test_killed_at_any_step_the_same_command_finishes(
    copied: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    results, _ = copied
    key, renamed, count = finding(results, "personal-data")["key"], Path.replace, 0

    def stop(path: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count > moment:
            raise KeyboardInterrupt
        return renamed(path, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            remove_evidence(results, key, REMOVAL)
    remove_evidence(results, key, REMOVAL)
    assert holders(results) == set()
    assert verify_results(results).good
    ledger = (results / "ledger.jsonl").read_bytes()
    remove_evidence(results, key, REMOVAL)
    assert (results / "ledger.jsonl").read_bytes() == ledger


def test_what_was_changed_before_is_not_removed(copied: tuple[Path, Path]) -> None:
    results, folder = copied
    with (folder / "shown.json").open("ab") as file:
        file.write(b" ")
    with pytest.raises(StorageError, match="与封存时不符"):
        remove_evidence(results, finding(results, "personal-data")["key"], REMOVAL)


def test_an_attachment_goes_with_its_text(tmp_path: Path) -> None:
    table = workbook({"名单": [["姓名", "住址", "证件号码"], [NAME, PLACE, identity_number()]]})
    routes: dict[str, Reply] = {path: text for path, text in site_with_faults().items() if path != "/xw/1.html"}
    routes["/xw/1.html"] = f"<p>公示</p><a href='/a.xlsx'>{NAME}名单</a>"
    routes["/a.xlsx"] = table
    with serve(routes) as server:
        inspect_sites(InspectRequest((server.url,), tmp_path, OPTIONS), now)
    (folder,) = sealed_sites(tmp_path).folders
    said = next(
        said
        for line in (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()
        if (said := json.loads(line))["check"] == "personal-data"
    )
    assert "place" in said["values"]
    assert {"attachments.parquet", "findings.jsonl", "index.html"} <= holders(folder)
    remove_evidence(tmp_path, said["key"], REMOVAL)
    assert holders(folder) <= {"evidence.warc.gz", "pages.parquet"}, "the page that carries it names it still"
    assert PLACE not in "".join(text for _, text in unpacked(folder))
    assert verify_results(tmp_path).good
    rejudge(tmp_path, now)
    assert verify_results(tmp_path).good
    assert said["key"] in keys(folder)
