"""What is wrong with names, certificates and https of some sites; their servers and names are made so elsewhere."""

from collections.abc import Mapping
from types import MappingProxyType

from kaoping.demo.marks import CONAC_SCRIPTS, GOVERNMENT
from kaoping.demo.names import NAMED
from kaoping.demo.plant.bed import Bed, Planting


def mixed(bed: Bed) -> None:
    """A picture on the home page and a script in an article still come over http; what a script writes does not."""
    picture, script = f"http://{GOVERNMENT}/images/gwy.png", f"http://{CONAC_SCRIPTS}/js/old.js"
    (item,) = bed.items("news", 1)
    bed.site.tweak("/").bottom.append(f'<p><img src="{picture}" alt="中国政府网"></p>')
    bed.site.tweak(item.path).body.append(f'<script src="{script}"></script>')
    for target in (picture, script):
        bed.add("mixed-content", values={"target": (target,)}, note="HTTPS 页面引用 HTTP 内容")


def stays_on_http(bed: Bed) -> None:
    """The same pages are there over http, and nobody is sent on."""
    bed.add("https-redirect", note="HTTP 访问没有跳转到 HTTPS")


def expiring(bed: Bed) -> None:
    """The certificate runs out in three weeks."""
    bed.add("tls-certificate", outcomes=("suspected",), note="证书三周内到期")


def wrong_name(bed: Bed) -> None:
    """The certificate is the one of the site's former name."""
    shown = NAMED[bed.site.unit.id].shown
    bed.add("tls-certificate", values={"subject": (shown,)}, note="证书与域名不符")


def without_ipv6(bed: Bed) -> None:
    """The name has no AAAA record."""
    bed.add("ipv6", outcomes=("suspected",), note="域名没有 AAAA 记录")


def enter_plain(bed: Bed) -> None:
    """Enter what is true of most sites of the city: they are served over http.

    Those that go by a name have none below .gov.cn, and link the others, which are addresses of this machine.
    """
    if bed.site.base.startswith("http://"):
        bed.add("https", note="网站以 http 提供")
    if bed.site.unit.id in NAMED:
        bed.add("domain-rules", counted=False, note="样例域名不以 .gov.cn 结尾，其他样例网站只有本机地址")


PLANTINGS: Mapping[str, Planting] = MappingProxyType(
    {
        "mixed": mixed,
        "stays_on_http": stays_on_http,
        "expiring_certificate": expiring,
        "wrong_name": wrong_name,
        "without_ipv6": without_ipv6,
    }
)
