"""A look around a site, against servers on 127.0.0.1 that misbehave as real ones do."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from kaoping.checks.discovery import all_checks, run_check
from kaoping.crawl import trust
from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.crawl import examine_options
from kaoping.demo.name_service import reply
from kaoping.facts.store import FactStore
from kaoping.gather import look
from kaoping.gather.contract import GatherOptions, Linked, server_address
from kaoping.model.errors import InputError
from kaoping.model.findings import CheckRecord, Verdict
from kaoping.model.outcomes import Fault
from kaoping.model.site_looks import SiteLooks
from tests.crawl.serving import Asked, Site, html, redirect, serve
from tests.facts.site_builder import SiteBuilder
from tests.gather.certificates import Authority, new_authority
from tests.gather.looking import LOCAL, Answers, look_at

PAGE = html("<p>首页</p>")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return new_authority(tmp_path)


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority whose certificates our client accepts."""
    monkeypatch.setattr(trust, "_system_file", lambda: str(authority.file))
    return authority


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as taken:  # bound but not listening: connections are refused
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def judged(check: str, site: str, looks: SiteLooks) -> tuple[CheckRecord, tuple[Verdict, ...]]:
    record = replace(SiteBuilder(site).build({}), looks=looks)
    return run_check(all_checks()[check], {}, FactStore(record))


def secure(site: Site) -> str:
    return f"https://localhost:{site.port}/"


def test_a_good_certificate(trusted: Authority) -> None:
    with serve({"/": PAGE}, tls=trusted.server("localhost")) as site:
        looks = look_at(secure(site))
        assert looks.certificate is not None
        assert looks.https is not None
        assert (looks.https.status, looks.certificate.distrust) == (200, "")
        assert looks.certificate.names == ("localhost",)
        assert (looks.certificate.subject, looks.certificate.issuer) == ("示范网站", "示范 CA")
        assert looks.certificate.protocol == "TLSv1.3"
        assert len(looks.certificate.fingerprint) == 64
        assert looks.http is None  # a port of its own speaks one protocol
        _, (verdict,) = judged("tls-certificate", secure(site), looks)
        assert (verdict.outcome, verdict.values["valid_days"]) == ("pass", 89)


@pytest.mark.parametrize(
    ("name", "lasts", "outcome", "reason"),
    [
        ("localhost", timedelta(days=-2), "fail", "tls-expired"),
        ("other.gov.cn", timedelta(days=90), "fail", "tls-wrong-name"),
        ("localhost", timedelta(days=20), "suspected", "about-to-expire"),
    ],
)
def test_bad_certificates(trusted: Authority, name: str, lasts: timedelta, outcome: str, reason: str) -> None:
    with serve({"/": PAGE}, tls=trusted.server(name, lasts)) as site:
        _, (verdict,) = judged("tls-certificate", secure(site), look_at(secure(site)))
        assert (verdict.outcome, verdict.reason) == (outcome, reason)
        assert verdict.values["issuer"] == "示范 CA"


def test_an_unknown_authority_is_for_a_person_to_judge(authority: Authority) -> None:
    with serve({"/": PAGE}, tls=authority.server("localhost")) as site:
        looks = look_at(secure(site))
        _, (verdict,) = judged("tls-certificate", secure(site), looks)
        assert (verdict.outcome, verdict.reason) == ("suspected", "tls-untrusted")
        assert verdict.values["names"] == ("localhost",)


def test_the_certificate_is_that_of_the_site_not_of_where_it_redirects(trusted: Authority) -> None:
    with (
        serve({"/": PAGE}, tls=trusted.server("elsewhere.gov.cn")) as other,
        serve({"/": lambda asked: redirect(secure(other))}, tls=trusted.server("localhost")) as site,
    ):
        looks = look_at(secure(site))
        assert looks.certificate is not None
        assert (looks.certificate.names, looks.certificate.distrust) == (("localhost",), "")
        assert looks.https is not None
        assert looks.https.reason == "tls-wrong-name"


