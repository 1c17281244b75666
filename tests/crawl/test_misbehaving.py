"""Servers that misbehave: each ends in a clear outcome, and the rest of the crawl goes on."""

import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life
from tests.crawl.recording import crawl_one
from tests.crawl.serving import RESET, Asked, Reply, answer, links, redirect, serve

GOOD = links("/bad", "/good.html")


def stall(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    time.sleep(3)


def drip(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    for _ in range(40):
        yield b"x"
        time.sleep(0.1)


def endless(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    while True:
        yield b"<p>again</p>" * 5000


def reset(asked: Asked) -> Iterator[bytes]:
    return iter(())


def bad_chunks(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nnot a chunk\r\n"


def chunk_without_end(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ab\r\n"


def chunk_too_large(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nab"


def reset_before_an_answer(asked: Asked) -> Iterator[bytes]:
    yield RESET


def reset_in_the_middle(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n" + b"<p>half</p>" * 99
    time.sleep(0.05)  # so that the half has been read: a reset takes back what was not
    yield RESET


def two_lengths(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nContent-Length: 90\r\n\r\nabcde"


def negative_length(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: -5\r\n\r\nabcde"


def headers_ever_so_slowly(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(40):
        yield b"X-%d: y\r\n" % number
        time.sleep(0.1)


def broken_gzip(asked: Asked) -> bytes:
    return answer(200, gzip.compress(b"<p>x</p>" * 9000)[:-40] + b"garbage", "Content-Encoding: gzip")


def bomb_in_a_bomb(asked: Asked) -> bytes:
    return answer(200, gzip.compress(gzip.compress(b"0" * 4_000_000)), "Content-Encoding: gzip, gzip")


def long_wait(asked: Asked) -> bytes:
    return answer(429, b"", "Retry-After: 86400")


def wait_until_next_year(asked: Asked) -> bytes:
    return answer(503, b"", "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT")


def not_http(asked: Asked) -> Iterator[bytes]:
    yield b"220 mail.example.gov.cn ESMTP\r\n\r\n"


def many_headers(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"v" * 900) for n in range(1000)) + b"\r\n"


def bomb(asked: Asked) -> bytes:
    return answer(200, gzip.compress(b"0" * 4_000_000), "Content-Encoding: gzip")


def loop(asked: Asked) -> bytes:
    return redirect("/bad")


def endless_redirects(asked: Asked) -> bytes:
    return redirect(f"{asked.path}x")


def growing_cookies(asked: Asked) -> bytes:
    return redirect(f"/bad?{'x' * len(asked.path)}", *(f"Set-Cookie: c{n}={'v' * 3000}; path=/" for n in range(30)))


CASES: dict[str, tuple[Reply, set[Life], str, Fault]] = {
    "stall": (stall, {Life.SUSPECT}, "timeout", Fault.SITE),
    "slow loris": (drip, {Life.SUSPECT}, "timeout", Fault.SITE),
    "endless body": (endless, {Life.ALIVE}, "body-too-large", Fault.US),
    "connection closed": (reset, {Life.SUSPECT}, "empty-reply", Fault.SITE),
    "bad chunks": (bad_chunks, {Life.SUSPECT}, "bad-response", Fault.SITE),
    "chunk without end": (chunk_without_end, {Life.ALIVE}, "incomplete-body", Fault.SITE),
    "chunk too large": (chunk_too_large, {Life.SUSPECT}, "bad-response", Fault.SITE),
    "reset before an answer": (reset_before_an_answer, {Life.SUSPECT}, "connection-reset", Fault.SITE),
    "reset in the middle": (reset_in_the_middle, {Life.SUSPECT}, "connection-reset", Fault.SITE),
    "two lengths": (two_lengths, {Life.SUSPECT}, "bad-response", Fault.SITE),
    "negative length": (negative_length, {Life.SUSPECT}, "bad-response", Fault.SITE),
    "headers ever so slowly": (headers_ever_so_slowly, {Life.SUSPECT}, "timeout", Fault.SITE),
    "broken gzip": (broken_gzip, {Life.SUSPECT}, "bad-response", Fault.SITE),
    "bomb in a bomb": (bomb_in_a_bomb, {Life.ALIVE}, "decompression-limit", Fault.US),
    "wait for a day": (long_wait, {Life.UNKNOWN}, "rate-limited", Fault.ROBOT_WALL),
    "wait until a date": (wait_until_next_year, {Life.SUSPECT}, "server-error", Fault.SITE),
    "not http": (not_http, {Life.SUSPECT}, "bad-response", Fault.SITE),
    "endless headers": (many_headers, {Life.UNKNOWN}, "headers-too-large", Fault.US),
    "gzip bomb": (bomb, {Life.ALIVE}, "decompression-limit", Fault.US),
    "redirect loop": (loop, {Life.DEAD}, "redirect-loop", Fault.SITE),
    "endless redirects": (endless_redirects, {Life.DEAD}, "redirect-endless", Fault.SITE),
    "server error": (500, {Life.SUSPECT}, "server-error", Fault.SITE),
    "gone": (410, {Life.DEAD}, "not-found", Fault.SITE),
    "bad request": (400, {Life.DEAD}, "client-error", Fault.SITE),
    "forbidden": (403, {Life.UNKNOWN}, "forbidden", Fault.ROBOT_WALL),
    "login": (401, {Life.UNKNOWN}, "login-required", Fault.ROBOT_WALL),
    "too many": (429, {Life.UNKNOWN}, "rate-limited", Fault.ROBOT_WALL),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_page_has_a_clear_outcome_and_the_rest_goes_on(case: str, tmp_path: Path) -> None:
    reply, lives, reason, fault = CASES[case]
    routes: dict[str, Reply] = {"/": GOOD, "/bad": reply, "/good.html": links()}
    with serve(routes, reply if case == "endless redirects" else 404) as site:
        started = time.monotonic()
        sink, coverage = crawl_one(site.url, tmp_path, max_body=200_000)
        assert time.monotonic() - started < 15, "two looks by two methods, each within its time-out"
    assert site.counts["/bad"] <= (40 if "redirect" in reason else 6)
    assert coverage.bytes < 3_000_000
    page = sink.at("/bad").record
    assert (page.reason, page.fault) == (reason, fault)
    assert sink.to("/bad").life in lives
    assert sink.at("/good.html").record.status == 200
    assert coverage.pages == (3 if reason == "incomplete-body" else 2), "what came of a page is read"
    assert coverage.stopped_because == "done"


def test_endless_redirects_with_growing_cookies_stop(tmp_path: Path) -> None:
    with serve({"/": GOOD, "/good.html": links()}, growing_cookies) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    assert sink.to("/bad").reason == "redirect-endless"
    sizes = [len(asked.headers.get("cookie", "")) for asked in site.asked]
    assert 3000 < max(sizes) < 70_000


def test_a_cookie_set_by_a_redirect_is_sent_back(tmp_path: Path) -> None:
    def gate(asked: Asked) -> bytes:
        if "seen=1" in asked.headers.get("cookie", ""):
            return answer(200, links().encode())
        return redirect("/bad", "Set-Cookie: seen=1; path=/")

    with serve({"/": GOOD, "/bad": gate, "/good.html": links()}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    assert sink.to("/bad").life is Life.ALIVE
    assert sink.at("/bad").record.redirects == ((f"{site.url}bad", 302),)


def test_a_cookie_in_chinese_is_sent_back(tmp_path: Path) -> None:
    def gate(asked: Asked) -> bytes:
        if "城市".encode().decode("latin-1") in asked.headers.get("cookie", ""):
            return answer(200, links().encode())
        return redirect("/bad", "Set-Cookie: place=城市; path=/", "Set-Cookie: broken=a\x01b; path=/")

    with serve({"/": GOOD, "/bad": gate, "/good.html": links()}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    assert sink.to("/bad").life is Life.ALIVE


def test_a_chinese_host_is_connected_to_under_its_own_name(tmp_path: Path) -> None:
    with serve({"/": links("/a.html"), "/a.html": links()}) as site:
        port = site.url.rstrip("/").rpartition(":")[2]
        through = (f"政府.example:80:127.0.0.1:{port}",)
        _, coverage = crawl_one("http://xn--mxtq1m.example/", tmp_path, connect_to=through, user_agent="考评/1")
    assert coverage.pages == 2
    assert {asked.headers["host"] for asked in site.asked} == {"xn--mxtq1m.example"}
    assert {asked.headers["user-agent"] for asked in site.asked} == {"考评/1".encode().decode("latin-1")}


def test_a_wrong_length_is_noted_and_what_came_is_read(tmp_path: Path) -> None:
    def short(asked: Asked) -> Iterator[bytes]:
        body = links("/more.html").encode()
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (len(body) + 500)
        yield body

    with serve({"/": links("/bad"), "/bad": short, "/more.html": links()}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    assert sink.at("/bad").record.reason == "incomplete-body"
    assert sink.to("/bad").life is Life.ALIVE
    assert sink.at("/more.html").record.status == 200


def test_more_than_was_announced_is_left_unread_and_harms_no_other_page(tmp_path: Path) -> None:
    def long(asked: Asked) -> bytes:
        body = links("/more.html").encode()
        return answer(200, body) + b"HTTP/1.1 500 Injected\r\nContent-Length: 0\r\n\r\n" * 3

    routes: dict[str, Reply] = {"/": links("/bad", *(f"/{n}.html" for n in range(5))), "/bad": long}
    with serve(routes | {f"/{n}.html": links() for n in range(5)} | {"/more.html": links()}) as site:
        sink, coverage = crawl_one(site.url, tmp_path, per_origin=1)
    assert (sink.at("/bad").record.status, sink.at("/bad").record.reason) == (200, "")
    assert {page.record.status for page in sink.pages} == {200}
    assert coverage.pages == 8


def test_ten_megabytes_of_robots_txt_hold_up_nothing(tmp_path: Path) -> None:
    sent: list[int] = []

    def robots(asked: Asked) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10485760\r\n\r\n"
        yield b"User-agent: *\nDisallow: /secret\n"
        for _ in range(160):
            sent.append(65536)
            yield b"# filling\n" * 6553

    routes: dict[str, Reply] = {"/robots.txt": robots, "/": links("/a.html", "/secret.html"), "/a.html": links()}
    with serve(routes) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    assert coverage.pages == 2
    assert sink.to("/secret.html").reason == "robots"
    assert sum(sent) < 9_000_000, "the rest is not waited for"


def test_cookies_that_grow_from_page_to_page_are_not_carried_along(tmp_path: Path) -> None:
    def hoarder(asked: Asked) -> bytes:
        number = int(asked.path.strip("/p.html") or 0)
        held = asked.headers.get("cookie", "")
        body = links(f"/p{number + 1}.html") if number < 12 else links()
        return answer(200, body.encode(), f"Set-Cookie: c{number}={held}{'v' * 3000}; path=/")

    with serve({"/robots.txt": 404, "/sitemap.xml": 404}, hoarder) as site:
        _, coverage = crawl_one(site.url, tmp_path)
    assert coverage.pages == 13
    assert {asked.headers.get("cookie", "") for asked in site.asked} == {""}


def test_session_numbers_in_addresses_make_no_new_pages(tmp_path: Path) -> None:
    def shop(asked: Asked) -> bytes:
        token = f"{len(asked.path) * 7919 + asked.count:032x}"
        return answer(200, links(f"/a.jsp;jsessionid={token}", f"/b.php?PHPSESSID={token}&id=1").encode())

    with serve({"/robots.txt": 404, "/sitemap.xml": 404}, shop) as site:
        _, coverage = crawl_one(site.url, tmp_path, max_pages=200)
    assert coverage.stopped_because == "done"
    assert coverage.pages <= 4, [path for path in site.paths() if path.startswith("/a")]


def test_http_1_0_without_length_is_read(tmp_path: Path) -> None:
    def old(asked: Asked) -> Iterator[bytes]:
        yield b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + links("/more.html").encode()

    with serve({"/": old, "/more.html": links()}) as site:
        _, coverage = crawl_one(site.url, tmp_path)
    assert coverage.pages == 2


def test_a_large_page_is_not_read_to_its_end(tmp_path: Path) -> None:
    sent: list[int] = []

    def large(asked: Asked) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2147483648\r\n\r\n"
        for _ in range(800):
            sent.append(65536)
            yield b"x" * 65536

    with serve({"/": GOOD, "/bad": large, "/good.html": links()}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    assert sink.at("/bad").record.reason == "body-too-large"
    assert sum(sent) < 30_000_000


def test_retry_after_is_respected(tmp_path: Path) -> None:
    moments: list[float] = []

    def busy(asked: Asked) -> bytes:
        moments.append(time.monotonic())
        if asked.count == 1:
            return answer(429, b"", "Retry-After: 1")
        return answer(200, links().encode())

    with serve({"/": GOOD, "/bad": busy, "/good.html": links()}) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    assert sink.to("/bad").life is Life.ALIVE
    assert coverage.pages == 3
    assert moments[1] - moments[0] >= 0.95


def test_wrong_content_types(tmp_path: Path) -> None:
    def page_as_plain(asked: Asked) -> bytes:
        return answer(200, links("/found.html").encode(), content_type="text/plain")

    def file_as_html(asked: Asked) -> bytes:
        return answer(200, b"%PDF-1.4 " + b"\x00\xff" * 999, content_type="text/html")

    with serve({"/": links("/a", "/b"), "/a": page_as_plain, "/b": file_as_html, "/found.html": links()}) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    assert sink.at("/found.html").record.status == 200
    assert sink.at("/b").html == b""
    assert sink.to("/b").life is Life.ALIVE
    assert coverage.pages == 3


def test_a_passing_fault_is_not_a_dead_link(tmp_path: Path) -> None:
    def once(asked: Asked) -> bytes:
        return answer(500 if asked.count == 1 else 200, links().encode())

    def lost_once(asked: Asked) -> bytes:
        return answer(404 if asked.count == 1 else 200, b"")

    with serve({"/": links("/a", "/b.doc"), "/a": once, "/b.doc": lost_once}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    assert sink.to("/a").life is Life.ALIVE
    assert sink.to("/a").looks == 2
    assert sink.to("/b.doc").life is Life.ALIVE


def test_unreachable_site(tmp_path: Path) -> None:
    with serve({}) as site:
        url = site.url
    sink, coverage = crawl_one(url, tmp_path)
    (page,) = sink.pages
    assert (page.record.status, page.record.fault, page.record.reason) == (None, Fault.SITE, "connection-refused")
    assert sink.targets[0].life is Life.DEAD
    assert (coverage.pages, coverage.stopped_because) == (0, "unreachable")


def test_a_dead_home_page_is_recorded(tmp_path: Path) -> None:
    with serve({}) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    (page,) = sink.pages
    assert (page.record.status, page.record.fault, page.record.reason) == (404, Fault.SITE, "not-found")
    assert coverage.stopped_because == "unreachable"
