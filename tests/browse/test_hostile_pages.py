"""Pages that mean harm, each opened in a real Chromium: it stays harmless, is killed if need be, and the next works."""

import os
import select
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from kaoping.browse import visit
from kaoping.browse.chromium import Chromium, find_chromium
from kaoping.model.browser_looks import BrowserPage
from kaoping.model.outcomes import Fault
from tests.browse.looking import HERE, ROOT, SHORT, look_at, needs_chromium
from tests.crawl.serving import Reply, Site, answer, html, serve

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("chromium")]
GOOD = html("<h1>市政府</h1>", title="好页")


@pytest.fixture(scope="module", name="chromium")
def _chromium() -> None:
    needs_chromium()


@pytest.fixture(name="inside")
def _inside() -> Iterator[Site]:
    """A server that the guard does not permit: a machine of the private network, as it were."""
    with serve({}, fallback=answer(200, b"secret", "Access-Control-Allow-Origin: *"), host="127.0.0.2") as site:
        yield site


def hostile(body: str, **limits: Any) -> tuple[BrowserPage, BrowserPage]:
    """Open a page with `body`, then a good one; the good one must be seen as it is."""
    with serve({"/": html(body, title="坏页"), "/good": GOOD}) as site:
        bad, good = look_at(site.url, f"{site.url}good", **limits)
    assert (good.title, good.status, good.reason) == ("好页", 200, "")
    return bad, good


def secret_url(inside: Site, host: str = "127.0.0.2") -> str:
    return f"http://{host}:{inside.port}/secret"


def test_an_endless_loop_is_killed_and_noted_as_ours() -> None:
    bad, _ = hostile("<script>for (;;) {}</script>", page_seconds=5)
    assert (bad.reason, bad.fault) == ("browser-hung", Fault.US)


def test_a_loop_that_starts_when_the_page_is_there_is_killed_too() -> None:
    bad, _ = hostile("<p>文字</p><script>setTimeout(() => { for (;;) {} }, 100)</script>", page_seconds=5)
    assert (bad.reason, bad.fault) == ("browser-hung", Fault.US)


def test_dialogs_are_dismissed_and_an_endless_storm_is_ended() -> None:
    bad, _ = hostile("<script>for (;;) { alert(1); confirm(2); prompt(3); }</script>", page_seconds=5)
    assert bad.reason == "browser-hung"
    assert bad.deeds.dialogs > 5
    few, _ = hostile("<script>alert(1); document.title = String(confirm(2));</script>")
    assert (few.title, few.deeds.dialogs) == ("false", 2)


def test_a_page_that_does_not_want_to_be_left_is_left() -> None:
    storm = "<script>onbeforeunload = e => { e.preventDefault(); e.returnValue = 'x'; alert(1); return 'x'; };</script>"
    bad, _ = hostile(storm + "<script>setInterval(() => history.pushState({}, ''), 1)</script>")
    assert (bad.title, bad.reason) == ("坏页", "")


def test_windows_do_not_open() -> None:
    storm = "for (let at = 0; at < 300; at++) window.open('/window' + at)"
    with serve({"/": html(f"<script>{storm};setInterval(() => {{ {storm} }}, 50)</script>")}) as site:
        (page,) = look_at(site.url)
        assert page.reason == ""
        assert [path for path in site.paths() if path.startswith("/window")] == []


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    size = 3_000_000
    left: list[Path] = []
    killed = Chromium.kill

    async def look_around(chromium: Chromium) -> None:
        left.extend(path for path in chromium._folder.rglob("*") if path.is_file() and path.stat().st_size == size)
        left.extend(path for path in Path.home().glob("Downloads/*") if path.stat().st_size == size)
        await killed(chromium)

    monkeypatch.setattr(Chromium, "kill", look_around)
    file = answer(200, b"x" * size, "Content-Disposition: attachment; filename=a.exe", content_type="application/x-a")
    script = "for (const n of [1, 2, 3]) { const a = document.createElement('a'); a.href = '/a.exe?' + n; "
    page = html(f"<p>文字</p><script>{script} a.download = 'a.exe'; document.body.append(a); a.click(); }}</script>")
    frames = html('<iframe src="/a.exe"></iframe><iframe src="/a.exe?2"></iframe>')
    with serve({"/": page, "/frames": frames, "/good": GOOD}, fallback=lambda _: file) as site:
        pages = look_at(site.url, f"{site.url}frames", f"{site.url}a.exe", f"{site.url}good")
        assert any(path.startswith("/a.exe") for path in site.paths()), "the page did try"
    assert sum(page.deeds.downloads for page in pages) >= 2
    assert (pages[2].status, pages[2].reason) == (None, "browser-not-opened")
    assert pages[3].title == "好页"
    assert left == []