def test_http_leads_to_https(trusted: Authority) -> None:
    context = trusted.server("www.example.gov.cn")
    with (
        serve({"/": PAGE}, tls=context) as safe,
        serve({"/": lambda asked: redirect("https://www.example.gov.cn/", status=301)}) as plain,
    ):
        ways = tuple(f"www.example.gov.cn:{port}:127.0.0.1:{site.port}" for port, site in ((80, plain), (443, safe)))
        looks = look_at("http://www.example.gov.cn/", connect_to=ways)
        _, (verdict,) = judged("https-redirect", "http://www.example.gov.cn/", looks)
        assert (verdict.outcome, verdict.values["statuses"]) == ("pass", [301])
        assert looks.name.ipv4 is not None
        assert (looks.name.ipv4.reason, looks.name.ipv4.fault) == ("diverted", Fault.US)


def test_http_stays_on_http(trusted: Authority) -> None:
    context = trusted.server("www.example.gov.cn")
    with serve({"/": PAGE}, tls=context) as safe, serve({"/": PAGE}) as plain:
        ways = tuple(f"www.example.gov.cn:{port}:127.0.0.1:{site.port}" for port, site in ((80, plain), (443, safe)))
        looks = look_at("http://www.example.gov.cn/", connect_to=ways)
        _, (verdict,) = judged("https-redirect", "http://www.example.gov.cn/", looks)
        assert (verdict.outcome, verdict.reason) == ("suspected", "not-redirected")


def test_a_port_that_connect_to_does_not_name_is_not_asked() -> None:
    with serve({"/": PAGE}) as plain:
        looks = look_at("http://www.example.gov.cn/", connect_to=(f"www.example.gov.cn:80:127.0.0.1:{plain.port}",))
        assert looks.https is not None
        assert (looks.https.reason, looks.https.fault, looks.certificate) == ("diverted", Fault.US, None)
        for check in ("dns", "tls-certificate", "https-redirect", "ipv6"):
            record, verdicts = judged(check, "http://www.example.gov.cn/", looks)
            assert (record.status, record.reason, verdicts) == ("not_measured", "diverted", ())


def test_the_home_page_is_timed_several_times() -> None:
    def slow(asked: Asked) -> Iterator[bytes]:
        site.release.wait(0.02)
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n"
        yield b"hello"

    with serve({"/": slow}) as site:
        looks = look_at(site.url)
        assert [visit.status for visit in looks.home] == [200, 200, 200]
        assert all(0.02 <= visit.seconds < 1 for visit in looks.home)
        record, (verdict,) = judged("slow-home", site.url, looks)
        assert (record.examined, verdict.outcome) == (3, "pass")


def test_a_home_page_that_lets_people_wait() -> None:
    with serve({"/": lambda asked: asked_late(asked, site)}) as site:
        looks = look_at(site.url, timeout=0.05)
        assert {visit.reason for visit in looks.home} == {"timeout"}
        record, verdicts = judged("slow-home", site.url, looks)
        assert (record.status, record.reason, record.fault, verdicts) == ("not_measured", "timeout", Fault.SITE, ())


def asked_late(asked: Asked, site: Site) -> Iterator[bytes]:
    """Answer when the test is over."""
    site.release.wait(5)
    yield b""


def test_private_addresses_are_refused() -> None:
    with serve({"/": PAGE}) as site:
        looks = look_at(site.url, allow_private=())
        assert {(visit.reason, visit.fault) for visit in looks.home} == {("address-refused", Fault.US)}
        assert site.asked == []


def test_a_name_that_leads_to_a_private_address_is_refused() -> None:
    with serve({"/": PAGE}) as site:
        looks = look_at(f"http://localhost:{site.port}/", allow_private=())
        assert {visit.reason for visit in looks.home} == {"address-refused"}
        assert site.asked == []


def test_no_certificate_is_fetched_from_a_private_address(authority: Authority) -> None:
    with serve({"/": PAGE}, tls=authority.server("localhost")) as site:
        looks = look_at(secure(site), allow_private=())
        assert looks.certificate is None
        assert looks.https is not None
        assert looks.https.reason == "address-refused"


def test_our_own_outage_is_ours(closed_port: int) -> None:
    site = f"http://127.0.0.1:{closed_port}/"
    assert {visit.reason for visit in look_at(site).home} == {"connection-refused"}
    ours = look_at(site, canaries=(f"http://127.0.0.1:{closed_port}/canary",))
    assert {(visit.reason, visit.fault) for visit in ours.home} == {("no-canary", Fault.US)}


