"""Certificates of watched sites: seen, kept, warned of at their days, and told once whatever happens in between."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kaoping.crawl import reasons, trust
from kaoping.crawl.address_guard import AddressGuard
from kaoping.crawl.canary import Canaries
from kaoping.crawl.fetch import Fetcher
from kaoping.crawl.transport import Exchange
from kaoping.model.errors import StorageError
from kaoping.model.probe_series import Opening, ProbeVisit
from kaoping.model.site_looks import Certificate
from kaoping.probe.certificates import NAME, CertificateWatch, SeenCertificate, read_certificates
from kaoping.probe.contract import ProbeSettings
from kaoping.probe.sight import Sight
from kaoping.probe.visit import Visitor
from kaoping.probe.warnings_log import WarningsLog
from tests.crawl.serving import html, serve
from tests.gather.certificates import new_authority

SITE = "https://www.x.gov.cn/"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
END = NOW + timedelta(days=31)


def certificate(end: datetime) -> Certificate:
    return Certificate("x", "CA", ("www.x.gov.cn",), end - timedelta(days=90), end, "0" * 64, "TLSv1.3")


def watch(directory: Path) -> CertificateWatch:
    return CertificateWatch(directory, AddressGuard(()), 30, timeout=5, told=WarningsLog(directory).told())


def days(directory: Path, *, end: datetime = END, on: tuple[int, ...]) -> list[tuple[str, int | None]]:
    """Look on days counted from now, each with a process of its own, and return what is told."""
    told = []
    for day in on:
        certificates = watch(directory)
        certificates.note(SeenCertificate(SITE, NOW + timedelta(days=day), certificate(end)))
        for alarm in certificates.take_alarms():
            WarningsLog(directory).append(alarm)
            told.append((alarm.kind, alarm.days_left))
        assert certificates.settle() is None
    return told


def test_a_certificate_is_warned_of_at_its_days_and_not_in_between(tmp_path: Path) -> None:
    seen = days(tmp_path, on=(0, 1, 2, 10, 24, 25, 29, 30, 30, 32))
    expiring = "certificate-expiring"
    assert seen == [(expiring, 30), (expiring, 7), (expiring, 1)]
    assert days(tmp_path, end=END + timedelta(days=365), on=(33, 34)) == [("certificate-renewed", 363)]
    (kept,) = read_certificates(tmp_path)
    assert kept.days_left(NOW) == 31 + 365


def test_a_new_certificate_that_is_short_too_is_warned_of_anew(tmp_path: Path) -> None:
    assert days(tmp_path, on=(20,)) == [("certificate-expiring", 11)]
    assert days(tmp_path, end=END + timedelta(days=3), on=(21, 22)) == [("certificate-expiring", 13)]


def test_a_certificate_is_looked_at_twice_a_day_and_nowhere_it_may_not(tmp_path: Path) -> None:
    asked: list[str] = []

    async def look(host: str, peer: tuple[str, int], timeout: float, distrust: str) -> Certificate | None:
        asked.append(f"{host} {peer[0]} {distrust}")
        return None

    certificates = CertificateWatch(tmp_path, AddressGuard(()), 30, timeout=5, look=look)

    def after(hours: float, url: str = SITE, address: str = "1.2.3.4", reason: str = "") -> None:
        hop = Exchange("GET", url, (), 1, address=address, port=443, reason=reason)
        asyncio.run(certificates.look(url, hop, NOW + timedelta(hours=hours)))

    after(0)
    after(1)
    after(12, reason=reasons.TLS_EXPIRED)
    after(13, "http://www.y.gov.cn/")
    after(13, "https://www.z.gov.cn/", address="127.0.0.1")
    assert asked == ["www.x.gov.cn 1.2.3.4 ", f"www.x.gov.cn 1.2.3.4 {reasons.TLS_EXPIRED}"]


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{")
    with pytest.raises(StorageError, match="证书记录读不出来"):
        watch(tmp_path)


@pytest.mark.parametrize("trusted", ["by the system", "by an operator", ""])
def test_a_visit_sees_the_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: str) -> None:
    authority = new_authority(tmp_path)
    if trusted == "by the system":
        monkeypatch.setattr(trust, "_system_file", lambda: str(authority.file))
    named = str(authority.file) if trusted == "by an operator" else ""
    settings = ProbeSettings(retry_after=0.0, allow_private=("127.0.0.0/8",), canaries=(), trust=named)
    context = authority.server("127.0.0.1", timedelta(days=12, hours=1))

    async def one(url: str) -> tuple[ProbeVisit, CertificateWatch]:
        fetcher = Fetcher(settings.crawl_options(), lambda: datetime.now(UTC), one_off=True)
        sight = Sight(Canaries(fetcher, ()), lambda: 0.0, trusted=True)
        certificates = CertificateWatch(tmp_path, AddressGuard(settings.allow_private), 30, timeout=5)
        visitor = Visitor(
            settings, fetcher, sight, clock=lambda: datetime.now(UTC), sleep=asyncio.sleep, certificates=certificates
        )
        try:
            return await visitor.visit(url), certificates
        finally:
            await fetcher.aclose()

    with serve({"/": html("<p>" + "县政府门户网站" * 40 + "</p>")}, tls=context) as site:
        url = site.url.replace("http:", "https:")
        visit, certificates = asyncio.run(one(url))
    assert visit.outcome is (Opening.UP if trusted else Opening.CERTIFICATE)
    (alarm,) = certificates.take_alarms()
    assert (alarm.kind, alarm.url, alarm.days_left) == ("certificate-expiring", url, 12)
    certificates.settle()
    (seen,) = read_certificates(tmp_path)
    assert seen.certificate.issuer == "示范 CA"
    assert bool(seen.certificate.distrust) is not bool(trusted)
