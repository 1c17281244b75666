"""Bodies are on disk once for all runs; every run is whole by itself, and what one run removes the others keep."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from fastwarc.warc import ArchiveIterator
from hypothesis import given
from hypothesis import strategies as st

from kaoping.cli import cli
from kaoping.crawl.payloads import IDENTICAL, PAYLOADS, joined_member, payload_body, payload_member, split_member
from kaoping.crawl.warc_members import answer_spans, packed_member
from kaoping.evidence.expiring import EvidenceClass
from kaoping.evidence.keeping import KEPT
from kaoping.evidence.removing import Removal
from kaoping.evidence.standalone import check_files, read_files
from kaoping.evidence.store import EvidenceStore
from kaoping.model.errors import InputError
from kaoping.replay.finding_evidence import finding_evidence, render_record
from kaoping.runs.expired_evidence import expire_evidence, held_evidence
from kaoping.runs.found_evidence import export_evidence, remove_evidence
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.judging import Shape, rejudge
from kaoping.runs.sealed_folders import sealed_sites, verify_results
from tests.crawl.serving import Reply, serve
from tests.evidence.conftest import NO_BROWSER, OPTIONS, site_with_faults
from tests.evidence.test_export import finding
from tests.evidence.test_keeping import Killed, check_pointers
from tests.runs.test_previous import with_validators

REMOVAL = Removal("信息公开科", "保留期满", datetime(2023, 12, 31, 9, tzinfo=UTC))
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC)


def routes() -> dict[str, Reply]:
    """Return the site with faults; its pages are as long as real ones, and the server tells whether they changed."""
    drawn = Random(7)
    long = "<p>第59段" + "".join(chr(drawn.randrange(0x4E00, 0x9FA0)) for _ in range(2000)) + "</p>"
    pages = {path: text.replace("</body>", f"{long}{path}</body>") for path, text in site_with_faults().items()}
    return {path: with_validators(text) for path, text in pages.items()}


@pytest.fixture(scope="module")
def runs_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store and two inspections of one site, the second with the first at hand."""
    parent = tmp_path_factory.mktemp("runs")
    with serve(routes()) as site:
        for name, previous in (("first", None), ("second", parent / "first")):
            request = InspectRequest(
                *((site.url,), parent / name, OPTIONS), browse=NO_BROWSER, previous=previous, store=parent / "store"
            )
            inspect_sites(request, now)
    return parent


@pytest.fixture
def parent(runs_once: Path, tmp_path: Path) -> Path:
    """A copy of that folder in which files are shared as they were."""
    copy = Path(shutil.copytree(runs_once, tmp_path / "runs"))
    for path in copy.glob(f"*/*/{PAYLOADS}/*"):
        path.unlink()
        path.hardlink_to(copy / "store" / path.name[:2] / path.name)
    return copy


def folder(results: Path) -> Path:
    return sealed_sites(results).folders[0]


def bodies(results: Path) -> dict[str, Path]:
    return {path.name: path for path in (folder(results) / PAYLOADS).iterdir()}


def archive(results: Path) -> Iterator[str]:
    with (folder(results) / KEPT).open("rb") as file:
        for record in ArchiveIterator(file):
            yield str(record.headers.get("WARC-Profile", ""))


def test_the_second_run_adds_no_body(runs_once: Path) -> None:
    first, second = bodies(runs_once / "first"), bodies(runs_once / "second")
    assert len(first) > 2
    assert first.keys() == second.keys()
    assert all(path.samefile(second[name]) for name, path in first.items())
    assert list(archive(runs_once / "second")).count(IDENTICAL) >= len(second)
    files = list(EvidenceStore(runs_once / "store").files())
    assert {(each.runs, each.sound) for each in files} == {(2, True)}
    shared = sum(path.stat().st_size for path in first.values())
    assert (folder(runs_once / "second") / KEPT).stat().st_size < shared
    for name in ("first", "second"):
        assert check_pointers(folder(runs_once / name)) > 0
        assert verify_results(runs_once / name).good
    assert not any("公示：闻某" in payload_body(path.read_bytes()).decode() for path in first.values()), "encrypted"


def test_a_run_alone_is_whole(parent: Path, tmp_path: Path) -> None:
    alone = Path(shutil.copytree(parent / "second", tmp_path / "alone"))
    shutil.rmtree(parent)
    assert verify_results(alone).good
    said = finding(alone, "dead-link")
    done = export_evidence(alone, said["key"], tmp_path / "e.zip")
    assert (done.answers, done.withheld, done.removed) == (2, 0, 0)
    files = read_files(done.path)
    assert check_files(files) == []
    assert check_files(files | {"evidence.warc.gz": files["evidence.warc.gz"][:-1] + b"x"})
    (tmp_path / "e.warc.gz").write_bytes(files["evidence.warc.gz"])
    with (tmp_path / "e.warc.gz").open("rb") as file:
        texts = [record.reader.read().decode() for record in ArchiveIterator(file)]
    assert any("第59段" in text for text in texts), "the body goes with the answer that points at it"
    shown = render_record(finding_evidence(alone, said["key"]), 1, "/x?url=")
    assert shown.status == 200
    assert "第59段" in shown.body.decode()
    rejudge(alone, now)
    assert verify_results(alone).good


