"""Whether link targets open: two looks, walls apart, soft 404s, other hosts, canaries."""

import ssl
import time
from pathlib import Path
from typing import Any

import pytest

from kaoping.crawl.contract import SitePlan
from kaoping.crawl.crawl import run_crawl
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life
from tests.crawl.recording import QUICK, Recorder, crawl_one
from tests.crawl.serving import Asked, Reply, answer, html, links, redirect, serve

CERTIFICATES = Path(__file__).parent / "certificates"
MISSING = html("<h1>抱歉,您访问的页面不存在</h1>", title="页面不存在")


def head_refused(asked: Asked) -> bytes:
    return answer(405 if asked.method == "HEAD" else 200, b"ok")


def head_wrong(asked: Asked) -> bytes:
    return answer(404 if asked.method == "HEAD" else 200, b"ok")


def head_fails(asked: Asked) -> bytes:
    return answer(500 if asked.method == "HEAD" else 200, b"ok")


@pytest.mark.parametrize(
    ("reply", "life", "reason", "looks"),
    [
        (b"ok", Life.ALIVE, "", 1),
        (head_refused, Life.ALIVE, "", 1),
        (head_fails, Life.ALIVE, "", 1),
        (head_wrong, Life.ALIVE, "", 2),
        (404, Life.DEAD, "not-found", 2),
        (410, Life.DEAD, "not-found", 2),
        (400, Life.DEAD, "client-error", 2),
        (401, Life.UNKNOWN, "login-required", 1),
        (403, Life.UNKNOWN, "forbidden", 1),
        (412, Life.UNKNOWN, "forbidden", 1),
        (429, Life.UNKNOWN, "rate-limited", 1),
        (451, Life.UNKNOWN, "forbidden", 1),
        (500, Life.SUSPECT, "server-error", 2),
        (503, Life.SUSPECT, "server-error", 2),
        (521, Life.UNKNOWN, "robot-wall", 1),
    ],
)
@pytest.mark.parametrize("elsewhere", [False, True])
def test_verdicts(reply: Reply, life: Life, reason: str, looks: int, elsewhere: bool, tmp_path: Path) -> None:
    with serve({"/f.doc": reply}) as other, serve({"/f.doc": reply}) as site:
        site.routes["/"] = links(f"{other.url}f.doc" if elsewhere else "/f.doc")
        sink, _ = crawl_one(site.url, tmp_path)
    target = sink.to("/f.doc")
    assert (target.life, target.reason, target.looks, target.offsite) == (life, reason, looks, elsewhere)
    assert bool(target.evidence.warc) is (life is not Life.ALIVE)
    if life in (Life.DEAD, Life.SUSPECT):
        methods = {asked.method for asked in (other if elsewhere else site).asked if asked.path == "/f.doc"}
        assert methods == {"HEAD", "GET"}


@pytest.mark.parametrize(
    "body",
    [
        "<script>var arg1='3AF'; function setCookie(){document.cookie='acw_sc__v2=1'}</script>",
        "<title>安全验证</title><script src='/v.js'></script>",
        "<script>document.cookie='__jsl_clearance=1'</script>",
    ],
)
def test_a_challenge_for_browsers_is_a_wall_not_a_page(body: str, tmp_path: Path) -> None:
    with serve({"/": links("/a"), "/a": body}) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    assert (sink.to("/a").life, sink.to("/a").fault) == (Life.UNKNOWN, Fault.ROBOT_WALL)
    assert coverage.pages == 1


