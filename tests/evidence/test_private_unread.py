"""Numbers of persons in what nobody could read: their answers are kept encrypted like those of pages that were read."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.crawl.reasons import BODY_TOO_LARGE, NESTED_TOO_DEEPLY
from kaoping.crawl.stored import read_answer
from kaoping.crawl.warc_members import answer_spans
from kaoping.evidence.keeping import KEPT
from kaoping.evidence.keys import KeyFile
from kaoping.evidence.private import key_of
from kaoping.facts.store import FactStore
from kaoping.model.pages import EvidencePointer
from kaoping.replay.rendering import render_received
from kaoping.replay.stored_pages import read_stored, stored_at
from kaoping.runs.collect import site_record
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.judging import USUAL, Shape
from kaoping.runs.private_answers import hidden_answers
from kaoping.runs.sealed_folders import sealed_sites, verify_results
from kaoping.runs.segments import read_site_tables
from tests.crawl.serving import Reply, answer, html, serve
from tests.evidence.conftest import OPTIONS, identity_number

NUMBER = identity_number()
IN_PIECES = f"{NUMBER[:6]}<b>{NUMBER[6:14]}</b>{NUMBER[14:]}"
DEEP = "<div>" * 3200
SMALL = replace(OPTIONS, max_body=60_000)
PATHS = ("", "pieces", "long", "gone", "packed", "plain", "harmless")


def routes() -> dict[str, Reply]:
    """Pages that are cut, too long, not pages or not there; the last one shows no number."""
    home = "".join(f"<a href='/{name}.html'>关于{name}的公示</a>" for name in PATHS[1:])
    texts = {
        "pieces": html(f"<p>公示</p>{DEEP}闻某，{IN_PIECES}。"),
        "long": html(f"闻某，{NUMBER}。" + "<p>公示的内容</p>" * 4000),
    }
    shown = html(f"没有这个页面。闻某，{NUMBER}。").encode()
    return {
        "/": html(f"{home}{DEEP}闻某，{NUMBER}。"),  # the home page is kept whatever stands on it
        **{f"/{name}.html": text for name, text in texts.items()},
        "/gone.html": lambda _: answer(404, shown),
        "/packed.html": lambda _: answer(500, gzip.compress(shown), "Content-Encoding: gzip"),
        "/plain.html": lambda _: answer(200, f"闻某\t{NUMBER}\n".encode(), content_type="text/plain; charset=utf-8"),
        "/harmless.html": html(f"<p>公示</p>{DEEP}电话 0999-1234567，编号 {NUMBER[:17]}00。"),
    }


def inspected(out: Path, shape: Shape) -> Path:
    with serve(routes()) as site:
        inspect_sites(InspectRequest((site.url,), out, SMALL, shape), lambda: datetime.now(UTC))
    assert verify_results(out).good
    return sealed_sites(out).folders[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return inspected(tmp_path_factory.mktemp("unread"), USUAL)


def pointers(folder: Path) -> dict[str, EvidencePointer]:
    """Where the answers lie, by the name of the page."""
    pages, _, targets = read_site_tables(folder)
    found = [(row.record.url, row.record.evidence) for row in pages] + [(each.url, each.evidence) for each in targets]
    return {url.rpartition("/")[2].removesuffix(".html"): pointer for url, pointer in found if pointer.warc}


def test_they_are_what_could_not_be_read(folder: Path) -> None:
    rows = {row.record.url.rpartition("/")[2]: row for row in read_site_tables(folder)[0]}
    assert rows[""].record.reason == NESTED_TOO_DEEPLY
    assert rows["long.html"].record.reason == BODY_TOO_LARGE
    assert not any("personal" in row.facts for row in rows.values())


def test_no_kept_byte_shows_the_number(folder: Path) -> None:
    data = (folder / KEPT).read_bytes()
    for span in answer_spans(folder / KEPT):
        part = data[span.offset : span.end]
        if not key_of(part):
            assert NUMBER[6:14].encode() not in gzip.decompress(part)
    for path in folder.rglob("*"):
        assert not path.is_file() or NUMBER.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("name", ["", "gone", "packed"])
def test_each_that_is_kept_is_encrypted_and_shown_masked(folder: Path, name: str) -> None:
    pointer = pointers(folder)[name]
    assert pointer.digest == "encrypted"
    seen = read_answer(folder, pointer)
    assert seen.masked
    shown = render_received(read_stored(folder, stored_at(folder, seen.url, pointer)), "").body
    assert f"闻某，{NUMBER[:3]}{'*' * 13}{NUMBER[-2:]}" in seen.body.decode()
    assert NUMBER[6:14] not in seen.body.decode() + shown.decode()


def test_every_answer_is_looked_through_or_was_read(tmp_path: Path) -> None:
    folder = inspected(tmp_path / "all", Shape(keep_all=True))
    store = FactStore(site_record("http://a.gov.cn/", folder, datetime.now(UTC)))
    every = {pointer.offset: name for name, pointer in pointers(folder).items()}
    hidden = hidden_answers(folder, store, every.keys(), KeyFile(tmp_path / "keys"))
    assert hidden is not None
    assert {every[offset] for offset in hidden.masked} == {*PATHS} - {"harmless"}
    assert not any(NUMBER[6:14].encode() in seen.text for seen in hidden.masked.values())
