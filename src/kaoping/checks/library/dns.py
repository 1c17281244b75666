"""A host name that does not resolve keeps every visitor out.

Why: the domain is the first thing a visit needs; DNS监测 is among the data that national monitoring collects.
How to fix: restore the name's A and AAAA records at its name service, and see to it that the domain does not lapse.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, passed, suspected
from kaoping.facts.record import SiteRecord
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault


@check(
    title="域名不能解析",
    matters="域名解析不了，所有人都打不开网站；域名到期没有续费，还可能被他人抢注，用来冒充政府网站。",
    advice="检查域名是否到期、解析记录是否正确，恢复域名解析。",
    since="0.1",
    basis="国办发〔2017〕47号 网站监测（建议项）",
    stage="trial",
    outcomes=("suspected", "pass"),
    values=("host", "ipv4", "ipv6", "seconds"),
)
def dns(record: SiteRecord) -> Iterator[Said]:
    """Yield one finding: the site's host had no address when it was looked up, once, at the end of the crawl."""
    if record.looks is None:
        yield check_not_measured("not-gathered", Fault.US)
        return
    name = record.looks.name
    if name.ipv4 is None or name.ipv6 is None:
        yield check_not_applicable("address-not-name")
        return
    found = (*name.ipv4.addresses, *name.ipv6.addresses)
    reason = name.ipv4.reason or name.ipv6.reason
    if not found and reason != "nxdomain":
        yield check_not_measured(reason, name.ipv4.fault or name.ipv6.fault or Fault.NETWORK)
        return
    yield examined(1)
    values: dict[str, Plain] = {
        "host": name.host,
        "ipv4": name.ipv4.addresses,
        "ipv6": name.ipv6.addresses,
        "seconds": name.ipv4.seconds,
    }
    if found:
        yield passed("host", record.site, values)
    else:
        yield suspected("host", record.site, values, reason=reason)