def test_ten_thousand_frames_are_bounded() -> None:
    with serve({"/": html('<iframe src="/f"></iframe>' * 10_000), "/good": GOOD}, fallback="<p>frame</p>") as site:
        bad, good = look_at(site.url, f"{site.url}good", page_seconds=40, page_requests=100)
        assert len(site.paths()) < 200
    assert bad.fault in (None, Fault.US)
    assert bad.deeds.requests > 100
    assert good.title == "好页"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "chrome://version", "view-source:file:///etc/passwd"])
def test_a_page_cannot_turn_to_what_is_no_web(target: str) -> None:
    refresh = f'<meta http-equiv="refresh" content="0; url={target}"><p>文字</p><a id="a" href="{target}">x</a>'
    script = f"<script>location = '{target}'; a.click(); const f = document.createElement('iframe');"
    bad, _ = hostile(refresh + script + f" f.src = '{target}'; document.body.append(f)</script>")
    assert (bad.title, bad.final_url.partition(":")[0]) == ("坏页", "http")


def test_a_refresh_cannot_reach_the_metadata_service() -> None:
    address = "http://169.254.169.254/latest/meta-data/"
    bad, _ = hostile(f'<meta http-equiv="refresh" content="0; url={address}"><img src="{address}"><p>文字</p>')
    assert "169.254.169.254:80" in bad.deeds.refused


REACHING = """
<script>
const there = %r;
fetch(there).then(r => r.text()).then(t => document.title = t).catch(() => {});
new Image().src = there; navigator.sendBeacon(there, 'x');
try { new WebSocket(there.replace('http', 'ws')); } catch (e) {}
try { new EventSource(there); } catch (e) {}
const w = new Worker(URL.createObjectURL(new Blob(['fetch("' + there + '")'])));
for (const rel of ['preconnect', 'prefetch', 'dns-prefetch', 'stylesheet', 'preload', 'prerender']) {
  const l = document.createElement('link'); l.rel = rel; l.href = there; l.as = 'script'; document.head.append(l);
}
const f = document.createElement('iframe'); f.src = there; document.body.append(f);
</script>
"""


def test_private_addresses_cannot_be_reached(inside: Site) -> None:
    hosts = ["127.0.0.2", "2130706434", "0x7f.0.0.2", "[::ffff:127.0.0.2]", "0177.0.0.2", "10.1.2.3", "[::1]"]
    pages: dict[str, Reply] = {
        f"/{at}": html(REACHING % secret_url(inside, host), title="坏页") for at, host in enumerate(hosts)
    }
    with serve(pages) as site:
        for page in look_at(*(site.url + path[1:] for path in pages)):
            assert page.title == "坏页"
            assert any(origin.endswith(f":{inside.port}") for origin in page.deeds.refused), page.url
    assert inside.asked == []


def test_the_same_page_reaches_it_where_it_is_permitted(inside: Site) -> None:
    """So that the silence above says something."""
    with serve({"/": html(REACHING % secret_url(inside))}) as site:
        (page,) = look_at(site.url, crawl=replace(HERE, allow_private=("127.0.0.0/8",)))
    assert inside.asked
    assert page.deeds.refused == ()


def test_a_name_is_judged_by_its_address(inside: Site) -> None:
    only_inside = replace(HERE, allow_private=("127.0.0.2/32",), connect_to=("inside.test:80:127.0.0.2:",))
    with serve({}, fallback="secret") as outside:
        inside.routes["/"] = html(REACHING % f"http://localhost:{outside.port}/")
        (page,) = look_at(f"http://127.0.0.2:{inside.port}/", crawl=only_inside)
        assert outside.asked == []
    assert f"localhost:{outside.port}" in page.deeds.refused