def test_a_page_that_says_not_found_is_suspect(tmp_path: Path) -> None:
    article = html("<p>" + "关于404错误页面和页面不存在提示的技术说明。" * 300 + "</p>", title="网站技术说明")
    with serve({"/": links("/gone", "/article"), "/gone": MISSING, "/article": article}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    gone = sink.at("/gone").record
    assert (gone.status, gone.fault, gone.reason) == (200, Fault.SITE, "soft-404")
    assert (sink.to("/gone").life, sink.to("/gone").looks) == (Life.SUSPECT, 2)
    assert sink.to("/article").life is Life.ALIVE


def test_a_site_that_answers_nonsense_with_its_own_page(tmp_path: Path) -> None:
    def nonsense(asked: Asked) -> bytes:
        return answer(200, html(f"<p>欢迎访问本站,请从首页进入。</p><p>{asked.path}</p>").encode())

    with serve({"/": links("/gone", "/real"), "/real": links("/deep")}, nonsense) as site:
        sink, _ = crawl_one(site.url, tmp_path / "all")
        few, _ = crawl_one(site.url, tmp_path / "few", max_pages=1)
    assert sink.to("/gone").life is Life.SUSPECT
    assert sink.to("/real").life is Life.ALIVE
    assert (few.to("/gone").life, few.to("/gone").reason) == (Life.SUSPECT, "soft-404")
    assert few.to("/real").life is Life.ALIVE


def test_a_site_that_sends_nonsense_to_its_home_page(tmp_path: Path) -> None:
    def home(asked: Asked) -> bytes:
        return redirect("/")

    with serve({"/": links("/gone", "/real", "/index"), "/real": links()}, home) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    assert (sink.to("/gone").life, sink.to("/gone").reason) == (Life.SUSPECT, "soft-404")
    assert coverage.pages == 2


def test_hosts_that_are_not_there(tmp_path: Path, refused_network: list[str]) -> None:
    with serve({}) as closed:
        port = closed.port
    with serve({"/": links(f"http://127.0.0.1:{port}/a", f"http://127.0.0.1:{port}/b")}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    for end in ("/a", "/b"):
        target = sink.to(end)
        assert (target.life, target.reason, target.looks) == (Life.DEAD, "connection-refused", 2)


def test_without_a_canary_nothing_is_said_of_other_hosts(tmp_path: Path) -> None:
    with serve({}) as closed:
        dead = closed.url
    with serve({"/gone": 404, "/there": b"ok"}) as other:
        up = other.url
        with serve({"/": links(f"{up}gone", "/own-gone")}) as site:
            sink, _ = crawl_one(site.url, tmp_path / "a", canaries=(f"{up}there",))
            lost, _ = crawl_one(site.url, tmp_path / "b", canaries=("http://127.0.0.1:1/", dead))
    assert sink.to("/gone").life is Life.DEAD
    target = lost.to("/gone")
    assert (target.life, target.fault, target.reason) == (Life.UNKNOWN, Fault.US, "no-canary")
    assert lost.to("/own-gone").life is Life.DEAD


def test_other_hosts_are_asked_once_for_all_sites(tmp_path: Path) -> None:
    with serve({"/a": b"ok"}) as other:
        page = links(f"{other.url}a", f"{other.url}gone")
        with serve({"/": page}) as one, serve({"/": page}) as two:
            sinks = {one.url: Recorder(), two.url: Recorder()}
            plans = [SitePlan(site.url, tmp_path / str(site.port)) for site in (one, two)]
            run_crawl(plans, sinks, QUICK)
        assert other.counts == {"/a": 1, "/gone": 2}
    for sink in sinks.values():
        assert sink.to("/gone").life is Life.DEAD
        assert sink.to("/gone").evidence.warc
        assert sink.to("/a").life is Life.ALIVE


@pytest.mark.parametrize("option", ["check_links", "check_offsite"])
def test_what_is_not_checked_is_unseen(option: str, tmp_path: Path) -> None:
    changes: dict[str, Any] = {option: False}
    with serve({"/a": b"ok"}) as other, serve({"/": links(f"{other.url}a", "/f.doc")}) as site:
        sink, coverage = crawl_one(site.url, tmp_path, **changes)
        assert other.asked == []
    assert (sink.to("/a").life, sink.to("/a").reason) == (Life.UNSEEN, "not-checked")
    assert sink.to("/f.doc").life is (Life.UNSEEN if option == "check_links" else Life.DEAD)
    assert dict(coverage.skipped)["not-checked"] == (2 if option == "check_links" else 1)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("untrusted", "tls-untrusted"), ("wrong-name", "tls-wrong-name"), ("expired", "tls-expired")],
)
def test_bad_certificates(name: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name != "untrusted":
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / f"{name}.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    with (
        serve({"/": links()}, tls=context) as secure,
        serve({"/": links(f"https://127.0.0.1:{secure.port}/x")}) as site,
    ):
        sink, _ = crawl_one(site.url, tmp_path / "link")
        alone, coverage = crawl_one(f"https://127.0.0.1:{secure.port}/", tmp_path / "alone")
    target = sink.to("/x")
    assert (target.life, target.fault, target.reason) == (Life.SUSPECT, Fault.SITE, reason)
    assert (alone.pages[0].record.reason, coverage.stopped_because) == (reason, "unreachable")
    assert secure.asked == []