def test_a_changed_byte_is_found_by_every_run_and_mended_in_the_store(parent: Path) -> None:
    name, path = next(iter(bodies(parent / "first").items()))
    with path.open("r+b") as file:
        file.seek(60)
        file.write(b"\xff\x00\xff")
    for run in ("first", "second"):
        (wrong,) = verify_results(parent / run).folders[0].wrong
        assert name in wrong
    (bad,) = [each for each in EvidenceStore(parent / "store").files() if not each.sound]
    assert bad.path.name == name
    said = CliRunner().invoke(cli, ["evidence", "store", str(parent / "store")])
    assert said.exit_code == 1
    assert name in said.output
    with serve(routes()) as site:
        inspect_sites(InspectRequest((site.url,), parent / "third", OPTIONS, store=parent / "store"), now)
    assert verify_results(parent / "third").good
    assert all(each.sound for each in EvidenceStore(parent / "store").files())


def test_what_runs_out_in_one_run_stays_in_the_others(parent: Path) -> None:
    count, size = held_evidence(parent / "first")[EvidenceClass.FINDING]
    assert size > sum(span.length for span in answer_spans(folder(parent / "first") / KEPT)), "bodies count too"
    for what in (EvidenceClass.FINDING, EvidenceClass.PAGE):
        assert expire_evidence(parent / "first", what, TOMORROW, REMOVAL) >= (count if what == "finding" else 0)
    assert verify_results(parent / "first").good
    assert verify_results(parent / "second").good
    assert {path.read_bytes() for path in bodies(parent / "first").values()} == {b"removed"}
    store = EvidenceStore(parent / "store")
    assert store.sweep() == (0, 0), "the second run holds them"
    said = finding(parent / "first", "dead-link")
    assert export_evidence(parent / "first", said["key"], parent / "e.zip").removed == 2
    shutil.rmtree(parent / "second")
    swept = CliRunner().invoke(cli, ["evidence", "store", str(parent / "store"), "--sweep"], catch_exceptions=False)
    assert "已删去" in swept.output
    assert list(store.files()) == []


def test_one_class_does_not_take_a_body_from_another(parent: Path) -> None:
    expire_evidence(parent / "first", EvidenceClass.PAGE, TOMORROW, REMOVAL)
    said = finding(parent / "first", "dead-link")
    assert export_evidence(parent / "first", said["key"], parent / "e.zip").removed == 0
    assert verify_results(parent / "first").good


def test_a_removed_page_takes_its_body_along(parent: Path) -> None:
    said = finding(parent / "first", "dead-link")
    remove_evidence(parent / "first", said["key"], REMOVAL)
    gone = [name for name, path in bodies(parent / "first").items() if path.read_bytes() == b"removed"]
    assert gone == [said["evidence"]["page"]["digest"].removeprefix("sha256:") + ".warc.gz"]
    assert verify_results(parent / "first").good
    assert verify_results(parent / "second").good


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_killed_while_bodies_are_kept_it_ends_as_if_undisturbed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    with serve(routes()) as site:
        inspect_sites(InspectRequest((site.url,), tmp_path / "all", OPTIONS, Shape(keep_all=True)), now)
        again = InspectRequest((site.url,), tmp_path / "all", OPTIONS, store=tmp_path / "store")
        linked, count = Path.hardlink_to, 0

        def stop(path: Path, target: Path) -> None:
            nonlocal count
            count += 1
            if count > moment + 1:  # the first link is the trial of the store
                raise Killed
            linked(path, target)

        with monkeypatch.context() as broken:
            broken.setattr(Path, "hardlink_to", stop)
            with pytest.raises(Killed):
                inspect_sites(again, now)
        assert check_pointers(folder(tmp_path / "all")) == 0
        inspect_sites(again, now)
    assert check_pointers(folder(tmp_path / "all")) > 0
    assert verify_results(tmp_path / "all").good
    assert {each.runs for each in EvidenceStore(tmp_path / "store").files()} == {1}


def test_a_store_that_cannot_be_used_is_refused_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, nowhere = tmp_path / "out", ("http://127.0.0.1:9/",)
    with pytest.raises(InputError, match="keep-all"):
        inspect_sites(InspectRequest(nowhere, out, OPTIONS, Shape(keep_all=True), store=tmp_path / "store"), now)
    with pytest.raises(InputError, match="不能放在结果目录"):
        inspect_sites(InspectRequest(nowhere, out, OPTIONS, store=out / "store"), now)

    def refused(path: Path, target: Path) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    with pytest.raises(InputError, match="同一个文件系统"):
        inspect_sites(InspectRequest(nowhere, out, OPTIONS, store=tmp_path / "store"), now)
    assert not (out / "batch.json").exists()


@given(st.binary(max_size=400), st.integers(0, 2**31), st.booleans())
def test_a_record_is_joined_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, back: int, packed: bool
) -> None:
    body = b"\x1f\x8b" + body if packed else body
    digest, file = payload_member(body)
    assert payload_body(file) == body
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Payload-Digest: sha256:{digest}\r\nContent-Length: {len(block)}"
    member = packed_member(head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n", back)
    split = split_member(member, back)
    if not body:
        assert split is None
        return
    assert split is not None
    assert split[1] == body
    site = tmp_path_factory.mktemp("joined")
    (site / PAYLOADS).mkdir()
    (site / PAYLOADS / f"{digest}.warc.gz").write_bytes(file)
    joined = joined_member(site, split[0], back)
    assert split_member(joined, back) == split
    assert joined_member(site, joined, back) == joined
