"""Windows that float over the page or open by themselves, and commercial advertising on it.

Why: what moves over the text or covers it keeps people from reading; a government's site carries no advertising.
How to fix: put notices into the page; give what must float a button to close it; take advertising out.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, suspected
from kaoping.facts.site.browser_pages import BrowserPages
from kaoping.model.browser_looks import BrowserPage, Device, Floater
from kaoping.model.findings import Plain, Verdict
from kaoping.model.outcomes import PageKind

AD_HOSTS = (
    "pos.baidu.com", "cpro.baidu.com", "cpro.baidustatic.com", "dup.baidustatic.com", "union.baidu.com",
    "googlesyndication.com", "doubleclick.net", "googleadservices.com", "tanx.com", "mmstat.com", "alimama.com",
    "mediav.com", "union.sogou.com", "gdt.qq.com", "e.qq.com", "adsmogo.com", "criteo.com", "taboola.com",
)  # fmt: skip


@check(
    title="浮动窗口和广告",
    matters="漂浮的窗口遮挡正文、影响阅读，老年人和手机用户尤其难以关闭；政府网站也不应刊登商业广告。",
    advice="通知改放在页面之中；确需浮动的加关闭按钮、不移动；去掉商业广告。",
    since="0.1",
    basis="通行做法；现有方案没有列出条款",
    stage="trial",
    outcomes=("suspected",),
    values=("link", "covered", "times", "hosts"),
)
def floating_ads(
    pages: BrowserPages, covered_percent: int = 30, ad_hosts: tuple[str, ...] = AD_HOSTS
) -> Iterator[Said]:
    """Yield one finding per moving window, per window that covers much of a page, and per way of advertising."""
    looked = pages.on(Device.DESKTOP)
    if not looked:
        yield check_not_measured(pages.reason or "browser-not-opened", pages.fault)
        return
    yield examined(len(looked))
    told: set[str] = set()
    for page in looked:
        for verdict in _on(page, pages.kinds[page.number], covered_percent, ad_hosts):
            if verdict.locus not in told:  # what floats on every page is one thing
                told.add(verdict.locus)
                yield verdict


def _on(page: BrowserPage, kind: PageKind, covered_percent: int, ad_hosts: tuple[str, ...]) -> Iterator[Verdict]:
    url = page.final_url
    for floater in page.floaters:
        locus = f"floater {floater.link or floater.place.selector}"
        values: dict[str, Plain] = {"link": floater.link, "covered": floater.share}
        text = floater.place.text
        if floater.moving and floater.closable:
            yield suspected(locus, url, values, page=kind, reason="moving", snippet=text)
        elif floater.moving:
            yield suspected(locus, url, values, page=kind, reason="moving-no-close", snippet=text)
        elif _covers(floater, covered_percent) and floater.closable:
            yield suspected(locus, url, values, page=kind, reason="covers", snippet=text)
        elif _covers(floater, covered_percent):
            yield suspected(locus, url, values, page=kind, reason="covers-no-close", snippet=text)
    if page.deeds.windows:
        yield suspected(f"windows {url}", url, {"times": page.deeds.windows}, page=kind, reason="opens-windows")
    if page.deeds.dialogs:
        yield suspected(f"dialogs {url}", url, {"times": page.deeds.dialogs}, page=kind, reason="shows-dialogs")
    found: list[Plain] = [host for host in page.hosts if any(f".{host}".endswith(f".{known}") for known in ad_hosts)]
    if found:
        yield suspected("ad-network", url, {"hosts": found}, page=kind, reason="ad-network")


def _covers(floater: Floater, covered_percent: int) -> bool:
    """Tell whether something covers much of the screen without being the page itself."""
    return covered_percent <= floater.share < 95 or (floater.share >= 95 and floater.closable)