def test_plain_http_where_tls_was_promised(tmp_path: Path) -> None:
    with serve({"/": links()}) as plain, serve({"/": links(f"https://127.0.0.1:{plain.port}/x")}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    assert (sink.to("/x").life, sink.to("/x").reason) == (Life.SUSPECT, "tls-handshake")


def test_the_number_of_targets_is_bounded(tmp_path: Path) -> None:
    with serve({"/": links(*(f"/{n}.doc" for n in range(50)))}) as site:
        sink, coverage = crawl_one(site.url, tmp_path, max_targets=20)
    assert len(sink.targets) == 20
    assert dict(coverage.skipped)["max-targets"] == 31
    assert all(0 <= number < 20 for number, _, _ in sink.pages[0].links)


def test_traps_end(tmp_path: Path) -> None:
    def calendar(asked: Asked) -> bytes:
        month = int(asked.path.rpartition("=")[2] or 0) if "month" in asked.path else 0
        token = f"{asked.count:020d}abcdef"
        return answer(
            200,
            links(
                f"/calendar?month={month + 1}", f"/calendar?month={month + 2}", f"/page?PHPSESSID={token}", "deeper/x/"
            ).encode(),
        )

    with serve({"/robots.txt": 404, "/sitemap.xml": 404}, calendar) as site:
        sink, coverage = crawl_one(site.url, tmp_path, max_pages=400)
    skipped = dict(coverage.skipped)
    assert coverage.stopped_because == "done"
    assert skipped["trap-calendar"] > 0
    assert skipped["trap-repetition"] > 0
    assert not [path for path in site.paths() if "PHPSESSID" in path]
    assert {target.life for target in sink.targets if target.reason.startswith("trap-")} == {Life.UNSEEN}


def test_a_site_that_fails_takes_no_verdict_from_another(tmp_path: Path) -> None:
    def slow(asked: Asked) -> bytes:
        time.sleep(0.3)
        return answer(404 if "gone" in asked.path else 200, b"")

    with serve({}, slow) as other:
        page = links(*(f"{other.url}{name}" for name in ("a", "b", "gone")))
        with serve({"/": page}) as one, serve({"/": page}) as two:
            sinks = {one.url: Recorder(), two.url: Recorder()}
            plans = [SitePlan(site.url, tmp_path / str(site.port)) for site in (one, two)]

            def progress(site: str, pages: int, queued: int, links_checked: int) -> None:
                if site == one.url and links_checked == 1:
                    raise OSError("disk full")

            coverages = run_crawl(plans, sinks, QUICK, progress)
    assert [coverage.stopped_because for coverage in coverages] == ["error", "done"]
    assert "disk full" in coverages[0].notes[0]
    assert sinks[two.url].to("/gone").life is Life.DEAD
    assert sinks[two.url].to("/a").life is Life.ALIVE
