"""A site without IPv6 shuts out networks that speak nothing else, and so does one whose parts have none.

Why: government sites have to be reachable over IPv6; some cities deduct for sites that were found not to be.
How to fix: give the host an AAAA record and let the servers, the firewall and the CDN answer over IPv6 as over IPv4; do
the same for the other hosts of the domain that pages link to.
"""

from collections.abc import Iterator, Mapping

from kaoping.checks.registry import check
from kaoping.checks.verdicts import (
    Said,
    check_not_applicable,
    check_not_measured,
    examined,
    not_measured,
    passed,
    suspected,
)
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.inner_links import InnerLinks
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault
from kaoping.model.site_looks import InnerHost, SiteLooks

SHOWN = 20


@check(
    title="不支持IPv6",
    matters=(
        "国家要求政府网站支持 IPv6；越来越多的网络以 IPv6 为主，不支持就会有人打不开，一些地方对不达标的网站扣分。"
    ),
    advice="为域名添加 AAAA 记录，并使网站用 IPv6 能正常打开；首页和二级页面链接的本单位其他域名也要支持。",
    since="0.1",
    basis="国办秘函〔2019〕19号 功能设计 IPv6改造",
    stage="trial",
    outcomes=("suspected", "pass", "not_measured"),
    values=("host", "addresses", "status", "percent", "count", "hosts"),
    version="2",
)
def ipv6(record: SiteRecord, links: InnerLinks, support: int = 90) -> Iterator[Said]:
    """Yield a finding on the home page, and where that is reached over IPv6, one each on links of the next two levels.

    二级链接 are those of the home page, 三级链接 those of the pages that it links to, within the site's own domain; a
    link is supported when its host has AAAA records and one page of it answers over IPv6. A level is suspected when
    less than `support` percent of its links are, whatever the hosts that could not be asked would have said.
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
        return
    yield passed("ipv6", record.site, values)
    if record.looks.inner is not None:
        known = _supported(record.looks)
        for level, counted in (("second", links.second), ("third", links.third)):
            if counted:
                yield _level((level, record.site), counted, known, support)


def _supported(looks: SiteLooks) -> dict[str, bool]:
    """Which hosts can be reached over IPv6; those of which it could not be told are left out."""
    said = {each.host: _verdict(each) for each in looks.inner or ()}
    return {looks.name.host: True} | {host: verdict for host, verdict in said.items() if verdict is not None}


def _verdict(each: InnerHost) -> bool | None:
    if each.ipv6.reason:
        return None
    if each.visit is None:
        return False
    return None if each.visit.fault in (Fault.US, Fault.ROBOT_WALL) else not each.visit.reason


def _level(locus: tuple[str, str], links: Mapping[str, int], known: Mapping[str, bool], support: int) -> Said:
    """Say what share of a level's links, counted by host, can be followed; `locus` is the level and the site."""
    total = sum(links.values())
    without = {host: count for host, count in links.items() if known.get(host) is False}
    most = 100 * (total - sum(without.values())) // total
    least = 100 * sum(count for host, count in links.items() if known.get(host)) // total
    hosts = sorted(without, key=lambda host: (-without[host], host))[:SHOWN]
    values: dict[str, Plain] = {"percent": most, "count": total, "hosts": hosts}
    if most < support:
        too_few = "second-links-without-ipv6" if locus[0] == "second" else "third-links-without-ipv6"
        return suspected(*locus, values, reason=too_few)
    if least >= support:
        return passed(*locus, values)
    return not_measured(*locus, values, fault=Fault.US, reason="hosts-not-asked")
