"""A certificate that browsers refuse turns visitors away with a warning; one about to expire soon will.

Why: certificates lapse unnoticed, above all on sites that several firms look after.
How to fix: install a certificate of a trusted authority for every host name of the site, and renew it in good time.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, fail, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault
from kaoping.model.site_looks import Certificate, SiteLooks, Visit

DAY = timedelta(days=1)
CERTAIN = frozenset({"tls-expired", "tls-not-yet-valid", "tls-wrong-name"})


@check(
    title="HTTPS证书有问题",
    matters=(
        "证书过期或者与域名不符，浏览器会弹出“不安全”警告，多数人不敢再点；证书常常在无人注意时到期，要提前续期。"
    ),
    advice="更换受信任、与域名相符、在有效期内的证书；到期前及时续期。",
    since="0.1",
    basis="国办发〔2017〕47号 安全防护（建议项）",
    stage="trial",
    outcomes=("fail", "suspected", "pass"),
    values=("issuer", "subject", "names", "not_before", "not_after", "valid_days", "protocol"),
)
def tls_certificate(record: SiteRecord, warn_days: int = 30) -> Iterator[Said]:
    """Yield one finding on the certificate that the site showed; `warn_days` before it expires it is warned of.

    Expired, not yet valid and made out to other names are certain faults where visitors are led to https; where the
    site is only reached over http, and for an issuer that our store of authorities does not know, a person confirms.
    """
    looks = record.looks
    if looks is None:
        yield check_not_measured("not-gathered", Fault.US)
        return
    visit = looks.https
    if visit is None:
        yield check_not_applicable("no-https-address")
        return
    if visit.fault is Fault.US:
        yield check_not_measured(visit.reason, Fault.US)
        return
    certificate = looks.certificate
    if certificate is None and not visit.reason.startswith("tls-"):
        registered = urlsplit(record.site).scheme == "https"
        yield check_not_measured(visit.reason, Fault.SITE) if registered else check_not_applicable("no-https")
        return
    yield examined(1)
    reason = _trouble(certificate, visit, looks.at)
    values = _values(certificate, looks.at) if certificate else {}
    if reason in CERTAIN and _leads_to_https(record.site, looks):
        yield fail("certificate", visit.url, values, reason=reason)
    elif reason:
        yield suspected("certificate", visit.url, values, reason=reason)
    elif certificate and certificate.not_after - looks.at < warn_days * DAY:
        yield suspected("certificate", visit.url, values, reason="about-to-expire")
    else:
        yield passed("certificate", visit.url, values)


def _trouble(certificate: Certificate | None, visit: Visit, at: datetime) -> str:
    """Return why a browser refuses; dates come first, for what has expired is often untrusted as well."""
    if certificate is None:
        return visit.reason
    if certificate.not_after < at:
        return "tls-expired"
    return "tls-not-yet-valid" if at < certificate.not_before else certificate.distrust


def _values(certificate: Certificate, at: datetime) -> dict[str, Plain]:
    return {
        "issuer": certificate.issuer,
        "subject": certificate.subject,
        "names": certificate.names,
        "not_before": certificate.not_before.date(),
        "not_after": certificate.not_after.date(),
        "valid_days": int((certificate.not_after - at) / DAY),  # whole days; below 0 since it expired
        "protocol": certificate.protocol,
    }


def _leads_to_https(site: str, looks: SiteLooks) -> bool:
    return urlsplit(site).scheme == "https" or (looks.http is not None and looks.http.final_url.startswith("https:"))