PEERS = """
<p>文字</p><iframe id="f"></iframe>
<script>
const servers = [{urls: 'stun:127.0.0.2:%(udp)d'},
  {urls: 'turn:127.0.0.2:%(tcp)d?transport=tcp', username: 'a', credential: 'b'}];
for (const w of [window, f.contentWindow]) {
  const Peer = w.RTCPeerConnection;
  if (!Peer) continue;
  const p = new Peer({iceServers: servers});
  p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o));
}
try { new WebTransport('https://127.0.0.2:%(udp)d/'); } catch (e) {}
</script>
"""


class _Ears:
    """A datagram and a stream socket, where we may not go, that tell whether anybody spoke to them."""

    def __init__(self) -> None:
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.tcp = socket.create_server(("127.0.0.2", 0))
        self.udp.bind(("127.0.0.2", 0))
        for each in (self.udp, self.tcp):
            each.setblocking(False)

    @property
    def heard(self) -> bool:
        """Whether anybody has spoken so far."""
        return bool(select.select([self.udp, self.tcp], [], [], 0)[0])

    def wait(self, seconds: float) -> bool:
        """Wait until somebody speaks, so long at most."""
        return bool(select.select([self.udp, self.tcp], [], [], seconds)[0])

    def __enter__(self) -> "_Ears":
        return self

    def __exit__(self, *_: object) -> None:
        self.udp.close()
        self.tcp.close()

    @property
    def page(self) -> str:
        return PEERS % {"udp": self.udp.getsockname()[1], "tcp": self.tcp.getsockname()[1]}


@pytest.mark.parametrize("script", [visit.GUARD_SCRIPT, ""])
def test_peer_connections_tell_nothing(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """The flags hold by themselves, without the script that takes peer connections away."""
    monkeypatch.setattr(visit, "GUARD_SCRIPT", script)
    with _Ears() as ears:
        hostile(ears.page, settle=3)
        assert not ears.heard


def test_peer_connections_would_tell() -> None:
    """So that the silence above says something."""
    with _Ears() as ears, serve({"/": html(ears.page)}) as site, sync_playwright() as playwright:
        program = str(find_chromium(SHORT, os.environ))
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=not ROOT)
        browser.new_page().goto(site.url)
        assert ears.wait(20)
        browser.close()


def test_a_memory_bomb_is_killed() -> None:
    bomb = "const kept = []; setInterval(() => { for (let n = 0; n < 4; n++) "
    bad, _ = hostile(
        f"<script>{bomb} kept.push(new Uint8Array(3e7).fill(1)); }}, 10)</script>", memory=600_000_000, settle=6
    )
    assert bad.fault is Fault.US
    assert bad.reason in ("browser-memory", "browser-crashed")


def test_huge_canvases_are_bounded() -> None:
    draw = "const c = document.createElement('canvas'); c.width = c.height = 16000; const g = c.getContext('2d');"
    body = f"<script>setInterval(() => {{ {draw} g.fillRect(0, 0, 16000, 16000); kept.push(c); }}, 50)</script>"
    bad, _ = hostile("<script>const kept = [];</script>" + body, memory=900_000_000)
    assert bad.fault in (None, Fault.US)


def test_service_workers_are_not_installed() -> None:
    script = "navigator.serviceWorker.register('/sw.js').then(r => document.title = 'installed ' + !!r.active)"
    worker = answer(200, b"fetch('/from-worker')", content_type="text/javascript")
    with serve({"/": html(f"<p>文字</p><script>{script}</script>"), "/sw.js": lambda _: worker}) as site:
        (page,) = look_at(site.url)
        assert "/from-worker" not in site.paths()
    assert page.title == "页面"


def test_endless_redirects_by_script_are_bounded() -> None:
    on = "<script>location = '/next' + Math.random()</script>"
    with serve({"/good": GOOD}, fallback=html(on, title="转")) as site:
        bad, good = look_at(site.url, f"{site.url}good", page_requests=100)
        assert len(site.paths()) < 250
    assert good.title == "好页"
    assert bad.reason in ("", "browser-hung", "browser-crashed", "browser-budget", "browser-not-opened")
