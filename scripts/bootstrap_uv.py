"""Gets the `uv` program from PyPI into a folder of the project, without touching the system's Python.

Two ways:

1. `python3 -m pip install --target`, which an externally managed Python (PEP 668) allows, when there is a pip;
2. where pip itself is absent (Debian's bare python3), the wheel is looked up in the package index (PEP 503/691),
   its SHA-256 compared with the one the index states, and unpacked with the standard library.

The index is PIP_INDEX_URL, UV_DEFAULT_INDEX or UV_INDEX_URL when one of them is set, else PyPI.
Runs on any Python from 3.8 on: it is what finds or fetches a newer one.
"""

from __future__ import annotations

import base64
import hashlib
import html.parser
import http.client
import importlib.util
import io
import json
import os
import platform
import re
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path
from typing import Mapping, NamedTuple  # noqa: UP035 - has to run on an old Python

PYPI = "https://pypi.org/simple"
OLDEST = (0, 9, 0)
TIMEOUT_SECONDS = 120
WHEEL_NAME = re.compile(r"^uv-(\d+)\.(\d+)\.(\d+)-py3-none-(.+)\.whl$")
GLIBC_TAG = re.compile(r"^manylinux_(\d+)_(\d+)_(.+)$")


class Listed(NamedTuple):
    """One file of the package index: its name, its address (may be relative) and the hex SHA-256 stated for it."""

    name: str
    address: str
    digest: str


class UvUnavailableError(Exception):
    """The reason in Chinese and English, ready to be shown."""


def main(arguments: list[str]) -> int:
    """Puts `bin/uv` into the folder named by the one argument; returns the exit code."""
    if len(arguments) != 1:
        print("usage: bootstrap_uv.py FOLDER", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    try:
        if importlib.util.find_spec("pip"):
            install_with_pip(target)
        else:
            install_from_index(index_url(os.environ), target)
    except UvUnavailableError as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 2
    return 0


def index_url(environment: Mapping[str, str]) -> str:
    """The package index asked for in the environment, without a closing slash; PyPI when none is."""
    for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"):
        if environment.get(name):
            return environment[name].rstrip("/")
    return PYPI


def install_with_pip(target: Path) -> None:
    """Has pip put uv into `target`. Raises UvUnavailableError when pip fails; pip's messages are on standard error."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--upgrade", "--target", str(target)]
    if not os.environ.get("PIP_INDEX_URL") and index_url(os.environ) != PYPI:
        command += ["--index-url", index_url(os.environ)]
    requirement = "uv>=" + ".".join(map(str, OLDEST))
    if subprocess.run([*command, requirement], stdout=sys.stderr, check=False).returncode:
        raise UvUnavailableError(
            "错误：pip 未能取得 uv，原因见上。请检查网络，或用 PIP_INDEX_URL 指定镜像，或自行安装 uv 后重试。\n"
            "Error: pip could not get uv, see above. Check the network, name a mirror in PIP_INDEX_URL, "
            "or install uv yourself."
        )


def install_from_index(index: str, target: Path) -> None:
    """Downloads the newest fitting wheel listed by `index`, verifies it and unpacks its program.

    Raises UvUnavailableError: the index cannot be read, has no wheel for this machine, or the file's digest differs.
    """
    page = index + "/uv/"
    content_type, body = download(page, "application/vnd.pypi.simple.v1+json, text/html;q=0.5")
    listed = listed_in_json(body) if "json" in content_type else listed_in_html(body)
    wheel = newest_fitting(listed)
    _, content = download(urllib.parse.urljoin(page, wheel.address), "*/*")
    if hashlib.sha256(content).hexdigest() != wheel.digest:
        raise UvUnavailableError(
            f"错误：{wheel.name} 的 SHA-256 与软件源所列不符，已拒绝使用。请稍后重试，或更换软件源（PIP_INDEX_URL）。\n"
            f"Error: the SHA-256 of {wheel.name} is not the one the index states; it was not used. "
            "Try again later or name another index in PIP_INDEX_URL."
        )
    unpack_program(content, target)


def download(address: str, accept: str) -> tuple[str, bytes]:
    """Content type and body of an address; https only, except from this machine itself."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise UvUnavailableError(
            f"错误：软件源必须使用 https：{parts.hostname}\nError: the package index must use https: {parts.hostname}"
        )
    host = parts.netloc.rpartition("@")[2]
    request = urllib.request.Request(parts._replace(netloc=host, fragment="").geturl(), headers={"Accept": accept})
    if parts.username is not None:
        request.add_header("Authorization", basic_authorization(parts.username, parts.password or ""))
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return answer.headers.get("Content-Type", ""), answer.read()
    except (OSError, http.client.HTTPException) as reason:
        raise UvUnavailableError(
            f"错误：无法访问软件源 {host}（{reason}）。请检查网络，或用 PIP_INDEX_URL 指定镜像，"
            "或自行安装 pip（Debian：apt-get install python3-pip）后重试。\n"
            f"Error: the package index {host} cannot be reached ({reason}). Check the network, name a mirror in "
            "PIP_INDEX_URL, or install pip (Debian: apt-get install python3-pip)."
        ) from reason


