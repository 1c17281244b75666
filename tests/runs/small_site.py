"""A small site served on loopback, for tests of a whole inspection."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread

FOOTER = (
    "<div class='footer'>主办单位:云泽市人民政府办公室 联系方式:0999-1234567 网站标识码:9999000001 "
    "云ICP备12345678号</div>"
)


def pages() -> dict[str, str]:
    """Return the pages of a site with a home page, a news list, two articles and one dead link, by path."""

    def page(title: str, body: str) -> str:
        labels = "<meta name='SiteName' content='云泽市人民政府'><meta name='SiteIDCode' content='9999000001'>"
        return f"<html><head><title>{title}</title>{labels}</head><body>{body}{FOOTER}</body></html>"

    items = "".join(
        f"<li><a href='/xw/{n}.html'>云泽市第{n}次会议召开</a><span>2022-12-{n:02}</span></li>" for n in (1, 2)
    )
    return {
        "/": page("云泽市人民政府", f"<a href='/xw/'>政务动态</a><a href='/gone.html'>旧栏目</a><ul>{items}</ul>"),
        "/xw/": page("政务动态", f"<ul>{items}</ul>"),
        "/xw/1.html": page("第1次会议", "<p>发布时间:2022-12-01</p><p>会议研究了有关工作。</p>"),
        "/xw/2.html": page("第2次会议", "<p>发布时间:2022-12-02</p><p>会议部署了有关工作。</p>"),
    }


@dataclass
class Served:
    """A site being served: its root address and the paths asked for so far, in order."""

    address: str
    requests: list[str] = field(default_factory=list)
    _arrived: Condition = field(default_factory=Condition)

    def note(self, path: str) -> None:
        with self._arrived:
            self.requests.append(path)
            self._arrived.notify_all()

    def reached(self, count: int, seconds: float) -> bool:
        """Wait until `count` requests have come, at most `seconds`; tell whether they have."""
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self.requests) >= count, seconds)


@contextmanager
def served(site: Mapping[str, str]) -> Iterator[str]:
    """Serve `site` until the block ends; yields its root address."""
    with served_with_log(site) as server:
        yield server.address


@contextmanager
def served_with_log(site: Mapping[str, str]) -> Iterator[Served]:
    """Serve `site` until the block ends; yields its address and what is asked for."""
    log = Served("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body leave together: no waiting for a delayed acknowledgement

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def _answer(self, *, body: bool) -> None:
            log.note(self.path)
            text = site.get(self.path)
            data = (text or "没有这个页面").encode()
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if body:
                self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            """Say nothing: tests read results, not logs."""

    server = _QuietServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    log.address = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield log
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a killed client resets its connections."""
