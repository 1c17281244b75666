"""The scripts behind the make targets: getting uv, and saying what is missing."""

import hashlib
import http.server
import importlib.util
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.guards.source_tree import ROOT

SCRIPTS = ROOT / "scripts"
Pages = dict[str, tuple[str, bytes]]


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap_uv", SCRIPTS / "bootstrap_uv.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bootstrap_uv"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def serve() -> Iterator[Callable[[Pages], str]]:
    """Serves pages (path → content type and body) on loopback and gives the address."""
    pages: Pages = {}

    class Index(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()

        def put(more: Pages) -> str:
            pages.update(more)
            return f"http://127.0.0.1:{server.server_address[1]}/simple"

        yield put
        server.shutdown()
        thread.join()


def wheel_name(version: str) -> str:
    machine = platform.machine().lower()
    if platform.system() == "Darwin":
        return f"uv-{version}-py3-none-macosx_11_0_{machine}.whl"
    both = f"manylinux_2_17_{machine}.manylinux2014_{machine}.musllinux_1_1_{machine}"
    return f"uv-{version}-py3-none-{both}.whl"


def wheel(version: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(f"uv-{version}.data/scripts/uv", f"#!/bin/sh\necho uv {version}\n")
    return content.getvalue()


def json_page(*versions: str, digest: str | None = None) -> Pages:
    files = [
        {
            "filename": wheel_name(version),
            "url": f"../../files/{wheel_name(version)}",
            "hashes": {"sha256": digest or hashlib.sha256(wheel(version)).hexdigest()},
            "yanked": version == "9.9.9",
        }
        for version in versions
    ]
    page = json.dumps({"files": files}).encode()
    return {
        "/simple/uv/": ("application/vnd.pypi.simple.v1+json", page),
        **{f"/files/{wheel_name(version)}": ("application/octet-stream", wheel(version)) for version in versions},
    }


def html_page(*versions: str) -> Pages:
    pages = json_page(*versions)
    anchors = "".join(
        f'<a href="../../files/{wheel_name(version)}#sha256={hashlib.sha256(wheel(version)).hexdigest()}"'
        f"{' data-yanked' if version == '9.9.9' else ''}>x</a>\n"
        for version in versions
    )
    return {**pages, "/simple/uv/": ("text/html", f"<!DOCTYPE html><body>{anchors}".encode())}


@pytest.mark.parametrize("page", [json_page, html_page])
def test_the_newest_fitting_wheel_is_unpacked(
    page: Callable[..., Pages], bootstrap: ModuleType, serve: Callable[[Pages], str], tmp_path: Path
) -> None:
    bootstrap.install_from_index(serve(page("0.9.2", "0.13.9", "0.10.0", "9.9.9")), tmp_path / "uv")
    said = subprocess.run([tmp_path / "uv" / "bin" / "uv"], capture_output=True, text=True, check=True).stdout
    assert said == "uv 0.13.9\n"


def test_a_wheel_with_another_digest_is_refused(
    bootstrap: ModuleType, serve: Callable[[Pages], str], tmp_path: Path
) -> None:
    with pytest.raises(bootstrap.UvUnavailableError, match="SHA-256"):
        bootstrap.install_from_index(serve(json_page("0.13.9", digest="0" * 64)), tmp_path / "uv")
    assert not (tmp_path / "uv").exists()


def test_an_index_without_a_fitting_wheel_is_said(
    bootstrap: ModuleType, serve: Callable[[Pages], str], tmp_path: Path
) -> None:
    with pytest.raises(bootstrap.UvUnavailableError, match=platform.machine()):
        bootstrap.install_from_index(serve(json_page("0.2.0")), tmp_path / "uv")


def test_an_index_that_does_not_answer_is_said(
    bootstrap: ModuleType, serve: Callable[[Pages], str], tmp_path: Path
) -> None:
    with pytest.raises(bootstrap.UvUnavailableError, match="PIP_INDEX_URL"):
        bootstrap.install_from_index(serve({}), tmp_path / "uv")


def test_an_index_without_tls_is_refused(bootstrap: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(bootstrap.UvUnavailableError, match="https"):
        bootstrap.install_from_index("http://mirror.example.cn/simple", tmp_path / "uv")


def test_the_index_comes_from_the_environment(bootstrap: ModuleType) -> None:
    assert bootstrap.index_url({}) == "https://pypi.org/simple"
    assert bootstrap.index_url({"UV_INDEX_URL": "https://a/simple", "PIP_INDEX_URL": "https://b/simple/"}) == (
        "https://b/simple"
    )


@pytest.mark.parametrize("script", sorted(path.name for path in SCRIPTS.glob("*.sh")))
def test_shell_scripts_parse(script: str) -> None:
    subprocess.run(["/bin/sh", "-n", str(SCRIPTS / script)], check=True)


def run_without_programs(script: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a copy of a script with nothing on the PATH but a few of the system's own small programs."""
    (folder / "scripts").mkdir()
    (folder / "bin").mkdir()
    shutil.copy(SCRIPTS / script, folder / "scripts" / script)
    for name in ("sh", "dirname", "sed", "sort", "head", "mkdir"):
        program = next(place / name for place in (Path("/usr/bin"), Path("/bin")) if (place / name).exists())
        (folder / "bin" / name).symlink_to(program)
    environment = {"PATH": str(folder / "bin"), "HOME": str(folder), "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8")}
    command = ["/bin/sh", str(folder / "scripts" / script), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_missing_python_is_named(tmp_path: Path) -> None:
    done = run_without_programs("prepare.sh", folder=tmp_path)
    assert done.returncode == 2
    assert "缺少 python3" in done.stderr
    assert "python3 is missing" in done.stderr


@pytest.mark.skipif(platform.system() == "Darwin", reason="browsers on macOS are not found through the PATH")
def test_a_missing_browser_is_named(tmp_path: Path) -> None:
    done = run_without_programs("require.sh", "test-full", folder=tmp_path)
    assert done.returncode == 2
    assert "apt-get install chromium" in done.stderr
    assert "请先安装" in done.stderr