def basic_authorization(user: str, password: str) -> str:
    """The header for an index whose address carries a (percent-encoded) name and password."""
    pair = urllib.parse.unquote(user) + ":" + urllib.parse.unquote(password)
    return "Basic " + base64.b64encode(pair.encode()).decode()


def listed_in_json(body: bytes) -> list[Listed]:
    """The files of a PEP 691 answer that state a SHA-256 and are not withdrawn."""
    files = json.loads(body)["files"]
    return [
        Listed(each["filename"], each["url"], each["hashes"]["sha256"])
        for each in files
        if each["hashes"].get("sha256") and not each.get("yanked")
    ]


def listed_in_html(body: bytes) -> list[Listed]:
    """The files of a PEP 503 page that state a SHA-256 and are not withdrawn."""
    page = SimplePage()
    page.feed(body.decode("utf-8", "replace"))
    return page.listed


class SimplePage(html.parser.HTMLParser):
    """Collects the anchors of a PEP 503 page."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[Listed] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps an anchor whose fragment is a SHA-256."""
        attributes = dict(attrs)
        address, _, fragment = (attributes.get("href") or "").partition("#")
        kind, _, digest = fragment.partition("=")
        if tag == "a" and kind == "sha256" and "data-yanked" not in attributes:
            name = urllib.parse.unquote(urllib.parse.urlsplit(address).path.rpartition("/")[2])
            self.listed.append(Listed(name, address, digest))


def newest_fitting(listed: list[Listed]) -> Listed:
    """The wheel of the highest version for this machine. Raises UvUnavailableError when there is none."""
    versions = []
    for each in listed:
        match = WHEEL_NAME.match(each.name)
        if match and any(fits(tag) for tag in match.group(4).split(".")):
            version = tuple(int(match.group(place)) for place in (1, 2, 3))
            versions.append((version, each))
    if not versions or max(versions)[0] < OLDEST:
        machine = platform.system() + " " + platform.machine()
        raise UvUnavailableError(
            f"错误：软件源中没有适用于本机（{machine}）的 uv。请自行安装 uv（https://docs.astral.sh/uv/）后重试。\n"
            f"Error: the index has no uv for this machine ({machine}). Install uv yourself (https://docs.astral.sh/uv/)."
        )
    return max(versions)[1]


def fits(tag: str) -> bool:
    """Whether a wheel's platform tag (`manylinux_2_17_x86_64`, `macosx_11_0_arm64`) is good for this machine."""
    machine = platform.machine().lower()
    if platform.system() == "Darwin":
        return tag.startswith("macosx_") and tag.endswith(("_" + machine, "_universal2"))
    library, version = platform.libc_ver()
    if library != "glibc":
        return tag.startswith("musllinux_") and tag.endswith("_" + machine)
    match = GLIBC_TAG.match(tag)
    if not match or match.group(3) != machine:
        return False
    here = tuple(int(part) for part in version.split(".")[:2])
    return (int(match.group(1)), int(match.group(2))) <= here


def unpack_program(wheel: bytes, target: Path) -> None:
    """Writes the wheel's `uv` script to `target/bin/uv`, executable, in one step so that a half file is never run."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        name = next(each for each in archive.namelist() if each.endswith(".data/scripts/uv"))
        program = archive.read(name)
    (target / "bin").mkdir(parents=True, exist_ok=True)
    half = target / "bin" / "uv.part"
    half.write_bytes(program)
    half.chmod(0o755)
    half.replace(target / "bin" / "uv")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
