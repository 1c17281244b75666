"""A site that has https but leaves visitors on http gives away what https is for.

Why: people type addresses without a scheme and follow old links; without a redirect they stay on http.
How to fix: answer every http address with a permanent redirect (301 or 308) to the same address on https.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault
from kaoping.model.site_looks import Visit


@check(
    title="HTTP未跳转到HTTPS",
    matters="很多人输入网址时不写 https，或者点的是以前的链接；不自动跳转，他们就一直停留在不安全的访问方式上。",
    advice="把所有 HTTP 地址以 301 或 308 跳转到对应的 HTTPS 地址。",
    since="0.1",
    basis="国办发〔2017〕47号 安全防护（建议项）",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("final_url", "statuses"),
)
def https_redirect(record: SiteRecord) -> Iterator[Said]:
    """Yield one finding on where the site's http address leads. Redirects by script or meta element do not count."""
    if record.looks is None:
        yield check_not_measured("not-gathered", Fault.US)
        return
    http, https = record.looks.http, record.looks.https
    if http is None or https is None:
        yield check_not_applicable("no-https-address" if https is None else "no-http-address")
        return
    for visit in (https, http):
        if visit.fault in (Fault.US, Fault.ROBOT_WALL):
            yield check_not_measured(visit.reason, visit.fault)
            return
    if https.status is None or https.reason:
        yield check_not_applicable("https-not-usable")
        return
    yield examined(1)
    yield _verdict(http, https)


def _verdict(http: Visit, https: Visit) -> Said:
    values: dict[str, Plain] = {"final_url": http.final_url, "statuses": [status for _, status in http.redirects]}
    if https.final_url.startswith("http:"):
        values["final_url"] = https.final_url
        return suspected("redirect", https.url, values, reason="https-sent-back")
    if http.final_url.startswith("https:"):
        return passed("redirect", http.url, values)
    if http.status is None:
        return passed("redirect", http.url, values, reason="http-closed")
    return suspected("redirect", http.url, values, reason="not-redirected")