def test_a_name_that_does_not_exist() -> None:
    looks = look_at("http://www.example.invalid/", {})
    _, (verdict,) = judged("dns", "http://www.example.invalid/", looks)
    assert (verdict.outcome, verdict.reason) == ("suspected", "nxdomain")


def test_without_canaries_answering_no_name_is_blamed(closed_port: int) -> None:
    looks = look_at("http://www.example.invalid/", {}, canaries=(f"http://127.0.0.1:{closed_port}/",))
    record, verdicts = judged("dns", "http://www.example.invalid/", looks)
    assert (record.status, record.reason, record.fault, verdicts) == ("not_measured", "no-canary", Fault.US, ())


def test_a_name_service_that_does_not_answer() -> None:
    failing: Answers = {
        ("www.example.invalid", family): socket.gaierror(socket.EAI_AGAIN, "again") for family in FAMILIES
    }
    record, _ = judged("dns", "http://www.example.invalid/", look_at("http://www.example.invalid/", failing))
    assert (record.status, record.reason, record.fault) == ("not_measured", "dns-failure", Fault.NETWORK)


FAMILIES = (socket.AF_INET, socket.AF_INET6)


def test_a_site_without_aaaa() -> None:
    with serve({"/": PAGE}) as site:
        looks = look_at(f"http://localhost:{site.port}/")
        assert looks.name.ipv4 is not None
        assert looks.name.ipv4.addresses == ("127.0.0.1",)
        _, (verdict,) = judged("ipv6", site.url, looks)
        assert (verdict.outcome, verdict.reason) == ("suspected", "no-aaaa")


def test_an_aaaa_record_behind_which_only_ipv4_answers() -> None:
    with serve({"/": PAGE}) as site:  # listens on 127.0.0.1 alone
        looks = look_at(f"http://localhost:{site.port}/", {**LOCAL, ("localhost", socket.AF_INET6): ("::1",)})
        _, (verdict,) = judged("ipv6", site.url, looks)
        assert (verdict.outcome, verdict.reason) == ("suspected", "ipv6-unreachable")
        assert looks.ipv6 is not None
        assert looks.ipv6.reason == "connection-refused"
        assert {visit.status for visit in looks.home} == {200}


def test_a_site_that_answers_over_ipv6() -> None:
    with serve({"/": PAGE}, host="::1") as site:
        looks = look_at(f"http://localhost:{site.port}/", {**LOCAL, ("localhost", socket.AF_INET6): ("::1",)})
        _, (verdict,) = judged("ipv6", site.url, looks)
        assert (verdict.outcome, verdict.values["status"]) == ("pass", 200)


def test_where_there_is_no_ipv6_nobody_is_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_routed", lambda address: False)
    with serve({"/": PAGE}) as site:
        looks = look_at(f"http://localhost:{site.port}/", {**LOCAL, ("localhost", socket.AF_INET6): ("::1",)})
        record, _ = judged("ipv6", site.url, looks)
        assert (record.status, record.reason, record.fault) == ("not_measured", "no-ipv6-here", Fault.US)


def test_ipv6_canaries_decide_whether_our_ipv6_works(closed_port: int) -> None:
    with serve({"/": PAGE}) as site:
        looks = look_at(
            f"http://localhost:{site.port}/",
            {**LOCAL, ("localhost", socket.AF_INET6): ("::1",)},
            canaries=(f"http://localhost:{site.port}/canary",),  # answers over IPv4 only
        )
        record, _ = judged("ipv6", site.url, looks)
        assert (record.status, record.reason, record.fault) == ("not_measured", "no-ipv6-here", Fault.US)
        assert {visit.status for visit in looks.home} == {200}


def test_further_hosts_of_the_domain_are_asked_over_ipv6_too() -> None:
    hosts: Answers = {
        ("localhost", socket.AF_INET6): ("::1",),
        ("a.localhost", socket.AF_INET): ("127.0.0.1",),
        ("gone.localhost", socket.AF_INET6): socket.gaierror(socket.EAI_AGAIN, "again"),
        ("gone.localhost", socket.AF_INET): socket.gaierror(socket.EAI_AGAIN, "again"),
    }
    with serve({"/": PAGE}, host="::1") as site:
        names = ("localhost", "a.localhost", "gone.localhost")
        linked = Linked(inner=tuple(f"http://{name}:{site.port}/" for name in names))
        looks = look_at(f"http://localhost:{site.port}/", {**LOCAL, **hosts}, linked=linked)
    assert looks.inner is not None
    seen = [
        (each.host, each.ipv6.addresses, each.ipv6.reason, each.visit and each.visit.status) for each in looks.inner
    ]
    assert seen == [
        ("localhost", ("::1",), "", 200),
        ("a.localhost", (), "", None),
        ("gone.localhost", (), "dns-failure", None),
    ]


