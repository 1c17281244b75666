"""Serves each saved site of a folder on a loopback port of its own and inspects it."""

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from kaoping.cli import cli

LIMITS = ["--allow-private", "127.0.0.0/8", "--no-offsite", "--pace", "500", "--max-pages", "2000"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - as the base class has it
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".htm": "text/html",
        ".shtml": "text/html",
        ".jhtml": "text/html",
    }

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def list_directory(self, path: Any) -> None:
        """A folder without an index page is not found."""
        self.send_error(404)


HOST = "site.example"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder`; yield its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What `kaoping inspect` left of one site."""

    root: str
    coverage: dict[str, Any]
    checks: list[dict[str, Any]]
    findings: list[dict[str, Any]]

    def said(self, check: str, *outcomes: str) -> list[dict[str, Any]]:
        """Return what a check found, passes left out unless asked for."""
        wanted = outcomes or ("fail", "suspected")
        return [each for each in self.findings if each["check"] == check and each["outcome"] in wanted]


def inspect(folder: Path, out: Path) -> Inspected:
    """Serve and inspect one saved site, under a name that is always the same: samples are drawn by address."""
    root = f"http://{HOST}/"
    with served(folder) as served_at:
        port = served_at.rstrip("/").rpartition(":")[2]
        there = ["--connect-to", f"{HOST}:80:127.0.0.1:{port}"]
        result = CliRunner().invoke(cli, ["inspect", root, "--out", str(out), *there, *LIMITS])
    assert result.exit_code == 0, result.output
    (place,) = (path.parent for path in out.glob("*/findings.jsonl"))
    lines = (place / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return Inspected(
        root,
        json.loads((place / "coverage.json").read_text(encoding="utf-8")),
        json.loads((place / "checks.json").read_text(encoding="utf-8")),
        [json.loads(line) for line in lines],
    )
