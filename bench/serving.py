"""Serve a directory on a loopback port: with Debian's nginx where it is installed, else with Python's own server."""

import contextlib
import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; text/css css; application/javascript js; image/png png; }}
  access_log off;
  add_header LinkChecker allowed always;
  sendfile on;
  keepalive_requests 100000;
  {headers}
  gzip on; gzip_types text/css; gzip_comp_level 1;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ {listen} root {site}; index index.html; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Secured:
    """Certificate and key (PEM) with which nginx also serves https, on a port of its own."""

    certificate: Path
    key: Path


@contextlib.contextmanager
def served(site: Path, folder: Path, headers: str = "") -> Iterator[tuple[str, str]]:
    """Serve `site` while the block runs; yields its address and the server's name.

    `folder` is for scratch files, `headers` are lines for nginx's configuration.
    """
    port = _free_port()
    if nginx := find_nginx():
        command, name = _nginx(nginx, (site, folder), f"listen 127.0.0.1:{port};", headers), "nginx"
    else:
        command = [sys.executable, str(Path(__file__).with_name("plain_server.py")), str(site), str(port)]
        name = "python http.server"
    with _running(command, port):
        yield f"http://127.0.0.1:{port}/index.html", name


@contextlib.contextmanager
def served_on(site: Path, folder: Path, ports: int, secured: Secured | None = None) -> Iterator[list[int]]:
    """Let nginx serve `site` on so many ports while the block runs; with `secured` the last one speaks https.

    Raises SystemExit where there is no nginx.
    """
    nginx = find_nginx()
    if nginx is None:
        raise SystemExit("this measurement needs nginx")
    free = [_free_port() for _ in range(ports)]
    listen = [f"listen 127.0.0.1:{port};" for port in free]
    if secured is not None:
        listen[-1] = f"listen 127.0.0.1:{free[-1]} ssl; ssl_certificate {secured.certificate};"
        listen[-1] += f" ssl_certificate_key {secured.key}; ssl_session_cache off; ssl_session_tickets off;"
    with _running(_nginx(nginx, (site, folder), " ".join(listen)), free[0]):
        yield free


def find_nginx() -> str | None:
    """Return where nginx is, where it is installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/bin:/opt/homebrew/bin")


def _nginx(nginx: str, folders: tuple[Path, Path], listen: str, headers: str = "") -> list[str]:
    site, folder = folders
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, listen=listen, site=site.resolve(), headers=headers))
    return [nginx, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)]


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield
    finally:
        server.terminate()
        server.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("HEAD", "/")
            connection.getresponse()
        except OSError:
            time.sleep(0.05)
        else:
            connection.close()
            return
    raise SystemExit("the bench server did not start")
