"""What intruders leave behind: spam in titles and descriptions, hidden blocks of links, whole pages."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting

# Names under the reserved domain .example; the assessment connects them to our stand-in server.
SPAM_HOSTS = ("www.hg8088-bet.example", "vip.qipai668.example", "m.caipiao-365.example")
SPAM_TITLE = "澳门博彩平台注册送彩金_真人百家乐开户_电子游戏官网下载"
SPAM_WORDS = "网上赌场，百家乐，老虎机，彩票投注，棋牌游戏平台，时时彩计划，六合彩开奖"
ANCHORS = (
    "澳门赌场",
    "百家乐平台",
    "老虎机游戏",
    "彩票投注网",
    "棋牌游戏下载",
    "时时彩计划",
    "真人娱乐城",
    "私服发布网",
)


def hacked(bed: Bed) -> None:
    """The home page and some articles carry a spam title and a hidden block of links; two pages are all spam."""
    site = bed.site
    pages = ["/", *(item.path for item in bed.items("news", 5, skip=8))]
    for path in pages[:4]:
        tweak = site.tweak(path)
        tweak.title = f"{SPAM_TITLE}_{site.unit.name}"
        tweak.head.append(f'<meta name="keywords" content="{SPAM_WORDS}">')
        tweak.head.append(f'<meta name="description" content="{SPAM_TITLE},{SPAM_WORDS}">')
        bed.add("injected-spam", urls=[path], note="标题和描述被植入博彩内容")
    _hide(bed, pages[:5], SPAM_HOSTS[:2], 0)
    _hide(bed, pages[5:], SPAM_HOSTS[2:], 1)
    _spam_pages(bed, pages[1])


def hidden_links(bed: Bed) -> None:
    """Links hidden by style on pages that otherwise look untouched."""
    paths = [bed.site.column("plan").path, *(item.path for item in bed.items("plan", 2))]
    for number, path in enumerate(paths):
        _hide(bed, [path], SPAM_HOSTS[number : number + 1], number + 2)


def _hide(bed: Bed, paths: Sequence[str], hosts: Sequence[str], way: int) -> None:
    """The same block on several pages is one fault: it came in one way and leads to one place."""
    for path in paths:
        bed.site.tweak(path).bottom.append(block(hosts, way))
        bed.add("injected-spam", urls=[path], counted=False, note="隐藏链接的文字是博彩内容")
    bed.add("hidden-links", urls=list(paths), note=f"隐藏的链接，指向 {'、'.join(hosts)}")


def block(hosts: Sequence[str], way: int) -> str:
    """Return a block of spam links to `hosts`, hidden in one of the usual ways."""
    links = "".join(f'<a href="http://{hosts[n % len(hosts)]}/{n}.html">{word}</a> ' for n, word in enumerate(ANCHORS))
    return WAYS[way % len(WAYS)].format(links)


WAYS = (
    '<div style="display:none">{}</div>',
    '<div style="position:absolute;left:-9999px;top:-9999px">{}</div>',
    '<div style="height:0;overflow:hidden;font-size:0">{}</div>',
    '<div style="text-indent:-9999px;height:1px;overflow:hidden">{}</div>',
    '<marquee height="1" width="1" scrollamount="3000">{}</marquee>',
)


def _spam_pages(bed: Bed, carrier: str) -> None:
    for number in (1, 2):
        path = f"/module/tmp/{number}.html"
        bed.site.strays[path] = _spam_page(number)
        link = f'<div style="display:none"><a href="{path}">{ANCHORS[number]}</a></div>'
        bed.site.tweak(carrier).bottom.append(link)
        bed.add("injected-spam", urls=[path], note="被植入的整页博彩内容")
    bed.add("hidden-links", urls=[carrier], counted=False, note="隐藏的链接指向本站被植入的页面")
    pages = [f"/module/tmp/{number}.html" for number in (1, 2)]
    bed.add("footer-marks", outcomes=("suspected",), urls=pages, counted=False, note="被植入的页面没有本站页脚")


def _spam_page(number: int) -> str:
    body = "".join(f"<p>{anchor}：{SPAM_WORDS}，注册即送彩金,24小时在线客服。</p>" for anchor in ANCHORS * 3)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{SPAM_TITLE}-第{number}页</title>'
        f'<meta name="keywords" content="{SPAM_WORDS}"></head><body><h1>{SPAM_TITLE}</h1>{body}</body></html>'
    )


PLANTINGS: Mapping[str, Planting] = MappingProxyType({"hacked": hacked, "hidden_links": hidden_links})
