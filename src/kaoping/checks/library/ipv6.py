"""A site without IPv6 shuts out networks that speak nothing else.

Why: government sites have to be reachable over IPv6; some cities deduct for sites that were found not to be.
How to fix: give the host an AAAA record and let the servers, the firewall and the CDN answer over IPv6 as over IPv4.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault


@check(
    title="不支持IPv6",
    advice="为域名添加 AAAA 记录，并使网站用 IPv6 能正常打开。",
    since="0.1",
    basis="国办秘函〔2019〕19号 功能设计 IPv6改造",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("host", "addresses", "status"),
)
def ipv6(record: SiteRecord) -> Iterator[Said]:
    """Yield one finding: no AAAA record, or no answer over IPv6 at the one look taken after the crawl.

    What the pages link to (二级、三级内链支持率) is not looked at.
    """
    if record.looks is None:
        yield check_not_measured("not-gathered", Fault.US)
        return
    look, visit = record.looks.name.ipv6, record.looks.ipv6
    if look is None:
        yield check_not_applicable("address-not-name")
        return
    if look.reason:
        fault = look.fault or Fault.NETWORK
        yield check_not_measured(look.reason, fault)
        return
    values: dict[str, Plain] = {"host": record.looks.name.host, "addresses": look.addresses}
    if not look.addresses or visit is None:
        yield examined(1)
        yield suspected("ipv6", record.site, values, reason="no-aaaa")
        return
    if visit.fault in (Fault.US, Fault.ROBOT_WALL):
        yield check_not_measured(visit.reason, visit.fault)
        return
    yield examined(1)
    values["status"] = visit.status
    if visit.reason:
        yield suspected("ipv6", record.site, values, reason="ipv6-unreachable")
    else:
        yield passed("ipv6", record.site, values)
