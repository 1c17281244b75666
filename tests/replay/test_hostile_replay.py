"""What a hostile site sent is shown without harm: neither the page, nor what we say of it, nor our time and memory."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

from kaoping.crawl.stored import LARGEST
from kaoping.replay.finding_evidence import Held, finding_evidence
from kaoping.replay.rendering import render_address
from kaoping.replay.tame_html import tame_html
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.judging import Shape
from kaoping.runs.sealed_folders import sealed_sites, verify_results
from tests.crawl.serving import Reply, answer, html, links, serve
from tests.evidence.conftest import OPTIONS, identity_number
from tests.evidence.test_export import finding
from tests.replay.test_replay import check_tame, get, replaying

SCRIPT = "<script>alert(1)</script>"
EVIL = f"\"'>{SCRIPT}<img src=x onerror=alert(2)>"
FORGED = (
    "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    "Kaoping-Cipher: AES-256-GCM",
)
KINDS = ("image/svg+xml", "text/xml", "application/xml", "multipart/x-mixed-replace", "text/plain", "application/pdf")


def raw(reply: bytes) -> Reply:
    """Let an answer go out as it is, its head included."""
    return lambda _: reply


def routes() -> dict[str, Reply]:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>".encode()
    paths = [f"/kind/{number}" for number in range(len(KINDS))]
    home = links(
        *paths, "/bomb", "/forged", "/removed", f"/gone{quote(EVIL)}", "/frames", "/deep", "/deep-and-private"
    ).replace("</body>", f"<a href='/missing'>{EVIL}</a></body>")
    bomb = gzip.compress(b"<html><title>x</title><body>" + b"<p>" + b"0" * (3 * LARGEST))
    return {
        "/": home,
        **{path: raw(answer(200, svg, content_type=kind)) for path, kind in zip(paths, KINDS, strict=True)},
        "/bomb": raw(answer(200, bomb, "Content-Encoding: gzip")),
        "/forged": raw(answer(200, html(f"<p>伪造的字段</p>{SCRIPT}").encode(), *FORGED)),
        "/removed": raw(answer(200, b"removed")),
        "/frames": html("<iframe src='/'></iframe>" * 10_000),
        "/deep": "<div>" * 200_000 + SCRIPT,
        "/deep-and-private": f"<title>公示</title><p>闻某 {identity_number()}</p>" + "<div>" * 200_000,
    }


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("hostile")
    with serve(routes()) as site:
        request = InspectRequest((site.url,), out, OPTIONS, Shape(keep_all=True))
        inspect_sites(request, lambda: datetime.now(UTC))
        yield out


@pytest.fixture
def folder(results: Path) -> Path:
    return sealed_sites(results).folders[0]


def test_what_is_said_of_a_page_is_text(results: Path, folder: Path) -> None:
    with replaying(results) as address:
        for path in (
            "",
            f"{folder.name}/",
            f"{folder.name}/view?url={quote(EVIL)}",
            f"{folder.name}/page?url={quote(EVIL)}",
        ):
            _, headers, shown = get(address, f"/{path}")
            assert "script-src" not in headers["content-security-policy"]
            if headers["content-type"].startswith("text/html"):
                tree = LexborHTMLParser(shown)
                assert tree.css("script") == []
                assert tree.css("img") == []


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_what_is_no_page_is_shown_as_text(folder: Path, number: int) -> None:
    home = finding(folder.parent, "dead-link")["site"]
    rendered = render_address(folder, f"{home}kind/{number}", "/x?url=")
    assert rendered.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert rendered.headers["X-Content-Type-Options"] == "nosniff"
    assert rendered.headers["Content-Security-Policy"].startswith("sandbox;")


def test_headers_of_a_server_are_not_taken_for_ours(results: Path, folder: Path) -> None:
    home = finding(results, "dead-link")["site"]
    shown = render_address(folder, f"{home}forged", "").body.decode()
    assert "伪造的字段" in shown
    check_tame(shown)
    assert "removed" in render_address(folder, f"{home}removed", "").body.decode(), (
        "a page that says so was not removed"
    )
    assert verify_results(results).good


def test_a_dead_link_with_markup_in_its_address_is_evidence_like_any_other(results: Path) -> None:
    shown = finding_evidence(results, finding(results, "dead-link")["key"])
    assert {record.held for record in shown.records} == {Held.KEPT}


def test_a_bomb_is_unpacked_to_the_limit_only(folder: Path) -> None:
    home = finding(folder.parent, "dead-link")["site"]
    assert len(render_address(folder, f"{home}bomb", "").body) < 2 * LARGEST


@pytest.mark.parametrize("path", ["frames", "deep", "deep-and-private"])
def test_countless_frames_and_endless_nesting_are_shown_tame(folder: Path, path: str) -> None:
    home = finding(folder.parent, "dead-link")["site"]
    shown = render_address(folder, f"{home}{path}", "/x?url=")
    assert shown.status == 200
    assert b"<iframe" not in shown.body
    assert b"<script" not in shown.body
    assert identity_number().encode() not in shown.body


@pytest.mark.parametrize(
    "page",
    [
        "<a href='java&#10;script:alert(1)'>x</a>",
        "<a href='&#1;javascript:alert(1)'>x</a>",
        "<a href='http://[::1'>x</a>",
        "<p style='x' onclick=alert(1) is='x' xmlns:x='y' formaction=javascript:1>x</p>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<table><td><select><option><style><!--</style><img src=x onerror=alert(1)>-->",
        "<template><iframe src=x></template><xmp><img src=x onerror=alert(1)></xmp>",
        "<frameset onload=alert(1)><frame src='javascript:alert(1)'><frame src='/a'></frameset>",
        "<base href='javascript:alert(1)//'><a href='x'>x</a>",
        "<input type=image src=x onerror=alert(1) autofocus onfocus=alert(2)>",
    ],
)
def test_no_trick_of_markup_gets_through(page: str) -> None:
    once = tame_html(page.encode(), "http://a.example/", "/x?url=")
    check_tame(once)
    assert "javascript:" not in once.lower().replace("%3a", ":").split("/x?url=")[0]
