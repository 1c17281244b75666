"""Serve stored pages on 127.0.0.1: an index of sites, pages and findings, and every page in a sandbox."""

import json
from collections.abc import Mapping
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from kaoping.evidence.leaves import FINDINGS
from kaoping.model.errors import StorageError
from kaoping.replay.rendering import Rendered, render_known, safe_headers, say
from kaoping.replay.stored_pages import StoredPage, read_stored, stored_pages
from kaoping.reports.pages import render

LOOPBACK = "127.0.0.1"
OURS = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"
_PROVEN = ("fail", "suspected", "manual")


class Shelf:
    """One site that can be looked at: its folder, its pages by address, its findings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def site(self) -> str:
        said = json.loads((self.folder / "coverage.json").read_text(encoding="utf-8"))
        return str(said["site"])

    @cached_property
    def pages(self) -> Mapping[str, StoredPage]:
        return stored_pages(self.folder)

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """The findings that somebody may want to see the page of."""
        lines = (self.folder / FINDINGS).read_text(encoding="utf-8").split("\n")[:-1]
        return [said for line in lines if (said := json.loads(line))["outcome"] in _PROVEN]


class ReplayServer(ThreadingHTTPServer):
    """Answers for the sites of one folder, on the loopback address only; port 0 lets the system choose."""

    daemon_threads = True

    def __init__(self, folders: tuple[Path, ...], titles: Mapping[str, str], port: int) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.shelves = {folder.name: Shelf(folder) for folder in folders if (folder / "coverage.json").exists()}
        self.titles = titles

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.server_address[1]}/"


class _Handler(BaseHTTPRequestHandler):
    server: ReplayServer

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in (LOOPBACK, "localhost"):  # another name that was made to lead here (DNS rebinding)
            self._say(403, "请用 127.0.0.1 访问。")
            return
        parts = urlsplit(self.path)
        name, _, what = parts.path.lstrip("/").partition("/")
        url = (parse_qs(parts.query).get("url") or [""])[0]
        shelf = self.server.shelves.get(name)
        try:
            if not name:
                self._show(render("replay_sites.html.j2", {"shelves": self.server.shelves.values()}))
            elif shelf is None or what not in ("", "view", "page"):
                self._say(404, "没有这个页面。请从首页进入。")
            elif what == "page":
                self._page(shelf, url)
            else:
                self._show(self._index(shelf) if not what else self._view(shelf, url))
        except StorageError as error:
            self._say(500, str(error))

    def _index(self, shelf: Shelf) -> str:
        pages = sorted(shelf.pages.values(), key=lambda page: (not page.kept, page.url))
        return render("replay_site.html.j2", {"shelf": shelf, "pages": pages, "titles": self.server.titles})

    def _view(self, shelf: Shelf, url: str) -> str:
        stored = shelf.pages.get(url)
        received = read_stored(shelf.folder, stored) if stored and stored.kept else None
        found = [each for each in shelf.findings if url in (each["url"], each["values"].get("target"))]
        context = {"shelf": shelf, "url": url, "received": received, "found": found, "titles": self.server.titles}
        return render("replay_view.html.j2", context | {"source": f"/{shelf.name}/page?url={quote(url, safe='')}"})

    def _page(self, shelf: Shelf, url: str) -> None:
        self._answer(render_known(shelf.folder, shelf.pages, url, f"/{shelf.name}/page?url="))

    def _say(self, status: int, sentence: str) -> None:
        self._answer(say(status, sentence))

    def _show(self, text: str) -> None:
        self._answer(Rendered(200, text.encode("utf-8", "replace"), safe_headers(OURS, "text/html")))

    def _answer(self, rendered: Rendered) -> None:
        self.send_response(rendered.status)
        for name, value in rendered.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(rendered.body)))
        self.end_headers()
        self.wfile.write(rendered.body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing: which page a person looks at is theirs to know."""
