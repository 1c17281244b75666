"""A government site stands under its own government domain, and sends visitors to names instead of numbers.

Why: 政府网站域名以 .gov.cn 或 .政务 为后缀; a bare address or a foreign suffix can't be told from an imitation.
How to fix: register the right name, redirect the old one and announce the change; give systems a path below the site.
"""

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import urlsplit

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, fail, suspected
from kaoping.facts.hosts import domain_of, host_of
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.carriers import Carriers
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Verdict
from kaoping.model.outcomes import Fault
from kaoping.model.pages import LinkKind

SHOWN = 20
PLAIN_PORTS = (None, 80, 443)
FORMS = MappingProxyType(
    {
        "portal": re.compile(r"www\.[a-z0-9-]+\.(?:gov\.cn|政务|xn--zfr164b)"),
        "department": re.compile(r"(?:www\.)?[a-z0-9-]+\.[a-z0-9-]+\.(?:gov\.cn|政务|xn--zfr164b)"),
    }
)


@check(
    title="域名不规范",
    matters=(
        "政府网站应当使用 .gov.cn 或 .政务 域名，群众据此辨认真假；用其他域名或者一串数字地址，与假冒网站无法区分。"
    ),
    advice="启用以 .gov.cn 或 .政务 结尾的规范域名，旧域名跳转并公告；业务系统放在本站域名的路径下，不用 IP 地址链接。",
    since="0.1",
    basis="国办函〔2018〕55号 域名命名（据摘录，未见原文逐条）",
    stage="trial",
    outcomes=("fail", "suspected"),
    values=("host", "targets", "pages", "count"),
)
def domain_rules(
    record: SiteRecord,
    pages: Pages,
    carriers: Carriers,
    suffixes: tuple[str, ...] = (".gov.cn", ".政务"),
    form: str = "",
    exempt: tuple[str, ...] = (),
) -> Iterator[Said]:
    """Yield what is wrong with the site's own name, and one finding per bare address that its pages link to.

    `exempt` names hosts and addresses that are never told. A site on a private address is a rehearsal: its own name is
    not judged. Bare public addresses are only suspected, since no clause at hand forbids them.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(1 + len(record.targets))
    host = host_of(record.site)
    if host not in exempt and not _private(host):
        yield from _own_name(record, pages, suffixes, form)
    yield from _addresses(record, carriers, exempt)


def _own_name(record: SiteRecord, pages: Pages, suffixes: tuple[str, ...], form: str) -> Iterator[Verdict]:
    host = host_of(record.site)
    if _address(host) is not None:
        yield fail("host", record.site, {"host": host}, reason="site-at-address")
        return
    if not _written(host).endswith(tuple(map(_written, suffixes))):
        yield fail("host", record.site, {"host": host}, reason="not-government-domain")
    elif form in FORMS and not FORMS[form].fullmatch(host):
        yield suspected("form", record.site, {"host": host}, reason="form-differs")
    if _port(record.site) not in PLAIN_PORTS:
        yield suspected("port", record.site, {"host": urlsplit(record.site).netloc}, reason="own-port")
    last = host_of(pages.records[pages.home].final_url) if pages.home is not None else host
    if domain_of(last) != domain_of(host):
        yield suspected("moved", record.site, {"host": last}, reason="home-on-other-domain")


def _addresses(record: SiteRecord, carriers: Carriers, exempt: tuple[str, ...]) -> Iterator[Verdict]:
    """Links to bare addresses, one finding per address and port; private ones open for nobody outside."""
    own, link = host_of(record.site), LinkKind.LINK
    rehearsal = _private(own)
    found: dict[str, list[int]] = {}
    for target in record.targets:
        if target.kind is not link:
            continue
        host = host_of(target.url)
        if _address(host) is None or host in exempt:
            continue
        if host != own and not (rehearsal and _private(host)):
            found.setdefault(urlsplit(target.url).netloc, []).append(target.number)
    urls = {target.number: target.url for target in record.targets}
    for place, numbers in sorted(found.items()):
        pages = carriers.pages_of(*numbers)
        if not pages:
            continue
        inside = _private(host_of(f"http://{place}"))
        values = {"host": place, "targets": [urls[number] for number in numbers[:SHOWN]], "pages": pages[:SHOWN]}
        say, reason = (fail, "link-to-private-address") if inside else (suspected, "link-to-address")
        yield say(f"address {place}", pages[0], values | {"count": len(pages)}, reason=reason)


def _written(host: str) -> str:
    """A name as it is written in addresses: 政务 has an ASCII form, which the crawl keeps."""
    return host.lower().replace("政务", "xn--zfr164b")


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


_INSIDE = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "fc00::/7",
        "::1/128",
    )
)


def _private(host: str) -> bool:
    """Whether an address is one of a network's own, or of this machine; a name is not."""
    address = _address(host)
    return host == "localhost" or (
        address is not None and any(address.version == net.version and address in net for net in _INSIDE)
    )
