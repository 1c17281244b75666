"""What a host name tells of its owner: the same site's domain, a public body, or someone unrelated."""

import re
from urllib.parse import urlsplit

# Second-level suffixes under which registrations are made one label further down.
_SECOND = frozenset(["com", "net", "org", "gov", "edu", "ac", "mil"])
_PUBLIC = re.compile(
    r"\.gov\.cn$|\.gov\.\w\w$|\.政务$|\.xn--zfr164b$|\.edu\.cn$|\.mil\.cn$|\.ac\.cn$|\.公益$|\.xn--55qw42g$|\.gov$"
)
# Official services and central media that government pages link to from menus and footers.
_KNOWN_TEXT = (
    "conac.cn mps.gov.cn 12377.cn 12321.cn 12315.cn 12388.cn 12389.cn cnnic.cn people.com.cn people.cn "
    "xinhuanet.com news.cn cctv.com cctv.cn cntv.cn china.com.cn chinanews.com cri.cn qstheory.cn gmw.cn ce.cn "
    "youth.cn chinadaily.com.cn cnr.cn huanqiu.com legaldaily.com.cn 81.cn npc.people.com.cn weibo.com "
    "weixin.qq.com qq.com baidu.com bdimg.com douyin.com toutiao.com bilibili.com kuaishou.com 163.com "
    "sohu.com sina.com.cn ifeng.com 12371.cn jiathis.com bshare.cn xuexi.cn 12345.com kaipuyun.cn ucap.com.cn "
    "cnzz.com 51.la google.com twitter.com facebook.com youtube.com linkedin.com flickr.com adobe.com "
    "cas.cn cass.cn cae.cn cssn.cn wenming.cn piyao.org.cn "
    "microsoft.com w3.org apple.com instagram.com hanweb.com trs.com.cn epoint.com.cn cdfortis.com "
)
_KNOWN = frozenset(_KNOWN_TEXT.split())


def host_of(url: str) -> str:
    """Return the host of an address in lower case without its port, or nothing."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def domain_of(host: str) -> str:
    """Return the name that was registered: the last two labels, three under com.cn and the like."""
    labels = host.strip(".").split(".")
    if host.replace(".", "").isdigit() or len(labels) <= 2:
        return host
    deep = len(labels[-1]) == 2 and (labels[-2] in _SECOND or (labels[-1] == "cn" and len(labels[-2]) == 2))
    return ".".join(labels[-3:] if deep else labels[-2:])


def unrelated(host: str, site: str) -> bool:
    """Whether `host` is neither the site's own domain, nor a public body, nor a service that sites commonly link."""
    if not host or domain_of(host) == domain_of(site):
        return False
    if _PUBLIC.search(host) or domain_of(host) in _KNOWN or host in _KNOWN:
        return False
    return not re.fullmatch(r"[\d.]+|localhost|\[?[0-9a-f:]+\]?", host)
