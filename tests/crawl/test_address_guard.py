"""Where bytes may go: public addresses, and what an operator has named; in every spelling, at every connection."""

from pathlib import Path
from typing import Any

import pycurl
import pytest

from kaoping.crawl import transport
from kaoping.crawl.address_guard import AddressGuard
from kaoping.crawl.contract import CrawlOptions
from kaoping.model.errors import InputError
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life
from tests.crawl.recording import crawl_one
from tests.crawl.serving import Asked, links, redirect, serve

REFUSED = (
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a9fe:a9fe::1",
    "2002:c0a8:101::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2400:3200::5efe:10.0.0.1",
    "not an address",
    "",
)
PERMITTED = ("1.1.1.1", "114.114.114.114", "223.5.5.5", "2400:3200::1", "::ffff:114.114.114.114", "64:ff9b::7272:7272")


@pytest.mark.parametrize("address", REFUSED)
def test_refused(address: str) -> None:
    assert not AddressGuard().permits(address)


@pytest.mark.parametrize("address", PERMITTED)
def test_permitted(address: str) -> None:
    assert AddressGuard().permits(address)


@pytest.mark.parametrize(
    ("allowed", "address", "expected"),
    [
        ("127.0.0.0/8", "127.0.0.1", True),
        ("127.0.0.0/8", "::ffff:127.0.0.1", True),
        ("127.0.0.0/8", "10.0.0.1", False),
        ("10.1.2.0/24", "10.1.2.200", True),
        ("10.1.2.0/24", "10.1.3.1", False),
        ("10.1.2.3", "10.1.2.3", True),
        ("fd12::/16", "fd12::9", True),
        ("::1/128", "::1", True),
        ("::1/128", "127.0.0.1", False),
    ],
)
def test_what_an_operator_names_is_permitted(allowed: str, address: str, expected: bool) -> None:
    assert AddressGuard([allowed]).permits(address) is expected


def test_a_wrong_cidr_is_explained() -> None:
    with pytest.raises(InputError, match="不是网段"):
        AddressGuard(["10.0.0.0/99"])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:7f00:1]", "localhost"]
)
def test_no_spelling_of_a_private_host_is_connected_to(host: str, tmp_path: Path) -> None:
    with serve({"/": links()}) as site:
        sink, coverage = crawl_one(f"http://{host}:{site.port}/", tmp_path, allow_private=())
    assert site.asked == []
    assert (coverage.pages, coverage.stopped_because) == (0, "unreachable")
    record = sink.pages[0].record
    assert (record.status, record.fault, record.reason) == (None, Fault.US, "address-refused")
    assert sink.targets[0].life is Life.UNKNOWN


def test_a_redirect_to_a_private_address_is_not_followed(tmp_path: Path) -> None:
    def away(asked: Asked) -> bytes:
        return redirect("http://10.0.0.1/secret")

    with serve({"/": links("/a"), "/a": away}) as site:
        sink, _ = crawl_one(site.url, tmp_path, allow_private=("127.0.0.1/32",))
    assert sink.to("/a").reason == "address-refused"
    assert sink.to("/a").life is Life.UNKNOWN


@pytest.mark.parametrize(
    ("location", "reason"),
    [("file:///etc/passwd", "scheme-refused"), ("gopher://x/", "scheme-refused"), ("http://h:22/", "port-refused")],
)
def test_only_web_schemes_and_ports_are_followed(location: str, reason: str, tmp_path: Path) -> None:
    with serve({"/": links("/a"), "/a": lambda asked: redirect(location)}) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    assert sink.to("/a").reason == reason


def test_connect_to_sends_a_name_elsewhere(tmp_path: Path) -> None:
    with serve({"/": links("/a.html"), "/a.html": links()}) as site:
        sink, coverage = crawl_one(
            "http://www.muyang.example/", tmp_path, connect_to=(f"www.muyang.example:80:127.0.0.1:{site.port}",)
        )
    assert coverage.pages == 2
    assert {asked.headers["host"] for asked in site.asked} == {"www.muyang.example"}
    assert sink.at("/a.html").record.url == "http://www.muyang.example/a.html"


def test_connect_to_does_not_open_private_addresses(tmp_path: Path) -> None:
    with serve({"/": links()}) as site:
        _, coverage = crawl_one(
            "http://a.example/", tmp_path, connect_to=(f"a.example:80:127.0.0.1:{site.port}",), allow_private=()
        )
    assert site.asked == []
    assert coverage.pages == 0


def test_the_address_of_each_connection_counts_not_that_of_an_earlier_answer() -> None:
    """A name that first resolves to a public address and then to a private one gains nothing."""
    guard = AddressGuard()
    way = transport.Transport(CrawlOptions(), guard)
    exchange = transport.Exchange("GET", "http://rebinding.example/", (), 10)

    class Target:
        family, socktype, protocol = 2, 1, 6

        def __init__(self, address: str) -> None:
            self.addr = (address, 80)

    opened: Any = way._open_socket(exchange, Target("114.114.114.114"))
    assert opened.fileno() >= 0
    assert way._open_socket(exchange, Target("127.0.0.1")) == pycurl.SOCKET_BAD
    assert exchange.refused
    opened.close()


def test_proxies_of_the_environment_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve({}, links()) as proxy, serve({"/": links("/a.html"), "/a.html": links()}) as site:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url)
        _, coverage = crawl_one(site.url, tmp_path)
        assert proxy.asked == []
    assert coverage.pages == 2
