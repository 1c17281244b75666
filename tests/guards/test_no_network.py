"""The watch on the network really refuses, and lets loopback through."""

import http.server
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pycurl
import pytest

from tests.guards.no_network import NetworkRefusedError, is_local

OUTSIDE = "192.0.2.1"  # TEST-NET-1: nobody's address


class Hello(http.server.BaseHTTPRequestHandler):
    """Answers every GET with one word."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Says nothing."""


@pytest.fixture
def local_url() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hello) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.4.5", "::1", "localhost", "", None, b"127.0.0.1"])
def test_loopback_is_local(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "fe80::1%eth0", "www.example.gov.cn", "127.0.0.1.example"])
def test_everything_else_is_not(host: object) -> None:
    assert not is_local(host)


def test_a_connection_to_the_outside_is_refused(refused_network: list[str]) -> None:
    with pytest.raises(NetworkRefusedError), socket.socket() as outside:
        outside.connect((OUTSIDE, 80))
    assert refused_network.pop() == f"socket.connect to {OUTSIDE}"


def test_a_datagram_to_the_outside_is_refused(refused_network: list[str]) -> None:
    with pytest.raises(NetworkRefusedError), socket.socket(type=socket.SOCK_DGRAM) as outside:
        outside.sendto(b"?", (OUTSIDE, 53))
    assert refused_network.pop() == f"socket.sendto to {OUTSIDE}"


def test_a_lookup_of_a_name_is_refused_in_any_thread(refused_network: list[str]) -> None:
    caught: list[OSError] = []

    def look_up() -> None:
        try:
            socket.getaddrinfo("www.example.gov.cn", 80)
        except OSError as error:
            caught.append(error)

    thread = threading.Thread(target=look_up)
    thread.start()
    thread.join()
    assert isinstance(caught[0], NetworkRefusedError)
    assert refused_network.pop() == "socket.getaddrinfo to www.example.gov.cn"


def test_a_name_that_never_exists_is_answered_without_asking() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("no-such-site.invalid", 80)


def test_libcurl_reaches_loopback(local_url: str) -> None:
    assert fetch(local_url) == b"hello"


@pytest.mark.parametrize("how", ["plain", "own opener", "after reset", "after unset"])
def test_libcurl_is_refused_outside(how: str, refused_network: list[str]) -> None:
    with pytest.raises(pycurl.error):
        fetch(f"http://{OUTSIDE}/", how)
    assert set(refused_network) == {f"libcurl to {OUTSIDE}"}
    refused_network.clear()


def fetch(url: str, how: str = "plain") -> bytes:
    curl = pycurl.Curl()
    body: list[bytes] = []
    if how == "own opener":
        curl.setopt(pycurl.OPENSOCKETFUNCTION, lambda _purpose, address: socket.socket(*address[:3]))
    elif how == "after reset":
        curl.reset()
    elif how == "after unset":
        curl.unsetopt(pycurl.OPENSOCKETFUNCTION)
    curl.setopt(pycurl.URL, url)
    curl.setopt(pycurl.PROXY, "")
    curl.setopt(pycurl.TIMEOUT, 5)
    curl.setopt(pycurl.WRITEFUNCTION, body.append)
    curl.perform()
    curl.close()
    return b"".join(body)