def test_a_host_written_as_an_address() -> None:
    with serve({"/": PAGE}) as site:
        looks = look_at(site.url)
        assert looks.name.ipv4 is None
        for check in ("dns", "ipv6", "tls-certificate", "https-redirect"):
            record, verdicts = judged(check, site.url, looks)
            assert (record.status, verdicts) == ("not_applicable", ())


def test_an_authority_is_trusted_only_where_an_operator_says_so(authority: Authority) -> None:
    with serve({"/": PAGE}, tls=authority.server("localhost")) as site:
        looks = look_at(secure(site), trust=str(authority.file))
        assert looks.https is not None
        assert (looks.https.status, looks.https.reason) == (200, "")
        plain = look_at(secure(site))
        assert plain.https is not None
        assert plain.https.reason == "tls-untrusted"


def test_a_file_of_authorities_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.pem").write_text("no certificate")
    for name in ("notes.pem", "gone.pem"):
        with pytest.raises(InputError, match=name):
            examine_options(CrawlOptions(trust=str(tmp_path / name)))


def test_a_name_server_tells_of_a_name_whose_bytes_go_elsewhere() -> None:
    with serve({"/": PAGE}) as site, name_service({"www.here.example": ["203.0.113.9"]}) as port:
        connect = f"www.here.example:80:127.0.0.1:{site.port}", f"www.gone.example:80:127.0.0.1:{site.port}"
        asking = GatherOptions(name_server=f"127.0.0.1:{port}")
        here = look_at("http://www.here.example/", resolve=None, gather=asking, connect_to=connect)
        gone = look_at("http://www.gone.example/", resolve=None, gather=asking, connect_to=connect)
    assert here.name.ipv4 is not None
    assert here.name.ipv4.addresses == ("203.0.113.9",)
    assert here.ipv6 is None
    _, (verdict,) = judged("ipv6", "http://www.here.example/", here)
    assert (verdict.outcome, verdict.reason) == ("suspected", "no-aaaa")
    _, (verdict,) = judged("dns", "http://www.gone.example/", gone)
    assert (verdict.outcome, verdict.reason) == ("suspected", "nxdomain")


def test_a_site_with_an_aaaa_record_whose_bytes_go_elsewhere_is_not_asked_over_ipv6() -> None:
    with serve({"/": PAGE}) as site, name_service({"www.here.example": ["203.0.113.9", "2001:db8::9"]}) as port:
        looks = look_at(
            "http://www.here.example/",
            connect_to=(f"www.here.example:80:127.0.0.1:{site.port}",),
            gather=GatherOptions(name_server=f"127.0.0.1:{port}"),
            resolve=None,
        )
    record, found = judged("ipv6", "http://www.here.example/", looks)
    assert (record.reason, found) == ("diverted", ())


@pytest.mark.parametrize("text", ["dns.example", "10.0.0.1:0", "10.0.0.1:x", "::1:5353:x"])
def test_a_name_server_is_an_address(text: str) -> None:
    with pytest.raises(InputError, match="域名服务器"):
        GatherOptions(name_server=text)


def test_a_name_server_may_have_a_port() -> None:
    assert server_address("10.1.2.3:5353") == ("10.1.2.3", 5353)
    assert server_address("::1") == ("::1", 53)
    assert server_address("[::1]:5353") == ("::1", 5353)


@contextmanager
def name_service(known: Mapping[str, Sequence[str]]) -> Iterator[int]:
    """Answer for names on a port of this machine, from a thread."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))

        def answer() -> None:
            while True:
                question, sender = bound.recvfrom(4096)
                if not question:
                    return
                bound.sendto(reply(question, known) or b"", sender)

        thread = Thread(target=answer)
        thread.start()
        try:
            yield bound.getsockname()[1]
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", bound.getsockname())
            thread.join(5)
